"""Another key for a gesture: given in the settings, obeyed and told at once, remembered; a clash is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShortcutEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import find, settings_of, texts
from ui.preferences.dialog import PreferencesDialog
from ui.projects.welcome import Welcome
from ui.session import span_commands
from ui.shell.window import Window
from ui.support.settings import Settings

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
OpenWindow = Callable[[Path], Window]


def choose_row(dialog: PreferencesDialog, name: str) -> None:
    dialog.keys.filter.clear()
    QTest.keyClicks(dialog.keys.filter, name)
    place = dialog.keys.view.visualRect(dialog.keys.view.model().index(0, 0)).center()
    QTest.mouseClick(dialog.keys.view.viewport(), LEFT, NONE, place)


def test_a_gesture_is_given_another_key_which_works_at_once_and_the_old_one_no_more(
    window: Window, open_window: OpenWindow
) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    dialog = settings_of(window, "Keys")
    choose_row(dialog, "undo")
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_F9)
    assert dialog.keys.field.text() == "F9"
    assert dialog.keys.outcome_line.text() == "It is F9 now."
    dialog.close()
    window.activateWindow()
    QTest.keyClick(window.article_view, Qt.Key.Key_Z, CTRL)
    assert texts(window) == [("پاکستان", "LOCATION")]
    QTest.keyClick(window.article_view, Qt.Key.Key_F9)
    assert texts(window) == []
    path = window.session.project.path
    window.close()
    assert open_window(path).actions_["undo"].shortcut().toString() == "F9", "it is remembered"


def test_a_clash_is_refused_inline_with_the_others_name(window: Window) -> None:
    dialog = settings_of(window, "Keys")
    choose_row(dialog, "undo")
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_U, CTRL)
    sentence = "Ctrl+U is taken by Unsure, or sure again; choose another key or change that first."
    assert dialog.keys.outcome_line.text() == sentence
    assert window.keymap.keys("undo") == ("Ctrl+Z",)
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_Delete)
    assert "Del is taken by Remove" in dialog.keys.outcome_line.text(), "a key of the article alone clashes, too"
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_4)
    assert "4 is taken by the label DATE" in dialog.keys.outcome_line.text()


def test_a_key_is_added_taken_away_and_all_made_usual_again(window: Window) -> None:
    dialog = settings_of(window, "Keys")
    choose_row(dialog, "undo")
    keys = dialog.keys
    keys.besides.click()
    QTest.keyClick(keys.field, Qt.Key.Key_F9)
    assert window.keymap.keys("undo") == ("Ctrl+Z", "F9")
    QTest.mouseClick(keys.none, LEFT)
    assert window.actions_["undo"].shortcuts() == []
    assert keys.view.model().index(0, 2).data() == "–  (changed)"
    QTest.mouseClick(keys.reset, LEFT)
    assert window.keymap.keys("undo") == ("Ctrl+Z",)
    window.keymap.assign("redo", ["F9"])
    QTest.mouseClick(keys.reset_all, LEFT)
    assert window.keymap.is_default("redo")


def test_no_key_ever_means_two_things(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is given in whatever order, Qt never finds a shortcut ambiguous."""
    ambiguous: list[str] = []
    event_of = Window.event

    def watched(self: Window, event: QEvent) -> bool:
        if isinstance(event, QShortcutEvent) and event.isAmbiguous():
            ambiguous.append(event.key().toString())
        return event_of(self, event)

    monkeypatch.setattr(Window, "event", watched)
    window.keymap.assign("remove", ["F9"])
    window.keymap.assign("unsure", ["Del"])
    window.keymap.assign("undo", ["Ctrl+U"])
    given = [key.toString() for action in window.actions_.values() for key in action.shortcuts()]
    assert len(given) == len(set(given))
    for key in (Qt.Key.Key_F9, Qt.Key.Key_Delete):
        QTest.keyClick(window.article_view, key)
    assert ambiguous == []


def test_the_welcome_page_obeys_and_tells_the_same_keys(qtbot: QtBot, app_fonts: None, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.set_keys("new", ["F9"])
    welcome = Welcome(settings)
    qtbot.addWidget(welcome)
    asked: list[object] = []
    welcome.new_asked.connect(asked.append)
    welcome.show()
    qtbot.waitUntil(welcome.isActiveWindow)
    QTest.keyClick(welcome, Qt.Key.Key_N, CTRL)
    assert asked == []
    QTest.keyClick(welcome, Qt.Key.Key_F9)
    assert len(asked) == 1
    assert welcome.buttons[0].toolTip() == "New project (F9)"


def test_sentences_name_the_key_that_it_is_now(window: Window) -> None:
    window.keymap.assign("next_span", ["F9"])
    QTest.keyClick(window.article_view, Qt.Key.Key_D, CTRL)
    assert window._status.text() == "select a span first: click it, or go to it (F9)"
