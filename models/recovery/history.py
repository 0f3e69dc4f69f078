"""The history as a second copy of rows, and the rows as the end of the history."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from models.checks.events import state, thing
from models.recovery.layout import Row
from models.storage import checksums
from models.storage.rows import now, to_json

Put = Callable[[str, Row], bool]
_LATER = {"examples": "", "scope": "span", "choice": ""}
_KEYED = {"work": "status", "article_label": "deleted", "rejection": "deleted"}  # what the history tells of them


def _entries(conn: sqlite3.Connection) -> Iterator[tuple[str, str, Row, Row]]:
    """Of each entry about one row: table, time, the row's key or the whole row, and what else is told."""
    select = "SELECT at, annotator_id, article_id, object, after FROM event WHERE after IS NOT NULL ORDER BY id"
    for at, annotator, article, name, after in conn.execute(select):
        try:
            told = json.loads(after)
            found = thing(name, told, annotator, article)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        if found is None:
            continue
        table, key = found
        if table in _KEYED:
            names = checksums.COLUMNS[table][: len(key)]
            yield table, at, dict(zip(names, key, strict=True)), told
        else:
            yield table, at, {"uid": key[0]}, told


def from_history(conn: sqlite3.Connection, put: Put) -> int:
    """Spans and labels as the history tells them, where that is newer than what is there; how many."""
    found = set()
    for table, _, _, told in _entries(conn):
        if table in _KEYED:
            continue
        row = (_LATER | told) if table == "label" else told
        whole = all(name in row for name in checksums.COLUMNS[table])
        if whole and put(table, {name: row[name] for name in checksums.COLUMNS[table]}):
            found.add(row["uid"])
    return len(found)


def reconcile(conn: sqlite3.Connection, put: Put) -> None:
    """Make the last entry about each row what the row is: write the row that is missing, or the entry that is lost."""
    last: dict[tuple[Any, ...], tuple[str, int, Any]] = {}  # of a million entries: no more than what is compared
    for table, at, key, told in _entries(conn):
        with suppress(KeyError, TypeError):  # an entry that does not tell all of the row
            last[table, *key.values()] = at, state(table, told), told.get(_KEYED.get(table, ""))
    for (table, *values), (at, told_state, told_value) in last.items():
        names = checksums.COLUMNS[table][: len(values)] if table in _KEYED else ("uid",)
        key = dict(zip(names, values, strict=True))
        where = " AND ".join(f'"{name}" = :{name}' for name in key)
        columns = ", ".join(f'"{name}"' for name in checksums.COLUMNS[table])
        cursor = conn.execute(f"SELECT {columns} FROM {table} WHERE {where}", key)
        found = cursor.fetchone()
        row = None if found is None else dict(zip(checksums.COLUMNS[table], found, strict=True))
        if row is not None and state(table, row) == told_state:
            continue
        if row is None and table in _KEYED:
            started = {"seconds": 0.0} if table == "work" else {}
            put(table, key | {_KEYED[table]: told_value, "rev": 1, "updated_at": at} | started)
        elif row is not None and table in _KEYED and row["updated_at"] < at:
            put(table, row | {_KEYED[table]: told_value, "rev": row["rev"] + 1, "updated_at": at})
        elif row is not None:
            _add_entry(conn, table, key, row)


def _add_entry(conn: sqlite3.Connection, table: str, key: Row, row: Row) -> None:
    """The entry that led to the row is lost: one that says what the row is now."""
    name = row["uid"] if table == "span" else f"label {row['uid']}" if table == "label" else table
    after: dict[str, Any] = {_KEYED[table]: row[_KEYED[table]]} if table == "work" else row
    if table in {"article_label", "rejection"}:
        after = key | {_KEYED[table]: row[_KEYED[table]]}
    (number,) = conn.execute("SELECT coalesce(max(id), 0) + 1 FROM event").fetchone()
    who = (row.get("annotator_id"), row.get("article_id"))
    values = (number, now(), "recovered", *who, name, None, to_json(after), None, None)
    places = ", ".join("?" * (len(values) + 1))
    names = ", ".join(checksums.COLUMNS["event"])
    conn.execute(f"INSERT INTO event ({names}, seal) VALUES ({places})", (*values, checksums.seal("event", values)))
