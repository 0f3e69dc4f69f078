"""Text at 200 %, in every window: nothing is cut, whether the size is there from the start or changed later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import windows
from tests.ui.conftest import find
from tests.ui.room import clipped
from tests.ui.shell.test_accessible import show, states
from ui.preferences.dialog import PreferencesDialog
from ui.session import span_commands
from ui.shell.window import Window
from ui.support import fonts

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def large(qapp: QApplication, app_fonts: None) -> Iterator[None]:
    """All text at twice the system's size."""
    fonts.use_naskh(qapp, 200)
    yield
    fonts.use_naskh(qapp)


def seen(qtbot: QtBot, window: QWidget) -> list[str]:
    """What is cut once the window has settled."""
    window.show()
    qtbot.waitUntil(window.isVisible)
    for _ in range(20):
        QTest.qWait(30)
        if not (found := clipped(window)):
            break
    return found


def test_the_walk_sees_text_that_is_cut(qtbot: QtBot, large: None) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    label = QLabel("a text that is long", box)
    box.resize(300, 100)
    label.setFixedSize(40, 10)
    assert len(seen(qtbot, box)) == 1 + 1


def fill(window: Window) -> None:
    for words, label in (("تھامس ویسٹ", 0), ("پاکستان", 1), ("7 دسمبر 2023", 3)):
        span_commands.label(window.session, *find(window, words), window.session.labels[label])
    window.messages.show_error("A message that is long enough to be broken into lines where the text is large.")


def test_the_window_at_200_percent_from_the_start(large: None, window: Window, qtbot: QtBot) -> None:
    fill(window)
    assert seen(qtbot, window) == []


@pytest.mark.parametrize("times", [1, 2])
def test_a_message_with_four_buttons_cuts_none_of_them(large: None, window: Window, qtbot: QtBot, times: int) -> None:
    window.resize(1000, 700)
    for number in range(times):
        window.tell_damage(f"The text of article {number} is not what was imported. Look for the last good backup.")
    assert seen(qtbot, window) == []
    window.messages.show_error("Short.")
    while window.messages.waiting():
        assert seen(qtbot, window) == []
        window.messages.close_message()


def test_the_window_made_200_percent_while_it_is_open(window: Window, qtbot: QtBot, qapp: QApplication) -> None:
    fill(window)
    seen(qtbot, window)
    window.appearance.set_interface_size(200)
    try:
        assert seen(qtbot, window) == []
    finally:
        window.appearance.set_interface_size(100)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("module", sorted(windows.SHOWN_BY))
def test_every_dialog_and_panel(module: str, ready: Window, qtbot: QtBot) -> None:
    for root in show(module, ready, qtbot):
        for state in states(root):
            assert seen(qtbot, root) == [], state


def test_a_refused_key_is_told_in_full(large: None, window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.article_view, Qt.Key.Key_Comma, CTRL)
    (dialog,) = window.findChildren(PreferencesDialog)
    dialog.tabs.setCurrentWidget(dialog.keys)
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_U, CTRL)
    assert "choose another key" in dialog.keys.outcome_line.text()
    assert seen(qtbot, dialog) == []


def test_boxes_are_low_again_when_the_text_is(window: Window, qapp: QApplication, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: any(box.isVisible() for box in window.findChildren(QComboBox)))
    boxes = [box for box in window.findChildren(QComboBox) if box.isVisible()]
    before = [(box.height(), box.minimumSizeHint()) for box in boxes]
    fonts.use_naskh(qapp, 200)
    qtbot.waitUntil(lambda: all(box.height() > height for box, (height, _) in zip(boxes, before, strict=True)))
    fonts.use_naskh(qapp)
    qtbot.waitUntil(lambda: [(box.height(), box.minimumSizeHint()) for box in boxes] == before)
