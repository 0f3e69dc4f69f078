"""Whether a project is open in another process is known on every system, by what that system has for it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.backups.restoring import prepare, replace_project
from models.base.errors import OpenElsewhere
from models.project.project import Project
from models.storage import file_lock
from models.storage.opening import is_locked
from tests.models.helpers import held_elsewhere


class Msvcrt:
    """`msvcrt.locking` by the locks of POSIX: Windows takes bytes behind the end of a file, too."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.asked: list[tuple[int, int, int]] = []  # mode, first byte, length

    def locking(self, handle: int, mode: int, length: int) -> None:
        fcntl = pytest.importorskip("fcntl")
        first = os.lseek(handle, 0, os.SEEK_CUR)
        self.asked.append((mode, first, length))
        try:
            kind = fcntl.LOCK_UN if mode == self.LK_UNLCK else fcntl.LOCK_SH | fcntl.LOCK_NB
            fcntl.lockf(handle, kind, length, first)
        except OSError as error:
            raise PermissionError(13, "Permission denied") from error


@pytest.fixture(params=["this system", "no fcntl", "neither"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the system has for it: its own; `msvcrt` alone, as Windows; or nothing but SQLite."""
    if request.param != "this system":
        pytest.importorskip("fcntl", reason="simulated with it")
        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt() if request.param == "no fcntl" else None)
    return str(request.param)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "پہلا منصوبہ.nishan"
    Project.create(made).close()
    return made


@pytest.mark.usefixtures("way")
def test_project_that_another_process_has_open_is_locked_until_it_is_closed(path: Path) -> None:
    assert not is_locked(path)
    with held_elsewhere(path):
        assert is_locked(path)
    assert not is_locked(path)
    Project.open(path).close()  # and looking has locked nothing


def test_project_on_a_shared_drive_is_locked_before_anything_is_written(path: Path, way: str) -> None:
    if way == "neither":
        pytest.skip("a reader is not refused then")
    with held_elsewhere(path, journal="DELETE"):
        assert is_locked(path)
    assert not is_locked(path)


@pytest.mark.usefixtures("way")
def test_second_opening_is_refused_with_the_usual_sentence(path: Path) -> None:
    with held_elsewhere(path), pytest.raises(OpenElsewhere, match=r"is open in another window by .*; close it there"):
        Project.open(path)


@pytest.mark.usefixtures("way")
def test_no_backup_takes_the_place_of_a_project_that_is_open_elsewhere(path: Path) -> None:
    backup = path.with_name("backup.nishan")
    shutil.copy(path, backup)
    draft = prepare(backup, path)
    with held_elsewhere(path):
        before = path.stat().st_ino
        with pytest.raises(OpenElsewhere, match="open in another window"):
            replace_project(draft, path)
        assert path.stat().st_ino == before
    assert not draft.exists()


@pytest.mark.usefixtures("way")
def test_looking_for_a_lock_changes_nothing(path: Path) -> None:
    before = path.read_bytes(), sorted(each.name for each in path.parent.iterdir())
    assert not is_locked(path)
    assert (path.read_bytes(), sorted(each.name for each in path.parent.iterdir())) == before


@pytest.mark.usefixtures("way")
def test_what_is_not_there_is_not_locked(tmp_path: Path) -> None:
    assert not is_locked(tmp_path / "none.nishan")
    assert not is_locked(tmp_path)


def test_bytes_that_are_asked_for_on_windows_are_those_of_sqlite_and_are_let_go_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fcntl", reason="simulated with it")
    fake = Msvcrt()
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    assert not is_locked(path)
    assert fake.asked == [(fake.LK_NBLCK, 0x40000001, 511), (fake.LK_UNLCK, 0x40000001, 511)]


@pytest.mark.parametrize(("code", "locked"), [(13, True), (11, True), (22, False), (45, False)])
def test_drive_that_knows_no_locks_locks_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int, locked: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, "no locks here")

    monkeypatch.setitem(sys.modules, "fcntl", SimpleNamespace(LOCK_SH=1, LOCK_NB=4, lockf=refuse))
    assert file_lock.is_locked(path) == locked
