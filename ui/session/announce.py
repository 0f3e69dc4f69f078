"""What a screen reader is told beside what it reads by itself: gestures, jumps, messages."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

from ui.session.session import Session
from ui.widgets.announce_text import announce


class Announcer(QObject):
    """Reads a session's life aloud: what was done and undone, which span a jump reached, which article opened."""

    def __init__(self, session: Session, source: QObject) -> None:
        super().__init__(source)
        self._session, self._source = session, source
        self._index = 0
        session.status_message.connect(self._say)
        session.undo_stack.indexChanged.connect(self._done)
        session.selected_changed.connect(self._selected)
        session.article_changed.connect(self._article)

    def _say(self, text: str) -> None:
        if text != "saved":  # what was saved is told by its name
            announce(self._source, text)

    def _done(self, index: int) -> None:
        before, self._index = self._index, index
        if index > before:
            announce(self._source, self._session.undo_stack.undoText())

    def _selected(self) -> None:
        span, article = self._session.selected, self._session.article
        if span is None or article is None or not QAccessible.isActive():
            return
        words = " ".join(article.text[span.start : span.end].split())
        announce(self._source, f"{words}, {self._session.label_of(span).name}")

    def _article(self) -> None:
        if self._session.article is not None:
            announce(self._source, self._session.article.title)
