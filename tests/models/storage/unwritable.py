"""Folders that nothing can be written into, in the two ways that a test can make them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.models.helpers import without_rights


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
