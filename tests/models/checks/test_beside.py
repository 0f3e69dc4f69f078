"""A project that a second process reads with this one: the same problems in the same order, whatever is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import models.checks
from models.base import beside
from models.base.errors import Cancelled
from models.checks import check
from models.checks.found import SHOWN, Findings, Problem
from models.project.project import Project
from models.project.read_only import open_read_only
from tests.models.checks.test_damaged_rows import damage, make
from tests.models.conftest import AddText
from tests.models.helpers import put

DAMAGE = [
    (),
    ("UPDATE article SET text = CAST(x'ff' AS TEXT) WHERE id = 1",),
    ("UPDATE article SET text = text || 'x'", "UPDATE span SET note = 'x'", "DELETE FROM article_fts_docsize"),
    ("PRAGMA foreign_keys = OFF", "UPDATE span SET label_id = 99", 'UPDATE span SET "end" = 999', "DELETE FROM work"),
    ("UPDATE event SET after = '{'", "UPDATE meta SET value = 'x'", "UPDATE article SET length = 9"),
]


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Take every project for a large one; what second processes returned."""
    said: list[object] = []

    class Heard(beside.Beside):
        def result(self, ask: object = None) -> object:
            said.append(super().result())
            return said[-1]

    monkeypatch.setattr(models.checks, "LARGE", 0)
    monkeypatch.setattr(models.checks, "Beside", Heard)
    return said


@pytest.mark.parametrize("statements", DAMAGE)
def test_two_processes_find_what_one_finds(tmp_path: Path, statements: tuple[str, ...], large: list[object]) -> None:
    path = tmp_path / "p.nishan"
    make(path)
    damage(path, *statements)
    before = path.read_bytes()
    with Project.open(path) as project:
        alone = check(project)
        assert large == []
        assert check(project, is_still=True) == alone
        assert len(large) == 1
        assert bool(alone) is bool(statements)
    with open_read_only(path) as project:
        check(project, is_still=True)
    assert len(large) == 2
    assert path.read_bytes() == before


def test_what_is_still_in_the_log_is_looked_at(project: Project, add_text: AddText, large: list[object]) -> None:
    put(project, add_text("علی لاہور"), (0, 3, "PERSON"))
    with project.transaction() as db:
        db.execute('UPDATE span SET "end" = 999')
    log = project.path.with_name(project.path.name + "-wal")
    assert log.stat().st_size > 0
    assert "bounds" in [found.kind for found in check(project, is_still=True)]
    assert len(large) == 1


def test_schema_that_a_second_process_refuses_is_looked_at_by_the_first(
    project: Project, add_text: AddText, large: list[object]
) -> None:
    add_text("علی لاہور")
    with project.transaction() as db:
        db.execute("DROP TRIGGER article_text_is_sacred")
        db.execute("UPDATE article SET text = 'علی کراچی'")
    assert [found.kind for found in check(project, is_still=True)][:2] == ["text", "schema"]
    assert large == []


def test_where_there_is_no_second_process_one_does_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.nishan"
    make(path)
    damage(path, "UPDATE article SET text = text || 'x'")
    monkeypatch.setattr(beside, "_start", lambda _: None)
    with Project.open(path) as project:
        assert [found.kind for found in check(project, is_still=True)].count("text") == 2


@pytest.mark.parametrize("is_still", [True, False])
def test_check_is_cancelled(tmp_path: Path, is_still: bool) -> None:
    path = tmp_path / "p.nishan"
    make(path)

    def cancel(_done: int, _whole: int) -> None:
        raise Cancelled

    with Project.open(path) as project:
        with pytest.raises(Cancelled):
            check(project, cancel, is_still=is_still)
        assert check(project) == []


def test_of_many_problems_of_another_process_the_first_are_told_and_all_are_counted() -> None:
    theirs, ours = Findings(), Findings()
    for number in range(SHOWN + 7):
        theirs.add(Problem("text", f"article {number}"))
    ours.add(Problem("text", "one of ours"))
    ours.add_all(theirs.to_json())
    whole = ours.all()
    assert len(whole) == SHOWN + 1
    assert whole[-1].what == "and 8 more like these (text)"
