"""Articles of a file are taken as far as it can be read, with all that is to be told of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.base.errors import UserError
from models.base.report import Report
from models.formats.support.source import SourceFile
from models.importing.articles import NO_ARTICLE, apart, articles_of, kept_articles
from models.importing.detection import files_of

TEXT = "زینب نے کراچی دیکھا"
RELATION = {"type": "relation", "from_id": "a", "to_id": "b"}
REGION = {"id": "a", "type": "labels", "value": {"start": 0, "end": 4, "text": "زینب", "labels": ["PER"]}}
MENTIONS = [{"begin": 0, "end": 4}]


def cut_off(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()[:-4]


KINDS = {
    "json": (cut_off([{"text": TEXT, "ents": [[0, 4, "PER"]], "mentions": MENTIONS}] * 9), '"mentions" looks like'),
    "doccano": (cut_off([{"text": TEXT, "label": [[0, 4, "PER"]], "mentions": MENTIONS}] * 9), '"mentions" looks like'),
    "prodigy": (
        cut_off([{"text": TEXT, "spans": [], "answer": "accept", "mentions": MENTIONS}] * 9),
        '"mentions" look',
    ),
    "label-studio": (
        cut_off([{"data": {"text": TEXT}, "annotations": [{"result": [REGION, RELATION]}]}] * 9),
        "results of type relation",
    ),
    "conll2003": (
        "-DOCSTART- -X- O O\n\n# ایک جملہ\nزینب NN B-NP B-PER\nنے NN O O\n۔ NN O O\n\n".encode() * 40_000 + b"\xff O\n",
        "a comment",
    ),
}


@pytest.mark.parametrize("key", [pytest.param(key, marks=[pytest.mark.slow] * (key == "conll2003")) for key in KINDS])
def test_what_was_counted_is_told_of_a_file_that_breaks_off(tmp_path: Path, key: str) -> None:
    data, said = KINDS[key]
    file = tmp_path / ("a.conll" if key == "conll2003" else "a.json")
    file.write_bytes(data)
    report = Report()
    (one,) = files_of([file], key)
    found = list(articles_of(one, SourceFile(file, report)))
    assert len(found) >= 8
    assert report.broken_off == 1
    assert any(said in note.what for note in report.notes), report.notes


def test_file_without_an_article_is_left_out_and_told(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("\n")
    report = Report()
    (one,) = files_of([file], "jsonl")
    assert list(kept_articles(one, SourceFile(file, report))) == []
    assert (report.files_left_out, report.first_lost) == (1, f"{file}: {NO_ARTICLE}")


@pytest.mark.parametrize("said", ["{file}, line 3: bad.", "{file}: bad.", "bad.", "{beside}, line 2: bad."])
def test_place_and_reason_of_an_error_are_told_apart(tmp_path: Path, said: str) -> None:
    file, beside = tmp_path / "a.txt", tmp_path / "a.ann"
    place, reason = apart(UserError(said.format(file=file, beside=beside)), file)
    assert reason == "bad"
    assert place == (said.format(file=file, beside=beside).rpartition(": ")[0] or str(file))
