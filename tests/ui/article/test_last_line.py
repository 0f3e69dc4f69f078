"""Chips under the last line, of the window and of the article, are in view as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import find
from ui.article.view import ArticleView
from ui.session import span_commands
from ui.shell.window import Window
from ui.support import fonts

KEY = Qt.Key


@pytest.fixture(params=[100, 200])
def percent(request: pytest.FixtureRequest, qapp: QApplication, app_fonts: None) -> Iterator[int]:
    fonts.use_naskh(qapp, request.param)
    yield request.param
    fonts.use_naskh(qapp)


def chips(view: ArticleView) -> list[QRectF]:
    """All chips of spans, in pixels of the viewport."""
    whole = QRectF(0, 0, view.width(), view.article_layout.documentSize().height())
    scroll = view.verticalScrollBar().value()
    return [piece.chip.translated(0, -scroll) for piece in view.painter.geometry.pieces(whole) if piece.text]


def by_key(window: Window) -> None:
    QTest.keyClick(window.article_view, KEY.Key_2)


def by_button(window: Window) -> None:
    action = window.label_bar.actions()[1]
    window.label_bar.widgetForAction(action).click()  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", [by_key, by_button])
@pytest.mark.parametrize("urdu", [False, True])
def test_a_chip_at_the_lower_edge_comes_into_view_as_it_is_made(
    percent: int, window: Window, way: Callable[[Window], None], urdu: bool
) -> None:
    window.appearance.set_urdu_chips(urdu)
    window.resize(1000, 420)
    QTest.keyClick(window.article_view, KEY.Key_Down)
    view = window.article_view
    view.select(*find(window, "جلیل عباس جیلانی"))
    view.ensureCursorVisible()
    caret = view.painter.geometry.caret(view.textCursor().position())
    view.verticalScrollBar().setValue(round(caret.bottom()) - view.viewport().height() + 2)
    way(window)
    hanging = chips(view)
    assert 1 <= len(hanging) <= 2, "a second one where the name goes on in the next line"
    for chip in hanging:
        assert chip.bottom() <= view.viewport().height() + 1
        assert chip.top() > 0


def test_going_down_shows_what_hangs_under_each_line(percent: int, window: Window) -> None:
    window.resize(1000, 420)
    view = window.article_view
    outer = find(window, "تحریک طالبان پاکستان")
    for start, end, label in ((*outer, 2), (outer[1] - len("پاکستان"), outer[1], 1)):
        span_commands.label(window.session, start, end, window.session.labels[label])
    view.select(0, 0)
    for _ in range(60):
        QTest.keyClick(view, KEY.Key_Down)
        _top, bottom = view.painter.geometry.line_ink(view.textCursor().position())
        assert bottom <= view.verticalScrollBar().value() + view.viewport().height() + 1


def test_a_place_that_was_scrolled_away_from_stays_away(window: Window) -> None:
    window.resize(1000, 420)
    view = window.article_view
    view.article_layout.finish()
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    before = view.verticalScrollBar().value()
    span_commands.set_note(window.session, window.session.spans[0], "ایک نوٹ")
    assert view.verticalScrollBar().value() == before


@pytest.mark.parametrize("typeface", [fonts.NASTALIQ, fonts.NASKH])
@pytest.mark.parametrize("points", [fonts.SMALLEST, 20, fonts.LARGEST])
@pytest.mark.parametrize("urdu", [False, True])
def test_chips_under_the_article_s_last_line_are_whole(
    percent: int, window: Window, typeface: str, points: int, urdu: bool
) -> None:
    view = window.article_view
    window.appearance.set_typeface(typeface)
    window.appearance.set_points(points)
    window.appearance.set_urdu_chips(urdu)
    text = view.text.rstrip()
    last = text.rindex(" ") + 1
    for start, label in ((last, 0), (last - 1, 1), (last + 1, 2)):
        span_commands.label(window.session, start, len(text), window.session.labels[label], exact=True)
    view.article_layout.finish()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    found = chips(view)
    assert found
    assert max(chip.bottom() for chip in found) <= view.viewport().height() - 2


@pytest.mark.parametrize("action", ["label_all", "search"])
def test_words_stay_in_view_when_a_panel_opens_under_them(window: Window, qtbot: QtBot, action: str) -> None:
    window.resize(1000, 700)
    view = window.article_view
    qtbot.waitUntil(lambda: view.viewport().height() > 400)
    height = view.viewport().height()
    view.setFocus()
    while view.cursorRect().bottom() < height - view.cursorRect().height():
        QTest.keyClick(view, KEY.Key_Down)
    view.verticalScrollBar().setValue(0)
    assert height / 2 < view.cursorRect().top() < height
    window.actions_[action].trigger()
    qtbot.waitUntil(lambda: view.viewport().height() < height)
    assert 0 <= view.cursorRect().top() < view.cursorRect().bottom() <= view.viewport().height()
    place = view.verticalScrollBar().value()
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    qtbot.waitUntil(lambda: view.viewport().height() == height)
    assert view.verticalScrollBar().value() == place
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    window.actions_["search"].trigger()
    qtbot.waitUntil(lambda: view.viewport().height() < height)
    assert view.cursorRect().bottom() < 0, "who reads on is not brought back"
