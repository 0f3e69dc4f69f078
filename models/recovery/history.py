"""Takes lost rows from the history, which is a second copy of them, and lost entries of the history from the rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from models.base import json_text
from models.checks.events import row_key, state
from models.recovery.layout import Row
from models.storage.tables import checksums
from models.storage.tables.rows import now, to_json

Put = Callable[[str, Row], bool]
_LATER = {"examples": "", "scope": "span", "choice": ""}
_KEYED = {"work": "status", "article_label": "deleted", "rejection": "deleted"}  # the column that the history logs


def _entries(conn: sqlite3.Connection) -> Iterator[tuple[str, str, Row, Row]]:
    """Yield the entries that are about one row: table, time, the row's key, and the values that are logged."""
    select = "SELECT at, annotator_id, article_id, object, after FROM event WHERE after IS NOT NULL ORDER BY id"
    for at, annotator, article, name, after in conn.execute(select):
        try:
            logged = json_text.parse(after)
            found = row_key(name, logged, annotator, article)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        if found is None:
            continue
        table, key = found
        if table in _KEYED:
            names = checksums.COLUMNS[table][: len(key)]
            yield table, at, dict(zip(names, key, strict=True)), logged
        else:
            yield table, at, {"uid": key[0]}, logged


def from_history(conn: sqlite3.Connection, put: Put) -> int:
    """Write spans and labels as the history logs them, where that is newer than the row; return how many."""
    found = set()
    for table, _, _, logged in _entries(conn):
        if table in _KEYED:
            continue
        row = (_LATER | logged) if table == "label" else logged
        whole = all(name in row for name in checksums.COLUMNS[table])
        if whole and put(table, {name: row[name] for name in checksums.COLUMNS[table]}):
            found.add(row["uid"])
    return len(found)


def reconcile(conn: sqlite3.Connection, put: Put) -> None:
    """Make each row agree with the last entry about it: write the missing row, or an entry for the lost one."""
    last: dict[tuple[Any, ...], tuple[str, int, Any]] = {}  # of a million entries: no more than what is compared
    for table, at, key, logged in _entries(conn):
        with suppress(KeyError, TypeError):  # an entry that does not log the whole row
            last[table, *key.values()] = at, state(table, logged), logged.get(_KEYED.get(table, ""))
    for (table, *values), (at, logged_state, logged_value) in last.items():
        names = checksums.COLUMNS[table][: len(values)] if table in _KEYED else ("uid",)
        key = dict(zip(names, values, strict=True))
        where = " AND ".join(f'"{name}" = :{name}' for name in key)
        columns = ", ".join(f'"{name}"' for name in checksums.COLUMNS[table])
        cursor = conn.execute(f"SELECT {columns} FROM {table} WHERE {where}", key)
        found = cursor.fetchone()
        row = None if found is None else dict(zip(checksums.COLUMNS[table], found, strict=True))
        if row is not None and state(table, row) == logged_state:
            continue
        if row is None and table in _KEYED:
            started = {"seconds": 0.0} if table == "work" else {}
            put(table, key | {_KEYED[table]: logged_value, "rev": 1, "updated_at": at} | started)
        elif row is not None and table in _KEYED and row["updated_at"] < at:
            put(table, row | {_KEYED[table]: logged_value, "rev": row["rev"] + 1, "updated_at": at})
        elif row is not None:
            _add_entry(conn, table, key, row)


def _add_entry(conn: sqlite3.Connection, table: str, key: Row, row: Row) -> None:
    """Add an entry that logs the row as it is now, for the lost one that led to it."""
    name = row["uid"] if table == "span" else f"label {row['uid']}" if table == "label" else table
    after: dict[str, Any] = {_KEYED[table]: row[_KEYED[table]]} if table == "work" else row
    if table in {"article_label", "rejection"}:
        after = key | {_KEYED[table]: row[_KEYED[table]]}
    (number,) = conn.execute("SELECT coalesce(max(id), 0) + 1 FROM event").fetchone()
    who = (row.get("annotator_id"), row.get("article_id"))
    values = (number, now(), "recovered", *who, name, None, to_json(after), None, None)
    row = checksums.with_checksum("event", dict(zip(checksums.COLUMNS["event"], values, strict=True)))
    conn.execute(f"INSERT INTO event ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()])
