"""Spans that are kept field by field are the spans that they stand for."""

from __future__ import annotations

from models.base.documents import LabelledSpan, Layer, SpanColumns, span_uid, span_uids

COLUMNS = SpanColumns((0, 4), (3, 9), ("PERSON", "LOCATION"), ("", "x"), ("", "2024"))
SPANS = (LabelledSpan(0, 3, "PERSON"), LabelledSpan(4, 9, "LOCATION", "x", updated_at="2024"))


def test_columns_are_the_spans_that_they_stand_for() -> None:
    assert (len(COLUMNS), tuple(COLUMNS), COLUMNS[1], COLUMNS[:1]) == (2, SPANS, SPANS[1], SPANS[:1])
    assert COLUMNS[0].label == "PERSON"
    assert COLUMNS == SPANS
    assert SPANS == COLUMNS
    assert Layer(spans=COLUMNS) == Layer(spans=SPANS)
    assert SPANS[:1] != COLUMNS


def test_ids_of_many_spans_are_those_of_each() -> None:
    head = "97b1e5a2-1111-8222-8333-"
    for starts, ends in (((0, 5), (1, 9)), ((3, 70_000), (65_535, 70_001)), ((0, 1), (2, 0x1000001))):
        assert span_uids((head, head), starts, ends) == [
            span_uid(head, start, end) for start, end in zip(starts, ends, strict=True)
        ]
