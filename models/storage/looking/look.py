"""Look at what an unclean end may have broken, within seconds: the rows that it touched, and their index entries.

SQLite's whole check takes half a minute for five million spans; it is owed then (see `owed`) and done beside the work.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from models.storage.integrity import integrity_error
from models.storage.looking.found import Broken, DamagedRow, Found
from models.storage.looking.touched import Entry, Touched
from models.storage.raw.records import Value
from models.storage.tables import checksums
from models.storage.tables.indexes import Index, Table, tables

SECONDS = 4.0  # that somebody waits for a window, at most
_OPCODES = 10_000  # of SQLite between two looks at the clock
_CHUNK = 500  # rows asked for at once
_SMALL = ("meta", "label", "annotator", "guideline", "work", "article_label", "rejection")
"""Tables that SQLite checks whole, in milliseconds."""

_T = TypeVar("_T")


def look(conn: sqlite3.Connection, touched: Touched, seconds: float = SECONDS) -> Found:
    """Look at what `touched` names, for `seconds` at most, what was written last first. Raises Broken."""
    looking = _Look(conn, touched)
    try:
        looking.small()
        with _until(conn, time.monotonic() + seconds):
            looking.all()
    except sqlite3.DatabaseError as error:
        raise Broken(" ".join(str(error).split())) from error
    return Found(tuple(looking.damaged), touched.lost)


@contextmanager
def _until(conn: sqlite3.Connection, end: float) -> Iterator[None]:
    """Stop what is asked inside when the time is over; a text that is no UTF-8 is read as well as can be."""
    usual = conn.text_factory
    conn.text_factory = lambda data: data.decode("utf-8", "replace")
    conn.set_progress_handler(lambda: time.monotonic() > end, _OPCODES)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
    finally:
        conn.set_progress_handler(None, 0)
        conn.text_factory = usual


class _Look:
    """One look: collects damaged rows, and raises at the first damage of the file's structure."""

    def __init__(self, conn: sqlite3.Connection, touched: Touched) -> None:
        self._conn, self._touched = conn, touched
        self._seen: dict[str, set[int]] = defaultdict(set)
        self._articles: dict[int, None] = {}
        self.damaged: dict[DamagedRow, None] = {}

    def small(self) -> None:
        """Look at what is looked at whole: the length of the file, and small tables."""
        ((count,),), ((size,),) = (self._conn.execute(f"PRAGMA page_{name}") for name in ("count", "size"))
        if missing := self._touched.missing(count, size):
            raise Broken(f"cut short: {missing} of its {count} pages are not there")
        for name in _SMALL:
            if problem := integrity_error(self._conn, name):
                raise Broken(problem)

    def all(self) -> None:
        """Look at all that was touched, in the order in which damage would do harm."""
        known = tables(self._conn)
        with_rowids = [table for table in known if not table.key]
        for table in with_rowids:
            self._rows(table, self._touched.rowids(table.fits), touched=True)
        for table in known:
            if table.key:
                self._keyed_rows(table)
        self._texts()
        for table in with_rowids:
            self._rows(table, self._touched.dividers)
        self._entries(with_rowids)

    def _rows(self, table: Table, rowids: Iterable[int], *, touched: bool = False) -> None:
        """Look at rows and their entries. Those `touched` must be there, and the texts of their articles are next."""
        seen = self._seen[table.name]
        for chunk in _chunks(rowid for rowid in dict.fromkeys(rowids) if rowid not in seen):
            seen.update(chunk)
            for asked, rowid, *values in self._conn.execute(table.rows_with_entries, (json.dumps(chunk),)):
                if rowid is not None:
                    self._row(table, rowid, values, touched=touched)
                elif touched:
                    raise Broken(f"row {asked} of {table.name} is not where it belongs")

    def _row(self, table: Table, rowid: int, values: Sequence[Value], *, touched: bool) -> None:
        count = len(table.columns)
        row, stored, entries = values[:count], values[count], values[count + 1 :]
        if not checksums.is_sound(table.name, row, stored):
            self.damaged[table.name, (rowid,)] = None
            return
        for index, due, found in zip(table.indexes, entries[::2], entries[1::2], strict=True):
            if due != found:
                what = "is missing from" if due else "does not belong in"
                raise Broken(f"row {rowid} of {table.name} {what} index {index.name}")
        if touched and isinstance(article := table.article_of(row), int):
            self._articles[article] = None

    def _keyed_rows(self, table: Table) -> None:
        """Look at the touched rows of a table without rowids."""
        for entry in self._touched.entries_of(table.fits):
            key = entry[: len(table.key)]
            found = self._conn.execute(table.row_of_key, key).fetchone()
            if found is None:
                continue
            *row, stored = found
            if not checksums.is_sound(table.name, row, stored):
                self.damaged[table.name, key] = None
            if isinstance(article := table.article_of(row), int):
                self._articles[article] = None

    def _texts(self) -> None:
        from hashlib import sha256  # noqa: PLC0415 - seldom needed

        sql = "SELECT id, CAST(text AS BLOB), sha256 FROM article WHERE id IN (SELECT value FROM json_each(?))"
        for chunk in _chunks(self._articles):
            for key, text, stored in self._conn.execute(sql, (json.dumps(chunk),)):
                if not isinstance(text, bytes) or sha256(text).digest() != stored:
                    self.damaged["article", (key,)] = None

    def _entries(self, known: Sequence[Table]) -> None:
        """Look up the row of each touched index entry, and the other entries of that row."""
        for types in dict.fromkeys(self._touched.entries):
            fitting = [(table, index) for table in known for index in table.indexes if index.fits(types)]
            for chunk in _chunks(dict.fromkeys(self._touched.entries[types]) if fitting else ()):
                lone = set(chunk)
                for table, index in fitting:
                    matching = self._matching(index, chunk)
                    lone -= matching
                    self._rows(table, [rowid for *_, rowid in matching if isinstance(rowid, int)])
                for table, index in fitting:
                    self._refuse_lone(table, index, lone)

    def _matching(self, index: Index, entries: Sequence[Entry]) -> set[Entry]:
        """Return the entries that are what their rows say."""
        rows = set(self._conn.execute(index.entries_of_rows, (json.dumps([entry[-1] for entry in entries]),)))
        return {entry for entry in entries if entry in rows}

    def _refuse_lone(self, table: Table, index: Index, lone: set[Entry]) -> None:
        """Raise when the index has an entry that its row does not say; the log may hold pages that are out of use."""
        for entry in lone:
            known = (table.name, entry[-1:]) in self.damaged
            if not known and self._conn.execute(index.entry, entry).fetchone()[0]:
                raise Broken(f"index {index.name} has an entry of row {entry[-1]!r} that {table.name} does not have")


def _chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
