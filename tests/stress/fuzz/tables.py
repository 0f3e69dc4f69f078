"""A project file with something wrong in its header, its schema, or one cell that SQLite itself is content with."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.stress.fuzz import values


def header(data: bytes, rng: Random) -> bytes:
    """One field of the first 100 bytes is another."""
    at = rng.choice((0, 16, 18, 19, 20, 21, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 60, 64, 68, 92, 96))
    new = rng.choice((b"\0", b"\xff", b"\x01", b"\0\0\0\0", b"\0\0\0\x01", b"\0\0\0\x7f", b"\xff\xff\xff\xff"))
    return data[:at] + new + data[at + len(new) :]


def cell(data: bytes, rng: Random) -> bytes:
    """One cell holds what the program never writes."""

    def change(conn: sqlite3.Connection) -> None:
        names = [name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        table = rng.choice([name for name in names if not name.startswith(("sqlite_", "article_fts_"))])
        column = rng.choice([row[1] for row in conn.execute(f"PRAGMA table_info({table})")])
        old = conn.execute(f'SELECT "{column}" FROM {table} LIMIT 1').fetchone()
        numbers = (0, -1, 1, 2**31, 2**63 - 1, -(2**63), 1 << 40)
        new: object = rng.choice(numbers) if old and isinstance(old[0], int) else rng.choice(values.STRINGS)
        if rng.random() < 0.1:
            new = rng.choice((None, b"\xff\0", 0.5))
        where = "" if rng.random() < 0.3 else " WHERE rowid = (SELECT min(rowid) FROM " + table + ")"
        conn.execute(f'UPDATE {table} SET "{column}" = ?{where}', (new,))

    return _edited(data, change)


def schema(data: bytes, rng: Random) -> bytes:
    """A table, an index or a trigger is gone, or there is one too many."""

    def change(conn: sqlite3.Connection) -> None:
        rows = conn.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
        kind, name = rng.choice(rows)
        match rng.randrange(4):
            case 0:
                conn.execute(f'DROP {kind} "{name}"')
            case 1:
                conn.execute(f'DELETE FROM "{name}"')
            case 2:
                conn.execute("CREATE TRIGGER x AFTER INSERT ON span BEGIN DELETE FROM span; END")
            case _:
                conn.execute(f'ALTER TABLE "{name}" RENAME TO "other"')

    return _edited(data, change)


def _edited(data: bytes, change: Callable[[sqlite3.Connection], None]) -> bytes:
    """The file after `change`, all rules off; as it was where SQLite will not have it."""
    with tempfile.TemporaryDirectory(prefix="nishan-fuzz-") as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        conn = sqlite3.connect(path)
        try:
            conn.execute("PRAGMA synchronous = OFF")
            conn.execute("PRAGMA ignore_check_constraints = ON")
            conn.execute("PRAGMA writable_schema = ON")
            change(conn)
            conn.commit()
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            conn.execute("PRAGMA journal_mode = DELETE")
        except (sqlite3.Error, IndexError, OverflowError, UnicodeError):
            return data
        finally:
            conn.close()
        return path.read_bytes()
