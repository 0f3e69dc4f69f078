"""Announcements to a screen reader: gestures, jumps, messages."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible

from models.base.entities import Span
from ui.session.session import Session
from ui.widgets.announce_text import announce


class Announcer(QObject):
    """Reads a session's life aloud: what was done and undone, which span a jump reached, which article opened."""

    def __init__(self, session: Session, source: QObject) -> None:
        super().__init__(source)
        self._session, self._source = session, source
        self._index = 0
        self._selected_span: Span | None = None
        for signal, read in (
            (session.status_message, self._say),
            (session.undo_stack.indexChanged, self._done),
            (session.selected_changed, self._selected),
            (session.article_changed, self._article),
        ):
            signal.connect(read, Qt.ConnectionType.QueuedConnection)  # a key need not wait for it

    def _say(self, text: str) -> None:
        if text != "saved" and QAccessible.isActive():  # what was saved is told by its name
            announce(self._source, text)

    def _done(self, index: int) -> None:
        before, self._index = self._index, index
        if index > before and QAccessible.isActive():
            announce(self._source, self._session.undo_stack.undoText())

    def _selected(self) -> None:
        span, article = self._session.selected, self._session.article
        if span == self._selected_span:  # several jumps before the first was read
            return
        self._selected_span = span
        if span is None or article is None or not QAccessible.isActive():
            return
        words = " ".join(article.text[span.start : span.end].split())
        announce(self._source, f"{words}, {self._session.label_of(span).name}")

    def _article(self) -> None:
        if self._session.article is not None:
            announce(self._source, self._session.article.title)
