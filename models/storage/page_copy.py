"""Copy a project's pages to another file while the project stays in use, and check the copy.

SQLite's backup in small steps: each holds the connection for as long as `PAGES` pages take, far below a millisecond
where the file is in memory. What the same connection writes meanwhile SQLite carries over into the pages copied
already. `VACUUM INTO` would hold the connection all the time: 0.5 s for 77 MB.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.base.beside import LARGE, Beside, Unavailable
from models.base.errors import Cancelled, UserError
from models.base.report import Progress, counted, no_progress
from models.storage.disk.atomic import sync_file
from models.storage.integrity import integrity_error
from models.storage.sqlite_connections import connect_read_only
from models.storage.tables import checksums
from models.storage.tables.rows import digest

PAGES = 64
NAP = 0.002  # seconds between two steps, at least: a lock that is free for no time is not free
PATIENCE = 5.0  # seconds for a transaction that stays open
_FLUSH = 128  # steps after which what was copied goes to the disk, so that there is little left to wait for at the end
_SLICE = 2_000  # rows counted at once
_VERIFIED = 1_000  # rows whose checksums are worked out at once: some milliseconds
_ASK = 0.05  # seconds between two questions whether to stop


class Busy(UserError):  # noqa: N818 - nothing went wrong
    """Another transaction stays open: the copy has to be made later."""


@dataclass(frozen=True, slots=True)
class CopySource:
    """An open connection to a project file, and the lock that every use of it takes."""

    path: Path
    conn: sqlite3.Connection
    lock: threading.RLock = field(default_factory=threading.RLock)
    refuse_changed: Callable[[], None] = lambda: None
    """Raises UserError when another program has changed what is read."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT. Raises sqlite3.Error."""
        with self.lock:
            return self.conn.execute(sql, parameters).fetchall()


def copy_pages(source: CopySource, target: Path, progress: Progress) -> None:
    """Copy the project to a new file. Raises Cancelled, Busy or sqlite3.Error, and leaves the unfinished file."""
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
                sync_file(target)
            last[1] = time.monotonic()
        last[0] = time.monotonic()

    try:
        copy.execute("PRAGMA journal_mode = OFF")  # a copy that is not finished is thrown away
        copy.execute("PRAGMA synchronous = OFF")  # who finishes it sees to the disk
        source.conn.backup(copy, pages=PAGES, progress=stepped, sleep=0.05)
        source.refuse_changed()
    finally:
        copy.close()


TABLES = {"article": "id", "span": "id", "event": "id", "label": "id", "annotator": "id", "guideline": "version"}
"""Tables whose rows are only added (deleting sets a mark), with the column that counts up."""


def last_rows(source: CopySource) -> dict[str, int]:
    """Return the highest id of each of `TABLES`."""
    return {table: _value(source.rows(f"SELECT max({key}) FROM {table}")) for table, key in TABLES.items()}


def count_rows(source: CopySource, up_to: dict[str, int], progress: Progress) -> dict[str, int]:
    """Count the rows of each table up to an id, a few at a time so that nobody waits long. Raises Cancelled."""
    counts = {}
    for table, key in TABLES.items():
        some = f"SELECT {key} FROM {table} WHERE {key} > ? AND {key} <= ? ORDER BY {key} LIMIT {_SLICE}"
        sql = f"SELECT count(*), max({key}) FROM ({some})"  # by what is there: a damaged id is beyond all others
        passed: int | None = -1
        counts[table] = 0
        while passed is not None:
            progress(0, 0)
            ((count, last),) = source.rows(sql, (passed, up_to[table]))
            counts[table] += count
            passed = last if count and last > passed else None
            time.sleep(NAP / 2)
    return counts


def _value(rows: list[tuple[Any, ...]]) -> int:
    return int(rows[0][0] or 0)


def damage(copy: CopySource, progress: Progress, file: Path | None = None) -> str:
    """Return what is wrong with a copy, in a few words; empty when it is sound. Raises Cancelled.

    `file`: where the copy is, in which nobody writes. A large one is read by a second process: in this one, whoever
    labels would wait for Python again and again.
    """
    if file is not None and file.stat().st_size > LARGE:
        with suppress(Unavailable), Beside(f"{__name__}:damage_of_file", str(file), is_polite=True) as beside:
            return str(beside.result(lambda: progress(0, 0)))
    try:
        with stoppable(copy, progress):
            found = integrity_error(copy.conn, ask=lambda: progress(0, 0))
        return found or _texts(copy, progress) or _rows(copy, progress)
    except sqlite3.DatabaseError as error:
        return str(error)


def damage_of_file(name: str) -> str:
    """Return the damage of a copy, in a process of its own."""
    with closing(connect_read_only(Path(name))) as conn:
        return damage(CopySource(Path(name), conn), no_progress)


@contextmanager
def stoppable(copy: CopySource, progress: Progress) -> Iterator[None]:
    """Let `progress`, which is asked on a thread of its own, stop the statements that run inside. Raises Cancelled.

    SQLite's own handler would not do: it is called between two steps of a statement, and one step of `integrity_check`
    reads the whole file, which takes three seconds for a gigabyte and holds up whoever closes the project.
    """
    stopped: list[Cancelled] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.wait(_ASK):
            try:
                progress(0, 0)
            except Cancelled as cancelled:
                stopped.append(cancelled)
            if stopped:  # again and again: what has not begun yet is not interrupted
                copy.conn.interrupt()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    except sqlite3.OperationalError:
        if not stopped:
            raise
    finally:
        ended.set()
        asking.join()
    if stopped:
        raise stopped[0]


def _texts(copy: CopySource, progress: Progress) -> str:
    """Return the first article whose text is not what was imported: damage that SQLite cannot notice."""
    last = 0
    while rows := copy.rows("SELECT id, title, text, sha256 FROM article WHERE id > ? ORDER BY id LIMIT 100", (last,)):
        progress(0, 0)
        for key, title, text, sha256 in rows:
            if digest(text) != sha256:
                return f"the text of article {key}, \u2068{title[:40]}\u2069, is not what was imported"
        if rows[-1][0] <= last:  # damaged pages give rows again and again
            return f"article {rows[-1][0]} is not where it belongs"
        last = rows[-1][0]
        time.sleep(NAP)
    return ""


def _rows(copy: CopySource, progress: Progress) -> str:
    """Return how many rows of each table are not what was written; tables of versions without checksums have none."""
    wrong: list[str] = []
    for table, columns in checksums.COLUMNS.items():
        there = {name for _, name, *_ in copy.rows(f"PRAGMA table_info({table})")}
        stored = next((name for name in ("checksum", "seal") if name in there), "")  # as versions 4 and 3 call it
        later = checksums.LATER if table == "article" else {}
        if not stored or not there.issuperset(set(columns) - later.keys()):
            continue
        found = (f'"{name}"' if name in there else later[name] for name in (*columns, stored))
        names = ", ".join(found)
        cursor, count = copy.conn.execute(f"SELECT {names} FROM {table}"), 0  # nobody else uses the copy
        while rows := cursor.fetchmany(_VERIFIED):
            progress(0, 0)
            count += len(checksums.wrong(table, rows))
            time.sleep(NAP / 2)
        if count:
            wrong.append(counted(count, table.replace("_", " ")))
    return f"{', '.join(wrong)} not as written" if wrong else ""


def missing(source: CopySource, copy: CopySource) -> str:
    """Return what the copy lacks of which the source knows otherwise, in a few words; empty when it is whole."""
    for table, index in checksums.INDEXES.items():
        count = f"SELECT count(*), sum(id) FROM {table} INDEXED BY {index}"
        if source.rows(count) != copy.rows(count):
            return f"rows of the table {table} are missing"
    for table in checksums.COLUMNS.keys() - checksums.INDEXES.keys():
        ((found, *_), *_) = source.rows(f"PRAGMA quick_check({table})")
        if found != "ok":
            return f"rows of the table {table} may be missing"
    return ""
