"""The files beside a project: SQLite's log, its index and rollback journal, and this program's lock note."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from models.storage import patience

WAL, SHM, JOURNAL, LOCK = "-wal", "-shm", "-journal", ".lock"
SQLITE = (WAL, SHM, JOURNAL)
ALL = (*SQLITE, LOCK)


def real_file(path: Path) -> Path:
    """Return the file that a path leads to, with all links followed."""
    return Path(os.path.realpath(path))


def sidecar(project: Path, suffix: str) -> Path:
    """Return the path of a sidecar, which is named after the project's real file."""
    real = real_file(project)
    return real.with_name(real.name + suffix)


def remove(project: Path, suffixes: Iterable[str]) -> None:
    """Remove these sidecars of a project that nobody has open. Raises OSError."""
    for suffix in suffixes:
        patience.remove(sidecar(project, suffix))


def remove_project(path: Path) -> None:
    """Remove an unfinished project file and its sidecars, as far as they can be removed."""
    for suffix in ("", *ALL):
        with suppress(OSError):  # where nothing could be written, nothing can be removed
            patience.remove(path.with_name(path.name + suffix))
