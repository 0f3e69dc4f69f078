"""The token of an opening: a row of `meta` by which a log or journal is told from one of another copy of the project.

Its value names the token before it, too. Every round of the write-ahead log (what is written between two checkpoints)
begins with a new one, and so does every transaction without a log. The file alone then has the token of its last
checkpoint, which the log names; a copy that somebody else has worked on has another one. A rollback journal names
only the token before: the next one begins with the mark of the process, which the lock note beside the file tells.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from models.base.errors import Foreign
from models.base.uids import new_digits
from models.storage import lock_note
from models.storage.disk import regular
from models.storage.sqlite_connections import connect_read_only
from models.storage.tables import checksums, meta

NONE = "0" * 32
_KEY = "opening"
_VALUE = re.compile(r"([0-9a-f]{32}) after ([0-9a-f]{32})")
# A cell of `meta`: sizes of the cell and its head, then the types of the two texts, and of the checksum, a number.
_CELL = re.compile(rb"[\x00-\x7f]\x05\x1b\x81\x1b([\x01-\x06])" + _KEY.encode() + rb"([0-9a-f]{32} after [0-9a-f]{32})")
_SIZES = (0, 1, 2, 3, 4, 6, 8)  # bytes of a number, by its type
_LEAF, _INTERIOR = 0x0A, 0x02  # kinds of pages of an index, which a table without rowids is


class Token(NamedTuple):
    """32 hexadecimal digits each; `before` is `NONE` where the file had none."""

    new: str
    before: str


def renew(conn: sqlite3.Connection) -> None:
    """Write a new token after the one that is there, inside a transaction. Raises sqlite3.Error."""
    meta.put(conn, _KEY, f"{lock_note.own_mark()}{new_digits()[lock_note.MARK :]} after {of_open(conn).new}")


def renew_where_kept(conn: sqlite3.Connection) -> None:
    """Write a new token inside a transaction, but into no project of an older version, which has none."""
    if conn.execute("SELECT 1 FROM pragma_table_info('meta') WHERE name = 'checksum'").fetchone():
        renew(conn)


def give_own(conn: sqlite3.Connection) -> None:
    """Give a copy a token of its own, so that no log is taken for the copy's."""
    renew_where_kept(conn)
    conn.commit()


def of_file(path: Path) -> Token | None:
    """Return the token of the file alone, whatever lies beside it; None where it cannot be read."""
    try:
        with closing(connect_read_only(path)) as conn:
            return of_open(conn)
    except Foreign:  # or half of a schema, of a migration that was killed, which the log or journal makes whole
        return _of_foreign(path)
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def _of_foreign(path: Path) -> Token | None:
    """Return the token on the root page of `meta`; nothing of the file is run, as SQLite reads its schema alone."""
    try:
        with closing(connect_read_only(path, schema_only=True)) as conn:
            root = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'meta'"
            ((page,),), ((size,),) = (conn.execute(sql).fetchall() for sql in (root, "PRAGMA page_size"))
        with regular.open_regular(path) as file:
            file.seek((int(page) - 1) * size)
            return of_page(file.read(size))
    except (sqlite3.Error, UnicodeDecodeError, OSError, ValueError, TypeError):
        return None


def of_open(conn: sqlite3.Connection) -> Token:
    """Return the token that a connection reads. Raises sqlite3.Error."""
    match = _VALUE.fullmatch(meta.value(conn, _KEY))
    return Token(match[1], match[2]) if match is not None else Token(NONE, NONE)


def of_page(page: bytes) -> Token | None:
    """Return the token on a page; None where it has none, or not with its right checksum."""
    if page[:1] not in {bytes([_LEAF]), bytes([_INTERIOR])} or _KEY.encode() not in page:
        return None
    child = 4 if page[0] == _INTERIOR else 0  # bytes before each cell, and more before the places of the cells
    for number in range(int.from_bytes(page[3:5], "big")):
        place = 8 + child + 2 * number
        match = _CELL.match(page, int.from_bytes(page[place : place + 2], "big") + child)
        if match is not None and (found := _proved(page, match)) is not None:
            return found
    return None


def may_be_on(root: bytes, token: Token) -> bool:
    """Whether the root page of `meta` can be one of the table that has this token: it need not be on a page above."""
    found = of_page(root)
    return found == token or (found is None and (token.new == NONE or root[:1] == bytes([_INTERIOR])))


def _proved(page: bytes, cell: re.Match[bytes]) -> Token | None:
    value, size = cell[2].decode(), _SIZES[cell[1][0]]
    stored = int.from_bytes(page[cell.end() : cell.end() + size], "big", signed=True)
    if stored != checksums.checksum("meta", (_KEY, value)):
        return None
    new, _, before = value.partition(" after ")
    return Token(new, before)
