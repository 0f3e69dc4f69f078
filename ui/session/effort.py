"""Counts the strokes of keys and mouse buttons that a gesture takes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from ui.session.session import Session

# Not KeyPress: a key that is an action's shortcut never becomes one, while every key asks for an override first.
_STROKES = frozenset((QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress))
_HELD = frozenset((Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta))


class StrokeCounter(QObject):
    """Adds to the session's strokes, once a stroke: a key with the keys held beside it is one."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count at the window, where each stroke comes by once; what it does with it is not ours."""
        if event.type() in _STROKES and isinstance(watched, QWindow):
            held = isinstance(event, QKeyEvent) and event.key() in _HELD
            self._session.strokes += not held
        return False
