"""The search of the whole project: its matches are listed as they are found, and one click shows their article."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout

from models.base.entities import Changes
from models.base.report import counted
from models.project.search import Match
from ui.search.match_panel import MatchPanel
from ui.search.match_search import in_project
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.tasks.later import later
from ui.widgets.narrow_field import NarrowField
from ui.widgets.whats_this import explain

_MOST = 20_000  # matches that are listed: nobody reads more
_TYPING = 150  # milliseconds after a key


_WHAT = "Finds words in all articles. A click shows the place, Enter opens its article."


class ResultsPanel(MatchPanel):
    """A field for words over the list of their matches."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Places found", "Enter opens the article at the place.")
        self.field, self.whole = NarrowField(), QCheckBox("Whole words")
        self._more = False  # whether there are more matches than are listed
        self.field.setAccessibleName("Search the project")
        self.field.setPlaceholderText("Search all articles")
        self.shut.setAccessibleName("Close the results")
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for column, widget in enumerate((self.field, self.whole, self.shut)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self.view, 1, 0, 1, 3)
        layout.addWidget(self.count, 2, 0, 1, 3)
        layout.setColumnStretch(0, 1)
        self.setFocusProxy(self.field)
        self._later = later(self, session, _TYPING, self.search)
        self.field.textChanged.connect(self._later.start)
        self._stale = False  # whether articles came or went since the search
        session.project_changed.connect(self._project_changed)
        self.whole.toggled.connect(lambda _: self.search())
        self._show_count()
        self.view.clicked.connect(self._show)
        self.view.activated.connect(self._open)
        explain(self, _WHAT)

    def begin(self, words: str) -> None:
        """Search for these words; without any, leave what was found before."""
        if words and words != self.field.text():
            self.field.setText(words)
            self.search()
        elif self._stale:
            self.search()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_up(self) -> None:
        """Stop searching; the article has the room again."""
        self._later.stop()
        self._slices.stop()
        super().close_up()

    def search(self) -> None:
        """Search for the words in the field; the search before is given up."""
        self._later.stop()
        self._more = self._stale = False
        self.model.clear()
        self._start(in_project(self._session.project, self.field.text(), whole_words=self.whole.isChecked()))

    def _project_changed(self, changes: Changes) -> None:
        """Search again as articles come, go or change their titles; at the next opening where the panel is closed."""
        if changes.structure:
            self._stale = True
            if self.isVisible():
                self._again()

    def _again(self) -> None:
        """Do the search again; the match that is current stays so, or the one that takes its row."""
        row, current = self.view.currentIndex().row(), self._current()
        self.search()
        if self.model.rows and row >= 0:
            found = self.model.row_of(current)
            self._go_to_row(found if found >= 0 else min(row, len(self.model.rows) - 1))

    def _add(self, matches: list[Match]) -> None:
        room = _MOST - len(self.model.rows)
        self._more = len(matches) > room
        super()._add(matches[:room])
        if self._more:
            self._slices.stop()
            self._end()

    def _show_count(self) -> None:
        count, articles = len(self.model.rows), len(self.model.articles)
        more = " so far…" if self._slices.at_work else " and more" if self._more else ""
        if not self.field.text():
            self.count.setText(f"{isolated('ی')} finds {isolated('ي')}, and diacritics do not matter")
        elif not count:
            self.count.setText("searching…" if more else "not found in any article")
        else:
            places, within = counted(count, "place", grouped=True), counted(articles, "article", grouped=True)
            self.count.setText(f"{places} in {within}{more}")
        self._show_hint()

    def _show_hint(self) -> None:
        """Say in an empty list what comes there, or what else could be found."""
        if self.model.rows or self._slices.at_work:
            self.hint.say("")
        elif not self.field.text():
            self.hint.say("The places of the words that you type come here, from all articles.")
        elif self.whole.isChecked():
            self.hint.say("No article has these as whole words.", "Inside words, too", self.whole.click)
        else:
            self.hint.say("No article has these words.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current match with Enter in the field, go through the list with up and down."""
        if not (self.field.hasFocus() and self._press(event.key())):
            super().keyPressEvent(event)

    def _press(self, key: int) -> bool:
        """Act on a key of the field. Returns whether it was one of the list's."""
        index = self.view.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._later.isActive():
                self.search()
            elif index.isValid():
                self._open(index)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.model.rows:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._go_to_row(min(max(index.row() + step, 0), len(self.model.rows) - 1))
        else:
            return False
        return True
