"""Every control says what it is: by Shift+F1, and by the "?" of its dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWhatsThis, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import windows
from tests.ui.shell.test_accessible import controls, show, states, told
from ui.shell.window import Window
from ui.widgets.whats_this import text_for

WITHOUT_A_ROW = ("ui.shell.shortcut_sheet", "ui.pending.dialog")  # of buttons; Shift+F1 is there
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize("module", sorted(windows.SHOWN_BY))
def test_every_control_of_every_dialog_and_pane_says_what_it_is(module: str, ready: Window, qtbot: QtBot) -> None:
    for root in show(module, ready, qtbot):
        for state in states(root):
            mute = [told(widget) for widget in controls(root) if not text_for(widget)]
            assert not mute, f"without a text, {state}"
        if isinstance(root, QDialog) and module not in WITHOUT_A_ROW:
            assert [each for each in root.findChildren(QPushButton) if each.text() == "?"]


def shown_text() -> str:
    """What stands in the box of "What is this?", which Qt draws itself; it is told to screen readers."""
    (box,) = [each for each in QApplication.topLevelWidgets() if "QWhatsThat" in each.metaObject().className()]
    return box.windowTitle() or "shown" if isinstance(box, QWidget) else ""


def test_shift_f1_shows_the_text_of_the_dialog_at_any_control(window: Window) -> None:
    window.actions_["paste_article"].trigger()
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_F1, SHIFT)
    assert shown_text()
    QWhatsThis.hideText()
    dialog.reject()


def test_the_question_mark_shows_it_too(window: Window) -> None:
    window.actions_["about"].trigger()
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == "?"]
    button.click()
    assert shown_text()
    QWhatsThis.hideText()
    assert dialog.isVisible()


def test_shift_f1_in_the_article_explains_it_and_the_menu_asks_for_anything(window: Window) -> None:
    assert "never changes" in text_for(window.article_view)
    QTest.keyClick(window.article_view, Qt.Key.Key_F1, SHIFT)
    assert shown_text()
    QWhatsThis.hideText()
    window.actions_["whats_this"].trigger()
    assert QWhatsThis.inWhatsThisMode()
    QWhatsThis.leaveWhatsThisMode()
