"""Sidecars have the name of the project's real file, and go with an unfinished one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.storage.disk import sidecars


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_sidecar_lies_beside_the_file_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "real.nishan").touch()
    link = tmp_path / "link.nishan"
    link.symlink_to(tmp_path / "there" / "real.nishan")
    assert sidecars.sidecar(link, sidecars.WAL) == (tmp_path / "there").resolve() / "real.nishan-wal"


def test_unfinished_project_goes_with_its_sidecars_and_with_nothing_else(tmp_path: Path) -> None:
    names = ["p.nishan", *(f"p.nishan{suffix}" for suffix in sidecars.ALL), "p.nishan-notes", "q.nishan-wal"]
    for name in names:
        (tmp_path / name).touch()
    sidecars.remove_project(tmp_path / "p.nishan")
    sidecars.remove_project(tmp_path / "p.nishan")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.nishan-notes", "q.nishan-wal"]
