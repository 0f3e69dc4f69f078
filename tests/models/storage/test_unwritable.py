"""Projects on what cannot be written are read where they are, or from a copy; nothing near them is touched."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from models.base.errors import NotWritable
from models.checks import check
from models.project.project import Project
from models.project.read_only import open_read_only, open_to_read
from tests.models.helpers import ROOT, crash, names
from tests.models.project.test_read_only import state
from tests.models.storage.unwritable import WAYS


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
    with way(closed.parent), open_read_only(closed) as project:
        assert names(project) == ["زینب", "bilal"]
        assert len(list(temporary.iterdir())) == 1
    assert state(closed) == before
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("way", WAYS)
def test_project_of_version_1_that_cannot_be_written_is_read(closed: Path, way: type) -> None:
    shutil.copy(ROOT / "tests" / "data" / "project_v1.nishan", closed)
    before = state(closed)
    with way(closed.parent), open_read_only(closed) as project:
        assert names(project) == ["زینب", "bilal"]
        assert project.article_rows(project.annotators()[0].id)[0].spans == 2
    assert state(closed) == before


def refuse(monkeypatch: pytest.MonkeyPatch, folder: Path, refused: str, code: int) -> None:
    """Let an access list refuse writing to the project, or making files beside it, of which `os.access` knows nothing.

    As on Windows, and on the drives of some servers.
    """
    opened, touched = Path.open, Path.touch

    def open_(self: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if refused == "file" and self.suffix == ".nishan" and "+" in mode:
            raise OSError(code, os.strerror(code), str(self))
        return opened(self, mode, *rest, **more)

    def touch(self: Path, *rest: Any, **more: Any) -> None:
        if refused == "folder" and self.parent == folder:
            raise OSError(code, os.strerror(code), str(self))
        touched(self, *rest, **more)

    monkeypatch.setattr(os, "access", lambda *_, **__: True)
    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr(Path, "touch", touch)


@pytest.mark.parametrize("refused", ["file", "folder"])
@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_what_an_access_list_refuses_is_found_by_trying(
    closed: Path, monkeypatch: pytest.MonkeyPatch, refused: str, code: int
) -> None:
    before = state(closed)
    refuse(monkeypatch, closed.parent, refused, code)
    with pytest.raises(NotWritable, match="the project or its folder cannot be written; copy it"):
        Project.open(closed)
    with open_to_read(closed, pytest.fail) as project:
        assert project.read_only
    assert state(closed) == before


def test_what_the_system_calls_unwritable_and_is_not_is_opened(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    with Project.open(closed) as project:
        project.annotator("زینب")
    assert [path.name for path in closed.parent.iterdir()] == [closed.name]


def test_full_disk_is_not_called_a_folder_without_rights(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, closed.parent, "folder", errno.ENOSPC)
    Project.open(closed).close()  # what SQLite wants to write decides
