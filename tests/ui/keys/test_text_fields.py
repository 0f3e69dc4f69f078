"""The system's editing keys in every text field of every window, and files that are dragged over one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import windows
from ui.keys.text_fields import is_editable
from ui.shell.enabling import Enabling
from ui.shell.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMES = ("Delete", "MoveTo", "Select", "Cut", "Copy", "Paste", "Undo", "Redo", "Backspace", "Deselect")
EVERYWHERE = ["Ctrl+Backspace", "Ctrl+Del", "Ctrl+Left", "Ctrl+Right", "Ctrl+Home", "Ctrl+End", "Ctrl+Shift+Left"]
EVERYWHERE += ["Ctrl+Shift+Right", "Ctrl+A", "Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"]
WITH_FIELDS = [name for name in windows.SHOWN_BY if name not in ("ui.projects.recent_list", "ui.articles.empty_state")]


def editing_keys() -> list[str]:
    """The keys with which this system edits text, and those of any other that the program has uses for."""
    standard = (key for key in QKeySequence.StandardKey if key.name.startswith(NAMES))
    return list(
        dict.fromkeys([*EVERYWHERE, *(k.toString() for key in standard for k in QKeySequence.keyBindings(key))])
    )


def fields() -> Iterator[QWidget]:
    """All that can be written in, wherever it is shown."""
    for widget in QApplication.allWidgets():
        if is_editable(widget) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            yield widget


def written(field: QWidget) -> str:
    match field:
        case QLineEdit():
            return field.text()
        case QComboBox():
            return field.currentText()
        case QTextEdit() | QPlainTextEdit():
            return field.toPlainText()
    return ""


def press(field: QWidget, keys: str) -> None:
    combination = QKeySequence(keys)[0]  # type: ignore[index]
    QTest.keyClick(field, combination.key(), combination.keyboardModifiers())


@pytest.mark.parametrize("module", WITH_FIELDS)
def test_no_editing_key_is_an_action_of_the_window(
    module: str, ready: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Enabling, "why", lambda *_: "")  # each has something to do
    ready.enabling.look()
    windows.SHOWN_BY[module](ready)
    qtbot.waitUntil(lambda: bool(windows.shown_of(module)))
    done: list[str] = []
    for action in ready.findChildren(QAction):
        action.triggered.connect(lambda _on=False, action=action: done.append(action.objectName() or action.text()))
    had = QApplication.focusWidget()
    for field in sorted(fields(), key=lambda field: field is not had):  # a popup goes when another field is entered
        if not field.isVisible():
            continue
        field.window().activateWindow()
        qtbot.waitUntil(field.window().isActiveWindow)
        for keys in editing_keys():
            field.setFocus()
            QTest.keyClicks(field, "ab")
            press(field, keys)
            assert not done, f"{keys} in {field.accessibleName()!r} of {module}"
            assert field.isVisible(), f"{keys} shuts {field.accessibleName()!r} of {module}"


def test_ctrl_backspace_takes_a_word_of_the_note_and_nothing_else(ready: Window) -> None:
    ready.actions_["note"].trigger()
    editor = ready.notes.editor
    assert editor is not None
    QTest.keyClicks(editor.field, "two words")
    QTest.keyClick(editor.field, Qt.Key.Key_Backspace, CTRL)
    assert editor.field.toPlainText().strip() == "two"
    assert editor.isVisible()


@pytest.mark.skipif(sys.platform != "linux", reason="key codes of X11")
def test_editing_keys_of_a_layout_without_latin_letters_are_the_fields(ready: Window) -> None:
    """Ctrl+ز, which is Ctrl+Z under the Urdu layout, takes back what was typed, and no gesture."""
    before, field = ready.session.undo_stack.index(), ready.article_list.filter.field
    field.setFocus()
    QTest.keyClicks(field, "abc")
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        QApplication.sendEvent(field, QKeyEvent(kind, 0x632, CTRL, 52, 0, 0, "ز"))
    assert field.text() == ""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        QApplication.sendEvent(field, QKeyEvent(kind, 0x632, CTRL, 52, 0, 0, "ز"))
    assert ready.session.undo_stack.index() == before


def test_ctrl_y_does_again_in_the_field_whatever_the_desktop(ready: Window) -> None:
    field = ready.article_list.filter.field
    field.setFocus()
    QTest.keyClicks(field, "abc")
    press(field, "Ctrl+Z")
    press(field, "Ctrl+Y")
    assert field.text() == "abc"


def test_files_dragged_over_a_field_are_for_its_window(ready: Window, tmp_path: Path) -> None:
    data, field = QMimeData(), ready.article_list.filter.field
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    event = QDragEnterEvent(QPoint(5, 5), both, data, Qt.MouseButton.LeftButton, SHIFT)
    assert event.proposedAction() is Qt.DropAction.MoveAction
    QApplication.sendEvent(field, event)
    assert event.isAccepted(), "the window takes them"
    assert event.dropAction() is Qt.DropAction.CopyAction
    text = QMimeData()
    text.setText("لاہور")
    event = QDragEnterEvent(QPoint(5, 5), both, text, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(field, event)
    assert event.isAccepted(), "the field takes text"
