"""GLiNER's training data, read as its processors read it: tokens and inclusive numbers of tokens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.documents import AnnotatedArticle
from models.base.report import Report
from models.formats.records.gliner import write
from models.formats.support.sink import Sink
from tests.models.formats.helpers import HARD, Spans, article
from tests.selection import examples


def put(file: Path, *articles: AnnotatedArticle) -> tuple[list[dict[str, Any]], list[str]]:
    report = Report()
    write(articles, Sink(file, (), report))
    return json.loads(file.read_text(encoding="utf-8")), [note.what for note in report.notes]


def named(record: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, its tokens) of each entity."""
    tokens = record["tokenized_text"]
    assert all(0 <= first <= last < len(tokens) for first, last, _ in record["ner"])
    return [(label, "".join(tokens[first : last + 1])) for first, last, label in record["ner"]]


def test_record_is_this(tmp_path: Path) -> None:
    found, notes = put(tmp_path / "a.json", article("وزیراعظم شہباز شریف نے کہا۔", [(9, 19, "PERSON")]))
    tokens = ["وزیراعظم", "شہباز", "شریف", "نے", "کہا", "۔"]
    assert found == [{"tokenized_text": tokens, "ner": [[1, 2, "PERSON"]]}]
    assert notes == []


def test_every_span_of_the_hard_cases_is_exact(tmp_path: Path) -> None:
    found, notes = put(tmp_path / "a.json", *(article(text, spans) for text, spans in HARD))
    for record, (text, spans) in zip(found, HARD, strict=True):
        assert named(record) == [(label, "".join(text[a:b].split())) for a, b, label in spans]
    assert notes == []


def test_signs_without_a_token_between_blanks_are_words_without_any(tmp_path: Path) -> None:
    (record,), _ = put(tmp_path / "a.json", article("\u00a0\u00a0\u200c\u00a0\u200c", [(0, 5, "X")]))
    assert (record["tokenized_text"], record["ner"]) == (["\u200c", "\u200c"], [[0, 1, "X"]])


@settings(max_examples=examples(60), deadline=None)
@given(st.text("اب \n\u2028\u00a0\u200c😀۔\u0653", min_size=1, max_size=30), st.data())
def test_spans_anywhere_are_exact_or_noted(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    edge = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(edge, edge).filter(lambda pair: pair[0] < pair[1]), max_size=5))
    spans: Spans = [(a, b, "X") for a, b in pairs]
    (record,), notes = put(tmp_path_factory.mktemp("g") / "a.json", article(text, spans))
    kept = [(a, b) for a, b in pairs if text[a:b].strip(" \n\u2028\u00a0")]
    assert len(record["ner"]) == len(kept)
    assert sum(note.endswith("left out") for note in notes) == len(pairs) - len(kept)
    for (_, words), (a, b) in zip(named(record), kept, strict=True):
        assert words.replace("\u200c", "") == "".join(text[a:b].split()).replace("\u200c", "")


def test_long_records_are_told(tmp_path: Path) -> None:
    _, notes = put(tmp_path / "a.json", article("لاہور " * 400, []))
    assert notes[0].startswith("1 record has more than 384 tokens, behind which GLiNER cuts texts")


def test_without_articles_it_is_an_empty_list(tmp_path: Path) -> None:
    assert put(tmp_path / "a.json") == ([], [])
