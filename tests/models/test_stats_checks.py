"""What stats counts and what check finds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.checks import check
from models.corpus import ArticleId, Edit, Status, Work
from models.importing import import_files
from models.project import Project
from models.seeds import seed_articles, seed_labels
from models.stats import stats
from tests.models.conftest import AddText
from tests.models.helpers import put

NO_TRIGGER = "DROP TRIGGER article_text_is_sacred"


def test_stats_count_what_is_there(project: Project, add_text: AddText) -> None:
    one, two = add_text("علی زید", "1.txt"), add_text("لاہور😀", "2.txt")
    me = put(project, one, (0, 3, "PERSON"), (4, 7, "PERSON"))[0].annotator
    gone = put(project, two, (0, 5, "LOCATION"))[0]
    project.put(Edit(spans=(replace(gone, deleted=True),)), "delete")
    put(project, two, (0, 5, "LOCATION"), who="other")
    project.put(Edit(works=(Work(one, me, Status.DONE),)), "done")
    project.put(Edit(works=(Work(two, me, Status.SKIPPED),)), "skip")
    project.add_seconds(one, me, 1.26)
    counts = stats(project)
    assert counts["project"] == str(project.path)
    assert (counts["articles"], counts["characters"], counts["spans"]) == (2, 13, 3)
    assert counts["labels"] == {
        "PERSON": 2,
        "LOCATION": 1,
        "ORGANIZATION": 0,
        "DATE": 0,
        "TIME": 0,
        "NUMBER": 0,
        "DESIGNATION": 0,
    }
    assert counts["annotators"] == {
        "me": {"spans": 2, "done": 1, "skipped": 1, "seconds": 1.3},
        "other": {"spans": 1, "done": 0, "skipped": 0, "seconds": 0},
    }
    assert json.loads(json.dumps(counts)) == counts


def test_stats_of_an_empty_project_are_zero(project: Project) -> None:
    counts = stats(project)
    assert (counts["articles"], counts["characters"], counts["spans"], counts["annotators"]) == (0, 0, 0, {})


def test_sound_project_has_no_problems(project: Project, add_text: AddText) -> None:
    import_files(project, seed_articles())
    put(project, add_text("رسولؐ لاہور"), (0, 5, "PERSON"), (6, 11, "LOCATION"))
    assert check(project) == []


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A closed project with one article and one span, open to any damage; commit to do it."""
    path = tmp_path / "damaged.nishan"
    file = tmp_path / "a.txt"
    file.write_text("رسولؐ لاہور")
    with Project.create(path, seed_labels()) as project:
        import_files(project, [file])
        put(project, ArticleId(1), (0, 5, "PERSON"))
    with closing(sqlite3.connect(path)) as conn:
        yield conn


def found(conn: sqlite3.Connection, tmp_path: Path, *statements: str) -> list[tuple[str, str]]:
    """What check finds after these statements."""
    for statement in statements:
        conn.execute(statement)
    conn.commit()
    conn.close()
    with Project.open(tmp_path / "damaged.nishan") as project:
        return [(problem.kind, problem.what) for problem in check(project)]


def test_changed_text_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, NO_TRIGGER, "UPDATE article SET text = replace(text, 'لاہور', 'کراچی')")
    assert problems == [("text", "article 1 (رسولؐ لاہور): its text is not what was imported")]


def test_span_outside_its_article_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, 'UPDATE span SET "end" = 12')
    assert [kind for kind, _ in problems] == ["bounds"]
    assert "[0, 12) lies outside article 1" in problems[0][1]


@pytest.mark.parametrize("edge", ["start = 4", '"end" = 4'])
def test_span_between_a_letter_and_its_sign_is_found(damaged: sqlite3.Connection, tmp_path: Path, edge: str) -> None:
    problems = found(damaged, tmp_path, f"UPDATE span SET {edge}")
    assert [kind for kind, _ in problems] == ["edge"]
    assert problems[0][1].endswith("of article 1: 4 divides a letter from its sign")


def test_deleted_span_is_nobodys_problem(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    assert found(damaged, tmp_path, 'UPDATE span SET "end" = 99, deleted = 1') == []


def test_span_of_a_missing_label_is_found(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(damaged, tmp_path, "PRAGMA foreign_keys = OFF", "UPDATE span SET label_id = 99")
    assert problems == [("orphan", "row 1 of span points to a missing row of label")]


def test_text_that_is_no_utf8_hides_nothing_else(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    problems = found(
        damaged, tmp_path, NO_TRIGGER, "UPDATE article SET text = CAST(x'ff' AS TEXT)", 'UPDATE span SET "end" = 99'
    )
    kinds = [kind for kind, _ in problems]
    assert "damaged" in kinds
    assert "bounds" in kinds


def test_check_changes_nothing(damaged: sqlite3.Connection, tmp_path: Path) -> None:
    found(damaged, tmp_path, 'UPDATE span SET "end" = 99')
    with Project.open(tmp_path / "damaged.nishan") as project:
        assert project.value('SELECT "end" FROM span') == 99
