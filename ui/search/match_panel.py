"""A panel under the article with a list of matches, which is filled while a search goes on."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from models.base.errors import UserError
from models.project.search import Match
from ui.search.match_model import MatchModel
from ui.session.session import Session
from ui.tasks.slices import Slices
from ui.widgets.announce_text import announce
from ui.widgets.empty_hint import EmptyHint
from ui.widgets.tables.context_view import ContextView


class MatchPanel(QWidget):
    """The list with its count and a button that closes. Subclasses lay them out, begin searches, and count."""

    closed = Signal()
    shown = Signal(Match)  # to show; the keyboard stays here
    opened = Signal(Match)  # to go to
    failed = Signal(str)

    def __init__(self, session: Session, name: str, description: str, *, checkable: bool = False) -> None:
        """`name` and `description` are the list's, for screen readers."""
        super().__init__()
        self._session = session
        self.model = MatchModel(self, checkable=checkable)
        self.view = ContextView(self.model, name, description)
        self.count, self.shut, self.hint = QLabel(), QPushButton("Close"), EmptyHint(self.view)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.shut.clicked.connect(self.close_up)
        self._slices = Slices(self, session)

    def close_up(self) -> None:
        """Give the room back to the article."""
        self.closed.emit()

    def _start(self, steps: Iterator[list[Match]]) -> None:
        """Begin a search in place of the one before, at once where it is short."""
        try:
            self._slices.start(steps, lambda _: self._end(), self._add)
            self._slices.finish(0.02)
        except UserError as error:
            self._slices.stop()
            self.failed.emit(str(error))
        self._show_count()

    def _add(self, matches: list[Match]) -> None:
        if matches:
            self.model.add(matches)
            if self._current() is None:
                self._go_to_row(0)
            self._show_count()

    def _end(self) -> None:
        self._show_count()
        announce(self.count, self.count.text())

    def _show_count(self) -> None:
        """Show in `count` how many matches there are."""
        raise NotImplementedError

    def _current(self) -> Match | None:
        """Return the match of the current row."""
        row = self.view.currentIndex().row()
        return self.model.rows[row] if row >= 0 else None

    def _go_to_row(self, row: int) -> None:
        self.view.setCurrentIndex(self.model.index(row, 0))

    def _show(self, index: QModelIndex) -> None:
        self.shown.emit(self.model.rows[index.row()])

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.rows[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        else:
            super().keyPressEvent(event)
