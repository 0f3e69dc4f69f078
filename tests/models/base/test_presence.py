"""Looking for a file raises nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.presence import exists, is_file, is_folder
from tests.models.helpers import without_rights


def _seen(path: Path) -> tuple[bool, bool, bool]:
    return exists(path), is_file(path), is_folder(path)


def test_what_is_there_is_told_apart(tmp_path: Path) -> None:
    (file := tmp_path / "a.txt").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path, found in (
        (file, (True, True, False)),
        (tmp_path, (True, False, True)),
        (tmp_path / "link", (False,) * 3),
    ):
        assert (exists(path), is_file(path), is_folder(path)) == found


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3000, "a.txt/b"])
def test_name_that_cannot_be_is_not_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").touch()
    assert _seen(tmp_path / name) == (False, False, False)


def test_file_in_a_folder_that_may_not_be_entered_is_not_seen(tmp_path: Path) -> None:
    (closed := tmp_path / "closed").mkdir()
    (closed / "p.nishan").touch()
    closed.chmod(0o000)
    try:
        with without_rights():
            assert _seen(closed / "p.nishan") == (False, False, False)
    finally:
        closed.chmod(0o700)
