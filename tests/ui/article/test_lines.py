"""Distance and width of lines: spans, lanes, chips, hits and marks beside the scroll bar are right at each value."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from models.base.entities import Span
from tests.ui.conftest import WORDS, find, label_words, settings_of
from ui.article.spans.span_geometry import SpanPiece
from ui.session import span_commands
from ui.shell.window import Window
from ui.support import fonts
from ui.support.settings import LINE_SPACINGS, TEXT_WIDTHS

OpenWindow = Callable[[Path], Window]
BOTH = list(itertools.product(LINE_SPACINGS, TEXT_WIDTHS))


def choose(window: Window, spacing: int, width: int) -> None:
    window.appearance.set_line_spacing(spacing)
    window.appearance.set_text_width(width)
    window.article_view.article_layout.finish()


def pieces(window: Window) -> list[SpanPiece]:
    view = window.article_view
    return list(view.painter.geometry.pieces(QRectF(0, 0, view.width(), view.article_layout.documentSize().height())))


@pytest.mark.parametrize("typeface", [fonts.NASTALIQ, fonts.NASKH])
@pytest.mark.parametrize(("spacing", "width"), BOTH)
def test_spans_lie_on_their_words_with_lanes_and_chips_clear_of_others(
    window: Window, spacing: int, width: int, typeface: str
) -> None:
    window.appearance.set_typeface(typeface)
    label_words(window)
    outer = find(window, "تحریک طالبان پاکستان")
    span_commands.label(window.session, *outer, window.session.labels[2])
    span_commands.label(window.session, outer[1] - len("پاکستان"), outer[1], window.session.labels[1])
    choose(window, spacing, width)
    view = window.article_view
    layout, geometry = view.article_layout, view.painter.geometry
    wide = layout.right - layout.left
    assert width == 0 or wide <= width * geometry._pixels + 1
    found = pieces(window)
    assert {piece.span.uid for piece in found} == {span.uid for span in window.session.spans}
    lines = list(geometry.lines(QRectF(0, 0, view.width(), layout.documentSize().height())))
    tops = [geometry.ink(origin.y(), 0, 0)[0] for _block, _line, origin in lines]
    for piece in found:
        assert layout.left - 1 <= piece.body.left()
        assert piece.body.right() <= layout.right + 1
        below = next((top for top in tops if top > piece.body.top() + 10), 1e9)
        assert piece.chip.bottom() <= below + 2, "a chip lies on letters of the next line"
        assert view.painter.spans_under(piece.body.center())
    for one, other in itertools.combinations([piece.chip for piece in found if piece.text], 2):
        assert not one.intersects(other)


@pytest.mark.parametrize(("spacing", "width"), [(100, 22), (200, 0), (200, 22)])
def test_a_place_on_the_screen_is_the_place_in_the_text(window: Window, spacing: int, width: int) -> None:
    choose(window, spacing, width)
    view = window.article_view
    for words, _label in WORDS:
        start, end = find(window, words)
        view.show_stretch(start, end)
        place = view.painter.place(start, end).translated(0, -view.verticalScrollBar().value())
        hit = view.point_at(place.center())
        assert start <= hit <= end


def test_lines_are_as_far_apart_as_is_said(window: Window) -> None:
    def distance() -> float:
        layout = window.article_view.article_layout
        block = window.article_view.document().firstBlock()
        layout.blockBoundingRect(block)
        return block.layout().lineAt(1).y() - block.layout().lineAt(0).y()

    window.resize(800, 600)
    usual = distance()
    for percent in (125, 150, 200, 100):
        window.appearance.set_line_spacing(percent)
        assert distance() == pytest.approx(usual * percent / 100, abs=2)


@pytest.mark.parametrize(("spacing", "width"), [(200, 22), (125, 44)])
def test_the_marks_beside_the_scroll_bar_are_where_their_spans_are(
    window: Window, qtbot: QtBot, spacing: int, width: int
) -> None:
    label_words(window)
    choose(window, spacing, width)
    view, marks = window.article_view, window.scroll_marks
    height = view.article_layout.documentSize().height()

    def share(span: Span) -> float:
        piece = next(piece for piece in pieces(window) if piece.span.uid == span.uid)
        return piece.body.center().y() / height

    for span in window.session.spans:
        qtbot.waitUntil(lambda: abs((marks.y_of(span) or 0) / marks.height() - share(span)) < 0.02)  # noqa: B023


def test_what_is_read_stays_in_view_when_lines_change(window: Window) -> None:
    view = window.article_view
    start, end = find(window, "پاکستان", 8)
    view.show_stretch(start, end, centred=True)
    for spacing, width in ((200, 22), (100, 0), (150, 33)):
        choose(window, spacing, width)
        y = view.painter.place(start, end).center().y() - view.verticalScrollBar().value()
        assert 0 < y < view.viewport().height()


def test_both_are_chosen_in_menu_and_settings_and_remembered(
    window: Window, open_window: OpenWindow, project_file: Path
) -> None:
    spacing, width = (window.actions_[key].menu().actions() for key in ("line_spacing", "text_width"))  # type: ignore[attr-defined]
    next(action for action in spacing if action.text() == "Half more").trigger()
    page = settings_of(window, "Appearance").appearance
    assert page.spacing.currentText() == "Half more"
    page.text_width.setCurrentIndex(page.text_width.findData(22))
    page.text_width.activated.emit(page.text_width.currentIndex())
    assert [action.text() for action in width if action.isChecked()] == ["Narrow"]
    window.close()
    again = open_window(project_file)
    layout = again.article_view.article_layout
    assert layout.line_spacing == 1.5
    assert layout.right - layout.left == pytest.approx(22 * again.article_view.painter.geometry._pixels, abs=2)
    assert [a.text() for a in again.actions_["line_spacing"].menu().actions() if a.isChecked()] == ["Half more"]  # type: ignore[attr-defined]


def test_a_width_that_the_window_has_not_is_the_window_s(window: Window) -> None:
    window.resize(800, 600)
    choose(window, 100, 44)
    layout, view = window.article_view.article_layout, window.article_view
    assert layout.left == view.document().documentMargin()
    assert layout.right == pytest.approx(view.viewport().width() - layout.left, abs=1)


def test_paragraph_numbers_stand_beside_the_text(window: Window) -> None:
    window.actions_["paragraph_numbers"].trigger()
    choose(window, 100, 22)
    picture = window.article_view.viewport().grab().toImage()
    layout = window.article_view.article_layout
    paper = picture.pixel(2, 2)
    edge = round(layout.right) + 3
    margin = round(window.article_view.document().documentMargin())
    rows = range(round(layout.top(0)), round(layout.top(0)) + 60)
    assert any(picture.pixel(x, y) != paper for x in range(edge, edge + margin) for y in rows)
    assert all(picture.pixel(x, y) == paper for x in range(edge + margin, picture.width()) for y in rows)
