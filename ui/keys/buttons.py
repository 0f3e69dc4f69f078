"""Enter on a button that has the keyboard is that button, whatever is the default of its dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Buttons(QObject):
    """Watches the button that has the keyboard, as long as the application lives.

    Buttons are no `autoDefault` where Enter in a field must not press one; Enter on such a one would be the default's.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._watch)

    def _watch(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(before, QPushButton | QToolButton):
            before.removeEventFilter(self)
        if isinstance(now, QPushButton | QToolButton):
            now.installEventFilter(self)

    def eventFilter(self, button: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() not in _ENTER or event.modifiers() not in _ALONE:
            return False
        if not event.isAutoRepeat():
            _press(button)
        return True


def _press(button: QObject) -> None:
    """Press a button, or open the menu that it is for."""
    if isinstance(button, QToolButton) and button.popupMode() is QToolButton.ToolButtonPopupMode.InstantPopup:
        button.showMenu()
    elif isinstance(button, QPushButton | QToolButton):
        button.click()
