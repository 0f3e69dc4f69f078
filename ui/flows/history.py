"""The history of the open article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.flows import Handlers

if TYPE_CHECKING:
    from ui.dialogs.history import HistoryDialog
    from ui.window import Window


class HistoryFlow:
    """Ctrl+T."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.dialog: HistoryDialog | None = None

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {"history": self._show}

    def _show(self) -> None:
        if self.dialog is None:
            from ui.dialogs.history import HistoryDialog  # noqa: PLC0415 - made when first asked for

            self.dialog = HistoryDialog(self._window.session, self._window)
            self.dialog.addActions([self._window.actions_[key] for key in ("undo", "redo")])
        self.dialog.past.view.set_article_font(self._window.article_view.font())
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.list.setFocus()
