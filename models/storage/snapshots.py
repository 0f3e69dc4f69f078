"""Open a project read-only: its own file where no process writes it, otherwise a consistent copy of it.

Copies are made by reading files, in a process that does not have the project open, while another may be writing it.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.base.errors import Foreign, UserError, brief, error_text
from models.storage import leftovers, lock_note, opening
from models.storage.disk import regular, sidecars
from models.storage.looking.found import NOTHING, Found
from models.storage.opening import Migrate
from models.storage.raw import header, journal, wal
from models.storage.raw.header import SIZE
from models.storage.sqlite_connections import connect, connect_read_only, harden
from models.storage.tables import foreign

_TRIES = 25
_COPY = "copy.nishan"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A connection that cannot write. `as_of`: when it was copied, where somebody has it open.

    `folder` holds the copy, and is removed after the connection is closed. `left_out`: what is foreign in the project's
    schema, and is not in the copy. `found`: in what lay beside the project, as it was folded into the copy.
    """

    conn: sqlite3.Connection
    as_of: datetime | None = None
    folder: Path | None = None
    left_out: tuple[str, ...] = ()
    found: Found = NOTHING

    def file(self, path: Path) -> Path:
        """Return the file that is read in place of the one at `path`."""
        return path if self.folder is None else self.folder / _COPY

    def remove(self) -> None:
        """Remove the copy, after the connection is closed."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def open_snapshot(path: Path, migrate: Migrate, *, changing: bool = False) -> Snapshot:
    """Connect to the project at `path`, or to a copy, without writing anything in its folder.

    `changing`: another process has it open. `migrate` brings a copy up to date, in which what is foreign is left out.
    Raises UserError as opening does.
    """
    found = opening.check_header(path)
    in_use = changing or lock_note.owner_of(path) is not None or opening.is_locked(path)
    if not in_use and found.user_version == header.VERSION and leftovers.find_leftover(path) is None:
        opening.check_length(path, found)
        with suppress(Foreign):
            return Snapshot(_connect(path, path))
    return _copied(path, migrate, in_use=in_use)


def _connect(file: Path, path: Path) -> sqlite3.Connection:
    with _damage_told(path):
        return connect_read_only(file)


def _copied(path: Path, migrate: Migrate, *, in_use: bool) -> Snapshot:
    folder = Path(tempfile.mkdtemp(prefix="nishan-"))
    try:
        copy = folder / _COPY
        at = copy_project(path, copy)
        if (copied := header.read(copy)) is not None:
            opening.check_leftovers(copy, copied, path)
        left_out, seen = _recover(copy, path, migrate)
        return Snapshot(_connect(copy, path), at if in_use else None, folder, left_out, seen)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _recover(copy: Path, path: Path, migrate: Migrate) -> tuple[tuple[str, ...], Found]:
    """Fold what lies beside the copy into it, without what is foreign; look at what that touched, and migrate.

    Returns what was left out, and what was found. Raises UserError.
    """
    touched = opening.read_touched(copy)
    with _damage_told(path), closing(connect(copy)) as conn:
        conn.execute("PRAGMA synchronous = OFF")  # it need not outlive a crash
        harden(conn)
        left_out = foreign.leave_out(conn, path)  # first of all that reads the schema
        conn.execute("PRAGMA journal_mode = DELETE")
        seen = opening.look_at(conn, path, touched, marks=False)
        opening.migrate_file(conn, path, migrate)
        return left_out, seen


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Raise Damaged, which names the project at `path`, for an error of SQLite, which quotes what is damaged."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise opening.damaged(path, brief(error)) from error


def copy_project(path: Path, copy: Path) -> datetime:
    """Copy the project at `path` and its log or journal to `copy`, in one consistent state; return when that was.

    For a project that this process does not have open. Raises UserError when it cannot be copied.
    """
    try:
        for attempt in range(_TRIES):
            time.sleep(min(0.02 * attempt, 0.2))
            before, at = _state(path), datetime.now()
            _copy(path, copy)
            if before is not None and before == _state(path):
                return at
    except OSError as error:
        why = f"the project cannot be copied to look at it ({error_text(error)}); make room and do it again."
        raise UserError(f"{path}: {why}") from error
    raise UserError(f"{path}: the project is being changed all the time; look at it a little later.")


def _copy(path: Path, copy: Path) -> None:
    """Copy the file before its log: a change that is checkpointed meanwhile is still in the log that is copied then."""
    shutil.copyfile(path, copy)
    for suffix in (sidecars.WAL, sidecars.JOURNAL):
        to = sidecars.sidecar(copy, suffix)
        to.unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(sidecars.sidecar(path, suffix), to)


def _state(path: Path) -> tuple[object, ...] | None:
    """Return what every change that could tear a copy alters; None while a change is under way."""
    stat = path.stat()
    undone = _first_bytes(sidecars.sidecar(path, sidecars.JOURNAL), journal.HEADER_SIZE)
    if any(undone) and opening.is_locked(path):
        return None
    log = _first_bytes(sidecars.sidecar(path, sidecars.WAL), wal.HEADER_SIZE)
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, _first_bytes(path, SIZE), log, undone


def _first_bytes(path: Path, size: int) -> bytes:
    try:
        with regular.open_regular(path) as file:
            return file.read(size)
    except FileNotFoundError:
        return b""
