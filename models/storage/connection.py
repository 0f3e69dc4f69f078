"""The connection to a project file: what is read and written through it, one transaction a gesture."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from models.base.errors import NotWritable, UserError
from models.storage import lock_note, project_file
from models.storage.looking import owed
from models.storage.looking.found import NOTHING, Found
from models.storage.sqlite_connections import whatever_the_text
from models.storage.tables import checksums
from models.storage.tables.migrating import wrap
from models.storage.tables.rows import insert_of
from models.storage.upkeep import Upkeep

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from models.storage.page_copy import CopySource
    from models.storage.snapshots import Snapshot

Row = Sequence[object] | Mapping[str, object]
"""Values for the places of a statement, by order or by name."""
# The last three: damaged names and messages that are no UTF-8, lengths that nobody has memory for, and ids after which
# there is no other.
_DAMAGE = (sqlite3.DatabaseError, sqlite3.InterfaceError, UnicodeDecodeError, MemoryError, OverflowError)
_CACHE = 16_000  # KB, eight times the usual
_ROWS = 256  # inserted by one statement; more are no faster


class Connection:
    """One open file. Usable from any thread, one at a time."""

    def __init__(
        self,
        path: Path,
        conn: sqlite3.Connection,
        *,
        ended_unexpectedly: bool = False,
        owes_look: bool = False,
        found: Found = NOTHING,
        snapshot: Snapshot | None = None,
    ) -> None:
        """`snapshot`: what is read in place of the project's file; the others are those of `Opened`."""
        self.path = path
        self.ended_unexpectedly, self.owes_look, self.found = ended_unexpectedly, owes_look, found
        self._conn = conn
        self._snapshot = snapshot
        self._lock = threading.RLock()
        self._holds_memory = False
        self.refuses_others = False  # while changes wait that the disk refused, be they in memory or not
        self._in_memory = False  # the journal of the next transaction, too, which a crash must not meet there
        self._upkeep = None if snapshot else self._taken_care_of(path, conn)
        self._next_event = 0  # the id of the next row of `event`; 0 where it is not known

    @staticmethod
    def _taken_care_of(path: Path, conn: sqlite3.Connection) -> Upkeep:
        try:
            return Upkeep(path, conn)
        except (OSError, *_DAMAGE) as error:
            conn.close()
            lock_note.release(path)
            raise project_file.write_failure(path, error) from error

    def close(self) -> Path | None:
        """Close the file; its write-ahead log is folded in and everything is in the one file.

        Where another program has changed or replaced the file, it is left alone, and what was written here and is not
        in it is kept in a new file beside it, which is returned.
        """
        with self._lock:
            kept, upkeep = None, self._upkeep
            if upkeep is not None:
                self.rollback_memory()
                kept, self._upkeep = upkeep.close(), None
                lock_note.release(self.path)
            self._conn.close()
            if self._snapshot is not None:
                self._snapshot.remove()
            return kept

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: the file may not be, or somebody else has it open."""
        return self._snapshot is not None

    @property
    def is_changed_outside(self) -> bool:
        """Whether the file was moved, replaced, removed or changed by another program since it was opened."""
        return self._upkeep is not None and self._upkeep.refusal() is not None

    @property
    def is_at_risk(self) -> bool:
        """Whether what was written here is not in the file any more, which another program has changed or replaced."""
        return self._upkeep is not None and self._upkeep.has_more_than_the_file

    @property
    def why_changed(self) -> str:
        """What became of the file, and what to do; empty when it is as it was left."""
        refusal = self._upkeep.refusal() if self._upkeep else None
        return refusal.why if refusal else ""

    def refuse_changed(self) -> None:
        """Raise DiskRefused when what was just read may be what another program has written into the file."""
        with self._lock:
            if self._upkeep is not None and not self._conn.in_transaction:
                self._upkeep.refuse_changed()

    def forget_changes(self) -> None:
        """Take what was written here for kept: it was just copied elsewhere."""
        if self._upkeep is not None:
            self._upkeep.forget_changes()

    @property
    def as_of(self) -> datetime | None:
        """When the copy was made that is read in place of a file that somebody else writes."""
        return self._snapshot.as_of if self._snapshot is not None else None

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the file's schema has that this program did not make, and that is not in the copy that is read."""
        return self._snapshot.left_out if self._snapshot is not None else ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        """Close the file. Raises UserError where what was written had to be kept in another one."""
        kept = self.close()
        if kept is not None and (error is None or isinstance(error, UserError)):
            said = str(error) if error else f"{self.path}: was changed by another program while it was open."
            raise UserError(f"{said} What was written here is kept as {kept.name}.") from error

    @cached_property
    def _db(self) -> Database:
        return wrap(self._conn)

    def source(self) -> CopySource:
        """Return the connection, for copying the file while it is open, and for nothing else."""
        from models.storage.page_copy import CopySource  # noqa: PLC0415 - the first backup comes when the window stands

        return CopySource(self.path, self._conn, self._lock, self.refuse_changed)

    def settled_file(self) -> Path | None:
        """Return the file that alone has all that was committed, for another process to read; None without one.

        It stays so until something is written. Nothing may open it in this process.
        """
        with self._lock:
            if self._snapshot is not None:
                return self._snapshot.file(self.path)
            return self.path if self._upkeep is not None and self._upkeep.fold_in() else None

    def fold_in_ahead(self) -> None:
        """Fold a long log in between gestures, unless another thread is at work; it fails in silence."""
        if self._upkeep is not None and not self._in_memory and self._lock.acquire(blocking=False):
            try:
                self._upkeep.fold_in_ahead()
            finally:
                self._lock.release()

    @contextmanager
    def transaction(self, *, joins: bool = False, writes: bool = True) -> Iterator[Database]:
        """Open a transaction: committed at the end, undone by any exception. Raises DiskRefused when the disk refuses.

        While gestures are held in memory (`begin_in_memory`), only what `joins` them is taken, else raises UserError.
        `writes`: false for a statement that SQLite takes for a change, but that is none.
        """
        if self.read_only:
            raise NotWritable(f"{self.path}: the project is open read-only; save a copy of it to work on it.")
        with self._lock:
            if (self._holds_memory or self.refuses_others) and not joins:
                raise UserError(f"{self.path}: earlier changes are not saved yet; make room for them first.")
            with self._telling_refusal():
                if self._conn.in_transaction:
                    with self._forgetting_ids(), self._db.atomic() as db:
                        yield db
                    return
                upkeep = self._upkeep
                with upkeep.around(writes=writes) if upkeep else nullcontext():  # a closed one is SQLite's to refuse
                    self._use_disk()
                    inside = upkeep.inside(writes=writes) if upkeep else nullcontext()
                    with self._forgetting_ids(), self._db.atomic() as db, inside:
                        yield db

    @contextmanager
    def _telling_refusal(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise  # a bug of ours, not the disk's
        except _DAMAGE as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> UserError:
        """Return the error to raise for one of SQLite, which may come of another program's change."""
        refusal = self._upkeep.refusal() if self._upkeep else None
        return refusal or project_file.write_failure(self.path, error)

    @contextmanager
    def _forgetting_ids(self) -> Iterator[None]:
        """Forget which event comes next when the transaction that counted it is undone."""
        try:
            yield
        except BaseException:
            self._next_event = 0
            raise

    def begin_in_memory(self) -> None:
        """Keep what is written in memory from now on, until `rollback_memory`. Raises DiskRefused if that fails."""
        with self._lock:
            if self._upkeep is not None:
                self._upkeep.refuse_mixing()
            self._next_event = 0
            try:
                self._in_memory = True
                project_file.keep_in_memory(self._conn)
                self._conn.execute("BEGIN IMMEDIATE")
            except sqlite3.DatabaseError as error:
                raise self._failure(error) from error
            self._holds_memory = True

    def take_event_ids(self, count: int) -> int:
        """Return the first of `count` ids in a row for new rows of `event`, inside `transaction`.

        No event is ever removed, and nobody else writes the file: the last id is asked for once.
        """
        if not self._next_event:
            self._next_event = 1 + (self.value("SELECT max(id) FROM event") or 0)
        first, self._next_event = self._next_event, self._next_event + count
        return first

    def rollback_memory(self) -> None:
        """End what `begin_in_memory` began; nothing of it is in the project."""
        with self._lock:
            if self._holds_memory:
                self._holds_memory, self._next_event = False, 0
                with suppress(sqlite3.DatabaseError):  # the disk may be gone, and the transaction with it
                    self._conn.rollback()
            with suppress(sqlite3.DatabaseError):  # the next transaction tries again
                self._use_disk()

    def _use_disk(self) -> None:
        """Undo the preparations of `begin_in_memory`, whether it succeeded or not. Raises sqlite3.Error."""
        if self._in_memory:
            project_file.use_disk(self._conn)
            self._in_memory = False

    def looked_through(self, damage: str = "") -> bool:
        """Keep that all was looked at after an unexpected end; return whether nothing is owed any more.

        `damage`, which SQLite's check found, is kept, too. While the disk refuses what is written, the look stays owed.
        """
        with self._lock:
            if self.read_only or self.is_changed_outside:
                return False
            with suppress(UserError), self.transaction():
                if damage:
                    owed.put(self._conn, owed.DAMAGED)
                else:
                    owed.remove(self._conn)
            self.owes_look = bool(owed.read(self._conn))
        return not self.owes_look

    def copy_to(self, path: Path) -> str:
        """Write the project as it is to a new file, whole or not at all. Raises UserError.

        Returns what is damaged in the copy, as it is in the project, in a few words; empty for a sound one.
        """
        with self._lock:
            if self._holds_memory:
                raise UserError(f"{self.path}: changes are not saved yet; save everything elsewhere, them, too.")
        damage = ""

        def write(draft: Path) -> None:
            nonlocal damage
            source = self.source()
            damage = self._upkeep.copy_to(draft, source) if self._upkeep else project_file.copy(source, draft)

        project_file.make(path.absolute(), write)
        return damage

    def query(self, sql: str, parameters: Row = ()) -> list[dict[str, Any]]:
        """Return all rows of a SELECT. Raises UserError when the file is damaged there."""
        with self._lock, self._telling_damage():
            return whatever_the_text(self._conn, lambda: self._dicts(sql, parameters))

    def rows(self, sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
        """Return `query` as bare tuples, for the many rows of an export."""
        with self._lock, self._telling_damage():
            return whatever_the_text(self._conn, lambda: self.unlocked_rows(sql, parameters))

    def _dicts(self, sql: str, parameters: Row) -> list[dict[str, Any]]:
        cursor = self._conn.execute(sql, parameters)
        # SQLite gives names as the file writes them, and one in quotes that the file does not know as a text.
        names = [column[0].strip('"').lower() for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def stream(self, sql: str, parameters: Row = ()) -> Iterator[tuple[Any, ...]]:
        """Yield `rows` a few at a time, however many there are; nothing may be written meanwhile."""
        with self._lock, self._telling_damage():
            cursor = self._conn.execute(sql, parameters)
        while True:
            with self._lock, self._telling_damage():
                found = cursor.fetchmany(200)
            if not found:
                return
            yield from found

    @contextmanager
    def _telling_damage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a bug of ours
        except _DAMAGE as error:
            if self._upkeep is not None and (refusal := self._upkeep.refusal()) is not None:
                raise project_file.unreadable(self.path, refusal) from error
            raise project_file.write_failure(self.path, error) from error

    def integrity_problems(self, ask: Callable[[], object]) -> list[str]:
        """Return what SQLite's `integrity_check` finds, a line each; `ask` is called meanwhile, and may raise."""
        from models.storage.integrity import problems  # noqa: PLC0415 - no part of a start

        with self._lock, self._telling_damage():
            return problems(self._conn, ask)

    def write_many(self, sql: str, rows: Sequence[Row]) -> None:
        """Run one INSERT or UPDATE for each row, inside `transaction`."""
        with self._lock:
            self._conn.executemany(sql, rows)

    def add_row(self, table: str, row: Mapping[str, Any]) -> None:
        """Insert a whole row with its checksum, inside `transaction`."""
        self._insert(table, row, "")

    def put_row(self, table: str, row: Mapping[str, Any]) -> None:
        """Insert a whole row with its checksum, or update the one of its key, inside `transaction`."""
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in (*checksums.COLUMNS[table], "checksum"))
        self._insert(table, row, f" ON CONFLICT DO UPDATE SET {sets}")

    def _insert(self, table: str, row: Mapping[str, Any], tail: str) -> None:
        names = (*checksums.COLUMNS[table], "checksum")
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
        insert = f"INSERT INTO {table} ({columns}) VALUES ({places}){tail}"
        self.write_many(insert, [checksums.with_checksum(table, row)])

    def unlocked_rows(self, sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
        """Return `rows` without the lock, for the same threads as `insert_rows`. Raises sqlite3.Error."""
        return self._conn.execute(sql, parameters).fetchall()

    def insert_rows(self, head: str, rows: Sequence[Sequence[object]], tail: str = "") -> None:
        """Insert rows by few statements, `head` before their values and `tail` after.

        Takes no lock: for the thread inside `transaction`, or for one that this thread waits for. Python is free
        while a statement runs, which takes as long as some hundred lines of Python. It tells no number of rows: what
        SQLite counts is the connection's, where the other thread may write at the same time. Nor may it be RETURNING
        any: no savepoint can end while rows of a statement that writes are still to be fetched.
        """
        limit = self._conn.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        most, first = min(_ROWS, limit // len(rows[0])) if rows else 1, 0
        while first < len(rows):
            # In powers of two: sqlite3 keeps 128 statements compiled, each as large as its rows are many.
            size = 1 << min(most, len(rows) - first).bit_length() - 1
            part = rows[first : first + size]
            self._conn.execute(insert_of(head, len(part[0]), size, tail), [*chain.from_iterable(part)])
            first += size

    @contextmanager
    def larger_cache(self) -> Iterator[None]:
        """Keep more pages in memory for a while: ids of spans come in no order, and each is a place in an index."""
        usual = self.value("PRAGMA cache_size")
        self.rows(f"PRAGMA cache_size = -{_CACHE}")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # what was raised meanwhile tells more
                self._conn.execute(f"PRAGMA cache_size = {usual}")

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Return the first column of the first row; None without rows."""
        rows = self.query(sql, parameters)
        return next(iter(rows[0].values())) if rows else None
