"""What check finds, and in which words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.entities import ArticleId, ArticleLabel, Edit, Label, Rejection, Scope, Status, Work
from models.base.errors import Foreign
from models.checks import check
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.project.read_only import open_to_read
from tests.models.conftest import AddText
from tests.models.helpers import label_id, put

TRIGGER = "article_text_is_sacred"
ARTICLE = "article 1 (رسولؐ لاہور)"
SPAN = f'span "\u2068رسولؐ\u2069" [0, 5), PERSON of me in {ARTICLE}'


def work_on(project: Project, article: ArticleId) -> None:
    """One of everything that a person can do."""
    (span,) = put(project, article, (0, 5, "PERSON"))
    me = span.annotator
    project.put(Edit(spans=(replace(span, note="نام"),)), "note")
    news = project.add_label(Label("NEWS", scope=Scope.ARTICLE))
    project.put(Edit(labels=(replace(news, urdu_name="خبر"),)), "change the label")
    project.put(Edit(article_labels=(ArticleLabel(article, me, news.id),)), "mark")
    project.put(Edit(rejections=(Rejection(article, me, 6, 11, label_id(project, "PERSON")),)), "reject")
    project.add_seconds(article, me, 2)
    project.put(Edit(works=(Work(article, me, Status.DONE),)), "done")
    project.put(Edit(guidelines="# new"), "guidelines")


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A closed project with one article and one span, open to any damage; commit to do it."""
    path = tmp_path / "damaged.nishan"
    file = tmp_path / "a.txt"
    file.write_text("رسولؐ لاہور", encoding="utf-8")
    with Project.create(path, seed_labels()) as project:
        import_files(project, [file])
        work_on(project, ArticleId(1))
    with closing(sqlite3.connect(path)) as conn:
        yield conn


def found(conn: sqlite3.Connection, tmp_path: Path, *statements: str) -> list[tuple[str, str]]:
    """What check finds after these statements, which no trigger hinders."""
    triggers = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        conn.execute(statement)
    for _, sql in triggers:
        conn.execute(sql)
    conn.commit()
    conn.close()
    with open_to_read(tmp_path / "damaged.nishan", lambda _: None) as project:
        return [(problem.kind, problem.what) for problem in check(project)]


def test_sound_project_has_no_problems(project: Project, add_text: AddText) -> None:
    import_files(project, seed_articles())
    work_on(project, add_text("رسولؐ لاہور"))
    assert check(project) == []


def test_changed_text_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, "UPDATE article SET text = replace(text, 'لاہور', 'کراچی')")
    assert problems == [("text", f"{ARTICLE}: its text is not what was imported")]


def test_span_outside_its_article_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, 'UPDATE span SET "end" = 12')
    assert [kind for kind, _ in problems] == ["bounds", "checksum"]
    assert f"[0, 12) lies outside {ARTICLE}" in problems[0][1]


@pytest.mark.parametrize("edge", ["start = 4", '"end" = 4'])
def test_span_between_a_letter_and_its_sign_is_found(damaged: sqlite3.Connection, tmp_path: Path, edge: str) -> None:
    problems = found(damaged, tmp_path, f"UPDATE span SET {edge}")
    assert [kind for kind, _ in problems] == ["edge", "checksum"]
    assert problems[0][1].endswith(f"in {ARTICLE}: 4 divides a letter from its sign")


def test_span_of_a_missing_label_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, "PRAGMA foreign_keys = OFF", "UPDATE span SET label_id = 99")
    assert problems[0] == ("orphan", "row 1 of span points to a missing row of label")


def test_text_that_is_no_utf8_hides_nothing_else(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, "UPDATE article SET text = CAST(x'ff' AS TEXT)", 'UPDATE span SET "end" = 99')
    assert problems[0] == ("text", f"{ARTICLE}: its text is damaged and no UTF-8 any more")
    assert "bounds" in [kind for kind, _ in problems]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE span SET note = note || '!'", SPAN),
        ("UPDATE label SET color = '#000000' WHERE name = 'DATE'", "label DATE"),
        ("UPDATE annotator SET name = 'you'", "annotator you"),
        ("UPDATE article SET meta = '[]'", ARTICLE),
        ("UPDATE work SET seconds = 3", f"status and time of me on {ARTICLE}"),
        ("UPDATE event SET seconds = 5 WHERE id = 2", "entry 2 of the history (test)"),
        ("UPDATE guideline SET text = 'x' WHERE version = 2", "version 2 of the guidelines"),
        ("UPDATE article_label SET rev = 9", f"label NEWS of me on {ARTICLE}"),
        ("UPDATE rejection SET rev = 9", f'rejected suggestion "\u2068لاہور\u2069" [6, 11), PERSON in {ARTICLE}'),
        ("UPDATE meta SET value = '1999' WHERE key = 'created_at'", "meta created_at"),
    ],
)
def test_row_that_is_not_what_was_written_is_found(
    damaged: sqlite3.Connection, tmp_path: Path, statement: str, what: str
) -> None:
    assert ("checksum", f"{what}: it is not what was written") in found(damaged, tmp_path, statement)


def test_row_that_is_not_as_the_history_left_it_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, "UPDATE article_label SET deleted = 1", "DELETE FROM span")
    assert ("history", f"label NEWS of me on {ARTICLE}: it is not what the history says") in problems
    assert [kind for kind, what in problems if "the history tells of it, and it is not there" in what] == ["missing"]


def test_history_with_a_hole_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    forged = "UPDATE event SET before = replace(before, '\"start\":0', '\"start\":1') WHERE gesture = 'note'"
    problems = found(damaged, tmp_path, forged)
    assert [what for kind, what in problems if kind == "history"] == [
        "entry 3 of the history (note) does not begin where the last one ended"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE article_fts_data SET block = substr(block, 1, length(block) - 1) || x'00' WHERE id > 10",
        "DELETE FROM article_fts_docsize",
        "UPDATE article_fts_config SET v = 99",
    ],
)
def test_damaged_index_is_found(damaged: sqlite3.Connection, tmp_path: Path, statement: str) -> None:
    assert "index" in [kind for kind, _ in found(damaged, tmp_path, statement)]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE TABLE other (a)", 'table "other" is foreign'),
        ("DROP INDEX span_label", 'index "span_label" on span is missing'),
    ],
)
def test_tables_that_are_not_ours_are_found(
    damaged: sqlite3.Connection, tmp_path: Path, statement: str, what: str
) -> None:
    problems = found(damaged, tmp_path, statement)
    assert [kind for kind, _ in problems] == ["schema"]
    assert what in problems[0][1]


def test_name_of_a_column_in_other_letters_hides_no_row(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    assert found(damaged, tmp_path, 'ALTER TABLE span RENAME COLUMN "end" TO eNd') == []


def test_name_of_a_column_that_is_gone_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(Foreign, match='table "span" is not as usual'):
        found(damaged, tmp_path, 'ALTER TABLE span RENAME COLUMN "end" TO enf')


def test_id_that_is_not_that_of_the_text_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, "UPDATE article SET source = 'b.txt', length = 12")
    assert [kind for kind, _ in problems] == ["uid", "length", "checksum"]


def test_of_many_problems_the_first_are_told(project: Project, add_text: AddText) -> None:
    article = add_text("ا" * 100)
    put(project, article, *[(place, place + 1, "PERSON") for place in range(30)])
    with project.transaction() as db:
        db.execute("UPDATE span SET note = 'x'")
    problems = check(project)
    assert len(problems) == 21
    assert problems[-1].what == "and 10 more like these (checksum)"


def test_check_changes_nothing(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    found(damaged, tmp_path, 'UPDATE span SET "end" = 99')
    before = (tmp_path / "damaged.nishan").read_bytes()
    with Project.open(tmp_path / "damaged.nishan") as project:
        check(project)
    assert (tmp_path / "damaged.nishan").read_bytes() == before
