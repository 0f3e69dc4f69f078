"""Sentences as records: every span is in the sentence it was in, at an offset of its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.base.documents import AnnotatedArticle
from models.base.report import Report
from models.exporting.sentences import by_sentence
from tests.models.formats.helpers import Spans, article

LETTERS = "ابپ  ۔؟\n.\u00a0\u0653😀"


def cut(text: str, spans: Spans) -> tuple[list[AnnotatedArticle], Report]:
    report = Report()
    return list(by_sentence([article(text, spans, "a.txt")], report)), report


def test_sentences_are_records_with_spans_at_their_own_offsets() -> None:
    records, report = cut(
        "علی آیا۔ لاہور دور ہے۔\nپشاور", [(0, 3, "PERSON"), (9, 14, "LOCATION"), (23, 28, "LOCATION")]
    )
    assert [(one.source, one.text) for one in records] == [
        ("a.txt#1", "علی آیا۔"),
        ("a.txt#2", "لاہور دور ہے۔"),
        ("a.txt#3", "پشاور"),
    ]
    assert [one.layers[0].spans[0][:3] for one in records] == [(0, 3, "PERSON"), (0, 5, "LOCATION"), (0, 5, "LOCATION")]
    assert report.notes == []


def test_sentence_end_inside_a_span_is_no_end() -> None:
    records, _ = cut("علی آیا۔ لاہور دور ہے۔ پشاور", [(0, 14, "DATE")])
    assert [one.text for one in records] == ["علی آیا۔ لاہور دور ہے۔", "پشاور"]


def test_white_space_that_a_sentence_loses_is_told() -> None:
    records, report = cut("علی آیا۔ لاہور", [(4, 9, "DATE"), (8, 9, "TIME")])
    assert records[0].layers[0].spans[0][:2] == (4, 8)
    assert sorted(note.what for note in report.notes) == [
        "begins or ends with white space; narrowed to [4, 8)",
        "holds white space alone; left out",
    ]


@given(st.data())
def test_no_span_is_lost_and_every_span_reads_as_before(data: st.DataObject) -> None:
    text = data.draw(st.text(LETTERS, min_size=1, max_size=50).filter(lambda given_: not given_.isspace()))
    edges = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(edges, edges), max_size=5))
    spans: Spans = [(min(a, b), max(a, b), str(number)) for number, (a, b) in enumerate(pairs) if a != b]
    records, report = cut(text, spans)
    assert "".join("".join(one.text.split()) for one in records) == "".join(text.split())
    found = {span.label: one.text[span.start : span.end] for one in records for span in one.layers[0].spans}
    left_out = {note.label for note in report.notes if note.what.endswith("left out")}
    assert found.keys() | left_out == {label for _, _, label in spans}
    for start, end, label in spans:
        if label in found:
            assert found[label].strip() == text[start:end].strip()
