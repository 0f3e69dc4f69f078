"""A project is open in one window at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.errors import OpenElsewhere, UserError
from models.project.project import Project
from models.storage import lock_note
from models.storage.disk.volumes import Drive
from models.storage.opening import Opening
from tests.models.helpers import ROOT, crash, held_elsewhere, strays

_OPEN = (
    "import sys; from pathlib import Path; from models.project.project import Project; Project.open(Path(sys.argv[1]))"
)


def test_second_window_of_this_program_is_refused(project: Project) -> None:
    with pytest.raises(UserError, match="open already, in another window of this program"):
        Project.open(project.path)
    assert project.annotator("me").name == "me"  # the first is none the worse


def test_symlink_to_an_open_project_is_the_same_project(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "link.nishan"
    link.symlink_to(project.path)
    with pytest.raises(UserError, match="open already, in another window of this program"):
        Project.open(link)
    # Looking into the file through the link would have dropped this process's locks.
    opened = subprocess.run(
        [sys.executable, "-c", _OPEN, str(project.path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "the project is open in another window" in opened.stderr


def test_other_process_is_named_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    with held_elsewhere(path):
        owner = lock_note.owner_of(path)
        assert owner is not None
        assert not owner.is_us
        with pytest.raises(UserError) as caught:
            Project.open(path)
    assert f"open in another window by {owner.user} on {owner.host} since {owner.since}" in str(caught.value)
    assert strays(tmp_path) == []
    Project.open(path).close()


def test_killed_process_leaves_a_project_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    crash(path, "")
    assert strays(tmp_path) == ["p.nishan.lock"]
    Project.open(path).close()
    assert strays(tmp_path) == []


@pytest.mark.parametrize("note", ["", "nonsense", "[]", "{}", '{"user": 5}', "\0"])
def test_broken_note_of_an_owner_keeps_nobody_out(tmp_path: Path, note: str) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    path.with_name("p.nishan.lock").write_text(note)
    assert lock_note.owner_of(path) is None
    Project.open(path).close()


def test_closing_leaves_no_trace_of_an_owner(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.nishan") as made:
        owner = lock_note.owner_of(made.path)
        assert owner is not None
        assert owner.is_us
    assert [path.name for path in tmp_path.iterdir()] == ["p.nishan"]


def test_second_process_is_refused_every_time(tmp_path: Path) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    with held_elsewhere(path):
        taken = []
        for _ in range(50):
            began = time.monotonic()
            with pytest.raises(OpenElsewhere):
                Project.open(path)
            taken.append(time.monotonic() - began)
    print(f"refused {len(taken)} times, the longest took {max(taken) * 1000:.1f} ms")


_HESITATE = """
import fcntl, sys, time
from models.storage.file_lock import SHARED_LOCK
first, length = SHARED_LOCK
with open(sys.argv[1], "rb") as file:
    fcntl.lockf(file, fcntl.LOCK_SH, length, first)
    print("there", flush=True)
    time.sleep(0.35)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="these locks are POSIX")
def test_somebody_who_began_at_the_same_moment_and_gave_way_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    command = [sys.executable, "-c", _HESITATE, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "there\n"
        Project.open(path).close()


def test_lock_decides_where_nobody_left_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    with held_elsewhere(path):
        path.with_name("p.nishan.lock").unlink()
        with pytest.raises(OpenElsewhere) as caught:
            Project.open(path)
        assert caught.value.owner is None
        monkeypatch.setattr("models.storage.opening.is_locked", lambda _path: False)  # where only a connection can tell
        with pytest.raises(OpenElsewhere):
            Project.open(path)


SHARED = Opening(Drive(service="Dropbox"))


def test_note_of_another_machine_counts_on_a_shared_drive_only(tmp_path: Path) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    note = '{"user": "sana", "host": "lab-7", "pid": 5, "since": "2026-11-24 09:00", "process": "x"}'
    path.with_name("p.nishan.lock").write_text(note)
    with pytest.raises(OpenElsewhere, match="sana on lab-7 since 2026-11-24 09:00") as caught:
        Project.open(path, SHARED)
    assert not caught.value.certain
    Project.open(path, replace(SHARED, despite_note=True)).close()
    assert strays(tmp_path) == []
    path.with_name("p.nishan.lock").write_text(note)
    Project.open(path).close()


def test_note_of_this_machine_is_left_to_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    crash(path, "")
    assert strays(tmp_path) == ["p.nishan.lock"]
    Project.open(path, SHARED).close()
