"""Only regular files are read; a pipe, a device or a socket is one sentence at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.project.project import Project
from models.storage.disk import regular
from tests.models.odd_files import KINDS, make, soon

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = make(tmp_path / "a", kind)
    with soon(), pytest.raises(OSError, match=r"not a file|directory|No such"):
        regular.read_whole(path)


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="files of this kind are Linux's")
def test_file_that_the_system_makes_up_is_refused() -> None:
    for name in ("/proc/cpuinfo", "/proc/kmsg", "/proc/self/status"):
        with soon(), pytest.raises(OSError):  # noqa: PT011 - of which kind depends on the rights
            regular.read_whole(Path(name))


def test_links_are_followed_only_where_that_is_meant(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")
    assert regular.read_whole(tmp_path / "link") == b"abc"
    with pytest.raises(OSError, match="it is a link"):
        regular.open_regular(tmp_path / "link", follow=False)


def test_empty_and_large_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert regular.read_whole(tmp_path / "a") == b""
    (tmp_path / "a").write_bytes(b"abc")
    with pytest.raises(OSError, match="larger than 0 MB"):
        regular.read_whole(tmp_path / "a", 2)


def test_open_project_is_refused_by_whatever_name(project: Project, tmp_path: Path) -> None:
    os.link(project.path, tmp_path / "a")
    with pytest.raises(UserError, match="open here"):
        regular.open_regular(tmp_path / "a")
    assert regular.open_here() == (project.path,)


def test_no_handle_stays_open(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("counted in /proc")
    before = len([*Path("/proc/self/fd").iterdir()])
    for kind in KINDS:
        path = make(tmp_path / kind, kind)
        with pytest.raises(OSError):  # noqa: PT011
            regular.read_whole(path)
    assert len([*Path("/proc/self/fd").iterdir()]) == before
