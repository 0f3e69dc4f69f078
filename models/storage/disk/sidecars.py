"""The files beside a project: SQLite's log, its index and rollback journal, and this program's lock note."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from models.base.errors import UserError, error_text
from models.storage.disk import patience, regular

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


def open_sidecar(project: Path, suffix: str) -> BinaryIO:
    """Open a sidecar to read its bytes. Raises OSError for what is missing, a link, or no regular file."""
    return regular.open_regular(sidecar(project, suffix), follow=False)


def refuse_odd(project: Path) -> None:
    """Raise UserError where SQLite would write through a link or wait for a pipe in the place of a sidecar of its own.

    Call it before connecting.
    """
    for suffix in SQLITE:
        path = sidecar(project, suffix)
        try:
            if what := _oddity(path):
                raise UserError(f"{path}: {what} lies where SQLite keeps changes of the project; move it away first.")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UserError(f"{path}: cannot be looked at ({error_text(error)}).") from error


def _oddity(path: Path) -> str:
    """Return what a sidecar is, if SQLite must not open it. Raises OSError."""
    found = path.lstat()
    if what := regular.kind(found.st_mode):
        return what
    return "a file that has another name, too (a hard link)," if found.st_nlink > 1 else ""


def remove(project: Path, suffixes: Iterable[str]) -> None:
    """Remove these sidecars of a project that nobody has open. Raises OSError."""
    for suffix in suffixes:
        patience.remove(sidecar(project, suffix))


def remove_project(path: Path) -> None:
    """Remove an unfinished project file and its sidecars, as far as they can be removed."""
    for suffix in ("", *ALL):
        with suppress(OSError):  # where nothing could be written, nothing can be removed
            patience.remove(path.with_name(path.name + suffix))
