"""The spans of the open article are found by id and by place, as a look at all of them finds them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import AnnotatorId, ArticleId, LabelId, Span
from ui.session.open_spans import OpenSpans, reach

_SPANS = st.builds(
    lambda uid, start, length, deleted: Span(
        str(uid), ArticleId(1), AnnotatorId(1), start, start + length, LabelId(1), deleted=deleted
    ),
    st.integers(0, 9),
    st.integers(0, 8),
    st.integers(1, 6),
    st.booleans(),
)


def taken(spans: OpenSpans, written: list[Span]) -> dict[str, Span]:
    known = {span.uid: span for span in spans.listed} | {span.uid: span for span in written}
    return {uid: span for uid, span in known.items() if not span.deleted}


@given(st.lists(st.lists(_SPANS, max_size=5, unique_by=lambda span: span.uid), max_size=8), st.booleans())
def test_spans_are_those_written_last(gestures: list[list[Span]], many: bool) -> None:
    spans = OpenSpans()
    for written in gestures:
        before, wanted = spans.listed, taken(spans, written)
        kept = list(before)
        far = [replace(written[0], uid=f"far {number}", start=90, end=91) for number in range(300)] if written else []
        spans.take([*written, *far] if many else written)
        if many:
            spans.take([replace(span, deleted=True) for span in far])
        assert before == kept, "who holds the list from before keeps it"
        assert [reach(span) for span in spans.listed] == sorted(map(reach, wanted.values()))
        assert {span.uid: span for span in spans.listed} == wanted


@given(st.lists(_SPANS, max_size=12, unique_by=lambda span: span.uid), st.integers(0, 14), st.integers(1, 14))
def test_spans_are_found_by_place(given_spans: list[Span], start: int, end: int) -> None:
    there = sorted((replace(span, deleted=False) for span in given_spans), key=reach)
    spans = OpenSpans(there)
    assert spans.at(start, end) == [span for span in there if (span.start, span.end) == (start, end)]
    assert spans.touching(start) == [span for span in there if span.touches(start)]
    assert [spans.with_uid(span.uid) for span in there] == there
    assert spans.with_uid("none") is None
