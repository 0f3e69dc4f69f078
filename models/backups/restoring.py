"""Restore a backup as a new project, or in the place of one. Whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from models.base.errors import Foreign, OpenElsewhere, UserError, error_text
from models.base.presence import exists
from models.base.report import Progress, no_progress
from models.base.uids import new_uid
from models.project.project import Project
from models.storage import leftovers, opening, outputs, page_copy, project_file
from models.storage.disk import atomic, patience, regular, sidecars
from models.storage.disk.atomic import sync_file, sync_folder
from models.storage.disk.sidecars import real_file
from models.storage.page_copy import CopySource
from models.storage.sqlite_connections import connect_read_only

_PIECE = 1 << 20  # bytes copied at once


def restore_copy(backup: Path, path: Path, progress: Progress = no_progress) -> None:
    """Make a new project of a backup, with a uid of its own: it shares no backups with the one that it comes from.

    Raises UserError when the backup is damaged, or there is something at `path`; and Cancelled.
    """
    outputs.refuse_new(path)
    draft = prepare(backup, path, progress)
    try:
        with Project.open(draft) as project, project.transaction():
            project.put_row("meta", {"key": "uid", "value": new_uid()})
        sync_file(draft)
        project_file.publish(draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise _cannot_restore(path, error) from error
    finally:
        sidecars.remove_project(draft)


def prepare(backup: Path, path: Path, progress: Progress = no_progress) -> Path:
    """Return a verified copy of the backup in the folder of `path`, which may be open, for `replace_project`.

    The caller removes it with `sidecars.remove_project` when it is not used. Raises UserError when the backup is
    damaged or there is no room, and Cancelled; then nothing is left.
    """
    draft = atomic.draft_path(real_file(path))
    try:
        _copy(backup, draft, progress)
        if found := _damage(draft, progress):
            raise UserError(f"{backup.name}: this backup is damaged ({found}); choose another one.")
        return draft
    except BaseException as error:
        sidecars.remove_project(draft)
        if isinstance(error, OSError):
            raise _cannot_restore(path, error) from error
        raise


def replace_project(draft: Path, path: Path, *, keep: bool = False) -> Path | None:
    """Put the draft of `prepare` in the place of the project at `path`, which nobody has open.

    With `keep`, the old file gets another name beside it, which is returned: for a project that is too damaged to be
    backed up first. Raises UserError; then the project is unchanged.
    """
    path = real_file(path)
    try:
        if opening.is_locked(path):
            raise OpenElsewhere(f"{path}: the project is open in another window; close it there first.")
        kept = _keep_old(path) if keep and exists(path) else None
        with suppress(OSError):  # the backup's own rights are its owner's alone
            shutil.copymode(path, draft)
        if leftovers.foreign(path) is not None:
            leftovers.set_aside(path)
        sidecars.remove(path, sidecars.SQLITE)  # SQLite would take those of the old file for the new one's
        patience.replace(draft, path)
        sync_folder(path.parent)
        return kept
    except OSError as error:
        raise _cannot_restore(path, error) from error
    finally:
        sidecars.remove_project(draft)


def _copy(backup: Path, draft: Path, progress: Progress) -> None:
    whole, done = backup.stat().st_size, 0
    with regular.open_regular(backup) as source, draft.open("xb") as target:
        while piece := source.read(_PIECE):
            target.write(piece)
            done += len(piece)
            progress(done, whole)
    sync_file(draft)


def _damage(draft: Path, progress: Progress) -> str:
    try:
        with closing(connect_read_only(draft)) as conn:
            return page_copy.damage(CopySource(draft, conn), progress, draft)
    except Foreign as error:
        return error.found
    except sqlite3.DatabaseError as error:
        return str(error)


def _keep_old(path: Path) -> Path:
    """Copy a project and SQLite's sidecars to a second name; the first one stays. Returns the second one."""
    kept = path.with_name(f"{path.stem} (damaged, {datetime.now():%Y-%m-%d %H.%M.%S}){path.suffix}")
    shutil.copy2(path, kept)
    for suffix in sidecars.SQLITE:
        if exists(beside := sidecars.sidecar(path, suffix)):
            shutil.copy2(beside, sidecars.sidecar(kept, suffix))
    return kept


def _cannot_restore(path: Path, error: OSError) -> UserError:
    why = error_text(error)
    return UserError(f"{path}: the backup cannot be restored here ({why}); make room or choose another folder.")
