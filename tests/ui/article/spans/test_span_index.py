"""A line finds its spans as a look at all of them does, short and long ones, as they come and go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import AnnotatorId, ArticleId, LabelId, Span
from ui.article.spans.span_index import SpanIndex

_SPANS = st.builds(
    lambda uid, start, length: Span(str(uid), ArticleId(1), AnnotatorId(1), start, start + length, LabelId(1)),
    st.integers(0, 30),
    st.integers(0, 900),
    st.sampled_from([1, 3, 40, 300, 512, 513, 2000]),
)
_LISTS = st.lists(_SPANS, max_size=20, unique_by=lambda span: span.uid)


@given(st.lists(_LISTS, min_size=1, max_size=4), st.lists(_SPANS, min_size=1, max_size=6))
def test_spans_of_a_stretch_are_those_that_overlap_it(states: list[list[Span]], asked: list[Span]) -> None:
    index = SpanIndex()
    for spans in states:
        index.update(spans, lambda point: 2 * point)
        ordered = sorted(spans, key=lambda span: (span.start, span.end, span.uid))
        for each in asked:
            wanted = [span for span in ordered if span.start < each.end and span.end > each.start]
            assert [found.span for found in index.between(2 * each.start, 2 * each.end)] == wanted
            assert index.uids_between(2 * each.start, 2 * each.end) == [span.uid for span in wanted]
        assert index.crowded() == {
            one.uid for one in spans for two in spans if one != two and one.start < two.end and two.start < one.end
        }


@given(_LISTS)
def test_spans_that_are_taken_out_are_found_no_more(spans: list[Span]) -> None:
    index = SpanIndex()
    index.add(spans, lambda point: point)
    for span in spans:
        assert index.take(span.uid) is not None
        assert index.take(span.uid) is None
        assert index.get(span.uid) is None
        assert span not in [found.span for found in index.between(0, 4000)]
    assert len(index) == 0
