"""What a gesture took is kept with it: seconds, and strokes of keys and mouse buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.project.stats import stats
from tests.ui.conftest import find
from ui.shell.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(window: Window, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """As the window system delivers a key: to the window, shortcuts first."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, held)


def efforts(window: Window) -> list[int]:
    rows = window.session.project.query("SELECT strokes FROM event WHERE annotator_id IS NOT NULL ORDER BY id")
    return [row["strokes"] for row in rows]


def test_every_key_counts_once_labels_and_shortcuts_alike(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    start, _ = find(window, "تھامس ویسٹ")
    window.article_view.select(start, start)
    for _ in range(2):
        press(window, Qt.Key.Key_Left, CTRL | SHIFT)
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_U, CTRL)  # a shortcut
    assert efforts(window) == [3, 1]
    effort = stats(window.session.project)["effort"]["sana"]
    assert (effort["spans"], effort["strokes_per_span"]) == (1, 4)
    assert effort["seconds_per_span"] >= 0


def test_keys_that_are_only_held_do_not_count(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_Shift, SHIFT)
    press(window, Qt.Key.Key_2)
    assert efforts(window) == [1]
