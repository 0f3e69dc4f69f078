"""A connection by any name of the file; what is synced is on the drive itself on macOS."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from models.base.errors import UserError
from models.project.project import Project
from models.storage.sqlite_connections import connect, connect_read_only, uri_of

PRAGMAS = ("fullfsync", "checkpoint_fullfsync")


def pragmas(conn: sqlite3.Connection) -> list[int]:
    return [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS]


@pytest.mark.parametrize("platform", ["darwin", "linux", "win32"])
def test_macos_brings_every_commit_through_the_cache_of_the_drive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    Project.create(tmp_path / "p.nishan").close()
    monkeypatch.setattr(sys, "platform", platform)
    for opened in (connect(tmp_path / "p.nishan"), connect_read_only(tmp_path / "p.nishan")):
        with closing(opened) as conn:
            assert pragmas(conn) == [int(platform == "darwin")] * 2


def test_open_project_of_macos_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Project.create(tmp_path / "p.nishan").close()
    monkeypatch.setattr(sys, "platform", "darwin")
    with Project.open(tmp_path / "p.nishan") as project:
        assert [project.query(f"PRAGMA {name}") for name in PRAGMAS] == [[{name: 1}] for name in PRAGMAS]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/sana/a b.nishan"), "file:///home/sana/a%20b.nishan"),
        (PurePosixPath("/p?mode=memory#x%41.nishan"), "file:///p%3Fmode%3Dmemory%23x%2541.nishan"),
        (PureWindowsPath(r"C:\Users\sana\p.nishan"), "file:///C:/Users/sana/p.nishan"),
        (PureWindowsPath(r"\\server\share\p.nishan"), "file:////server/share/p.nishan"),
        (PurePosixPath("/پ.nishan"), "file:///%D9%BE.nishan"),
    ],
)
def test_path_is_a_uri_that_sqlite_takes(path: PurePosixPath | PureWindowsPath, uri: str) -> None:
    assert uri_of(path) == uri


@pytest.mark.parametrize("name", ["a b?c#d%41.nishan", "پہلا منصوبہ.nishan", "mode=memory&x.nishan"])
def test_file_is_the_one_of_that_name(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32":
        name = name.replace("?", "")
    Project.create(tmp_path / name).close()
    with closing(connect(tmp_path / name)) as conn:
        assert conn.execute("SELECT count(*) FROM article").fetchone() == (0,)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_name_that_is_no_utf_8_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a\udcff.nishan"
    try:
        path.touch()
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    path.unlink()
    Project.create(path).close()
    with closing(connect(path)) as conn:
        assert conn.execute("SELECT count(*) FROM article").fetchone() == (0,)


def test_path_of_more_than_260_signs_is_opened_or_refused_in_a_sentence(tmp_path: Path) -> None:
    """Windows allows it where it is switched on."""
    path = tmp_path.joinpath(*["a" * 50] * 5, "p.nishan")
    assert len(str(path)) > 260
    try:
        path.parent.mkdir(parents=True)
    except OSError:
        pytest.skip("this system takes no such path")
    with suppress(UserError):
        Project.create(path).close()
        Project.open(path).close()
    assert [each.name for each in path.parent.iterdir()] in (["p.nishan"], [])
    if sys.platform != "win32":
        assert path.exists()
