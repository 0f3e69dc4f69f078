"""Spans that overlap lie in lanes of their own, and nobody's work moves while one labels."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from models.base.entities import AnnotatorId, ArticleId, Label, LabelId, Span, Suggestion
from tests.selection import examples
from tests.ui.conftest import OpenWindow, find
from ui.article.spans.span_geometry import SpanKind, SpanPiece
from ui.article.spans.span_painter import SpanPainter
from ui.session import span_commands as gestures
from ui.shell.window import Window

LABELS = {LabelId(1): Label("LOCATION", short="LOC", id=LabelId(1)), LabelId(2): Label("P", short="P", id=LabelId(2))}


def lane_of(painter: SpanPainter, span: Span) -> int:
    return painter._lanes[span.uid] if painter._own.get(span.uid) else painter._foreign_lanes[span.uid]


def lanes(window: Window) -> dict[tuple[int, int], int]:
    """Span -> lane, of the open article."""
    return {(s.start, s.end): lane_of(window.article_view.painter, s) for s in window.session.spans}


def all_pieces(window: Window) -> list[SpanPiece]:
    view = window.article_view
    view.article_layout.finish()
    return list(view.painter.geometry.pieces(QRectF(0, 0, 10_000, view.article_layout.documentSize().height())))


def label(window: Window, start: int, end: int, which: int = 0) -> Span:
    gestures.label(window.session, start, end, window.session.labels[which], exact=True)
    return next(s for s in window.session.spans if (s.start, s.end) == (start, end))


def test_a_nested_span_made_later_moves_nobody(window: Window) -> None:
    start, end = find(window, "تحریک طالبان پاکستان")
    label(window, start, end, 2)
    label(window, end - 7, end, 1)
    assert lanes(window) == {(start, end): 0, (end - 7, end): 1}


def test_an_article_opened_afresh_has_nested_spans_above_their_outer(window: Window) -> None:
    start, end = find(window, "تحریک طالبان پاکستان")
    label(window, start, end, 2)
    label(window, end - 7, end, 1)
    assert window.session.article is not None
    window.session.open_article(window.session.article.id)
    assert lanes(window) == {(start, end): 1, (end - 7, end): 0}


def test_removing_and_undoing_brings_a_span_back_to_its_lane_and_moves_no_other(window: Window) -> None:
    start, end = find(window, "تحریک طالبان پاکستان")
    outer = label(window, start, end, 2)
    label(window, start, start + 5, 1)
    label(window, end - 7, end, 1)
    before = lanes(window)
    gestures.remove(window.session, outer)
    del before[start, end]
    assert lanes(window) == before
    label(window, start + 6, end - 8)
    window.session.undo()
    window.session.undo()
    assert lanes(window) == before | {(start, end): 0}


def test_undo_gives_every_span_the_lane_that_it_had_whatever_came_back_first(window: Window) -> None:
    start, _ = find(window, "امریکہ دہشت گردی")
    outer, inner = label(window, start, start + 11, 2), label(window, start + 7, start + 15, 1)
    before = lanes(window)
    assert list(before.values()) == [0, 1]
    gestures.remove(window.session, outer)
    gestures.remove(window.session, inner)
    window.session.undo()
    window.session.undo()
    assert lanes(window) == before


steps = st.lists(
    st.tuples(st.integers(0, 60), st.one_of(st.integers(1, 4), st.integers(1, 30)), st.integers(0, 1), st.booleans()),
    min_size=1,
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
@given(steps=steps, urdu=st.booleans())
@example(steps=[(3, 2, 0, False), (5, 2, 0, False), (7, 1, 0, False), (8, 1, 0, False)], urdu=False)
@example(steps=[(3, 20, 0, False), (10, 20, 1, False), (12, 4, 0, False), (16, 2, 1, False)], urdu=True)
def test_whatever_spans_there_are_no_line_or_chip_covers_anothers_chip(
    window: Window, steps: list[tuple[int, int, int, bool]], urdu: bool
) -> None:
    view = window.article_view
    view.set_urdu_chips(urdu)
    spans: list[Span] = []
    view.painter.set_spans([], LABELS)
    for number, (start, length, which, remove) in enumerate(steps):
        before = {span.uid: lane_of(view.painter, span) for span in spans}
        if remove and spans:
            spans.pop(start % len(spans))
        else:
            made = Span(f"u{number}", ArticleId(1), AnnotatorId(1), start, start + length, LabelId(1 + which))
            spans.append(made)
        view.painter.set_spans(spans, LABELS)
        kept = [span for span in spans if span.uid in before]
        assert all(lane_of(view.painter, span) == before[span.uid] for span in kept), "nothing moves"
    view.painter.change_suggestions(
        [], [Suggestion(4, 12, LabelId(1), "repeat"), Suggestion(30, 41, LabelId(2), "repeat")]
    )
    view.article_layout.replace_all_lines()
    pieces = all_pieces(window)
    assert len({piece.span.uid for piece in pieces if piece.kind is SpanKind.OWN}) == len(spans)
    for one, other in combinations(pieces, 2):
        if one.span.uid != other.span.uid:
            assert not one.chip.intersects(other.chip)
            assert not one.underline.adjusted(0.5, 0, -0.5, 0).intersects(other.underline)
        assert not one.chip.intersects(other.underline)
        assert not other.chip.intersects(one.underline)


def test_suggestions_make_way_for_the_annotators_own_spans(window: Window) -> None:
    painter = window.article_view.painter
    start, end = find(window, "پاکستان")
    window.article_view.change_suggestions([], [Suggestion(start, end, window.session.labels[1].id, "repeat")])
    (suggestion,) = {piece.span.uid: piece.span for piece in all_pieces(window)}.values()
    assert lane_of(painter, suggestion) == 0
    span = label(window, start, end)
    assert (lane_of(painter, span), lane_of(painter, suggestion)) == (0, 1)


@pytest.mark.parametrize("words", ["MOI سیکرٹری درانی", "7 دسمبر 2023", "X/@ForeignOfficePk", "جلیل عباس جیلانی"])
def test_what_is_painted_is_where_the_letters_are(window: Window, words: str) -> None:
    """Words of both directions: all ink that a span of its own colour covers is the words', and all of theirs is."""
    window.resize(1600, 800)
    view = window.article_view
    start, end = find(window, words)
    view.select(0, 0)
    span = label(window, start, end)
    window.session.select(None)
    view.go_to(span)
    view.select(0, 0)
    pieces = [piece for piece in all_pieces(window) if piece.span.uid == span.uid]
    text = window.session.article.text if window.session.article else ""
    for index in range(start, end):
        if text[index].isspace():
            continue
        unit = view._offsets.to_utf16(index)
        bodies = list(view.painter.geometry.bodies(unit, unit + 1, QRectF(0, 0, 10_000, 10_000_000)))
        assert any(piece.body.adjusted(-1, -1, 1, 1).contains(body.center()) for body in bodies for piece in pieces)
    outside = [start - 1, end]
    for index in outside:
        unit = view._offsets.to_utf16(index)
        for body in view.painter.geometry.bodies(unit, unit + 1, QRectF(0, 0, 10_000, 10_000_000)):
            assert not any(piece.body.adjusted(1, 0, -1, 0).contains(body.center()) for piece in pieces)


def test_a_span_over_the_ends_of_lines_and_paragraphs_is_drawn_on_each(
    window: Window, open_window: OpenWindow, project_file: Path
) -> None:
    text = window.session.article.text if window.session.article else ""
    first = text.index("\n")
    start, end = first - 30, first + 200
    span = label(window, start, end)
    pieces = [piece for piece in all_pieces(window) if piece.span.uid == span.uid]
    tops = {piece.body.top() for piece in pieces}
    assert len(tops) >= 3
    named = [piece for piece in pieces if piece.text]
    assert len(named) == len({piece.body.top() for piece in named}) == len(tops), "one chip on each line"
    assert [piece.text.startswith("…") for piece in sorted(named, key=lambda piece: piece.body.top())] == [
        False,
        *[True] * (len(tops) - 1),
    ]
    assert sum(piece.edges[0] is not None for piece in pieces) == 1
    assert sum(piece.edges[1] is not None for piece in pieces) == 1
