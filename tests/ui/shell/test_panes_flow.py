"""The distraction-free mode: what it hides comes back as it was, by Esc, its key, and by closing the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import find, texts
from ui.session import span_commands
from ui.shell.panes import ARTICLES
from ui.shell.window import Window

OpenWindow = Callable[[Path], Window]
CTRL, SHIFT, KEY = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier


def press(window: Window, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(window.focusWidget() or window, key, held)


def around(window: Window) -> dict[str, bool]:
    """What is shown besides the article."""
    parts: dict[str, QWidget] = {
        "menus": window.menuBar(),
        "articles": window.article_list,
        "spans": window.tabs,
        "badge": window.badge,
        "where": window._where,
        "way back": window.panes._way_back,
    }
    return {name: part.isVisible() for name, part in parts.items()}


@pytest.mark.parametrize("back", [KEY.Key_F11, KEY.Key_Escape])
@pytest.mark.parametrize("hidden", [(), ("articles_pane",), ("articles_pane", "spans_pane")])
def test_it_leaves_the_article_alone_and_all_comes_back_as_it_was(
    window: Window, back: Qt.Key, hidden: tuple[str, ...]
) -> None:
    for action in hidden:
        window.actions_[action].trigger()
    before, widths, state = around(window), window.splitter.sizes(), window.windowState()
    assert not before["way back"]
    press(window, KEY.Key_F11)
    assert around(window) == dict.fromkeys(before, False) | {"way back": True}
    assert window.article_view.isVisible()
    assert window.label_bar.isVisible()
    assert window.isFullScreen()
    assert window.actions_["distraction_free"].isChecked()
    press(window, back)
    assert around(window) == before
    assert window.splitter.sizes() == widths
    assert window.windowState() == state
    assert not window.actions_["distraction_free"].isChecked()


def test_it_says_how_to_leave_it_whatever_its_key_is(window: Window) -> None:
    press(window, KEY.Key_F11)
    assert window.panes._way_back.text() == "F11 or Esc brings all back"
    window.keymap.assign("distraction_free", ["Ctrl+F11"])
    assert window.panes._way_back.text() == "Ctrl+F11 or Esc brings all back"
    window.keymap.assign("distraction_free", [])
    assert window.panes._way_back.text() == "Esc brings all back"


def test_esc_first_lets_go_of_what_is_chosen(window: Window) -> None:
    start, end = find(window, "پاکستان")
    press(window, KEY.Key_F11)
    window.article_view.select(start, end)
    press(window, KEY.Key_Escape)
    assert window.article_view.selection is None
    assert window.isFullScreen(), "one Esc, one thing"
    span_commands.label(window.session, start, end, window.session.labels[1])
    press(window, KEY.Key_Escape)
    assert window.isFullScreen()
    press(window, KEY.Key_F, CTRL)
    press(window, KEY.Key_Escape)
    assert window.isFullScreen(), "it has closed the field"
    press(window, KEY.Key_Escape)
    assert not window.isFullScreen()


def test_work_goes_on_in_it(window: Window, qtbot: QtBot) -> None:
    """Keys of actions whose menus are hidden, label keys, the palette."""
    press(window, KEY.Key_F11)
    window.article_view.select(*find(window, "پاکستان"))
    press(window, KEY.Key_2)
    assert texts(window) == [("پاکستان", "LOCATION")]
    press(window, KEY.Key_Z, CTRL)
    assert texts(window) == []
    press(window, KEY.Key_K, CTRL)
    assert window.help._palette is not None
    assert window.help._palette.isVisible()
    press(window, KEY.Key_Escape)
    press(window, KEY.Key_1, CTRL | SHIFT)
    assert window.article_list.isVisible(), "a look at the list, and on"
    for _ in range(4):
        press(window, KEY.Key_F6)
        focused = window.focusWidget()
        assert focused is not None
        assert focused.isVisible()
    press(window, KEY.Key_F11)
    assert around(window)["spans"]


def test_the_next_start_is_not_in_it_and_knows_the_panes(
    window: Window, open_window: OpenWindow, project_file: Path
) -> None:
    window.actions_["articles_pane"].trigger()
    press(window, KEY.Key_F11)
    press(window, KEY.Key_2, CTRL | SHIFT)
    size = window.normalGeometry().size()
    window.close()
    again = open_window(project_file)
    assert not again.isFullScreen()
    assert again.normalGeometry().size() == size
    assert around(again)["menus"]
    assert around(again)["spans"]
    assert not around(again)["articles"]


def test_panes_shown_in_the_distraction_free_mode_are_not_stored(window: Window) -> None:
    before = window.settings.articles_pane, window.settings.spans_pane
    window.actions_["articles_pane"].trigger()
    window.actions_["articles_pane"].trigger()
    window.actions_["distraction_free"].trigger()
    window.actions_["articles_pane"].trigger()
    assert window.splitter.is_shown(ARTICLES)
    assert (window.settings.articles_pane, window.settings.spans_pane) == before


@pytest.mark.parametrize("wide", [None, 10])
def test_a_start_with_all_panes_hidden_shows_the_article_alone(
    window: Window, open_window: OpenWindow, wide: int | None
) -> None:
    path = window.session.project.path
    press(window, KEY.Key_1, CTRL | SHIFT)
    press(window, KEY.Key_2, CTRL | SHIFT)
    window.close()
    if wide is not None:
        window.settings.window_geometry = QByteArray()
        window.settings.pane_widths = (wide, wide)
    again = open_window(path)
    assert not around(again)["articles"]
    assert not around(again)["spans"]
    again.splitter.resize(wide or 600, 300)
    again.splitter.resize(1, 300)
    press(again, KEY.Key_1, CTRL | SHIFT)
    assert again.article_list.isVisible()
