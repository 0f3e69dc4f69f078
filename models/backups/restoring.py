"""A backup as a project again: as a new file, or in the place of one. Whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from models.backups.backing_up import folder_to_disk
from models.base.errors import OpenElsewhere, UserError
from models.base.report import Progress, no_progress
from models.project.project import Project
from models.storage import atomic, opening, page_copy, project_file
from models.storage.page_copy import to_disk

_PIECE = 1 << 20  # bytes copied at once
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside an open file


def restore_copy(backup: Path, path: Path, progress: Progress = no_progress) -> None:
    """Make a new project of a backup, one of its own: it has other backups than the one that it comes from.

    Raises UserError when the backup is damaged, or there is something at `path`; and Cancelled.
    """
    if os.path.lexists(path):
        raise UserError(f"{path}: there is a file of that name already; choose another name.")
    draft = prepare(backup, path, progress)
    try:
        with Project.open(draft) as project, project.transaction():
            project.put_row("meta", {"key": "uid", "value": str(uuid.uuid4())})
        to_disk(draft)
        project_file.publish(draft, path)
        folder_to_disk(path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        discard(draft)


def prepare(backup: Path, path: Path, progress: Progress = no_progress) -> Path:
    """A copy of the backup in the folder of `path`, on the disk and sound, for `put`: nobody need close anything yet.

    Raises UserError when the backup is damaged or there is no room, and Cancelled; then nothing is left behind.
    """
    draft = atomic.draft_path(_file(path))
    try:
        _copy(backup, draft, progress)
        found = _damage(draft, progress)
        if found:
            raise UserError(f"{backup.name}: this backup is damaged ({found}); choose another one.")
        return draft
    except BaseException as error:
        discard(draft)
        if isinstance(error, OSError):
            raise _cannot(path, error) from error
        raise


def put(draft: Path, path: Path, *, keep: bool = False) -> Path | None:
    """Put what `prepare` made in the place of the project at `path`, which nobody has open.

    With `keep`, what was there stays beside it under another name, which is returned: for a project that is too
    damaged to be backed up first. Raises UserError; then the project is as it was.
    """
    path = _file(path)
    try:
        if opening.is_locked(path):
            raise OpenElsewhere(f"{path}: the project is open in another window; close it there first.")
        aside = _put_aside(path) if keep and path.exists() else None
        for ending in _BESIDE:  # of the project as it was: they must not be taken for the new one's
            _beside(path, ending).unlink(missing_ok=True)
        draft.replace(path)
        folder_to_disk(path.parent)
        return aside
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        discard(draft)


def _file(path: Path) -> Path:
    """The project's own file, whatever links lead to it: they stay, and it is what SQLite names its files after."""
    return Path(os.path.realpath(path))


def _copy(backup: Path, draft: Path, progress: Progress) -> None:
    whole, done = backup.stat().st_size, 0
    with backup.open("rb") as source, draft.open("xb") as target:
        while piece := source.read(_PIECE):
            target.write(piece)
            done += len(piece)
            progress(done, whole)
        target.flush()
        os.fsync(target.fileno())


def _damage(draft: Path, progress: Progress) -> str:
    try:
        copy = page_copy.open_to_read(draft)
        with closing(copy.conn):
            return page_copy.damage(copy, progress)
    except sqlite3.DatabaseError as error:
        return str(error)


def _put_aside(path: Path) -> Path:
    """Give a project a second name, with what SQLite has beside it; the first one stays."""
    aside = path.with_name(f"{path.stem} (damaged, {datetime.now():%Y-%m-%d %H.%M.%S}){path.suffix}")
    for ending in ("", *_BESIDE):
        if _beside(path, ending).exists():
            shutil.copy2(_beside(path, ending), _beside(aside, ending))
    return aside


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def discard(draft: Path) -> None:
    """Leave what `prepare` made."""
    for ending in ("", *_BESIDE, ".lock"):
        with suppress(OSError):  # where nothing could be written, nothing can be removed
            _beside(draft, ending).unlink(missing_ok=True)


def _cannot(path: Path, error: OSError) -> UserError:
    why = (error.strerror or str(error)).lower()
    return UserError(f"{path}: the backup cannot be restored here ({why}); make room or choose another folder.")
