"""What a job did, for people and for scripts."""

from __future__ import annotations

import json

import pytest

from models.base import report as report_module
from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan
from models.base.report import Report, counted


def test_notes_say_where_for_people_and_for_scripts() -> None:
    report = Report(articles=1, spans=2, labels=["CITY"], formats={"a.x": "x: its name ends in .x"})
    report.note(FileLocation("a.x", 12), "a stray tag; left out")
    report.note_span(AnnotatedArticle("7", "خبر", "علی"), LabelledSpan(0, 3, "PERSON"), "holds no token; left out")
    report.note("label A B", "tags hold no white space")
    assert [str(note) for note in report.notes] == [
        "a.x, line 12: a stray tag; left out",
        "خبر [0, 3) PERSON: holds no token; left out",
        "label A B: tags hold no white space",
    ]
    found = json.loads(json.dumps(report.to_json()))
    assert found["formats"] == {"a.x": "x: its name ends in .x"}
    assert [sorted(note) for note in found["notes"]] == [
        ["file", "line", "what", "where"],
        ["article", "end", "label", "start", "title", "what", "where"],
        ["what", "where"],
    ]
    assert (found["notes"][1]["start"], found["notes"][1]["end"]) == (0, 3)


def test_too_many_notes_are_counted_by_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_module, "MAX_NOTES", 2)
    report = Report()
    for number in range(5):
        report.note(FileLocation("a", number + 1), "odd" if number % 2 else "even")
    assert len(report.notes) == 2
    assert report.to_json()["further"] == {"even": 2, "odd": 1}


def test_what_is_counted_has_its_plural() -> None:
    assert [counted(number, "span") for number in (0, 1, 2, 2000)] == ["0 spans", "1 span", "2 spans", "2000 spans"]
    assert [counted(number, "text box", "text boxes") for number in (1, 2)] == ["1 text box", "2 text boxes"]
    assert [counted(number, "article", grouped=True) for number in (1, 2000)] == ["1 article", "2,000 articles"]
