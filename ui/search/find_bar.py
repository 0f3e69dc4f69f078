"""A field above the article that finds words in it; every match is highlighted, one is selected."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QToolButton, QWidget

from models.base.entities import ArticleId
from models.base.report import counted
from models.text.text_index import TextIndex
from ui.article.view import ArticleView
from ui.keys.keymap import native_words
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.tasks.slices import Slices
from ui.widgets.announce_text import announce
from ui.widgets.narrow_field import NarrowField
from ui.widgets.turning_row import TurningRow
from ui.widgets.whats_this import explain

_WHAT = (
    "Finds words in the open article: Enter goes on, Shift+Enter back, Esc closes. ی finds ي, and diacritics do "
    "not matter."
)


class FindBar(QWidget):
    """Finds by match key while one types. Enter goes on, Shift+Enter back, Esc closes."""

    closed = Signal()

    def __init__(self, session: Session, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._text_index: tuple[ArticleId, TextIndex] | None = None
        self._from = 0  # where the caret was when the search began
        self.matches: list[tuple[int, int]] = []
        self._slices = Slices(self, session)
        self.field, self.count = NarrowField(), QLabel()
        self.field.setAccessibleName("Find in the article")
        self.field.setPlaceholderText("Find in this article")
        self.whole = QCheckBox("Whole words")
        self.back, self.on, self.shut = QToolButton(), QToolButton(), QPushButton("Close")
        self.back.setArrowType(Qt.ArrowType.UpArrow)
        self.on.setArrowType(Qt.ArrowType.DownArrow)
        for button, text in ((self.back, "Previous place (Shift+F3)"), (self.on, "Next place (F3)")):
            name = native_words(text)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.shut.setAccessibleName("Close the search")
        self._row = TurningRow([self.field, self.count, self.back, self.on], [self.whole, None, self.shut])
        self._row.setContentsMargins(8, 4, 8, 4)
        self.setLayout(self._row)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._search)
        self.whole.toggled.connect(self._search)
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.shut.clicked.connect(self.close_up)
        session.article_changed.connect(self._article_changed)
        view.caret_moved.connect(self._show_count)
        self.hide()
        explain(self, _WHAT)

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the row may still turn: it is wider before that."""
        return QSize(
            self._row.least().width() + 2 * self._row.contentsMargins().left(), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        self._row.turn(self.contentsRect().marginsRemoved(self._row.contentsMargins()).width())

    def begin(self, words: str) -> None:
        """Show the bar and search for these words; without any, for those that it had before."""
        reach = self._view.selection
        self._from = reach[0] if reach else self._view.caret
        self.show()
        if words and words != self.field.text():
            self.field.setText(words)  # looks for them
        else:
            self._search()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_up(self) -> None:
        """Hide with the highlights, and give the focus back to the article, where the match stays selected."""
        if self.isAncestorOf(self.window().focusWidget()):  # once hidden, Qt would pass the focus to any other
            self._view.setFocus()
        self.hide()
        self._slices.stop()
        self.matches = []
        self._view.set_matches(())
        self.closed.emit()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) match from the caret, round the end and the beginning."""
        if not self.matches:
            if self.field.text():
                self._session.status_message.emit(f"{isolated(self.field.text())} is not in this article")
            return
        selection = self._view.selection
        at = selection[0] if selection else self._view.caret
        index = bisect_left(self.matches, (at, -1))
        if by < 0:
            index -= 1
        elif selection and index < len(self.matches) and self.matches[index][0] == at:
            index += 1
        if not 0 <= index < len(self.matches):
            self._session.status_message.emit("round the end" if by > 0 else "round the beginning")
        self._go(index % len(self.matches))

    def _go(self, index: int) -> None:
        self._session.select(None)
        self._view.show_stretch(*self.matches[index], select=True)
        self._show_count()
        announce(self.field, self.count.text())

    def _search(self) -> None:
        """Find all matches anew, and show the first one from where the search began."""
        self._find(self._show_first)

    def _show_first(self) -> None:
        if self.matches:
            self._go(bisect_left(self.matches, (self._from, -1)) % len(self.matches))

    def _find(self, then: Callable[[], object]) -> None:
        """Find all matches, at once where that is short work, and highlight them."""
        self.matches = []
        self._slices.start(self._steps(), lambda _: self._end(then))
        self._slices.finish(0.02)
        self._show_count()

    def _steps(self) -> Iterator[None]:
        article, wanted = self._session.article, self.field.text()
        if article is None or not wanted:
            return
        if self._text_index is None or self._text_index[0] != article.id:
            self._text_index = article.id, TextIndex(article.text)
        for match in self._text_index[1].find(wanted, whole_words=self.whole.isChecked()):
            self.matches.append(match)
            yield

    def _end(self, then: Callable[[], object]) -> None:
        if self.isVisible():
            self._view.set_matches(self.matches)
            then()
        self._show_count()
        if self.isVisible() and self.field.text() and not self.matches:
            announce(self.field, self.count.text())

    def _show_count(self) -> None:
        if not self.isVisible():
            return
        at = self._view.selection
        count = len(self.matches)
        if not self.field.text():
            self.count.setText("")
        elif self._slices.at_work:
            self.count.setText("searching…")
        elif not count:
            self.count.setText("not found")
        elif at is not None and at in self.matches[(index := bisect_left(self.matches, at)) :][:1]:
            self.count.setText(f"{index + 1} of {count}")
        else:
            self.count.setText(counted(count, "place"))
        self._turn()

    def _article_changed(self) -> None:
        self._text_index = None
        self._from = 0
        if self.isVisible():
            self._find(lambda: None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
