"""Which table a record belongs to: nothing but the record itself tells, and its seal proves it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from models.recovery.pages import Cell, Value, record
from models.storage import checksums
from models.storage.connection import bring_up_to_date
from models.storage.rows import digest

_TYPES: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,), "REAL": (float,)}
_LONGEST = 24_000  # bytes of a record in which one flipped bit is looked for: some seconds
_PATIENCE = 60.0  # seconds for looking for such bits, in all
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table's rows are stored: `columns` in the record's order, with their types; `key` is the row's number."""

    table: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    required: tuple[bool, ...]
    key: str
    defaults: dict[str, Value] = field(default_factory=dict)

    def row(self, cell: Cell, values: Sequence[Value]) -> Row | None:
        """The record as a row of this table, when its values are of the table's types."""
        found: Row = {}
        for name, kind, required, given in zip(self.columns, self.types, self.required, values, strict=False):
            value = cell.rowid if name == self.key else given
            if kind == "REAL" and isinstance(value, int):
                value = float(value)  # as SQLite stores whole ones
            if not (isinstance(value, _TYPES[kind]) if value is not None else not required):
                return None
            found[name] = value
        return self.defaults | found

    def is_sealed(self, row: Row) -> bool:
        """Whether it is what was written."""
        return bool(checksums.seal(self.table, (row[name] for name in checksums.COLUMNS[self.table])) == row["seal"])


def layouts() -> list[Layout]:
    """Those of all tables of ours."""
    with closing(sqlite3.connect(":memory:")) as conn:
        bring_up_to_date(conn)
        return [_layout(conn, table) for table in checksums.COLUMNS]


def _layout(conn: sqlite3.Connection, table: str) -> Layout:
    info = conn.execute(f"PRAGMA table_info({table})").fetchall()
    (bare,) = conn.execute("SELECT wr FROM pragma_table_list(?)", (table,)).fetchone()
    key = next((name for _, name, kind, _, _, place in info if place == 1 and kind == "INTEGER" and not bare), "")
    if bare:  # its key comes first
        info.sort(key=lambda column: (column[5] == 0, column[5] or column[0]))
    defaults: dict[str, Value] = {"label": {"examples": "", "scope": "span", "choice": ""}}.get(table, {})  # type: ignore[assignment]
    if table == "event":
        defaults = {"seconds": None, "strokes": None}
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
    """A record that was recognised. `is_sound`: it is what was written, perhaps after `mended`, one flipped bit."""

    layout: Layout
    row: Row
    is_sound: bool
    mended: bool = False


class Recogniser:
    """Tells rows from their records. `sealed`: the project's rows have seals (version 3 and later)."""

    def __init__(self, *, sealed: bool = True) -> None:
        self._layouts = layouts()
        self._sealed = sealed
        self._patience = _PATIENCE

    def found(self, cell: Cell, *, mend: bool = True) -> RecognisedRow | None:
        """What a record is; None for what belongs to no table of ours, as those of indexes."""
        doubtful = None
        for layout, row in self._fitting(cell):
            if self._is_sound(layout, row):
                return RecognisedRow(layout, row, is_sound=True)
            doubtful = doubtful or RecognisedRow(layout, row, is_sound=False)
        if not mend or not self._sealed or len(cell.payload) > _LONGEST:
            return doubtful
        return self._mended(cell, doubtful)

    def _fitting(self, cell: Cell) -> Iterator[tuple[Layout, Row]]:
        try:
            values = record(cell.payload)
        except (ValueError, IndexError):
            return
        for layout in self._layouts:
            if bool(cell.rowid) != bool(layout.key) or not self._counts(layout, len(values)):
                continue
            row = layout.row(cell, values)
            if row is not None:
                yield layout, row

    def _counts(self, layout: Layout, count: int) -> bool:
        if self._sealed:
            return count == len(layout.columns)
        return len(layout.columns) - 1 - len(layout.defaults) <= count < len(layout.columns)

    def _is_sound(self, layout: Layout, row: Row) -> bool:
        if self._sealed and not layout.is_sealed(row):
            return False
        return layout.table != "article" or bool(digest(row["text"]) == row["sha256"])

    def _mended(self, cell: Cell, doubtful: RecognisedRow | None) -> RecognisedRow | None:
        """The row with one bit turned back, where that makes its seal right; chance does so once in millions."""
        if (doubtful is None and not self._may_be_ours(cell)) or self._patience <= 0:
            return doubtful
        begin = time.monotonic()
        try:
            return self._with_one_bit_turned(cell) or doubtful
        finally:
            self._patience -= time.monotonic() - begin

    def _with_one_bit_turned(self, cell: Cell) -> RecognisedRow | None:
        payload = bytearray(cell.payload)
        for place in range(len(payload)):
            for bit in range(8):
                payload[place] ^= 1 << bit
                for layout, row in self._fitting(Cell(cell.page, cell.rowid, bytes(payload))):
                    if self._is_sound(layout, row):
                        return RecognisedRow(layout, row, is_sound=True, mended=True)
                payload[place] ^= 1 << bit
        return None

    def _may_be_ours(self, cell: Cell) -> bool:
        """Whether a record that is broken has about as many columns as one of a table of ours."""
        if len(cell.payload) < 2:
            return False
        count, first = cell.payload[0] - 1, cell.payload[1]
        if cell.rowid:  # the number of the row stands elsewhere, and NULL in its place
            return first & (first - 1) == 0 and any(
                each.key and abs(count - len(each.columns)) <= 1 for each in self._layouts
            )
        return any(
            not each.key and abs(count - len(each.columns)) <= 1 for each in self._layouts if each.table != "meta"
        )
