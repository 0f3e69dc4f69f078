"""Recognises the table of a record by its values alone; the checksum in it proves that it is a row of that table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from models.recovery.pages import Cell
from models.recovery.recovered import NUMBERED
from models.storage.raw.records import Value, record
from models.storage.tables import checksums
from models.storage.tables.migrating import bring_up_to_date
from models.storage.tables.rows import digest

_TYPES: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,), "REAL": (float,)}
Row = dict[str, Any]
_DEFAULTS: dict[str, dict[str, Value]] = {
    "label": {"examples": "", "scope": "span", "choice": ""},
    "event": {"seconds": None, "strokes": None},
    "article": {"rev": 1, "updated_at": "", "deleted": 0},
}
"""Table -> the columns that older versions lack, with what they mean there."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table's rows are stored: `columns` in the record's order, with their types; `key` is the row's number."""

    table: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    required: tuple[bool, ...]
    key: str
    defaults: dict[str, Value] = field(default_factory=dict)

    @property
    def after_checksum(self) -> int:
        """How many columns were added after that of the checksum: rows may be stored without them."""
        return len(self.columns) - 1 - self.columns.index("checksum")

    def row(self, cell: Cell, values: Sequence[Value]) -> Row | None:
        """Return the record as a row of this table; None when its values are of other types."""
        found: Row = {}
        for name, kind, required, given in zip(self.columns, self.types, self.required, values, strict=False):
            value = cell.rowid if name == self.key else given
            if kind == "REAL" and isinstance(value, int):
                value = float(value)  # as SQLite stores whole ones
            if not (isinstance(value, _TYPES[kind]) if value is not None else not required):
                return None
            found[name] = value
        return self.defaults | found

    def is_proved(self, row: Row) -> bool:
        """Return whether the row's checksum is that of its values."""
        values = (row[name] for name in checksums.COLUMNS[self.table])
        return bool(checksums.checksum(self.table, values) == row["checksum"])


def layouts() -> list[Layout]:
    """Return the layouts of all tables of a project."""
    with closing(sqlite3.connect(":memory:")) as conn:
        bring_up_to_date(conn)
        return [_layout(conn, table) for table in checksums.COLUMNS]


def _layout(conn: sqlite3.Connection, table: str) -> Layout:
    info = conn.execute(f"PRAGMA table_info({table})").fetchall()
    (bare,) = conn.execute("SELECT wr FROM pragma_table_list(?)", (table,)).fetchone()
    key = next((name for _, name, kind, _, _, place in info if place == 1 and kind == "INTEGER" and not bare), "")
    if bare:  # its key comes first
        info.sort(key=lambda column: (column[5] == 0, column[5] or column[0]))
    defaults = _DEFAULTS.get(table, {})
    return Layout(
        table,
        tuple(column[1] for column in info),
        tuple(column[2] for column in info),
        tuple(bool(column[3]) or column[5] > 0 for column in info),
        key,
        defaults,
    )


@dataclass(slots=True)
class RecognisedRow:
    """A record that was recognised. `is_sound`: it is what was written."""

    layout: Layout
    row: Row
    is_sound: bool


class Recogniser:
    """Finds the rows that records hold. `has_checksums`: the project's rows do, as of version 3."""

    def __init__(self, *, has_checksums: bool = True) -> None:
        self._layouts = layouts()
        self._has_checksums = has_checksums

    def found(self, cell: Cell | None) -> RecognisedRow | None:
        """Return the row that a record holds; None for records of no table of a project, such as those of indexes."""
        doubtful = None
        for layout, row, has_more in self._fitting(cell) if cell is not None else ():
            if self._is_sound(layout, row):
                return RecognisedRow(layout, row, is_sound=True)
            if not has_more:
                doubtful = doubtful or RecognisedRow(layout, row, is_sound=False)
        return doubtful

    def is_lost(self, cell: Cell) -> bool:
        """Return whether a record of no known table may be a row of one whose last row leaves no gap in its numbers."""
        try:
            count = len(record(cell.payload))
        except (ValueError, IndexError):
            return bool(cell.rowid)
        tables = (layout for layout in self._layouts if layout.table in NUMBERED)
        return bool(cell.rowid) and any(
            self._counts(layout, count) and count <= len(layout.columns) for layout in tables
        )

    def _fitting(self, cell: Cell) -> Iterator[tuple[Layout, Row, bool]]:
        """Yield the layouts that a record fits, its row, and whether it has further columns: another program's."""
        try:
            values = record(cell.payload)
        except (ValueError, IndexError):
            return
        for layout in self._layouts:
            if bool(cell.rowid) != bool(layout.key) or not self._counts(layout, len(values)):
                continue
            row = layout.row(cell, values)
            if row is not None:
                yield layout, row, len(values) > len(layout.columns)

    def _counts(self, layout: Layout, count: int) -> bool:
        """Return whether a row of that layout may have `count` columns; older versions had fewer.

        Only a checksum proves that further ones are no part of it.
        """
        if self._has_checksums:
            return count >= len(layout.columns) - layout.after_checksum
        return len(layout.columns) - 1 - len(layout.defaults) <= count < len(layout.columns)

    def _is_sound(self, layout: Layout, row: Row) -> bool:
        if self._has_checksums and not layout.is_proved(row):
            return False
        return layout.table != "article" or bool(digest(row["text"]) == row["sha256"])
