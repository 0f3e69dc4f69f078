"""Open a project: refuse one that is in use or damaged, recover from an unclean end, connect exclusively, migrate."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.base.errors import Damaged, Foreign, ForeignLog, NotWritable, OpenElsewhere, UserError, brief
from models.base.program import command_name
from models.storage import file_lock, leftovers, lock_note, tokens
from models.storage.disk import atomic, regular, sidecars
from models.storage.disk.sidecars import JOURNAL, WAL, real_file, sidecar
from models.storage.disk.volumes import LOCAL, Drive
from models.storage.integrity import integrity_error
from models.storage.looking import owed
from models.storage.looking.found import NOTHING, Broken, Found
from models.storage.raw import header
from models.storage.raw.header import Header
from models.storage.sqlite_connections import connect, harden
from models.storage.tables import foreign

if TYPE_CHECKING:
    from models.storage.looking.touched import Touched

Migrate = Callable[[sqlite3.Connection], None]
Before = Callable[[sqlite3.Connection, Path], None]
REPAIR_HINT = f"restore a backup of it, or save what is left with: {command_name()} recover BROKEN NEW"
_TRIES = 3  # to connect: together within a second
_LONG = 250 if os.name == "nt" else 500  # bytes of a path, beyond which the system or SQLite may not open it
_NOT_WRITABLE = "the project or its folder cannot be written; copy it to a folder of yours and open the copy."


@dataclass(frozen=True, slots=True)
class Opening:
    """How a project is to be opened.

    `drive`: where it lies; on a shared one there is no write-ahead log, and the lock note of another machine counts.
    `despite_note`: open it although such a note says that it is open there.
    `before_migration`: called with the connection and the path before the tables are brought up to date; the
    connection is in no transaction, and what this raises stops the opening.
    """

    drive: Drive = LOCAL
    despite_note: bool = False
    before_migration: Before | None = None


USUAL = Opening()


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to a project. `ended_unexpectedly`: the last session did, and what it touched was looked at.

    `found` is what was found then. `owes_look`: the rest of the project has not been looked at since such an end.
    """

    conn: sqlite3.Connection
    ended_unexpectedly: bool = False
    owes_look: bool = False
    found: Found = NOTHING


def open_exclusively(path: Path, migrate: Migrate, how: Opening = USUAL) -> Opened:
    """Open the project at `path` with the one connection that this process may have to it.

    `migrate` is called inside a transaction when the file is of an older version. Raises UserError if the file is
    missing, no project or newer than this program; OpenElsewhere, NotWritable, Foreign or Damaged.
    """
    found, owner = check_header(path), lock_note.owner_of(path)
    _refuse_owner(path, owner, how)
    if is_locked(path):
        raise _open_elsewhere(path, owner)
    if not is_writable(path):
        raise NotWritable(f"{path}: {_NOT_WRITABLE}")
    leftovers.take_lost(path, found)
    touched = read_touched(path) if check_leftovers(path, found) else None
    wal = not how.drive.is_shared
    conn = _connect_alone(path, owner, wal=wal)
    try:
        lock_note.claim(path)  # before anything is written: a journal is told by the process that the note names
        leftovers.remove_stale(path, wal=wal)
        seen = look_at(conn, path, touched)
        migrate_file(conn, path, migrate, how.before_migration)
        if touched is not None:
            owed.write(conn, owed.OWED)
        return Opened(conn, touched is not None, bool(owed.read(conn)), seen)
    except BaseException as error:
        conn.close()
        lock_note.release(path)
        if isinstance(error, OSError):  # the drive is gone
            raise NotWritable(f"{path}: {_NOT_WRITABLE}") from error
        raise


def _refuse_owner(path: Path, owner: lock_note.LockOwner | None, how: Opening) -> None:
    if owner is not None and how.drive.is_shared and not owner.is_here and not how.despite_note:
        raise OpenElsewhere(
            f"{path}: a note beside it says that {owner} has the project open; close it there first. "
            f"If it is not open there any more, remove {path.name}.lock.",
            owner,
            certain=False,
        )


def check_header(path: Path) -> Header:
    """Return the header of a project that this program can open, whatever lies beside it. Raises UserError."""
    if regular.is_ours(path):
        raise UserError(f"{path}: this project is open already, in another window of this program; use that one.")
    found = header.read(path)
    if found is None:
        raise UserError(f"{path}: not a Nishan project (it is no SQLite file); import texts into a project instead.")
    if found.application_id != header.APPLICATION_ID:
        raise UserError(f"{path}: a SQLite database of another program, not a Nishan project; choose a .nishan file.")
    sidecars.refuse_odd(path)
    refuse_newer(path, found.user_version)
    if not found.is_sane:
        raise damaged(path, "its first page makes no sense")
    return found


def damaged(path: Path, found: str, *, after_end: bool = False) -> Damaged:
    """Return the error for a project in which `found` is wrong; `after_end`: that came with an unclean end."""
    after = "the last session ended unexpectedly, and " if after_end else ""
    return Damaged(f"{path}: {after}the project is damaged ({found}); {REPAIR_HINT}.", found)


def refuse_newer(path: Path, version: int) -> None:
    """Raise UserError for a version of the tables that this program does not know."""
    if version > header.VERSION:
        raise UserError(
            f"{path}: made by a newer Nishan (file version {version}, this program knows {header.VERSION}); "
            "update Nishan to open it."
        )


def check_length(path: Path, found: Header) -> None:
    """Raise Damaged when the file, which has no log or journal, is shorter than its header says."""
    length = path.stat().st_size
    if length < found.length:
        raise damaged(path, f"cut short: {length} of {found.length} bytes are there")


def is_writable(path: Path) -> bool:
    """Whether this user may write the project and create files in its folder; not for one that is open here.

    It is tried: the rights that the system reports leave out what access lists, shares and drives refuse.
    """
    try:
        path.open("r+b").close()
    except OSError as error:
        return error.errno not in atomic.REFUSALS
    return atomic.takes_files(path.resolve().parent)


def is_locked(path: Path) -> bool:
    """Whether another process has locked the project; False where only a connection can tell.

    For a project that this process does not have open: closing the file here would drop its locks.
    """
    return file_lock.is_locked(path)


def check_leftovers(file: Path, found: Header, path: Path | None = None) -> bool:
    """Whether the last session ended uncleanly. Raises UserError for a log or journal that must not be applied.

    `path`: the project that is spoken of, where `file` is a copy of it with its log.
    """
    left = leftovers.find_leftover(file)
    if left is None:
        if path is None:
            check_length(file, found)
        return False
    if leftovers.is_foreign(left, file, found, path):
        raise _foreign(path or file, left)
    for each in left.headers:
        refuse_newer(path or file, each.user_version)
    return True


def _foreign(path: Path, left: leftovers.Leftover) -> ForeignLog:
    log = sidecar(path, JOURNAL if left.is_journal else WAL)
    owner = lock_note.owner_of(path)
    changes = leftovers.last_change(log) + (f", by {owner.user} on {owner.host}" if owner else "")
    return ForeignLog(
        f"{path}: beside it lies {log.name} with the last changes of another copy of this project ({changes}); if this "
        f"copy was put in its place, move {log.name} to another folder, then open the project. Keep it: its changes "
        "are nowhere else, and only the copy that they were made in can take them.",
        changes,
    )


def _connect_alone(path: Path, owner: lock_note.LockOwner | None, *, wal: bool) -> sqlite3.Connection:
    """Connect, with retries: two processes that begin at the same moment refuse each other, and one must get it.

    The process that has retried and still sees a lock is the one that is refused.
    """
    for _ in range(_TRIES - 1):
        try:
            return _connect(path, owner, wal=wal)
        except OpenElsewhere:
            if is_locked(path):
                raise
            time.sleep(0.01 + os.urandom(1)[0] / 2500)  # seconds; `random` would be loaded at every start
    return _connect(path, owner, wal=wal)


def _connect(path: Path, owner: lock_note.LockOwner | None, *, wal: bool) -> sqlite3.Connection:
    try:
        conn = connect(path, timeout=0.2)
    except sqlite3.OperationalError as error:
        raise _refusal(path, error, owner) from error
    try:
        conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        conn.execute("PRAGMA mmap_size = 0")  # a drive that goes away must be an error, not a signal
        harden(conn)
        foreign.refuse(conn, path)  # before anything that could run a part of it, or change the file
        conn.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("ROLLBACK")
        return conn
    except Foreign:
        conn.close()
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter: SQLite quotes what is damaged
        conn.close()
        raise _refusal(path, error, owner) from error


def _open_elsewhere(path: Path, owner: lock_note.LockOwner | None) -> OpenElsewhere:
    who = f" by {owner}" if owner else ""
    return OpenElsewhere(f"{path}: the project is open in another window{who}; close it there first.", owner)


def _refusal(path: Path, error: Exception, owner: lock_note.LockOwner | None) -> UserError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _open_elsewhere(path, owner)
        case sqlite3.SQLITE_CANTOPEN if len(os.fsencode(real_file(path))) > _LONG:
            return UserError(f"{path}: the path is too long for SQLite; move the project to a higher folder.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_IOERR:
            return NotWritable(f"{path}: {_NOT_WRITABLE}")
        case sqlite3.SQLITE_FULL:
            return NotWritable(f"{path}: the disk is full, and the project cannot be opened; make room first.")
        case _:
            return damaged(path, brief(error))


def read_touched(path: Path) -> Touched:
    """Read what the last session left beside the project, which nobody has open."""
    from models.storage.looking.touched import read  # noqa: PLC0415 - most sessions end well

    return read(path)


def look_at(conn: sqlite3.Connection, path: Path, touched: Touched | None, *, marks: bool = True) -> Found:
    """Look at what an unclean end `touched` (None: there was none), or at all where that has to be now. Raises Damaged.

    All: the tables are of an older version, or damage was found before. `marks`: whether damage is marked in the file.
    """
    broken, seen = "", NOTHING
    was_damaged = marks and owed.read(conn) == owed.DAMAGED
    if was_damaged or (touched is not None and _is_older(conn)):
        broken = integrity_error(conn)  # a second for each 100 MB or so
        seen = Found(lost=touched.lost) if touched is not None else NOTHING
    elif touched is not None:
        from models.storage.looking.look import look  # noqa: PLC0415 - most sessions end well

        try:
            seen = look(conn, touched)
        except Broken as error:
            broken = str(error)
    if not broken:
        if was_damaged:
            owed.write(conn, owed.OWED)
        return seen
    if marks and not _is_older(conn):
        owed.write(conn, owed.DAMAGED)
    raise damaged(path, broken, after_end=touched is not None)


def _is_older(conn: sqlite3.Connection) -> bool:
    return bool(conn.execute("PRAGMA user_version").fetchone()[0] < header.VERSION)


def migrate_file(conn: sqlite3.Connection, path: Path, migrate: Migrate, before: Before | None = None) -> None:
    """Migrate tables of an older version, all steps or none. Raises UserError; then the file is unchanged."""
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    refuse_newer(path, version)
    if version == header.VERSION:
        return
    if before is not None:
        before(conn, path)
    try:
        conn.execute("BEGIN IMMEDIATE")  # around the transactions of the single steps
        migrate(conn)
        if conn.execute("PRAGMA user_version").fetchone() != (header.VERSION,):
            raise damaged(path, "its list of steps is another's")
        tokens.renew_where_kept(conn)
        conn.execute("COMMIT")
    except BaseException as error:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        if isinstance(error, (sqlite3.DatabaseError, UnicodeDecodeError)):
            raise UserError(f"{path}: the project cannot be brought up to date ({error}); it is as it was.") from error
        raise
