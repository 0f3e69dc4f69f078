"""Projects to read: open elsewhere, on what cannot be written, of an earlier version; nothing near them is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from models.base.errors import Damaged, NotWritable, OpenElsewhere, UserError
from models.checks import check
from models.project.project import Project
from models.project.read_only import open_read_only, open_to_read
from models.storage import snapshots
from tests.models.helpers import ROOT, held_elsewhere, names

_BATCH = 300  # gestures, without a pause
_TIMES = 50  # of some seconds each


def state(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the project's folder, with when it was written."""
    return {found.name: (found.read_bytes(), found.stat().st_mtime_ns) for found in path.parent.iterdir()}


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_project_open_elsewhere_is_looked_at_as_it_is(closed: Path, temporary: Path, journal: str) -> None:
    with held_elsewhere(closed, "زینب bilal", journal):
        with pytest.raises(OpenElsewhere):
            Project.open(closed)
        before = state(closed)
        with open_read_only(closed, changing=True) as project:
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


def looked_at(path: Path) -> Project:
    """Look at a project that somebody is writing, again for as long as it is said never to rest: the writing ends."""
    for _ in range(_TIMES):
        with suppress(UserError):
            return open_read_only(path, changing=True)
    return open_read_only(path, changing=True)


@pytest.mark.slow
@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_copies_made_while_somebody_writes_are_whole(closed: Path, journal: str) -> None:
    seen: list[int] = []
    with held_elsewhere(closed, "one", journal) as process:
        assert process.stdin is not None
        for first in range(0, 4 * _BATCH, _BATCH):
            process.stdin.write("".join(f"{number}\n" for number in range(first, first + _BATCH)))
            process.stdin.flush()
            with looked_at(closed) as project:
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
        open_read_only(closed, changing=True).close()
    assert len(copies) == 2


def test_project_that_never_rests_is_told_so(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_state", lambda _path: None)
    monkeypatch.setattr(snapshots, "_TRIES", 2)
    with pytest.raises(UserError, match="being changed all the time"):
        open_read_only(closed, changing=True)


def test_own_project_is_not_looked_into(closed: Path) -> None:
    with Project.open(closed):
        closed.with_name("p.nishan.lock").unlink()  # the note may go, what is open here stays known
        for way in (open_read_only, Project.open):
            with pytest.raises(UserError, match="open already, in another window of this program"):
                way(closed)
        assert "OpenElsewhere" in opened_by_another_process(closed)  # the locks are still there
    open_read_only(closed).close()


def opened_by_another_process(path: Path) -> str:
    """What it says on stderr."""
    code = f"from pathlib import Path; from models.project.project import Project; Project.open(Path({str(path)!r}))"
    process = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    return process.stderr


def test_damaged_project_is_not_shown_read_only(closed: Path) -> None:
    with closed.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    with pytest.raises(Damaged, match="restore a backup"):
        open_read_only(closed)
    with closed.open("r+b") as file:
        file.truncate(8192)
    with pytest.raises(Damaged, match="cut short"):
        open_read_only(closed)


def test_reader_is_told_that_it_is_open_elsewhere(closed: Path) -> None:
    told: list[str] = []
    with held_elsewhere(closed, "زینب"), open_to_read(closed, told.append) as project:
        assert names(project) == ["زینب"]
    (sentence,) = told
    assert sentence.startswith(f"{closed} is open in another window since 20")
    assert sentence.endswith("; reading it as of now")
    with open_to_read(closed, pytest.fail) as project:
        assert not project.read_only
