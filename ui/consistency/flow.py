"""Checking labels: opened from the menu, a place is shown in its article, a string is mended in one gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base.errors import UserError
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.session import span_commands
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from models.assist.consistency import Finding, Place
    from ui.consistency.dialog import ConsistencyDialog


class ConsistencyFlow(Flow):
    """Opens the dialog, shows the places and mends what it is asked to."""

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self._dialog: ConsistencyDialog | None = None

    def handlers(self) -> Handlers:
        return {"check_labels": self.show}

    def show(self) -> None:
        """Open the dialog, and check."""
        if self._dialog is None:
            from ui.consistency.dialog import ConsistencyDialog  # noqa: PLC0415 - made when first asked for

            self._dialog = ConsistencyDialog(self._session, self._host)
            self._dialog.place_shown.connect(self._show_place)
            self._dialog.place_opened.connect(self._open)
            self._dialog.fix_asked.connect(self._fix)
        bring_to_front(self._dialog)
        self._dialog.check()

    def _show_place(self, place: Place) -> None:
        """Show a place in its article; the keyboard stays in the dialog."""
        try:
            if self._session.article is None or self._session.article.id != place.article:
                self._session.open_article(place.article)
        except UserError as error:
            self._host.messages.show_error(str(error))
            return
        self._session.select(None)
        self._host.article_view.show_stretch(place.start, place.end, select=True)

    def _open(self, place: Place) -> None:
        self._show_place(place)
        self._host.activateWindow()
        self._host.article_view.setFocus()

    def _fix(self, finding: Finding) -> None:
        """Give all places of a string the label that it should have; undo takes that back."""
        from models.assist.consistency import Rule  # noqa: PLC0415 - no part of a start

        label = next((each for each in self._session.labels if each.name == finding.wanted), None)
        if label is None:
            return
        places = [(place.article, place.start, place.end) for place in finding.places]
        act = span_commands.relabel_places if finding.rule is Rule.OTHER_LABEL else span_commands.label_many
        if act(self._session, places, label) and self._dialog is not None:
            self._dialog.take_away(finding)
