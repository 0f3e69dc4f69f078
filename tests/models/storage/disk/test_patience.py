"""A file that another program has open for a moment gets its name all the same, wherever something is published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.backups.restoring import prepare, replace_project, restore_copy
from models.base.errors import UserError
from models.exporting.files import Draft
from models.importing.new_project import make_project
from models.labels.templates import seed_articles
from models.project.project import Project
from models.storage.disk import atomic, patience
from tests.models.helpers import ROOT, strays


class Refusals:
    """Lets a function of `os` refuse some times, as Windows does while somebody has the file open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, times: int, *names: str) -> None:
        self.left: dict[str, int] = {}
        self.slept: list[float] = []
        monkeypatch.setattr(time, "sleep", self.slept.append)
        for name in names:
            self.left[name] = times
            monkeypatch.setattr(os, name, self._refusing(name, getattr(os, name)))

    def _refusing(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def refuse(*arguments: object, **named: object) -> object:
            if self.left[name]:
                self.left[name] -= 1
                raise PermissionError(13, "The process cannot access the file because it is being used")
            return real(*arguments, **named)

        return refuse


def export_file(folder: Path) -> None:
    with Draft(folder / "out", folder / "p.nishan", folder=False, replace=True) as draft:
        draft.path.write_text("new")
        draft.publish()


def export_folder(folder: Path) -> None:
    with Draft(folder / "out", folder / "p.nishan", folder=True) as draft:
        (draft.path / "a").write_text("new")
        draft.publish()


def back_up_project(folder: Path) -> None:
    with Project.open(folder / "p.nishan") as project:
        back_up(project.source(), folder / "backups", Reason.IMPORT)
    assert len([*(folder / "backups").rglob("*.nishan")]) == 1


def restore_over(folder: Path) -> None:
    shutil.copy(folder / "p.nishan", folder / "backup.nishan")
    replace_project(prepare(folder / "backup.nishan", folder / "p.nishan"), folder / "p.nishan")
    (folder / "backup.nishan").unlink()


def restore_new(folder: Path) -> None:
    restore_copy(folder / "p.nishan", folder / "new.nishan")
    Project.open(folder / "new.nishan").close()


PUBLISHING = [export_file, export_folder, back_up_project, restore_over, restore_new]


@pytest.mark.parametrize("work", PUBLISHING)
def test_whatever_is_published_waits_for_a_file_that_is_open_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[Path], None]
) -> None:
    make_project(tmp_path / "p.nishan", articles=seed_articles())
    refusals = Refusals(monkeypatch, 2, "replace", "rename", "unlink")
    work(tmp_path)
    assert min(refusals.left.values()) == 0
    assert len(refusals.slept) >= 2
    assert strays(tmp_path) == []
    Project.open(tmp_path / "p.nishan").close()


def test_project_is_published_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    refusals = Refusals(monkeypatch, 2, "rename")
    monkeypatch.setattr(os, "link", refuse)
    Project.create(tmp_path / "p.nishan").close()
    assert refusals.left == {"rename": 0}
    Project.open(tmp_path / "p.nishan").close()


def test_folder_that_is_there_is_replaced_in_spite_of_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_exchange", lambda *_: False)
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text("")
    Refusals(monkeypatch, 3, "rename")
    atomic.replace_folder(tmp_path / "new", tmp_path / "old")
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_who_stays_refused_is_told_after_a_second_and_nothing_is_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").write_text("old")
    refusals = Refusals(monkeypatch, 1_000, "replace")
    with pytest.raises(UserError, match="the file cannot be written"):
        export_file(tmp_path)
    assert (tmp_path / "out").read_text() == "old"
    assert strays(tmp_path) == []
    assert 0.5 <= sum(refusals.slept) <= 1.5


def test_other_errors_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = Refusals(monkeypatch, 0)
    with pytest.raises(FileNotFoundError):
        patience.replace(tmp_path / "a", tmp_path / "b")
    patience.remove(tmp_path / "a")  # which is not there, and that is what was wanted
    assert refusals.slept == []


_HOLDER = """
import sys, time
with open(sys.argv[1], "rb"):
    print("open", flush=True)
    time.sleep(0.4)
"""


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere a file that is open can be renamed over")
@pytest.mark.parametrize("work", [export_file, restore_over])
def test_a_reader_in_another_process_is_waited_for(tmp_path: Path, work: Callable[[Path], None]) -> None:
    Project.create(tmp_path / "p.nishan").close()
    (tmp_path / "out").write_text("old")
    held = tmp_path / ("out" if work is export_file else "p.nishan")
    command = [sys.executable, "-c", _HOLDER, str(held)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        work(tmp_path)
