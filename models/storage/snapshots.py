"""A project as it is now, to look at: its file where nobody writes it, else a copy that is a moment of it.

Copies are made by reading files, from a process that has the project not open, while another one may be writing it.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.base.errors import Damaged, UserError
from models.storage import leftovers, lock_note, opening
from models.storage.header import SIZE
from models.storage.opening import Migrate

_TRIES = 25
_ENDS = ("", "-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A connection that cannot write. `as_of`: when the copy was made; None when it is the project's own file.

    `folder` holds the copy, and goes when the connection is closed.
    """

    conn: sqlite3.Connection
    as_of: datetime | None = None
    folder: Path | None = None

    def remove(self) -> None:
        """Remove the copy, after the connection is closed."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def open_copy(path: Path, migrate: Migrate, *, changing: bool = False) -> Snapshot:
    """Connect to the project at `path`, or to a copy, without writing anything near it.

    `changing`: somebody has it open. A copy is brought up to date by `migrate`. Raises UserError as opening does.
    """
    if lock_note.is_ours(path):
        raise UserError(f"{path}: this project is open already, in another window of this program; use that one.")
    found = opening.check_header(path)
    left = leftovers.adjacent(path)
    if not changing and left is None and found.user_version == opening.newest() and not _is_in_use(path):
        opening.check_length(path, found)
        return Snapshot(_connect(path))
    return _copied(path, migrate)


def _is_in_use(path: Path) -> bool:
    return lock_note.owner_of(path) is not None or opening.is_locked(path)


def _connect(path: Path) -> sqlite3.Connection:
    """A connection that takes no lock and makes no file: nobody writes this one."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    conn = sqlite3.connect(uri, uri=True, check_same_thread=False)
    try:
        opening.settle(conn)
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return conn
    except sqlite3.DatabaseError as error:
        conn.close()
        raise Damaged(f"{path}: the project is damaged ({error}); {opening.WAYS_OUT}.") from error


def _copied(path: Path, migrate: Migrate) -> Snapshot:
    folder = Path(tempfile.mkdtemp(prefix="nishan-"))
    try:
        copy = folder / "copy.nishan"
        at = take(path, copy)
        _mend(copy, path, migrate)
        return Snapshot(_connect(copy), at, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _mend(copy: Path, path: Path, migrate: Migrate) -> None:
    """Let the copy have in one file, of this version, what the project and its log hold. Raises UserError."""
    try:
        conn = sqlite3.connect(copy)
        try:
            conn.execute("PRAGMA synchronous = OFF")  # it need not outlive a crash
            conn.execute("PRAGMA journal_mode = DELETE")
            opening.settle(conn)
            opening.verify(conn, path)
            opening.bring_up_to_date(conn, path, migrate)
        finally:
            conn.close()
    except sqlite3.DatabaseError as error:
        raise Damaged(f"{path}: the project is damaged ({error}); {opening.WAYS_OUT}.") from error


# --- copying --------------------------------------------------------------------------------------------------


def take(path: Path, copy: Path) -> datetime:
    """Copy the project at `path` to `copy`, with what lies beside it, as it was at one moment; that moment.

    For a project that this process has not open. Raises UserError when it cannot be copied.
    """
    try:
        for attempt in range(_TRIES):
            time.sleep(min(0.02 * attempt, 0.2))
            before, at = _state(path), datetime.now()
            _copy(path, copy)
            if before is not None and before == _state(path):
                return at
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(
            f"{path}: the project cannot be copied to look at it ({reason}); make room and do it again."
        ) from error
    raise UserError(f"{path}: the project is being changed all the time; look at it a little later.")


def _copy(path: Path, copy: Path) -> None:
    """The file before its log: a change that is folded in meanwhile is still in the log that is copied then."""
    path = path.resolve()
    for end in _ENDS:
        beside, to = path.with_name(path.name + end), copy.with_name(copy.name + end)
        to.unlink(missing_ok=True)
        try:
            shutil.copyfile(beside, to)
        except FileNotFoundError:
            if not end:
                raise


def _state(path: Path) -> tuple[object, ...] | None:
    """What is not the same before and after any change that a copy could be torn by; None while one is under way."""
    path = path.resolve()
    stat = path.stat()
    journal = _first_bytes(path.with_name(path.name + "-journal"), 28)
    if any(journal) and opening.is_locked(path):
        return None
    log = _first_bytes(path.with_name(path.name + "-wal"), 32)  # with the salts, which are new after each round
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, _first_bytes(path, SIZE), log, journal


def _first_bytes(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        return b""
