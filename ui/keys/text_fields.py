"""What holds for every text field: the keys that edit text are the field's own, and files go to its window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ui.keys.action_specs import on_macos
from ui.keys.keymap import pressed
from ui.support.drops import accepts_drop
from ui.support.physical_keys import MODIFIERS

_KEY = QKeySequence.StandardKey
_CLAIMED = (
    *(_KEY.Cut, _KEY.Copy, _KEY.Paste, _KEY.Backspace, _KEY.Deselect),
    *(key for key in _KEY if key.name.startswith(("Delete", "MoveTo", "Select"))),
)
_STEPS = (_KEY.Undo, _KEY.Redo)  # which Qt's fields claim by themselves, and some leave to the project
_KINDS = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
_WATCHED = "watched_as_text_field"


class TextFields(QObject):
    """Watches the fields of each window that gets the keyboard, as long as the application lives."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._watch)

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        fields = (field for kind in _KINDS for field in now.window().findChildren(kind)) if now is not None else ()
        for field in fields:
            if not field.property(_WATCHED):
                field.setProperty(_WATCHED, True)
                field.installEventFilter(self)
                if isinstance(field, QTextEdit | QPlainTextEdit):
                    field.viewport().installEventFilter(self)  # where things are dropped

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle editing keys. Leave dragged files to the window: a field would take their names for a text."""
        if event.type() is QEvent.Type.DragEnter:
            files = isinstance(event, QDragEnterEvent) and accepts_drop(event.mimeData())
            event.setAccepted(event.isAccepted() and not files)
            return files
        keys = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        return isinstance(event, QKeyEvent) and event.type() in keys and is_editable(watched) and _edit(watched, event)


def _edit(field: QObject, event: QKeyEvent) -> bool:
    """Claim an editing key for the field; one that Qt does not read as such is sent again as one that it does."""
    usual = _as_usual(event)
    if not _matches(usual or event, *_CLAIMED, *_STEPS):
        return False
    if usual is not None:
        QApplication.sendEvent(field, usual)
        event.setAccepted(usual.isAccepted())
        return usual.isAccepted() or event.type() is QEvent.Type.KeyPress  # which is no shortcut of the window, either
    claimed = event.type() is QEvent.Type.ShortcutOverride and _matches(event, *_CLAIMED)
    if claimed:
        event.accept()
    return claimed


def is_editable(widget: QObject) -> bool:
    """Return whether a person can write into a widget."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
        return not widget.isReadOnly()
    return isinstance(widget, QComboBox) and widget.isEditable()


def _matches(event: QKeyEvent, *keys: QKeySequence.StandardKey) -> bool:
    return any(event.matches(key) for key in keys)


def _as_usual(event: QKeyEvent) -> QKeyEvent | None:
    """Return the event that Qt takes for what is meant; None where that is the event itself.

    Ctrl with a letter of a layout without Latin ones is meant by its position, and Ctrl+Y does again everywhere.
    """
    if not event.modifiers() & MODIFIERS:
        return None
    meant = pressed(event)
    if meant == "Ctrl+Y" and not on_macos() and not event.matches(_KEY.Redo):
        meant = QKeySequence(_KEY.Redo).toString()
    keys = QKeySequence(meant)
    if keys.count() != 1 or (key := keys[0]).key() == event.key():  # type: ignore[index]
        return None
    return QKeyEvent(event.type(), key.key(), key.keyboardModifiers(), "", event.isAutoRepeat())
