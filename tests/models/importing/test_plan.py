"""What a person says about an import: whose layer, which labels, what is data; and what a second import does."""

from __future__ import annotations

import json
import sqlite3
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import span_uid, uid_head
from models.base.entities import AnnotatorKind, ArticleId, Edit
from models.base.errors import UserError
from models.formats.support.options import ReadOptions
from models.importing import batch
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.helpers import article, fill
from tests.models.helpers import contents, put

TEXT = "علی لاہور گیا"


def span(start: int, end: int, label: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label} | more


def file_of(folder: Path, *spans: dict[str, Any], name: str = "a.jsonl", **more: Any) -> Path:
    file = folder / name
    file.write_text(json.dumps({"id": "1", "text": TEXT, "spans": [*spans]} | more), encoding="utf-8")
    return file


def labelled(project: Project, who: str) -> list[tuple[int, int, str]]:
    names = {label.id: label.name for label in project.labels()}
    found = project.spans(ArticleId(1), project.annotator(who).id)
    return [(one.start, one.end, names[one.label]) for one in found]


def test_labels_are_renamed_made_and_left_out_as_asked(project: Project, tmp_path: Path) -> None:
    file = file_of(tmp_path, span(0, 3, "NEP"), span(4, 9, "NEL"), span(10, 13, "VERB"), span(0, 9, "NEW"))
    plan = ImportPlan(annotator="me", labels={"NEP": "PERSON", "NEL": "PLACE", "VERB": ""})
    report = import_files(project, [file], plan)
    assert labelled(project, "me") == [(0, 9, "NEW"), (0, 3, "PERSON"), (4, 9, "PLACE")]
    assert sorted(report.labels) == ["NEW", "PLACE"]
    assert [note.what for note in report.notes] == ["1 span of VERB left out: no label for them"]
    assert (report.notes[0].file, report.notes[0].line) == (str(file), 1)


def test_unknown_labels_can_all_be_left_out(project: Project, tmp_path: Path) -> None:
    file = file_of(tmp_path, span(0, 3, "PERSON"), span(4, 9, "NEL"), span(10, 13, "NEL"))
    report = import_files(project, [file], ImportPlan(annotator="me", create=False))
    assert labelled(project, "me") == [(0, 3, "PERSON")]
    assert report.labels == []
    assert [note.what for note in report.notes] == ["2 spans of NEL left out: no label for them"]


def test_suggestions_are_nobody_s_data(project: Project, tmp_path: Path) -> None:
    file = file_of(tmp_path, span(0, 3, "PERSON"))
    import_files(project, [file], ImportPlan(annotator="model", suggestions=True))
    kinds = {found.name: found.kind for found in project.annotators()}
    assert kinds == {"model": AnnotatorKind.SUGGESTER}


def test_suggestions_never_join_the_layer_of_a_person_of_that_name(project: Project, tmp_path: Path) -> None:
    project.annotator("sana")
    import_files(project, [file_of(tmp_path, span(0, 3, "PERSON"))], ImportPlan(annotator="sana", suggestions=True))
    assert labelled(project, "sana") == []
    kinds = {found.name: found.kind for found in project.annotators()}
    assert kinds == {"sana": AnnotatorKind.PERSON, "sana (suggestions)": AnnotatorKind.SUGGESTER}


def test_data_never_joins_the_suggestions(project: Project, tmp_path: Path) -> None:
    project.annotator("model", AnnotatorKind.SUGGESTER)
    with pytest.raises(UserError, match="model: makes suggestions in this project; import its spans as suggestions"):
        import_files(project, [file_of(tmp_path, span(0, 3, "PERSON"))], ImportPlan(annotator="model"))


def test_removed_span_does_not_come_back_with_the_same_file(project: Project, tmp_path: Path) -> None:
    file, plan = file_of(tmp_path, span(0, 3, "PERSON"), span(4, 9, "LOCATION")), ImportPlan(annotator="me")
    import_files(project, [file], plan)
    first = project.spans(ArticleId(1), project.annotator("me").id)[0]
    project.put(Edit(spans=(replace(first, deleted=True),)), "test")
    report = import_files(project, [file], plan)
    assert (report.spans, report.present) == (0, 1)
    assert labelled(project, "me") == [(4, 9, "LOCATION")]


def test_span_that_a_person_made_is_not_doubled_by_a_file(project: Project, tmp_path: Path) -> None:
    import_files(project, [file_of(tmp_path)])
    put(project, ArticleId(1), (0, 3, "PERSON"))
    report = import_files(project, [file_of(tmp_path, span(0, 3, "PERSON"))], ImportPlan(annotator="me"))
    assert (report.spans, labelled(project, "me")) == (0, [(0, 3, "PERSON")])


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4)])
def test_no_reader_can_bring_a_span_outside_its_text(project: Project, start: int, end: int) -> None:
    before = contents(project)
    with pytest.raises(UserError, match=rf"the span \[{start}, {end}\) does not lie in the text of 3"):
        fill(project, [article("علی", [(start, end, "PERSON")])])
    assert contents(project) == before


def test_span_given_twice_is_taken_once_and_told(project: Project, tmp_path: Path) -> None:
    file = file_of(tmp_path, span(0, 3, "PERSON"), span(0, 3, "PERSON"))
    report = import_files(project, [file], ImportPlan(annotator="me"))
    assert report.spans == 1
    assert [note.what for note in report.notes] == ["1 span given twice: taken once"]


def test_id_of_another_article_s_span_loses_no_span(project: Project, tmp_path: Path) -> None:
    uid = "b5b1c3a0-0000-4000-8000-000000000001"
    layers = [{"annotator": "me", "spans": [span(0, 3, "PERSON", uid=uid)]}]
    rows = [{"id": name, "text": f"{TEXT} {name}", "layers": layers} for name in ("1", "2")]
    for row in rows:
        (tmp_path / f"{row['id']}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    reports = [import_files(project, [tmp_path / f"{n}.jsonl"]) for n in (1, 2, 2)]
    assert [report.spans for report in reports] == [1, 1, 0]
    assert project.value("SELECT count(*) FROM span") == 2


def test_ids_of_spans_are_uuids_and_differ_by_all_that_makes_a_span() -> None:
    heads = {uid_head(a, b, c) for a in ("6e697368-616e-5e6e-9c6b-757264750001",) for b in "ab" for c in "xy"}
    uids = {span_uid(head, start, end) for head in heads for start in range(3) for end in range(start + 1, 5)}
    uids |= {span_uid(head, start, 20_000_000) for head in heads for start in (0, 19_000_000)}
    assert len(uids) == 4 * (4 + 3 + 2 + 2)
    assert all(str(uuid.UUID(uid)) == uid and uuid.UUID(uid).version == 8 for uid in uids)


def test_article_takes_one_label_of_a_choice(project: Project, tmp_path: Path) -> None:
    labels = [{"name": name, "scope": "article", "choice": "Topic"} for name in ("سیاست", "کھیل")]
    layers = [{"annotator": "me", "labels": ["سیاست", "کھیل"]}]
    report = import_files(project, [file_of(tmp_path, labels=labels, layers=layers)])
    assert report.article_labels == 1
    assert [note.what for note in report.notes] == ["the article's label کھیل left out: سیاست excludes it"]


def test_key_that_is_taken_however_it_is_typed_is_not_given_again(project: Project, tmp_path: Path) -> None:
    labels = [{"name": "A", "key": "۱"}, {"name": "B", "key": "Q"}, {"name": "C", "key": "q"}]
    import_files(project, [file_of(tmp_path, labels=labels)])
    assert {label.name: label.key for label in project.labels() if label.name in "ABC"} == {"A": "", "B": "Q", "C": ""}


def test_text_in_another_encoding_is_read_as_said_and_never_guessed(project: Project, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("کراچی، لاہور اور پشاور میں بارش".encode("cp1256", "replace"))
    with pytest.raises(UserError, match=r"old.txt, line 1: not UTF-8; it may be .+: choose that encoding"):
        import_files(project, [tmp_path / "old.txt"])
    import_files(project, [tmp_path / "old.txt"], ImportPlan(options=ReadOptions(encoding="windows-1256")))
    assert "لاہور" in project.article(ArticleId(1)).text
    with pytest.raises(UserError, match="klingon: no such encoding here"):
        import_files(project, [tmp_path / "old.txt"], ImportPlan(options=ReadOptions(encoding="klingon")))


@pytest.mark.parametrize("threads", [3, 1])
def test_disk_that_fails_in_a_later_batch_undoes_the_whole_import(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr(batch, "_BATCH", 2)
    monkeypatch.setattr(sqlite3, "threadsafety", threads)
    lines = [json.dumps({"id": str(n), "text": TEXT, "spans": [span(0, 3, "PERSON")]}) for n in range(9)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    before, real, calls = contents(project), project.insert_rows, []

    def failing(head: str, rows: Any, tail: str = "") -> None:
        calls.append(head)
        if len(calls) > 12:
            raise sqlite3.OperationalError("disk I/O error")
        real(head, rows, tail)

    monkeypatch.setattr(project, "insert_rows", failing)
    with pytest.raises(UserError, match="disk I/O error"):
        import_files(project, [tmp_path / "a.jsonl"])
    assert contents(project) == before
