"""The mark in a project that its last session ended unexpectedly and not all of it has been looked at since.

It is a row of `meta`, so that it goes where the file goes, and outlasts whoever opens the project next.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from models.storage import tokens
from models.storage.tables import meta

KEY = "look"
OWED, DAMAGED = "owed", "damaged"
"""What the mark says: the rest has to be looked at, or SQLite's own check found damage."""


def read(conn: sqlite3.Connection) -> str:
    """Return what the mark says; empty where there is none."""
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        return meta.value(conn, KEY)
    return ""


def write(conn: sqlite3.Connection, says: str) -> None:
    """Set the mark as a transaction of its own; on a disk that is full it is not kept."""
    with suppress(sqlite3.DatabaseError):
        put(conn, says)
        tokens.renew(conn)
        conn.commit()


def put(conn: sqlite3.Connection, says: str) -> None:
    """Set the mark, inside a transaction. Raises sqlite3.Error."""
    meta.put(conn, KEY, says)


def remove(conn: sqlite3.Connection) -> None:
    """Remove the mark, inside a transaction. Raises sqlite3.Error."""
    meta.remove(conn, KEY)
