"""Check the pages of a file, its tables and their indexes: all that SQLite's `integrity_check` finds, in less time.

That check looks up each row of a table in each of its indexes, in the order of the rows: for five million spans with
three indexes half a minute and more. `quick_check` leaves that out. Here the spans and their indexes are read once,
each in its own order, and hashes of all entries are added up: the sums agree where the entries do, whatever the order.
Where anything is wrong, `integrity_check` says what.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter, lt
from typing import Any

from models.storage.tables.indexes import Index, Table, tables

_LARGE = "span"
_ROWS = 2_000  # at once
_LEAST = {"t": "", "i": float("-inf")}
"""By the letter of an index's types: what comes before all values of that type, and compares with no other type."""
Row = tuple[Any, ...]
Ask = Callable[[], object]
"""Called again and again; may raise to end the check."""


def integrity_error(conn: sqlite3.Connection, table: str = "", ask: Ask = lambda: None) -> str:
    """Return the first problem that `integrity_check` finds, in the file or one table, on one line; "" for none."""
    if not table and _is_sound(conn, ask):
        return ""
    return next(_problems(conn, table or "1"), "")


def problems(conn: sqlite3.Connection, ask: Ask = lambda: None) -> list[str]:
    """Return all problems that `integrity_check` finds in the file, each on one line."""
    return [] if _is_sound(conn, ask) else [*_problems(conn, "100")]


def _problems(conn: sqlite3.Connection, what: str) -> Iterator[str]:
    """Yield what SQLite finds in a table, or in the file up to so many problems."""
    usual, conn.text_factory = conn.text_factory, lambda data: data.decode("utf-8", "replace")  # it quotes damage
    try:
        found: list[object] = [found for (found,) in conn.execute(f"PRAGMA integrity_check({what})")]
        if found == ["ok"] and what.isdecimal() and (table := _compared(conn)):
            conn.text_factory = _by_bytes
            found = [f"index {index} differs from its table" for index in _differing(conn, table, lambda: None)]
    except sqlite3.DatabaseError as error:
        found = [error]
    finally:
        conn.text_factory = usual
    yield from (problem for each in found if (problem := " ".join(str(each).split())) != "ok")


def _by_bytes(data: bytes) -> str:
    """Return a text that is in the order of its bytes; SQLite does not ask whether they are UTF-8, nor is that here."""
    return data.decode("latin-1")


def _is_sound(conn: sqlite3.Connection, ask: Ask) -> bool:
    """Return whether SQLite finds nothing wrong, and no index differs from its table."""
    try:
        if conn.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return False
        compared = _compared(conn)
        for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            ask()
            whole = f'PRAGMA integrity_check("{name.replace(chr(34), chr(34) * 2)}")'
            if (compared is None or name != compared.name) and conn.execute(whole).fetchone() != ("ok",):
                return False
        return compared is None or not any(_differing(conn, compared, ask))
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False


def _compared(conn: sqlite3.Connection) -> Table | None:
    """Return the spans' table where all its indexes are of kinds that are compared here; else SQLite looks them up."""
    for table in (table for table in tables(conn) if table.name == _LARGE):
        there = conn.execute(f"PRAGMA index_list({_LARGE})").fetchall()
        known = {index.name for index in table.indexes if not index.condition and _LEAST.keys() >= {*index.types}}
        if {name for _, name, *_ in there} == known and all(_is_plain(conn, name) for name in known):
            return table
    return None


def _is_plain(conn: sqlite3.Connection, index: str) -> bool:
    """Return whether entries come in the order of Python's tuples: ascending, and texts by their code points."""
    ways = conn.execute('SELECT "desc", coll FROM pragma_index_xinfo(?) WHERE key', (index,))
    return {*ways} == {(0, "BINARY")}


def _differing(conn: sqlite3.Connection, table: Table, ask: Ask) -> Iterator[str]:
    """Yield the indexes that have not the entries of their table, in their order. Raises sqlite3.DatabaseError."""
    due = _entries_due(conn, table, ask)
    for index, wanted in zip(table.indexes, due, strict=True):
        if _entries(conn, index, ask) != wanted:
            yield index.name


def _entries_due(conn: sqlite3.Connection, table: Table, ask: Ask) -> list[tuple[int, int]]:
    """Return for each index how many entries the table asks for, and the sum of their hashes."""
    columns = [*dict.fromkeys(name for index in table.indexes for name in index.columns), "rowid"]
    takes = [itemgetter(*map(columns.index, (*index.columns, "rowid"))) for index in table.indexes]
    count, sums = 0, [0] * len(takes)
    for rows in _batches(conn, f"SELECT {_listed(columns)} FROM {table.name} NOT INDEXED", ask):
        count += len(rows)
        values = [*zip(*rows, strict=True)]
        for place, take in enumerate(takes):
            sums[place] += sum(map(hash, zip(*take(values), strict=True)))
    return [(count, total) for total in sums]


def _entries(conn: sqlite3.Connection, index: Index, ask: Ask) -> tuple[int, int] | None:
    """Return how many entries an index has, and the sum of their hashes; None where they are not in their order."""
    count = total = 0
    last: list[Row] = [tuple(_LEAST[types] for types in index.types)]
    columns = _listed([*index.columns, "rowid"])
    for rows in _batches(conn, f'SELECT {columns} FROM {index.table} INDEXED BY "{index.name}"', ask):
        try:
            if not _ascend(last + rows, is_unique=index.is_unique):
                return None
        except TypeError:  # a value of another type: a blob has the hash of its text
            return None
        count += len(rows)
        total += sum(map(hash, rows))
        last = rows[-1:]
    return count, total


def _ascend(rows: Sequence[Row], *, is_unique: bool) -> bool:
    """Return whether entries are in their order, and none is there twice; of a unique index, whatever their rows."""
    keys = [row[:-1] for row in rows] if is_unique else rows
    return all(map(lt, keys, keys[1:]))


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' if name != "rowid" else name for name in columns)


def _batches(conn: sqlite3.Connection, sql: str, ask: Ask) -> Iterator[list[Row]]:
    for rows in iter(partial(conn.execute(sql).fetchmany, _ROWS), []):
        ask()
        yield rows
