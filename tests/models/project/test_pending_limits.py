"""What must hold of a project while a drive goes away and comes back in the middle of keeping what it refuses."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from models.base.errors import Damaged, DiskRefused
from models.project.pending import PendingWrites
from models.project.project import Project
from models.storage.opening import Opening
from models.storage.volumes import Drive
from tests.models.project.test_pending import layer, make, put, span


class Failing:
    """A connection on which one statement fails, as of a drive that was pulled out."""

    def __init__(self, conn: sqlite3.Connection, start: str) -> None:
        self._conn, self.start = conn, start

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if self.start and sql.startswith(self.start):
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error
        return self._conn.execute(sql, *parameters)


@pytest.mark.parametrize("start", ["BEGIN IMMEDIATE", "SELECT 1 FROM"])
def test_a_shared_drive_that_comes_back_is_written_with_its_journal_and_its_lock(tmp_path: Path, start: str) -> None:
    with Project.open(make(tmp_path), Opening(Drive(network="nfs4"))) as project:
        conn = project._conn
        project._conn = failing = Failing(conn, start)  # type: ignore[assignment]
        with pytest.raises(DiskRefused):
            project.begin_in_memory()
        project.rollback_memory()
        failing.start = ""
        project.annotator("another")
        modes = [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "locking_mode")]
        assert modes == ["delete", "exclusive"]


def test_a_place_that_does_not_take_everything_has_no_project_then(tmp_path: Path) -> None:
    path, other = make(tmp_path), tmp_path / "other.nishan"
    with Project.open(path) as project:
        unsaved = PendingWrites(project)

        def refused_there(written: Project) -> None:
            if written is not project or not written._holds_memory:
                raise DiskRefused("full", "full")

        assert not unsaved.run(refused_there)
        assert not put(unsaved, span(1))
        with pytest.raises(DiskRefused):
            unsaved.save_to(other)
        assert [*tmp_path.glob("other*")] == []
        assert len(unsaved) == 2
        assert layer(project) == {span(1).uid}


def test_trying_again_in_vain_for_another_reason_keeps_what_waits_in_sight(tmp_path: Path) -> None:
    with Project.open(make(tmp_path)) as project:
        unsaved = PendingWrites(project)
        errors = [DiskRefused("full", "full"), None, Damaged("damaged")]

        def fails_now_and_then(_: Project) -> None:
            if errors and (error := errors.pop(0)):
                raise error

        assert not unsaved.run(fails_now_and_then)
        assert not put(unsaved, span(1))
        with pytest.raises(Damaged):
            unsaved.retry()
        assert len(unsaved) == 2
        assert layer(project) == {span(1).uid}
        assert unsaved.retry()
        assert layer(project) == {span(1).uid}
