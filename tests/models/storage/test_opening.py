"""The steps of an opening: what the header says, what is done before and in a migration, the connection's settings."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from models.base.errors import Damaged, UserError
from models.labels.templates import seed_labels
from models.project.project import Project
from models.project.read_only import open_to_read
from models.storage.disk.volumes import Drive
from models.storage.opening import Opening, open_exclusively
from models.storage.raw import header
from tests.models.helpers import names, patch


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    path = tmp_path / "p.nishan"
    Project.create(path, seed_labels(), "guide").close()
    return path


def test_newer_project_is_never_written_nor_connected_to(closed: Path) -> None:
    patch(closed, 60, (99).to_bytes(4, "big"))
    before = (closed.read_bytes(), closed.stat().st_mtime_ns)
    with pytest.raises(UserError, match="made by a newer Nishan"):
        Project.open(closed)
    assert (closed.read_bytes(), closed.stat().st_mtime_ns) == before
    assert [found.name for found in closed.parent.iterdir()] == ["p.nishan"]


@pytest.mark.parametrize(
    ("at", "data"),
    [(16, b"\x00\x00"), (16, b"\x0f\xff"), (56, b"\0\0\0\2"), (56, b"\0\0\0\x63")],
    ids=["no page size", "odd page size", "UTF-16", "unknown encoding"],
)
def test_header_that_makes_no_sense_is_damage(closed: Path, at: int, data: bytes) -> None:
    patch(closed, at, data)
    with pytest.raises(Damaged, match="its first page makes no sense"):
        Project.open(closed)


def test_file_cut_short_is_told_with_its_sizes(closed: Path) -> None:
    whole = closed.stat().st_size
    with closed.open("r+b") as file:
        file.truncate(whole - 4096)
    with pytest.raises(Damaged, match=f"cut short: {whole - 4096} of {whole} bytes are there"):
        Project.open(closed)


def pragma(project: Project, name: str) -> object:
    return project.value(f"PRAGMA {name}")


def test_connection_trusts_nothing_and_keeps_everything(closed: Path) -> None:
    wanted = {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "temp_store": 2}
    with Project.open(closed) as project:
        assert {name: pragma(project, name) for name in wanted} == wanted
        assert pragma(project, "locking_mode") == "exclusive"
        assert pragma(project, "journal_mode") == "wal"
        assert pragma(project, "mmap_size") in (0, None)


def test_project_goes_from_disk_to_shared_drive_and_back(closed: Path) -> None:
    shared = Opening(Drive(service="Dropbox"))
    for how, mode, who in ((shared, "delete", "زینب"), (Opening(), "wal", "bilal"), (shared, "delete", "sana")):
        with Project.open(closed, how) as project:
            assert pragma(project, "journal_mode") == mode
            assert pragma(project, "locking_mode") == "exclusive"
            project.annotator(who)
            beside = {found.name for found in closed.parent.iterdir()}
            assert ("p.nishan-wal" in beside) == (mode == "wal")
        assert [found.name for found in closed.parent.iterdir()] == ["p.nishan"]
    with Project.open(closed) as project:
        assert names(project) == ["زینب", "bilal", "sana"]


# --- migration ------------------------------------------------------------------------------------------------


def two_steps(conn: sqlite3.Connection, *, second_fails: bool = False) -> None:
    steps = Migrations("later")

    @steps()
    def one(db: Database) -> None:
        db.execute("CREATE TABLE one (x)")
        db.execute("UPDATE label SET description = 'lost'")

    @steps()
    def two(db: Database) -> None:
        db.execute("CREATE TABLE no_such.two (x)" if second_fails else "CREATE TABLE two (x)")
        db.execute(f"PRAGMA user_version = {header.VERSION}")

    steps.apply(Database(conn))


def tables(path: Path) -> list[str]:
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return [name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE name IN ('one', 'two')")]
    finally:
        conn.close()


def test_second_step_that_fails_takes_the_first_back(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version, before = header.VERSION, closed.read_bytes()
    monkeypatch.setattr(header, "VERSION", version + 1)
    with pytest.raises(UserError, match="cannot be brought up to date"):
        open_exclusively(closed, lambda conn: two_steps(conn, second_fails=True))
    assert closed.read_bytes() == before
    assert [found.name for found in closed.parent.iterdir()] == ["p.nishan"]
    open_exclusively(closed, two_steps).conn.close()
    assert tables(closed) == ["one", "two"]


def test_bug_in_a_step_takes_all_back_and_comes_out_as_a_bug(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = closed.read_bytes()
    monkeypatch.setattr(header, "VERSION", header.VERSION + 1)

    def breaks(conn: sqlite3.Connection) -> None:
        two_steps(conn)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_exclusively(closed, breaks)
    assert closed.read_bytes() == before


def test_what_is_done_before_a_migration_sees_the_project_as_it_was(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(header, "VERSION", header.VERSION + 1)
    seen: list[object] = []

    def before(conn: sqlite3.Connection, path: Path) -> None:
        copy = path.with_name("backup.nishan")
        conn.execute(f"VACUUM INTO '{copy}'")  # would fail inside a transaction
        seen.extend((path, tables(copy)))

    open_exclusively(closed, two_steps, Opening(before_migration=before)).conn.close()
    assert seen == [closed, []]


def test_migration_does_not_begin_when_what_comes_before_it_fails(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(header, "VERSION", header.VERSION + 1)

    def before(_conn: sqlite3.Connection, path: Path) -> None:
        raise UserError(f"{path}: no room for a backup.")

    with pytest.raises(UserError, match="no room for a backup"):
        open_exclusively(closed, two_steps, Opening(before_migration=before))
    assert tables(closed) == []


def test_nothing_is_done_before_an_opening_without_migration(closed: Path) -> None:
    def before(_conn: sqlite3.Connection, _path: Path) -> None:
        raise AssertionError

    Project.open(closed, Opening(before_migration=before)).close()


@pytest.mark.skipif(sys.platform == "win32", reason="a path of Windows may have another length")
def test_path_that_is_too_long_for_sqlite_is_told(closed: Path, tmp_path: Path) -> None:
    far = tmp_path.joinpath(*["a" * 100] * 6, "p.nishan")
    far.parent.mkdir(parents=True)
    closed.rename(far)
    for work in (Project.open, lambda path: open_to_read(path, pytest.fail)):
        with pytest.raises(UserError, match="the path is too long for SQLite; move the project"):
            work(far)
    assert [path.name for path in far.parent.iterdir()] == ["p.nishan"]
