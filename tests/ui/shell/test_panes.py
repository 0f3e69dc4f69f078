"""The panes at the sides: hidden by key, menu and double click, remembered, and never wider than the article's half."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.session import article_commands
from ui.shell.panes import ARTICLES, SPANS
from ui.shell.window import Window
from ui.support import fonts

OpenWindow = Callable[[Path], Window]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
SIDES = {ARTICLES: ("articles_pane", KEY.Key_1), SPANS: ("spans_pane", KEY.Key_2)}


def pane(window: Window, side: int) -> QWidget:
    return window.article_list if side == ARTICLES else window.tabs


def by_key(window: Window, side: int) -> None:
    QTest.keyClick(window.focusWidget() or window, SIDES[side][1], CTRL | SHIFT)


def by_menu(window: Window, side: int) -> None:
    window.actions_[SIDES[side][0]].trigger()


def by_double_click(window: Window, side: int) -> None:
    QTest.mouseDClick(window.splitter.handle(1 if side == ARTICLES else 2), LEFT)


@pytest.mark.parametrize("way", [by_key, by_menu, by_double_click])
@pytest.mark.parametrize("side", SIDES)
def test_a_pane_is_hidden_and_comes_back_as_wide_as_it_was(
    window: Window, side: int, way: Callable[[Window, int], None]
) -> None:
    action, (width, article) = (
        window.actions_[SIDES[side][0]],
        (pane(window, side).width(), window.article_view.width()),
    )
    assert action.isCheckable()
    assert action.isChecked()
    way(window, side)
    assert not pane(window, side).isVisible()
    assert not action.isChecked()
    assert window.article_view.width() == article + width, "the article has all of its room"
    way(window, side)
    assert pane(window, side).isVisible()
    assert action.isChecked()
    assert (pane(window, side).width(), window.article_view.width()) == (width, article)


@pytest.mark.parametrize("way", [by_key, by_menu, by_double_click])
def test_hiding_says_how_it_comes_back(window: Window, way: Callable[[Window, int], None]) -> None:
    way(window, ARTICLES)
    assert window._status.text() == "articles: hidden; they come back (Ctrl+Shift+1)"
    window.keymap.assign("spans_pane", [])
    by_menu(window, SPANS)
    assert "in the View menu" in window._status.text()


def test_a_pane_that_is_dragged_to_nothing_is_hidden_and_can_be_dragged_out(window: Window) -> None:
    handle = window.splitter.handle(1)
    assert handle.isVisible()
    for by in (-400, 200):
        start = handle.rect().center()
        QTest.mousePress(handle, LEFT, pos=start)
        QTest.mouseMove(handle, start + QPoint(by, 0))
        QTest.mouseRelease(handle, LEFT, pos=handle.mapFromGlobal(handle.mapToGlobal(start) + QPoint(by, 0)))
        assert window.article_list.isVisible() == (by > 0)
        assert window.actions_["articles_pane"].isChecked() == (by > 0)


def test_the_next_start_has_the_same_panes_at_the_same_widths(
    window: Window, open_window: OpenWindow, project_file: Path
) -> None:
    window.splitter.set_widths((200, 333))
    by_key(window, SPANS)
    window.close()
    again = open_window(project_file)
    assert not again.tabs.isVisible()
    assert not again.actions_["spans_pane"].isChecked()
    assert again.article_list.width() == 200
    by_key(again, SPANS)
    assert again.tabs.width() == 333
    again.close()
    assert open_window(project_file).tabs.isVisible()


@pytest.mark.parametrize("side", SIDES)
def test_the_keyboard_of_a_pane_that_is_hidden_goes_to_the_article(window: Window, side: int) -> None:
    inside = window.article_list.filter.field if side == ARTICLES else window.span_table
    inside.setFocus()
    by_key(window, side)
    assert window.focusWidget() is window.article_view


@pytest.mark.parametrize("side", SIDES)
def test_nothing_gives_the_keyboard_to_a_hidden_pane(window: Window, side: int) -> None:
    """As a message does to what had it before, when it goes."""
    inside = window.article_list.filter.field if side == ARTICLES else window.span_table
    by_key(window, side)
    inside.setFocus()
    assert window.focusWidget() is window.article_view
    by_key(window, side)
    inside.setFocus()
    assert window.focusWidget() is inside


@pytest.mark.parametrize("hidden", [(), (ARTICLES,), (SPANS,), (ARTICLES, SPANS)])
def test_f6_and_tab_never_lead_into_a_hidden_pane(window: Window, hidden: tuple[int, ...]) -> None:
    for side in hidden:
        by_menu(window, side)
    for key in (KEY.Key_F6, KEY.Key_Tab):
        window.article_view.setFocus()
        been = set()
        for _ in range(60):
            QTest.keyClick(window.focusWidget() or window, key)
            focused = window.focusWidget()
            assert focused is not None
            assert focused.isVisible()
            been |= {side for side in SIDES if pane(window, side).isAncestorOf(focused)}
        assert been == SIDES.keys() - set(hidden), key


def test_what_a_hidden_pane_would_show_brings_it_back(several: Window) -> None:
    article_commands.remove(several.session, [several.article_list.model.rows[1]])
    by_key(several, ARTICLES)
    several.actions_["removed"].trigger()
    assert several.article_list.isVisible()
    assert several.actions_["articles_pane"].isChecked()


@pytest.fixture(params=[100, 200])
def percent(request: pytest.FixtureRequest, qapp: QApplication, app_fonts: None) -> Iterator[int]:
    fonts.use_naskh(qapp, request.param)
    yield request.param
    fonts.use_naskh(qapp)


@pytest.mark.parametrize("size", [(800, 600), (1024, 700), (1400, 900)])
def test_the_article_has_half_of_the_width_in_every_window(
    percent: int, window: Window, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0])
    assert window.article_view.width() >= size[0] / 2
    assert window.article_list.isVisible()
    assert window.tabs.isVisible()
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: window.width() == 1400)
    least = (230, 280) if percent == 100 else (1, 1)
    assert window.article_list.width() >= least[0], "a small window does not change what the person wants"
    assert window.tabs.width() >= least[1]
