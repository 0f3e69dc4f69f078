"""The hard cases through the whole way: a file in, spans marked, files out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.base.report import Report
from models.checks import check
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.importing.run import import_files
from models.labels.templates import seed_articles
from models.project.project import Project
from models.text.offsets import Utf16Map
from tests.models.conftest import AddText
from tests.models.helpers import put


def jsonl(project: Project, tmp_path: Path) -> list[dict[str, Any]]:
    out = tmp_path / "out.jsonl"
    export(project, out, ExportPlan("jsonl"))
    return [json.loads(line) for line in out.read_bytes().decode().removesuffix("\n").split("\n")]


def conll(project: Project, tmp_path: Path) -> tuple[list[str], Report]:
    out = tmp_path / "out.conll"
    report = export(project, out, ExportPlan("conll2003"))
    return out.read_bytes().decode().split("\n"), report


def test_seed_article_comes_out_as_it_went_in(project: Project, tmp_path: Path) -> None:
    file = seed_articles()[0]
    report = import_files(project, [file])
    text = jsonl(project, tmp_path)[0]["text"]
    assert text.encode() == file.read_bytes()
    assert text[352] == "\u00a0"
    assert report.notes == []


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("ا\u0653صف درانی نے", 0, 10, "PERSON"),
        ("اعلیٰ عدالت", 0, 11, "ORGANIZATION"),
        ("\u0643راچ\u064a میں", 0, 5, "LOCATION"),
        ("عمران خان😀 لاہور", 11, 16, "LOCATION"),
        ("سلیمکو پیش", 0, 4, "PERSON"),
        ("رسولؐ علیؓ", 0, 5, "PERSON"),
        ("پا\ufefb ب", 0, 3, "LOCATION"),
        ("ایم۔کیو۔ایم کے رہنما نے کہا۔", 0, 11, "ORGANIZATION"),
        ("— X/@ForeignOfficePk", 4, 20, "ORGANIZATION"),
        ("ﻣﻴﮟ راو\u0654نڈ", 4, 10, "LOCATION"),
    ],
)
def test_span_and_text_come_out_exactly(
    project: Project, add_text: AddText, tmp_path: Path, text: str, start: int, end: int, label: str
) -> None:
    put(project, add_text(text), (start, end, label))
    row = jsonl(project, tmp_path)[0]
    assert row["text"] == text
    span = row["layers"][0]["spans"][0]
    assert (span["start"], span["end"], span["label"], span["text"]) == (start, end, label, text[start:end])
    assert check(project) == []


def test_span_survives_emoji_before_it(project: Project, add_text: AddText, tmp_path: Path) -> None:
    text = "عمران خان😀 لاہور"
    put(project, add_text(text), (11, 16, "LOCATION"))
    places = Utf16Map(text)
    assert (places.to_utf16(11), places.to_utf16(16)) == (12, 17)
    lines, _ = conll(project, tmp_path)
    assert "لاہور -X- _ B-LOCATION" in lines
    assert "😀 -X- _ O" in lines


def test_byte_order_mark_is_dropped_and_reported(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "bom.txt"
    file.write_bytes("\ufeffلاہور میں".encode())
    report = import_files(project, [file])
    assert jsonl(project, tmp_path)[0]["text"] == "لاہور میں"
    assert [str(note) for note in report.notes] == [f"{file}: a byte order mark was dropped"]


def test_crlf_is_stored_as_lf_and_reported(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "crlf.txt"
    file.write_bytes("الف\r\nلاہور".encode())
    report = import_files(project, [file])
    assert jsonl(project, tmp_path)[0]["text"] == "الف\nلاہور"
    assert [str(note) for note in report.notes] == [f"{file}: CRLF became LF"]


def test_name_with_a_clitic_is_widened_in_conll_and_reported(
    project: Project, add_text: AddText, tmp_path: Path
) -> None:
    put(project, add_text("سلیمکو پیش"), (0, 4, "PERSON"))
    lines, report = conll(project, tmp_path)
    assert lines[2:4] == ["سلیمکو -X- _ B-PERSON", "پیش -X- _ O"]
    assert [str(note) for note in report.notes] == ["سلیمکو پیش [0, 4) PERSON: ends inside a token; widened to [0, 6)"]


def test_place_within_an_organization_stays_in_jsonl_only(project: Project, add_text: AddText, tmp_path: Path) -> None:
    text = "تحریک طالبان پاکستان نے کہا۔"
    put(project, add_text(text), (0, 20, "ORGANIZATION"), (13, 20, "LOCATION"))
    spans = jsonl(project, tmp_path)[0]["layers"][0]["spans"]
    assert [(span["label"], span["text"]) for span in spans] == [
        ("ORGANIZATION", "تحریک طالبان پاکستان"),
        ("LOCATION", "پاکستان"),
    ]
    lines, report = conll(project, tmp_path)
    assert [line.split(" ")[-1] for line in lines[2:5]] == ["B-ORGANIZATION", "I-ORGANIZATION", "I-ORGANIZATION"]
    assert len(report.notes) == 1
    assert "[13, 20) LOCATION: overlaps a longer span" in str(report.notes[0])


def test_neighbours_of_one_label_stay_two(project: Project, add_text: AddText, tmp_path: Path) -> None:
    put(project, add_text("احمد علی گئے"), (0, 4, "PERSON"), (5, 8, "PERSON"))
    assert len(jsonl(project, tmp_path)[0]["layers"][0]["spans"]) == 2
    lines, _ = conll(project, tmp_path)
    assert [line.split(" ")[-1] for line in lines[2:5]] == ["B-PERSON", "B-PERSON", "O"]


def test_sentence_is_not_split_within_a_span(project: Project, add_text: AddText, tmp_path: Path) -> None:
    put(project, add_text("ڈاکٹر۔ علی آئے۔ وہ"), (0, 10, "PERSON"))
    lines, _ = conll(project, tmp_path)
    assert lines[2:6] == [
        "ڈاکٹر -X- _ B-PERSON",
        "۔ -X- _ I-PERSON",
        "علی -X- _ I-PERSON",
        "آئے -X- _ O",
    ]
    assert lines[6:9] == ["۔ -X- _ O", "", "وہ -X- _ O"]
