"""How a file was read, for people and for scripts."""

from __future__ import annotations

from models.base.documents import FileLocation
from models.base.reading import Reading
from models.base.report import Report


def test_command_says_what_was_taken_for_what_and_leaves_out_roles_without_a_part() -> None:
    reading = Reading("column", ("1", "2", "3"), (), {"token": ("2",), "tag": ("1", "3"), "id": ()})
    assert str(reading) == "token = column 2, tag = column 1 and 3"


def test_records_left_out_are_counted_and_said_first() -> None:
    report = Report(articles=2, spans=3)
    report.leave_out(FileLocation("a.jsonl", 7), "the text is empty")
    report.readings["a.jsonl"] = Reading("field", ("body",), (), {"text": ("body",)})
    assert str(report) == "1 record LEFT OUT; 2 articles, 3 spans"
    assert str(report.notes[0]) == "a.jsonl, line 7: left out: the text is empty"
    assert report.to_json()["left_out"] == 1
    assert report.to_json()["readings"] == {"a.jsonl": {"kind": "field", "roles": {"text": ["body"]}}}
