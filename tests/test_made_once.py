"""Tests work on projects as the program makes them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.project import project as module
from models.project.project import Project
from models.storage.tables.migrating import bring_up_to_date
from tests.made_once import Tables


def described(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as conn:
        found: list[object] = conn.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
        ).fetchall()
        found += conn.execute("SELECT id, migration_set, name FROM _sqlite_migrations").fetchall()
        found += [conn.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")]
    return found


def test_tables_made_once_are_those_that_the_steps_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, make in (("steps", bring_up_to_date), ("once", Tables().bring_up_to_date)):
        monkeypatch.setattr(module, "bring_up_to_date", make)
        Project.create(tmp_path / f"{name}.nishan").close()
    assert described(tmp_path / "once.nishan") == described(tmp_path / "steps.nishan")
