"""The tables of a project with their indexes, and the statements that look at their rows and entries one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.storage.tables import checksums

_LETTERS = {"INTEGER": "i", "TEXT": "t", "REAL": "ri", "BLOB": "b"}  # SQLite stores whole reals as integers
_ANY = "itrb"


@dataclass(frozen=True, slots=True)
class Index:
    """An index of a table with rowids. `types`: the letters that each value of an entry may have, the rowid's last.

    `condition`: SQL for which rows have entries; empty for all.
    """

    table: str
    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    condition: str = ""
    is_unique: bool = False

    def fits(self, types: str) -> bool:
        """Whether an entry of these types can be of this index."""
        return _fit(self.types, types)

    @property
    def due(self) -> str:
        """SQL for whether the row `t` must have an entry."""
        return self.condition or "1"

    @property
    def counted(self) -> str:
        """SQL for how many entries the row `t` has."""
        values = [f't."{name}"' for name in self.columns]
        return f"({self._search(values)} AND i.rowid = t.rowid)"

    @property
    def entry(self) -> str:
        """The SELECT of how often the index has an entry, which takes its values."""
        return f"{self._search('?' * len(self.columns))} AND i.rowid = ?"

    @property
    def entries_of_rows(self) -> str:
        """The SELECT of what the entries of rows, a JSON list of rowids, have to be; the rowid is the last value."""
        among = "rowid IN (SELECT value FROM json_each(?))"
        return f"SELECT {_listed(self.columns)}, rowid FROM {self.table} NOT INDEXED WHERE {among} AND {self.due}"

    def _search(self, values: Iterable[str]) -> str:
        same = " AND ".join(f'i."{name}" IS {value}' for name, value in zip(self.columns, values, strict=True))
        more = f" AND {self.condition}" if self.condition else ""
        return f'SELECT count(*) FROM {self.table} AS i INDEXED BY "{self.name}" WHERE {same}{more}'


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `columns` are those of the checksum, in its order; `types` the letters of all, as its records have them.

    `key`: its first columns, where it has no rowids. `later`: so many columns were added after that of the checksum.
    """

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    key: tuple[str, ...] = ()
    indexes: tuple[Index, ...] = ()
    later: int = 0

    def fits(self, types: str) -> bool:
        """Whether a record of these types can be a row of this table; one of before may end with the checksum."""
        return _fit(self.types, types) or (bool(self.later) and _fit(self.types[: -self.later], types))

    def article_of(self, row: Sequence[object]) -> object:
        """Return the article that a row, `columns`, is about; None for none."""
        name = "id" if self.name == "article" else "article_id"
        return row[self.columns.index(name)] if name in self.columns else None

    @property
    def rows_with_entries(self) -> str:
        """The SELECT of rows by a JSON list of rowids.

        Each is the rowid that was asked for, the row's (NULL if there is none), its columns and its checksum, and for
        each index whether there must be an entry and how many there are.
        """
        parts = ["j.value", "t.rowid", *(f't."{name}"' for name in (*self.columns, "checksum"))]
        parts += [part for index in self.indexes for part in (index.due, index.counted)]
        rows = f"json_each(?) AS j LEFT JOIN {self.name} AS t NOT INDEXED ON t.rowid = j.value"
        return f"SELECT {', '.join(parts)} FROM {rows}"

    @property
    def row_of_key(self) -> str:
        """The SELECT of a row's columns and checksum by its key."""
        wanted = " AND ".join(f'"{name}" IS ?' for name in self.key)
        return f"SELECT {_listed(self.columns)}, checksum FROM {self.name} WHERE {wanted}"


def tables(conn: sqlite3.Connection) -> list[Table]:
    """Return the tables whose rows have checksums."""
    there = {name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return [_table(conn, name) for name in checksums.COLUMNS if name in there]


def _table(conn: sqlite3.Connection, name: str) -> Table:
    info = conn.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY cid', (name,)).fetchall()
    ((bare,),) = conn.execute("SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", (name,))
    types = {column: _LETTERS.get(kind, _ANY) + ("" if filled or pk else "n") for column, kind, filled, pk in info}
    columns = checksums.COLUMNS[name]
    if bare:
        key = tuple(column for column, _, _, pk in sorted(info, key=lambda each: each[3]) if pk)
        return Table(name, columns, tuple(types.values()), key)
    indexes = tuple(_indexes(conn, name, types))
    stored = ("n" if pk else types[column] for column, _, _, pk in info)  # the number of the row stands before it
    names = [*types]
    later = len(info) - 1 - names.index("checksum") if "checksum" in types else 0  # files of before version 4 have none
    return Table(name, columns, tuple(stored), (), indexes, later)


def _indexes(conn: sqlite3.Connection, table: str, types: dict[str, str]) -> Iterator[Index]:
    found = conn.execute('SELECT name, partial, "unique" FROM pragma_index_list(?)', (table,)).fetchall()
    for name, partial, unique in found:
        columns = tuple(column for (column,) in conn.execute("SELECT name FROM pragma_index_info(?)", (name,)))
        if None in columns or '"' in name:  # none of this program's
            continue
        ((sql,),) = conn.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,))
        condition = sql.rpartition(" WHERE ")[2] if partial else ""
        yield Index(table, name, columns, (*(types[column] for column in columns), "i"), condition, bool(unique))


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _fit(wanted: Sequence[str], types: str) -> bool:
    return len(wanted) == len(types) and all(letter in each for letter, each in zip(types, wanted, strict=True))
