"""Projects to read: open elsewhere, on what cannot be written, of an earlier version; nothing near them is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models import snapshots
from models.checks import check
from models.errors import Damaged, NotWritable, OpenElsewhere, UserError
from models.looking import look, open_to_read
from models.project import Project
from models.seeds import seed_labels
from tests.models.helpers import ROOT, crash, held_elsewhere, names, without_rights


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def closed(tmp_path: Path, temporary: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "p.nishan"
    Project.create(path, seed_labels(), "guide").close()
    return path


def state(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the project's folder, with when it was written."""
    return {found.name: (found.read_bytes(), found.stat().st_mtime_ns) for found in path.parent.iterdir()}


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_project_open_elsewhere_is_looked_at_as_it_is(closed: Path, temporary: Path, journal: str) -> None:
    with held_elsewhere(closed, "زینب bilal", journal):
        with pytest.raises(OpenElsewhere):
            Project.open(closed)
        before = state(closed)
        with look(closed, changing=True) as project:
            assert project.read_only
            assert project.as_of is not None
            assert project.path == closed
            assert names(project) == ["زینب", "bilal"]
            assert check(project) == []
            with pytest.raises(NotWritable, match="open read-only; save a copy of it to work on it"):
                project.annotator("sana")
            assert state(closed) == before
        assert list(temporary.iterdir()) == []
        with pytest.raises(OpenElsewhere):  # whoever has it still does
            Project.open(closed)


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_copies_made_while_somebody_writes_are_whole(closed: Path, journal: str) -> None:
    seen: list[int] = []
    with held_elsewhere(closed, "one", journal) as process:
        assert process.stdin is not None
        process.stdin.write("".join(f"{number}\n" for number in range(5000)))  # as much as a pipe holds
        process.stdin.flush()
        for _ in range(4):
            with look(closed, changing=True) as project:
                found = names(project)
                assert found == ["one", *map(str, range(len(found) - 1))]
                seen.append(len(found))
        process.kill()
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


def test_copy_that_a_change_ran_into_is_made_again(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies: list[Path] = []
    with held_elsewhere(closed, "one") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        real = snapshots._copy

        def copy(path: Path, to: Path) -> None:
            real(path, to)
            if not copies:
                os.utime(path)  # as a change does
            copies.append(to)

        monkeypatch.setattr(snapshots, "_copy", copy)
        look(closed, changing=True).close()
    assert len(copies) == 2


def test_project_that_never_rests_is_told_so(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_state", lambda _path: None)
    monkeypatch.setattr(snapshots, "_TRIES", 2)
    with pytest.raises(UserError, match="being changed all the time"):
        look(closed, changing=True)


def test_own_project_is_not_looked_into(closed: Path) -> None:
    with Project.open(closed):
        closed.with_name("p.nishan.lock").unlink()  # the note may go, what is open here stays known
        for way in (look, Project.open):
            with pytest.raises(UserError, match="open already, in another window of this program"):
                way(closed)
        assert "OpenElsewhere" in opened_by_another_process(closed)  # the locks are still there
    look(closed).close()


def opened_by_another_process(path: Path) -> str:
    """What it says on stderr."""
    code = f"from pathlib import Path; from models.project import Project; Project.open(Path({str(path)!r}))"
    process = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    return process.stderr


# --- what cannot be written -----------------------------------------------------------------------------------


@contextmanager
def on_a_disk_without_writing(folder: Path) -> Iterator[None]:
    """The folder as a disk that is mounted read-only, where the tests may mount one."""
    if shutil.which("mount") is None or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a disk needs root")
    bound = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("mounting a disk is not allowed here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True, capture_output=True)


@contextmanager
def in_a_folder_without_rights(folder: Path) -> Iterator[None]:
    way_there = [*folder.parents][:4]
    modes = {path: path.stat().st_mode for path in (folder, *folder.iterdir(), *way_there)}
    for path in (*folder.iterdir(), folder, *way_there):
        path.chmod(0o444 if path.is_file() else 0o555 if path == folder else 0o755)
    (folder.parent / "temporary").chmod(0o777)
    try:
        with without_rights():
            yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


WAYS = [on_a_disk_without_writing, in_a_folder_without_rights]


@pytest.mark.parametrize("way", WAYS)
def test_project_that_cannot_be_written_is_read_where_it_is(closed: Path, temporary: Path, way: type) -> None:
    with Project.open(closed) as project:
        project.annotator("زینب")
    before = state(closed)
    with way(closed.parent):
        with pytest.raises(NotWritable, match="cannot be written"):
            Project.open(closed)
        with open_to_read(closed, pytest.fail) as project:
            assert project.read_only
            assert project.as_of is None
            assert names(project) == ["زینب"]
            assert check(project) == []
            assert list(temporary.iterdir()) == []
    assert state(closed) == before


@pytest.mark.parametrize("way", WAYS)
def test_what_a_crash_left_where_nothing_can_be_written_is_read_from_a_copy(
    closed: Path, temporary: Path, way: type
) -> None:
    crash(closed, "زینب bilal")
    before = state(closed)
    with way(closed.parent), look(closed) as project:
        assert names(project) == ["زینب", "bilal"]
        assert len(list(temporary.iterdir())) == 1
    assert state(closed) == before
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("way", WAYS)
def test_project_of_version_1_that_cannot_be_written_is_read(closed: Path, way: type) -> None:
    shutil.copy(ROOT / "tests" / "data" / "project_v1.nishan", closed)
    before = state(closed)
    with way(closed.parent), look(closed) as project:
        assert names(project) == ["زینب", "bilal"]
        assert project.article_rows(project.annotators()[0].id)[0].spans == 2
    assert state(closed) == before


def test_damaged_project_is_not_shown_read_only(closed: Path) -> None:
    with closed.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    with pytest.raises(Damaged, match="restore a backup"):
        look(closed)
    with closed.open("r+b") as file:
        file.truncate(8192)
    with pytest.raises(Damaged, match="cut short"):
        look(closed)


def test_reader_is_told_that_it_is_open_elsewhere(closed: Path) -> None:
    told: list[str] = []
    with held_elsewhere(closed, "زینب"), open_to_read(closed, told.append) as project:
        assert names(project) == ["زینب"]
    (sentence,) = told
    assert sentence.startswith(f"{closed} is open in another window since 20")
    assert sentence.endswith("; reading it as of now")
    with open_to_read(closed, pytest.fail) as project:
        assert not project.read_only
