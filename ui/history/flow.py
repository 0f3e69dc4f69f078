"""The action that opens the history of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.host.flow import Flow, Handlers, Obstacles, no_article
from ui.host.host import Host
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from ui.history.dialog import HistoryDialog


class HistoryFlow(Flow):
    """Opens the history dialog."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.dialog: HistoryDialog | None = None

    def handlers(self) -> Handlers:
        return {"history": self._show}

    def obstacles(self) -> Obstacles:
        return {"history": no_article(self._host)}

    def _show(self) -> None:
        if self.dialog is None:
            from ui.history.dialog import HistoryDialog  # noqa: PLC0415 - made when first asked for

            self.dialog = HistoryDialog(self._host.session, self._host)
            self.dialog.addActions([self._host.actions_[key] for key in ("undo", "redo")])
        self.dialog.state_panel.view.set_article_font(self._host.article_view.font())
        bring_to_front(self.dialog)
        self.dialog.list.setFocus()
