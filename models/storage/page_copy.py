"""A project's pages into another file while the project stays in use, and whether the copy is sound.

SQLite's backup in small steps: each holds the connection for as long as `PAGES` pages take, far below a
millisecond where the file is in memory. What the same connection writes meanwhile SQLite carries over into the
pages copied already, so that the copy is the project at the moment it was finished. `VACUUM INTO` would hold the
connection all the time: 0.5 s for 77 MB, where labelling beside the steps took 1.3 ms (p95) instead of 0.8 ms.
Projects of a few MB are copied in one or two hundredths of a second either way, so there is one way.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.base.errors import Cancelled, UserError
from models.base.report import Progress
from models.storage.rows import digest

PAGES = 64
NAP = 0.002  # seconds between two steps, at least: a lock that is free for no time is not free
PATIENCE = 5.0  # seconds for a transaction that stays open
_FLUSH = 128  # steps after which what was copied goes to the disk, so that there is little left to wait for at the end
_SLICE = 2_000  # rows counted at once
_OPCODES = 100_000  # of SQLite between two looks whether to stop


class Busy(UserError):  # noqa: N818 - nothing went wrong
    """A transaction is open and stays open: the copy has to wait for a better time."""


@dataclass(frozen=True, slots=True)
class CopySource:
    """The one connection to a project file that is open, and the lock of those who use it."""

    path: Path
    conn: sqlite3.Connection
    lock: threading.RLock

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT. Raises sqlite3.Error."""
        with self.lock:
            return self.conn.execute(sql, parameters).fetchall()


def copy_pages(source: CopySource, target: Path, progress: Progress) -> None:
    """Copy the project to a new file. Raises Cancelled, Busy or sqlite3.Error, and leaves waste there."""
    copy = sqlite3.connect(target)
    last = [time.monotonic()] * 2  # when a step ended, and when one ended that copied something
    steps = 0

    def stepped(status: int, remaining: int, whole: int) -> None:
        nonlocal steps
        steps += 1
        progress(whole - remaining, whole)
        moment, most = time.monotonic(), 10 * (whole // PAGES + 100)  # what is taken back lets SQLite begin again
        busy = status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if steps > most or (busy and moment - last[1] > PATIENCE):
            raise Busy(f"{source.path}: something is being written all the time, so no backup was made yet.")
        if not busy:
            time.sleep(min(max(NAP, moment - last[0]), 0.1))  # a slow disk, too, is left alone for half of the time
            if steps % _FLUSH == 0:
                to_disk(target)
            last[1] = time.monotonic()
        last[0] = time.monotonic()

    try:
        copy.execute("PRAGMA journal_mode = OFF")  # a copy that is not finished is thrown away
        copy.execute("PRAGMA synchronous = OFF")  # who finishes it sees to the disk
        source.conn.backup(copy, pages=PAGES, progress=stepped, sleep=0.05)
    finally:
        copy.close()


def to_disk(path: Path) -> None:
    """Wait until a file's contents are on the disk. Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


TABLES = {"article": "id", "span": "id", "event": "id", "label": "id", "annotator": "id", "guideline": "version"}
"""Tables whose rows are only added (deleting sets a mark), with the column that counts up."""


def last_rows(source: CopySource) -> dict[str, int]:
    """The highest id of each of `TABLES`."""
    return {table: _value(source.rows(f"SELECT max({key}) FROM {table}")) for table, key in TABLES.items()}


def count_rows(source: CopySource, up_to: dict[str, int], progress: Progress) -> dict[str, int]:
    """How many rows each table has up to an id: few at a time, so that nobody waits for them. Raises Cancelled."""
    counts = {}
    for table, key in TABLES.items():
        sql = f"SELECT count(*) FROM {table} WHERE {key} > ? AND {key} <= ?"
        last = up_to[table]
        counts[table] = 0
        for first in range(-1, last, _SLICE):
            progress(0, 0)
            counts[table] += _value(source.rows(sql, (first, min(first + _SLICE, last))))
            time.sleep(NAP / 2)
    return counts


def _value(rows: list[tuple[Any, ...]]) -> int:
    return int(rows[0][0] or 0)


def open_copy(path: Path) -> CopySource:
    """A connection of its own to a copy that nobody else has open. Raises sqlite3.Error."""
    conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, check_same_thread=False)
    conn.execute("PRAGMA trusted_schema = OFF")
    return CopySource(path, conn, threading.RLock())


def open_to_read(path: Path) -> CopySource:
    """A look into a finished copy, which nobody changes. Raises sqlite3.Error."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    conn = sqlite3.connect(uri, uri=True, check_same_thread=False)
    conn.execute("PRAGMA trusted_schema = OFF")
    return CopySource(path, conn, threading.RLock())


def damage(copy: CopySource, progress: Progress) -> str:
    """What is wrong with a copy, in a few words; empty when it is sound. Raises Cancelled."""
    try:
        (found,) = stoppable(copy, "PRAGMA integrity_check(1)", progress)[0]
        return _texts(copy, progress) if found == "ok" else str(found)
    except sqlite3.DatabaseError as error:
        return str(error)


def stoppable(copy: CopySource, sql: str, progress: Progress) -> list[tuple[Any, ...]]:
    """The rows of a statement that may take long. Raises Cancelled."""
    stopped: list[Cancelled] = []

    def look() -> int:
        try:
            progress(0, 0)
        except Cancelled as asked:
            stopped.append(asked)
        return len(stopped)

    copy.conn.set_progress_handler(look, _OPCODES)
    try:
        return copy.rows(sql)
    except sqlite3.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        copy.conn.set_progress_handler(None, 0)


def _texts(copy: CopySource, progress: Progress) -> str:
    """Articles whose text is not what was imported: the one kind of damage that SQLite cannot notice."""
    last = 0
    while rows := copy.rows("SELECT id, title, text, sha256 FROM article WHERE id > ? ORDER BY id LIMIT 100", (last,)):
        progress(0, 0)
        for key, title, text, sha256 in rows:
            if digest(text) != sha256:
                return f"the text of article {key}, \u2068{title[:40]}\u2069, is not what was imported"
        last = rows[-1][0]
        time.sleep(NAP)
    return ""
