"""Every row that the program writes carries the checksum of what it holds."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.entities import ArticleId, ArticleLabel, Edit, Label, Rejection, Scope, Status, Work
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.labels.templates import seed_articles
from models.project.project import Project
from models.storage.tables import checksums
from tests.models.conftest import AddText
from tests.models.helpers import ROOT, label_id, put


def wrong_checksums(project: Project) -> list[str]:
    """The rows whose checksum is not that of what they hold."""
    found = []
    for table, columns in checksums.COLUMNS.items():
        names = ", ".join(f'"{name}"' for name in columns)
        for *values, stored in project.rows(f"SELECT {names}, checksum FROM {table}"):
            if checksums.checksum(table, values) != stored:
                found.append(f"{table}: {values}")
    return found


def test_a_new_project_has_checksums(project: Project) -> None:
    assert wrong_checksums(project) == []


def test_what_an_import_brings_has_checksums(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    spans = (
        '{"start":0,"end":3,"label":"PERSON"},{"start":4,"end":7,"label":"PERSON","note":"n","uid":"u1","rev":3},'
        '{"start":4,"end":7,"label":"NEW","attributes":{"a":1},"confidence":"unsure"}'
    )
    layer = f'{{"annotator":"me","kind":"person","status":"done","seconds":7,"spans":[{spans}]}}'
    file.write_text(f'{{"id":"a","title":"t","text":"علی زید","layers":[{layer}]}}\n', encoding="utf-8")
    import_files(project, [file, *seed_articles()])
    import_files(project, [file], ImportPlan(annotator="other"))
    assert project.value("SELECT count(*) FROM span") == 6
    assert wrong_checksums(project) == []


def test_spans_of_a_bundle_whose_ids_are_taken_have_checksums_of_their_own(project: Project, tmp_path: Path) -> None:
    for name, text in (("a", "علی زید"), ("b", "زید علی")):
        file = tmp_path / f"{name}.jsonl"
        layer = '{"annotator":"me","kind":"person","spans":[{"start":0,"end":3,"label":"PERSON","uid":"same"}]}'
        file.write_text(f'{{"id":"{name}","title":"t","text":"{text}","layers":[{layer}]}}\n', encoding="utf-8")
        import_files(project, [file])
    assert project.value("SELECT count(*) FROM span") == 2
    assert wrong_checksums(project) == []


def test_span_with_a_real_for_an_integer_is_noticed_beside_its_like() -> None:
    row = (1, 2, "import", "", "", "{}", 1, "2026", 0, 3, 4, 5, "u")
    sound = (*row, checksums.checksum("span", row))
    for place, value in enumerate(sound[:-1]):
        if isinstance(value, int):
            changed = (*sound[:place], float(value), *sound[place + 1 :])
            assert checksums.wrong("span", [sound, changed, sound]) == [1]


def test_what_gestures_write_has_checksums(project: Project, add_text: AddText) -> None:
    article = add_text("علی زید لاہور")
    (span,) = put(project, article, (0, 3, "PERSON"))
    me = span.annotator
    project.put(Edit(spans=(replace(span, note="n", attributes={"a": "ب"}),)), "note")
    project.put(Edit(spans=(replace(span, deleted=True),)), "remove")
    topic = project.add_label(Label("NEWS", scope=Scope.ARTICLE))
    project.put(Edit(labels=(replace(topic, urdu_name="خبر"),)), "label")
    for deleted in (False, True):
        project.put(Edit(article_labels=(ArticleLabel(article, me, topic.id, deleted),)), "mark")
    project.put(Edit(rejections=(Rejection(article, me, 4, 7, label_id(project, "PERSON")),)), "reject")
    project.add_seconds(article, me, 2)
    project.put(Edit(works=(Work(article, me, Status.DONE),)), "done")
    project.add_seconds(article, me, 1.5)
    project.put(Edit(guidelines="# new"), "guidelines")
    assert project.value("SELECT seconds FROM work") == 3.5
    assert wrong_checksums(project) == []


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_older_project_has_checksums_when_it_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.nishan"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    with Project.open(path) as project:
        assert wrong_checksums(project) == []
        assert project.article(ArticleId(1)).text


def test_checksums_cover_the_columns_of_every_table_but_for_two(project: Project) -> None:
    for table, columns in checksums.COLUMNS.items():
        there = {name for (name,) in project.rows("SELECT name FROM pragma_table_info(?)", (table,))}
        exempt = {"span": {"id"}, "article": {"text"}}.get(table, set())
        assert there == {*columns, "checksum"} | exempt


def test_rows_that_differ_have_texts_that_differ() -> None:
    rows: list[tuple[object, ...]] = [("ab", "c"), ("a", "bc"), ("1,2:ab",), (1,), ("1",), (1.0,), (None,), ("-",)]
    rows += [(b"1",), ("x31",), ("a,", "b"), ("a", ",b"), ("",), (), (12,), (1, 2)]
    assert len({checksums.checksum("meta", row) for row in rows}) == len(rows)


def test_the_short_way_to_a_checksum_is_the_long_one() -> None:
    head = checksums.span_head(2, 7, "import", "2026-01-01", rev=3)
    values = (2, 7, "import", "", "", "{}", 3, "2026-01-01", 0, 5, 10, 20, "ü-1")
    assert checksums.span_checksum(checksums.in_article(head, 5), 10, 20, "ü-1") == checksums.checksum("span", values)


def test_the_types_of_values_are_those_of_the_columns(project: Project) -> None:
    python = {"INTEGER": int, "TEXT": str, "REAL": float, "BLOB": bytes}
    for table, columns in checksums.COLUMNS.items():
        info = {row[1]: row for row in project.rows(f"PRAGMA table_info({table})")}
        for place, column in enumerate(columns):
            _, _, kind, required, _, key = info[column]
            allowed = {python[kind]} | (set() if required or key else {type(None)})
            assert {types[place] for types in checksums.TYPES[table]} == allowed, f"{table}.{column}"


def test_an_article_as_imported_has_the_checksum_of_before_and_any_change_shows() -> None:
    before = (1, "uid", "a.txt", "عنوان", b"\1", 5, "{}", "[]", "2026-01-01T00:00:00.000+00:00")
    stored = checksums.checksum("article", before)
    assert checksums.is_sound("article", (*before, 1, "", 0), stored)
    for changed in ((1, "", 1), (2, "", 0), (1, "x", 0)):
        assert not checksums.is_sound("article", (*before, *changed), stored)
        assert checksums.is_sound("article", (*before, *changed), checksums.checksum("article", (*before, *changed)))


@pytest.mark.parametrize(
    ("column", "other"),
    [(0, 2.0), (1, 3.0), (2, 7), (3, 7), (4, 4.0), (5, "10"), (6, 14.0), (7, 7)],
)
def test_plain_spans_have_the_types_that_were_written(column: int, other: object) -> None:
    """Beside one that is right: an equal number of another type, or a number with the same text, is another value."""
    span: list[object] = [2, 3, "7", "7", 4, 10, 14, "7"]
    head = checksums.in_article(checksums.span_head(2, 3, "7", "7"), 4)
    stored = checksums.span_checksum(head, 10, 14, "7")
    columns = [[value, value] for value in (*span, stored)]
    assert checksums.are_plain_spans(*columns)
    columns[column][1] = other
    assert not checksums.are_plain_spans(*columns)
