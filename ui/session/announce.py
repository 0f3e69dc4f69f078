"""Announcements to a screen reader: gestures, jumps, messages. Of what comes at once, one sentence is said."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible

from models.base.entities import Span
from ui.session.session import Session
from ui.widgets.announce_text import announce

_SAVED = "saved"  # of every gesture: its own name says more
_BETWEEN = " · "
_MOST = 200  # characters of a span's words that are said


class Announcer(QObject):
    """Reads a session's life aloud: what was done and undone, which span a jump reached, which article opened."""

    _later = Signal()

    def __init__(self, session: Session, source: QObject) -> None:
        super().__init__(source)
        self._session, self._source = session, source
        self._index = 0
        self._selected_span: Span | None = None
        self._waits = self._done = self._opened = False
        self._message = self._crossed = ""
        session.status_message.connect(self._say)
        session.undo_stack.indexChanged.connect(self._stepped)
        session.selected_changed.connect(self._wait)
        session.article_changed.connect(self._open)
        self._later.connect(self._tell, Qt.ConnectionType.QueuedConnection)  # a key need not wait for it

    def caret(self, text: str) -> None:
        """Say what the caret has entered and left, unless what comes at the same moment says more."""
        if text:
            self._crossed = text
            self._wait()

    def _say(self, text: str) -> None:
        if text != _SAVED:  # what was saved is told by its name
            self._message = text.removeprefix(_SAVED + _BETWEEN)
            self._wait()

    def _stepped(self, index: int) -> None:
        before, self._index = self._index, index
        self._done = self._done or index > before
        self._wait()

    def _open(self) -> None:
        self._opened = True
        self._wait()

    def _wait(self) -> None:
        if not self._waits:
            self._waits = True
            self._later.emit()

    def _tell(self) -> None:
        done, opened, message, crossed = self._done, self._opened, self._message, self._crossed
        self._waits = self._done = self._opened = False
        self._message = self._crossed = ""
        words, label = self._new_span()
        if not QAccessible.isActive():
            return
        gesture = self._session.undo_stack.undoText() if done else ""
        if gesture and gesture not in message:  # "redid: …" names it
            message = ", ".join(filter(None, (gesture, words, message)))
        if opened and self._session.article is not None:
            message = ", ".join(filter(None, (message, self._session.article.title)))
        if not message:
            message = f"{words}, {label}" if words else crossed
        announce(self._source, message)

    def _new_span(self) -> tuple[str, str]:
        """Return the words and the label of a span that has been selected since the last time; else nothing."""
        span, article = self._session.selected, self._session.article
        if span == self._selected_span:  # several jumps before the first was read
            return "", ""
        self._selected_span = span
        if span is None or article is None or not QAccessible.isActive():
            return "", ""
        words = " ".join(article.text[span.start : span.end][:_MOST].split())
        return words, self._session.label_of(span).name
