"""All places of some words in the project, listed as they are found; one click and the article is there."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from models.base.entities import ArticleId
from models.base.errors import UserError
from models.project.search import Match, search_steps
from ui.session.session import Session
from ui.support.bidi import isolated, shown_text
from ui.support.tips import tip
from ui.tasks.later import later
from ui.tasks.slices import Slices
from ui.widgets.announce_text import announce
from ui.widgets.context_delegate import CONTEXT, Context, around
from ui.widgets.context_view import ContextView
from ui.widgets.narrow_field import NarrowField

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MOST = 20_000  # places that are listed: nobody reads more
_TYPING = 150  # milliseconds after a key
_PART = r"[\w\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]+"  # letters and their signs
_LAST_PART, _FIRST_PART = re.compile(_PART + "$"), re.compile("^" + _PART)
_PART_OF = re.compile(_PART)


class ResultModel(QAbstractTableModel):
    """A row a place."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.hits: list[Match] = []
        self.articles: set[ArticleId] = set()

    def clear(self) -> None:
        """List nothing."""
        self.beginResetModel()
        self.hits, self.articles = [], set()
        self.endResetModel()

    def add(self, hits: list[Match]) -> None:
        """List these, too."""
        self.beginInsertRows(_NOWHERE, len(self.hits), len(self.hits) + len(hits) - 1)
        self.hits += hits
        self.articles |= {match.article for match in hits}
        self.endInsertRows()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match = self.hits[index.row()]
        match role:
            case _ if role == CONTEXT:
                before, after = around(match)
                return Context(*_whole(replace(match, before=before, after=after)), title=match.title).shown()
            case Qt.ItemDataRole.DisplayRole:
                return shown_text(match.text)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return tip(f"{isolated(match.before + match.text + match.after)}\n{isolated(match.title)}")
        return None


def _whole(match: Match) -> tuple[str, str, str]:
    """Before, hit and after, the hit with the rest of its words: letters that join are drawn as one."""
    left, right = _LAST_PART.search(match.before), _FIRST_PART.search(match.after)
    before = left[0] if left and _PART_OF.match(match.text) else ""
    after = right[0] if right and _PART_OF.match(match.text[-1:]) else ""
    return match.before[: len(match.before) - len(before)], before + match.text + after, match.after[len(after) :]


class ResultsPanel(QWidget):
    """The search of the whole project, under the article."""

    closed = Signal()
    shown = Signal(object)  # a Hit to show; the keyboard stays here
    opened = Signal(object)  # a Hit to go to
    failed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._waiting: list[Match] = []
        self.model = ResultModel(self)
        self.view = ContextView(self.model, "Places found", "Enter opens the article at the place.")
        self.field, self.count = NarrowField(), QLabel()
        self.field.setAccessibleName("Search the project")
        self.field.setPlaceholderText("Search all articles")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.whole = QCheckBox("Whole words")
        self.shut = QPushButton("Close")
        self.shut.setAccessibleName("Close the results")
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        for column, widget in enumerate((self.field, self.whole, self.shut)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self.view, 1, 0, 1, 3)
        layout.addWidget(self.count, 2, 0, 1, 3)
        layout.setColumnStretch(0, 1)
        self.setFocusProxy(self.field)
        self._slices = Slices(self, session)
        self._later = later(self, session, _TYPING, self.search)
        self.field.textChanged.connect(self._later.start)
        self.whole.toggled.connect(lambda _: self.search())
        self.shut.clicked.connect(self.close_up)
        self.view.clicked.connect(lambda index: self.shown.emit(self.model.hits[index.row()]))
        self.view.activated.connect(lambda index: self.opened.emit(self.model.hits[index.row()]))

    def begin(self, words: str) -> None:
        """Search for these words if there are any; what was found before stays else."""
        if words and words != self.field.text():
            self.field.setText(words)
            self.search()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_up(self) -> None:
        """Stop searching; the article has the room again."""
        self._later.stop()
        self._slices.stop()
        self.closed.emit()

    # --- finding ----------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Find what stands in the field anew; the search before is given up."""
        self._later.stop()
        self._waiting = []
        self.model.clear()
        steps = search_steps(self._session.project, self.field.text(), whole_words=self.whole.isChecked())
        try:
            self._slices.start(steps, lambda _: self._end(), self._found)
            self._slices.finish(0.02)
        except UserError as error:
            self._slices.stop()
            self.failed.emit(str(error))
        self._show_count()

    def _found(self, match: Match | None) -> None:
        """A place, or None: an article has been read."""
        if match is not None:
            self._waiting.append(match)
            if self.model.hits and len(self._waiting) < 200:  # the very first place is shown at once
                return
        if self._waiting:
            self.model.add(self._waiting)
            self._waiting = []
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.model.index(0, 0))
            if len(self.model.hits) >= _MOST:
                self._slices.stop()
                self._end()
            self._show_count()

    def _end(self) -> None:
        self._show_count()
        announce(self.count, self.count.text())

    def _show_count(self) -> None:
        hits, articles = len(self.model.hits), len(self.model.articles)
        more = " so far…" if self._slices.at_work else " and more" if hits >= _MOST else ""
        if not self.field.text():
            self.count.setText("ی finds ي, and diacritics do not matter")
        elif not hits:
            self.count.setText("searching…" if more else "not found in any article")
        else:
            places = "1 place" if hits == 1 else f"{hits:,} places"
            within = "1 article" if articles == 1 else f"{articles:,} articles"
            self.count.setText(f"{places} in {within}{more}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the field into the list, Enter, Esc."""
        index = self.view.currentIndex()
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        elif not self.field.hasFocus():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._later.isActive():
                self.search()
            elif index.isValid():
                self.opened.emit(self.model.hits[index.row()])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.model.hits:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(index.row() + step, 0), len(self.model.hits) - 1)
            self.view.setCurrentIndex(self.model.index(row, 0))
        else:
            super().keyPressEvent(event)
