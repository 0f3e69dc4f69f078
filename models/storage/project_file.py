"""The project file on disk: created whole, and what it means when it refuses to be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from models.base.errors import Damaged, DiskRefused, UserError, error_text
from models.base.file_names import refuse_for_windows
from models.base.presence import is_folder
from models.base.report import no_progress
from models.base.unprintable import file_name
from models.storage import outputs, tokens
from models.storage.disk import atomic
from models.storage.sqlite_connections import connect_read_only

if TYPE_CHECKING:
    from models.storage.page_copy import CopySource


def create(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a project at `path`, whole or not at all: `fill` makes its tables and their first rows.

    Raises UserError if there is something at `path`, or its folder cannot be written.
    """

    def write(draft: Path) -> None:
        with closing(sqlite3.connect(draft)) as conn:
            conn.execute("PRAGMA foreign_keys = ON")
            conn.execute("PRAGMA synchronous = OFF")  # see `make`
            fill(conn)

    make(path, write)


def copy(source: CopySource, draft: Path) -> str:
    """Write an open project to a draft; return its damage in a few words, or "".

    Raises UserError when the project cannot be read, and sqlite3.OperationalError.
    """
    try:
        source.rows("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(draft),))  # the name may be no UTF-8
        with suppress(OSError):  # it may be gone
            shutil.copymode(source.path, draft)
        return damage_of(draft, source)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise write_failure(source.path, error) from error


def damage_of(draft: Path, source: CopySource | None = None) -> str:
    """Return what is damaged in a copy, or lacks of what is in its source; "" for a sound one."""
    from models.storage import page_copy  # noqa: PLC0415 - no part of a start

    with closing(connect_read_only(draft)) as conn:
        copied = page_copy.CopySource(draft, conn)
        return page_copy.damage(copied, no_progress, draft) or (page_copy.missing(source, copied) if source else "")


def make(path: Path, write: Callable[[Path], None]) -> None:
    """Make a project at `path`, whole or not at all: `write` makes a draft of it, which gets a token of its own.

    Raises UserError if there is something at `path`, its folder cannot be written or what `write` does.
    """
    refuse_for_windows(path)
    outputs.refuse_new(path)
    with atomic.draft_of(path) as draft:
        try:
            if not is_folder(path.parent):
                raise FileNotFoundError(2, "no such folder", str(path.parent))
            write(draft)
            with closing(sqlite3.connect(draft)) as conn:
                conn.execute("PRAGMA synchronous = OFF")  # the draft is synced whole before it gets its name
                tokens.give_own(conn)
            atomic.sync_file(draft)
        except (OSError, sqlite3.OperationalError) as error:
            raise _cannot_make(path, error) from error
        publish(draft, path)


def publish(draft: Path, path: Path) -> None:
    """Give a finished, closed project file its name, never over another file. Raises UserError."""
    try:
        atomic.publish(draft, path)
    except FileExistsError as error:
        raise UserError(f"{path}: another program just made a file of that name; choose another name.") from error
    except OSError as error:
        raise _cannot_make(path, error) from error


def _cannot_make(path: Path, error: Exception) -> UserError:
    return UserError(f"{path}: the project cannot be made here ({error_text(error)}); choose another folder.")


def moved(path: Path) -> DiskRefused:
    """Return the error for a project whose file lost its name while it was open: what is written would be lost."""
    name = file_name(path.name)
    why = f"{name} was moved, replaced or removed while it is open; put it back, or save everything elsewhere."
    return DiskRefused(f"{path}: was moved, replaced or removed, so this was not saved; put it back.", why)


def changed(path: Path) -> DiskRefused:
    """Return the error for a project whose content another program changed while it was open."""
    name = file_name(path.name)
    why = f"{name} was changed by another program while it is open; put it back, or save everything elsewhere."
    sentence = f"{path}: was changed by another program while it is open, so this was not saved; put it back as it was."
    return DiskRefused(sentence, why)


def unreadable(path: Path, refusal: DiskRefused) -> DiskRefused:
    """Return the error for what cannot be read since the file is not as it was left, which is what `refusal` says."""
    return DiskRefused(
        f"{path}: was changed by another program while it is open, and this cannot be read; put it back as it was, "
        "or save everything elsewhere.",
        refusal.why,
    )


def keep_in_memory(conn: sqlite3.Connection) -> None:
    """Prepare for a transaction that writes nothing to the disk before its commit; temporary tables never do."""
    conn.execute("PRAGMA cache_spill = OFF")
    _change_journal(conn, "delete", "memory")


def use_disk(conn: sqlite3.Connection) -> None:
    """Undo `keep_in_memory`."""
    conn.execute("PRAGMA cache_spill = ON")
    _change_journal(conn, "memory", "delete")


def _change_journal(conn: sqlite3.Connection, before: str, after: str) -> None:
    """Change the kind of rollback journal; a write-ahead log, which is written at a commit only, stays."""
    if conn.execute("PRAGMA journal_mode").fetchone()[0] != before:
        return
    conn.execute("PRAGMA locking_mode = NORMAL")  # an exclusive connection goes on with the journal that it has open
    try:
        conn.execute("SELECT 1 FROM sqlite_schema").fetchone()
        conn.execute(f"PRAGMA journal_mode = {after}")
    finally:  # the drive may be gone; when it comes back, nobody else may have the project
        conn.execute("PRAGMA locking_mode = EXCLUSIVE")


def write_failure(path: Path, error: Exception) -> UserError:
    """Return the error for a transaction that failed for a reason outside the program."""
    name = file_name(path.name)
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            sentence = f"{path}: the disk is full, so this was not saved; make room and do it again."
            return DiskRefused(sentence, f"The disk that has {name} is full; make room on it.")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN:
            sentence = f"{path}: the disk refused to write ({error}), so this was not saved; check the drive."
            return DiskRefused(sentence, f"The disk refuses to write {name} ({error}); check the drive.")
        case _:
            return Damaged(f"{path}: the project is damaged ({error}); go back to a copy of it.")
