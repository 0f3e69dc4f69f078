"""What dies while something is made leaves nothing that stays, and never takes along what was there before."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.backups.restoring import restore_copy
from models.exporting.files import Draft
from models.project.project import Project
from models.storage.disk import atomic
from tests.models.helpers import ROOT, strays

HEX = "0123456789abcdef" * 2
LEFT = (f".{HEX}.tmp", f".{HEX[::-1]}.nishan", f".{HEX[::-1]}.nishan-wal", f".{HEX[::-1]}.nishan.lock")
OTHERS = (".hidden", "p.tmp", f"{HEX}.tmp", f".{HEX[1:]}.tmp", f".{HEX}.txt")


def made_long_ago(path: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    for each in (path, *path.rglob("*")):
        os.utime(each, (then, then))


def leave(folder: Path, hours: float) -> None:
    for name in (*LEFT, *OTHERS):
        (folder / name).write_text("half")
        made_long_ago(folder / name, hours)
    inside = folder / f".{HEX[::-1]}.tmp"
    inside.mkdir()
    (inside / "out.jsonl").write_text("half")
    made_long_ago(inside, hours)


def export(folder: Path) -> None:
    with Draft(folder / "out", folder / "p.nishan", folder=False) as draft:
        draft.path.write_text("whole")
        draft.publish()


def make(folder: Path) -> None:
    Project.create(folder / "p.nishan").close()


@pytest.mark.parametrize("work", [export, make])
def test_what_an_export_or_a_project_in_the_making_left_behind_goes_with_the_next_one(
    tmp_path: Path, work: object
) -> None:
    assert callable(work)
    leave(tmp_path, hours=25)
    work(tmp_path)
    assert sorted(strays(tmp_path)) == sorted(name for name in OTHERS if name != f"{HEX}.txt")


def test_what_somebody_may_be_working_on_stays(tmp_path: Path) -> None:
    leave(tmp_path, hours=23)
    before = sorted(tmp_path.iterdir())
    export(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "out"])


def test_a_folder_in_the_making_is_as_young_as_what_is_in_it(tmp_path: Path) -> None:
    leave(tmp_path, hours=25)
    inside = tmp_path / f".{HEX[::-1]}.tmp"
    os.utime(inside / "out.jsonl")
    export(tmp_path)
    assert (inside / "out.jsonl").exists()


WATCHED = """
import sys
from pathlib import Path
from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.backups.restoring import restore_copy
from models.exporting.files import Draft
out = Path(sys.argv[1])
def look(event, _):
    if event.startswith(("os.", "shutil.")):
        assert (out / "old").exists() or (out / "new").exists(), f"no dataset before {event}"
with Draft(out, out.with_name("p.nishan"), folder=True, replace=True) as draft:
    (draft.path / "new").write_text("new")
    sys.addaudithook(look)
    draft.publish()
look("os.end", None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system may have no such step")
def test_a_folder_is_replaced_in_one_step_and_is_there_at_every_moment(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "old").write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(out)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert [path.name for path in out.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("fails", [False, True])
def test_where_there_is_no_such_step_the_old_folder_has_a_name_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    monkeypatch.setattr(atomic, "_exchange", lambda *_: False)
    old, new = tmp_path / "out", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / folder.name).write_text("")
    seen: list[list[str]] = []
    rename = Path.rename

    def watched(self: Path, to: Path) -> Path:
        if self == new:
            seen.append(sorted(path.name for path in tmp_path.iterdir()))
            if fails:
                raise PermissionError(13, "Permission denied")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", watched)
    if fails:
        with pytest.raises(PermissionError):
            atomic.replace_folder(new, old)
    else:
        atomic.replace_folder(new, old)
    assert [path.name for path in old.iterdir()] == ["out" if fails else "new"]
    assert seen[0][0] == "new"
    assert seen[0][1].startswith("out (before ")
    assert len([*tmp_path.iterdir()]) == 1 + fails


@pytest.mark.parametrize("drive_can", [True, False])
def test_sync_of_macos_goes_through_to_the_drive_where_the_drive_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drive_can: bool
) -> None:
    calls: list[str] = []

    def full_sync(_handle: int, command: int) -> None:
        calls.append(f"fcntl {command}")
        if not drive_can:
            raise OSError(45, "Operation not supported")

    fake = SimpleNamespace(F_FULLFSYNC=51, fcntl=full_sync)
    monkeypatch.setitem(sys.modules, "fcntl", fake)
    monkeypatch.setattr(os, "fsync", lambda _handle: calls.append("fsync"))
    (tmp_path / "a").write_text("a")
    atomic.sync_file(tmp_path / "a")
    monkeypatch.setattr(sys, "platform", "darwin")
    atomic.sync_file(tmp_path / "a")
    assert calls == ["fsync", "fcntl 51", *([] if drive_can else ["fsync"])]
    assert (tmp_path / "a").read_text() == "a"


def test_nothing_is_synced_that_is_open_for_reading_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses that: `EBADF`, after all was written."""
    fcntl = pytest.importorskip("fcntl")
    synced: list[bool] = []
    sync = os.fsync

    def watched(handle: int) -> None:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):  # which Windows does not sync
            synced.append(fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY)
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    make(tmp_path)
    export(tmp_path)
    restore_copy(tmp_path / "p.nishan", tmp_path / "q.nishan")
    with Project.open(tmp_path / "p.nishan") as project:
        back_up(project.source(), tmp_path / "backups", Reason.IMPORT)
        project.copy_to(tmp_path / "copy.nishan")
    assert len(synced) >= 5
    assert all(synced)
