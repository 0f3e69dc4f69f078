"""What an import says of work that is here already and otherwise in the file; it changes nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.base.entities import ArticleId, ArticleLabel, Edit, Label, Scope, Span, Status, Work
from models.base.report import Difference, Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.importing.run import import_files
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import contents, label_id, make_span, put

TEXT = "علی لاہور گیا اور واپس آیا"
ARTICLE = ArticleId(1)
Row = dict[str, Any]
Change = Callable[[Row], object]


@pytest.fixture
def shared(project: Project, add_text: AddText, tmp_path: Path) -> Path:
    """A project's export as a colleague gets it: three spans, a status, a label of the article."""
    add_text(TEXT)
    project.add_label(Label("خبر", scope=Scope.ARTICLE))
    put(project, ARTICLE, (0, 3, "PERSON"), (4, 9, "LOCATION"), (10, 13, "DATE"))
    me = project.annotator("me").id
    mark = ArticleLabel(ARTICLE, me, label_id(project, "خبر"))
    project.put(Edit(article_labels=(mark,), works=(Work(ARTICLE, me, Status.DONE),)), "test")
    return exported(project, tmp_path / "out.jsonl")


def exported(project: Project, path: Path) -> Path:
    export(project, path, ExportPlan("jsonl"))
    return path


def changed(file: Path, change: Change) -> Path:
    """The file as a colleague sends it back."""
    row = json.loads(file.read_text(encoding="utf-8"))
    change(row)
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def layer(row: Row) -> Row:
    found: Row = next(each for each in row["layers"] if each["annotator"] == "me")
    return found


def first(row: Row) -> Row:
    return layer(row)["spans"][0]  # type: ignore[no-any-return]


def spans(project: Project) -> list[Span]:
    return project.spans(ARTICLE, project.annotator("me").id)


def told(report: Report) -> dict[str, dict[str, int]]:
    return {kind.name: dict(counts) for kind, counts in report.differences.items()}


def test_unchanged_export_is_no_difference(project: Project, shared: Path) -> None:
    before = contents(project)
    report = import_files(project, [shared])
    assert (told(report), report.notes, contents(project)) == ({}, [], before)
    assert str(report) == "0 articles, 0 spans; 1 article was there already"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: first(row).update(end=2, text=TEXT[:2]), "[0, 2) in the file, [0, 3) here"),
        (lambda row: first(row).update(label="DATE"), "label DATE in the file, PERSON here"),
        (lambda row: first(row).update(note="کون؟"), "note 'کون؟' in the file, '' here"),
        (lambda row: first(row).update(confidence="unsure"), "confidence 'unsure' in the file, '' here"),
        (lambda row: first(row).update(origin="model"), "origin 'model' in the file, 'manual' here"),
        (lambda row: first(row).update(attributes={"a": 1}), """attributes '{"a":1}' in the file, '{}' here"""),
    ],
)
def test_change_to_a_span_is_named_and_not_taken(project: Project, shared: Path, change: Change, said: str) -> None:
    before = contents(project)
    report = import_files(project, [changed(shared, lambda row: (change(row), first(row).update(rev=7)))])
    assert told(report) == {"NOT_TAKEN": {"span": 1}}
    (note,) = report.notes
    assert note.what == f"{Difference.NOT_TAKEN}: {said}"
    assert "علی" in note.where or "عل" in note.where
    assert (note.start, note.article) == (0, "article.txt")
    assert str(report).endswith("changed in the file, not taken: 1 span")
    assert contents(project) == before


def test_newer_revision_with_the_same_content_is_no_difference(project: Project, shared: Path) -> None:
    later = {"rev": 9, "updated_at": "2030-01-01T00:00:00.000+00:00"}
    assert told(import_files(project, [changed(shared, lambda row: first(row).update(later))])) == {}


def test_attributes_in_another_order_are_no_difference(project: Project, add_text: AddText, tmp_path: Path) -> None:
    add_text(TEXT)
    project.put(Edit(spans=(make_span(project, ARTICLE, 0, 3, attributes={"a": 1, "b": 2}),)), "test")
    file = exported(project, tmp_path / "out.jsonl")
    assert (
        told(import_files(project, [changed(file, lambda row: first(row).update(attributes={"b": 2, "a": 1}))])) == {}
    )


def test_spans_removed_in_the_file_are_counted_and_stay(project: Project, shared: Path) -> None:
    report = import_files(project, [changed(shared, lambda row: layer(row)["spans"].pop())])
    assert told(report) == {"NOT_IN_FILE": {"span": 1}}
    assert "\u2068گیا\u2069 DATE" in report.notes[0].where
    assert len(spans(project)) == 3
    report = import_files(project, [changed(shared, lambda row: layer(row)["spans"].clear())])
    assert told(report) == {"NOT_IN_FILE": {"span": 3}}


def test_work_that_went_on_here_is_told_calmly(project: Project, shared: Path) -> None:
    one, two, _ = spans(project)
    put(project, ARTICLE, (14, 17, "DATE"))
    project.put(Edit(spans=(replace(one, label=label_id(project, "DATE")), replace(two, deleted=True))), "test")
    project.put(Edit(works=(Work(ARTICLE, one.annotator, Status.SKIPPED),)), "test")
    report = import_files(project, [shared])
    assert told(report) == {
        "CHANGED_HERE": {"span": 1, "status": 1},
        "REMOVED_HERE": {"span": 1},
        "NOT_IN_FILE": {"span": 1},
    }


def test_span_removed_here_and_changed_there_is_told(project: Project, shared: Path) -> None:
    project.put(Edit(spans=(replace(spans(project)[0], deleted=True),)), "test")
    report = import_files(project, [changed(shared, lambda row: first(row).update(note="نہیں"))])
    assert told(report) == {"NOT_TAKEN": {"span": 1}}
    assert report.notes[0].what.endswith("which was removed here")


def test_span_added_there_is_taken_and_nothing_said(project: Project, shared: Path) -> None:
    new = {"start": 18, "end": 22, "label": "DATE", "uid": "b5b1c3a0-0000-4000-8000-000000000001"}
    report = import_files(project, [changed(shared, lambda row: layer(row)["spans"].append(new))])
    assert (report.spans, told(report)) == (1, {})


def test_same_words_labelled_on_both_sides_are_no_difference_but_their_notes_are(
    project: Project, shared: Path
) -> None:
    uid = {"uid": "b5b1c3a0-0000-4000-8000-000000000001"}
    assert told(import_files(project, [changed(shared, lambda row: first(row).update(uid))])) == {}
    report = import_files(project, [changed(shared, lambda row: first(row).update(note="کون؟"))])
    assert told(report) == {"NOT_TAKEN": {"span": 1}}


def test_status_of_the_file_that_is_not_taken_is_told(project: Project, shared: Path) -> None:
    report = import_files(project, [changed(shared, lambda row: layer(row).update(status="skipped"))])
    assert told(report) == {"NOT_TAKEN": {"status": 1}}
    assert report.notes[0].what == f"{Difference.NOT_TAKEN}: skipped in the file, done here"
    assert str(report).endswith("not taken: 1 status")


def test_labels_of_an_article_that_differ_are_told(project: Project, shared: Path) -> None:
    report = import_files(project, [changed(shared, lambda row: layer(row).pop("labels"))])
    assert told(report) == {"NOT_IN_FILE": {"article label": 1}}
    me = project.annotator("me").id
    project.put(Edit(article_labels=(ArticleLabel(ARTICLE, me, label_id(project, "خبر"), deleted=True),)), "test")
    report = import_files(project, [changed(shared, lambda row: layer(row).update(labels=["خبر"]))])
    assert told(report) == {"REMOVED_HERE": {"article label": 1}}


def test_label_described_otherwise_is_told(project: Project, shared: Path) -> None:
    def other(row: Row) -> None:
        next(each for each in row["labels"] if each["name"] == "PERSON").update(color="#000000", urdu_name="آدمی")

    report = import_files(project, [changed(shared, other)])
    assert told(report) == {"NOT_TAKEN": {"label": 1}}
    assert str(report.notes[0]) == f"label PERSON: {Difference.NOT_TAKEN}: another Urdu name, colour in the file"


def test_label_renamed_there_is_told(project: Project, shared: Path) -> None:
    def renamed(row: Row) -> None:
        next(each for each in row["labels"] if each["name"] == "PERSON")["name"] = "HUMAN"

    report = import_files(project, [changed(shared, renamed)])
    assert told(report) == {"NOT_TAKEN": {"label": 1}}
    assert report.notes[0].where == "label HUMAN, which is PERSON here"


def test_label_changed_here_since_is_told_calmly(project: Project, shared: Path) -> None:
    person = next(label for label in project.labels() if label.name == "PERSON")
    project.put(Edit(labels=(replace(person, color="#123456"),)), "test")
    assert told(import_files(project, [shared])) == {"CHANGED_HERE": {"label": 1}}


def test_file_without_ids_says_nothing_of_what_it_does_not_hold(project: Project, shared: Path, tmp_path: Path) -> None:
    project.put(Edit(spans=(replace(spans(project)[0], note="کون؟", confidence="unsure"),)), "test")
    plain = tmp_path / "plain.jsonl"
    found = [{"start": 0, "end": 3, "label": "PERSON"}]
    row = {"id": "article.txt", "text": TEXT, "layers": [{"annotator": "me", "spans": found}]}
    plain.write_text(json.dumps(row), encoding="utf-8")
    assert told(import_files(project, [plain])) == {}


def test_many_differences_are_counted_all_and_named_up_to_a_limit(project: Project, tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": TEXT, "layers": [{"annotator": "me", "spans": []}]} for n in range(1200)]
    for n, row in enumerate(rows):
        uid = f"b5b1c3a0-0000-4000-8000-{n:012x}"
        row["layers"] = [{"annotator": "me", "spans": [{"start": 0, "end": 3, "label": "PERSON", "uid": uid}]}]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    import_files(project, [file])
    file.write_text("\n".join(map(json.dumps, rows)).replace('"PERSON"', '"DATE"'), encoding="utf-8")
    report = import_files(project, [file])
    assert told(report) == {"NOT_TAKEN": {"span": 1200}}
    assert len(report.notes) + report.further.total() == 1200
    assert report.to_json()["differences"] == {Difference.NOT_TAKEN.value: {"span": 1200}}


@pytest.mark.parametrize(
    ("change", "counts", "said"),
    [
        (lambda row: row.update(title="اور"), {"title": 1}, "'اور' in the file, "),
        (lambda row: row.update(meta={"url": "x"}), {"description": 1}, "another 'url'"),
        (lambda row: layer(row).update(seconds=99), {"time": 1}, "99 s in the file, 0 s here"),
        (lambda row: row["labels"][0].update(color="#000000", uid=""), {"label": 1}, "another colour in the file"),
    ],
)
def test_what_else_a_file_says_otherwise_is_told(
    project: Project, shared: Path, change: Change, counts: dict[str, int], said: str
) -> None:
    before = contents(project)
    report = import_files(project, [changed(shared, change)])
    assert told(report) == {"NOT_TAKEN": counts}
    assert said in report.notes[0].what
    assert contents(project) == before


def test_rejections_are_counted_and_told(project: Project, shared: Path) -> None:
    def rejecting(row: Row) -> None:
        layer(row).update(rejections=[[0, 3, "DATE"]])

    report = import_files(project, [changed(shared, rejecting)])
    assert str(report).startswith("0 articles, 0 spans, 1 rejection;")
    assert told(import_files(project, [shared])) == {}
    report = import_files(project, [changed(shared, lambda row: layer(row).pop("rejections"))])
    assert told(report) == {"NOT_IN_FILE": {"rejection": 1}}


@pytest.mark.parametrize("files", [1, 2])
def test_second_version_of_a_new_article_is_told_as_a_later_import_tells_it(
    project: Project, shared: Path, tmp_path: Path, files: int
) -> None:
    row = json.loads(shared.read_text(encoding="utf-8")) | {"id": "new"}
    row["text"] += "\nنیا"
    for number, span in enumerate(layer(row)["spans"]):
        span["uid"] = f"b5b1c3a0-0000-4000-8000-{number:012x}"
    other = json.loads(json.dumps(row))
    first(other)["label"] = "DATE"
    layer(other)["spans"].pop()
    layer(other).update(status="skipped", labels=[])
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text(json.dumps(row) + "\n", encoding="utf-8")
    two.write_text(json.dumps(other) + "\n", encoding="utf-8")
    if files == 1:
        one.write_text(one.read_text(encoding="utf-8") + two.read_text(encoding="utf-8"), encoding="utf-8")
    report = import_files(project, [one, two][:files])
    assert (report.articles, report.spans) == (1, 3)
    assert told(report) == {"NOT_TAKEN": {"span": 1, "status": 1}, "NOT_IN_FILE": {"article label": 1, "span": 1}}


def test_two_descriptions_of_a_label_are_both_told(project: Project, shared: Path) -> None:
    row = json.loads(shared.read_text(encoding="utf-8"))
    person = next(each for each in row["labels"] if each["name"] == "PERSON")
    row["labels"] = [person | {"color": "#000000"}, person | {"urdu_name": "آدمی"}]
    shared.write_text(json.dumps(row), encoding="utf-8")
    assert told(import_files(project, [shared])) == {"NOT_TAKEN": {"label": 2}}


def test_label_studio_export_of_ours_that_is_unchanged_is_no_difference(
    project: Project, shared: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    export(project, out, ExportPlan("label-studio", annotator="me"))
    assert told(import_files(project, [out])) == {}
