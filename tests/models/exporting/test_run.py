"""Exports are exact, whole or not there, and every loss is reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from models import formats
from models.base.documents import AnnotatedArticle
from models.base.entities import AnnotatorKind, Status
from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.records import jsonl
from models.formats.support.sink import Sink
from models.labels.toml_file import new_label
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import put


def refused(project: Project, out: Path, format_key: str = "jsonl", annotator: str = "") -> str:
    with pytest.raises(UserError) as caught:
        export(project, out, ExportPlan(format_key, annotator))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_conll_is_four_columns_and_blank_lines(project: Project, add_text: AddText, tmp_path: Path) -> None:
    put(project, add_text("عمران خان لاہور گئے۔ وہ"), (0, 9, "PERSON"), (10, 15, "LOCATION"))
    add_text("دوسرا، $9M", "2.txt")
    report = export(project, tmp_path / "out.conll", ExportPlan("conll2003"))
    assert (tmp_path / "out.conll").read_bytes().decode() == (
        "-DOCSTART- -X- O O\n\n"
        "عمران -X- _ B-PERSON\nخان -X- _ I-PERSON\nلاہور -X- _ B-LOCATION\nگئے -X- _ O\n۔ -X- _ O\n\n"
        "وہ -X- _ O\n\n"
        "-DOCSTART- -X- O O\n\n"
        "دوسرا -X- _ O\n، -X- _ O\n$9M -X- _ O\n\n"
    )
    lost = "annotator of 1 article, id of 2 articles, exact text of 2 articles"
    assert (str(report), report.notes) == (f"2 articles, 2 spans; NOT in it: {lost}", [])


def test_outermost_of_overlapping_spans_is_kept(project: Project, add_text: AddText, tmp_path: Path) -> None:
    article = add_text("الف ب ج د")
    put(project, article, (4, 5, "PERSON"), (0, 5, "LOCATION"), (4, 9, "ORGANIZATION"), (8, 9, "DATE"))
    report = export(project, tmp_path / "out.conll", ExportPlan("conll2003"))
    lines = (tmp_path / "out.conll").read_text().split("\n")[2:6]
    assert [line.split(" ")[-1] for line in lines] == ["B-LOCATION", "I-LOCATION", "O", "B-DATE"]
    notes = sorted(note.where.split(" ", 4)[-1] for note in report.notes)
    assert len(notes) == 2
    assert {note.what for note in report.notes} == {"overlaps a longer span; left out"}
    assert report.spans == 2


@pytest.mark.parametrize(
    ("text", "start", "end", "what"),
    [
        ("علی زید", 3, 4, "holds no token; left out"),
        ("علی زید", 0, 4, "begins or ends with white space; narrowed to [0, 3)"),
        ("سلیمکو", 0, 4, "ends inside a token; widened to [0, 6)"),
        ("وزیراعظم", 4, 8, "ends inside a token; widened to [0, 8)"),
    ],
)
def test_span_that_is_no_token_range_is_reported(
    project: Project, add_text: AddText, tmp_path: Path, text: str, start: int, end: int, what: str
) -> None:
    put(project, add_text(text), (start, end, "PERSON"))
    report = export(project, tmp_path / "out.conll", ExportPlan("conll2003"))
    assert [str(note) for note in report.notes] == [f"{text} [{start}, {end}) PERSON: {what}"]


def test_label_with_spaces_becomes_one_tag(project: Project, add_text: AddText, tmp_path: Path) -> None:
    project.add_label(new_label("PRIME MINISTER", 7))
    put(project, add_text("وزیراعظم"), (0, 8, "PRIME MINISTER"))
    report = export(project, tmp_path / "out.conll", ExportPlan("conll2003"))
    assert "وزیراعظم -X- _ B-PRIME_MINISTER\n" in (tmp_path / "out.conll").read_text()
    assert str(report.notes[0]) == "label PRIME MINISTER: tags hold no white space; written as PRIME_MINISTER"


def test_format_of_one_layer_asks_whose(project: Project, add_text: AddText, tmp_path: Path) -> None:
    article, out = add_text("علی زید"), tmp_path / "out.conll"
    put(project, article, (0, 3, "PERSON"), who="علی")
    put(project, article, (4, 7, "DATE"), who="زینب")
    assert "conll2003 holds one layer; say whose, of: علی, زینب." in refused(project, out, "conll2003")
    assert "bilal: no such annotator" in refused(project, out, "conll2003", "bilal")
    assert "there are: علی, زینب." in refused(project, out, "jsonl", "bilal")
    assert not out.exists()
    export(project, out, ExportPlan("conll2003", "زینب"))
    assert "علی -X- _ O\nزید -X- _ B-DATE\n" in out.read_text()


def test_only_working_annotator_needs_no_choice(project: Project, add_text: AddText, tmp_path: Path) -> None:
    project.annotator("idle")
    put(project, add_text("علی"), (0, 3, "PERSON"))
    assert export(project, tmp_path / "out.conll", ExportPlan("conll2003")).spans == 1


@pytest.mark.parametrize("key", ["jsonl", "conll2003"])
def test_suggestions_are_never_written(project: Project, add_text: AddText, tmp_path: Path, key: str) -> None:
    article, out = add_text("علی زید"), tmp_path / "out"
    project.annotator("machine", AnnotatorKind.SUGGESTER)
    put(project, article, (4, 7, "DATE"), who="machine")
    put(project, article, (0, 3, "PERSON"))
    assert export(project, out, ExportPlan(key)).spans == 1
    assert "machine" not in out.read_text()
    assert "no such annotator" in refused(project, out, key, "machine")


def test_project_without_articles_exports_nothing(project: Project, tmp_path: Path) -> None:
    for key in ("jsonl", "conll2003"):
        report = export(project, tmp_path / key, ExportPlan(key))
        assert str(report) == "0 articles, 0 spans; it is empty: the project has none"
        assert (tmp_path / key).read_bytes() == b""


def test_sentence_of_an_empty_dataset_says_why(project: Project, add_text: AddText, tmp_path: Path) -> None:
    add_text("علی")
    done = export(project, tmp_path / "a", ExportPlan("jsonl", statuses=frozenset({Status.DONE})))
    assert "it is empty: none of the 1 is chosen: there is no article that is done among them" in str(done)
    chosen = export(project, tmp_path / "b", ExportPlan("jsonl", articles=frozenset()))
    assert "it is empty: none of the 1 is chosen" in str(chosen)


def test_sentence_of_a_dataset_without_a_token_says_so(project: Project, add_text: AddText, tmp_path: Path) -> None:
    add_text("\u200c")
    report = export(project, tmp_path / "a", ExportPlan("tokens"))
    assert "it is empty: 1 article holds no token, and tokens has no place for that" in str(report)
    assert report.to_json()["empty"]


def test_unknown_format_names_those_there_are(project: Project, tmp_path: Path) -> None:
    keys = " or ".join(found.key for found in formats.writers())
    assert refused(project, tmp_path / "out", "word") == f"word: no such format here; choose {keys}."
    assert "no such format" in refused(project, tmp_path / "out", "text")


def test_damaged_text_reaches_no_dataset(project: Project, add_text: AddText, tmp_path: Path) -> None:
    add_text("لاہور میں بارش")
    add_text("علی")
    with project.transaction() as db:
        db.execute("DROP TRIGGER article_text_is_sacred")
        db.execute("UPDATE article SET text = replace(text, 'ہ', 'ھ')")
    report = export(project, tmp_path / "out.jsonl", ExportPlan("jsonl"))
    assert report.damage == "1 article"
    assert "لاہور" in report.notes[0].what
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").count('"id"') == 1


def test_error_of_a_writer_is_no_damage(
    project: Project, add_text: AddText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken for damage, the whole export would be tried again from a copy of the project."""
    add_text("لاہور میں بارش")
    calls = []

    def fail(articles: Iterable[AnnotatedArticle], _sink: Sink) -> None:
        calls.append([article.text for article in articles])
        raise ValueError("a library's own")

    monkeypatch.setattr(formats, "named", lambda *_: replace(jsonl.FORMAT, write=fail))
    with pytest.raises(ValueError, match="a library's own"):
        export(project, tmp_path / "out.jsonl", ExportPlan("jsonl"))
    assert calls == [["لاہور میں بارش"]]
    assert not (tmp_path / "out.jsonl").exists()
