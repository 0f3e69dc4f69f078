"""The rows of the table meta, on a bare connection: what is read and written before there is a `Connection`."""

from __future__ import annotations

import sqlite3

from models.storage.tables import checksums


def value(conn: sqlite3.Connection, key: str) -> str:
    """Return the value of a key; empty where there is none. Raises sqlite3.Error and UnicodeDecodeError."""
    found = conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(found[0]) if found is not None else ""


def put(conn: sqlite3.Connection, key: str, value: str) -> None:
    """Set the value of a key with its checksum, inside a transaction. Raises sqlite3.Error."""
    row = checksums.with_checksum("meta", {"key": key, "value": value})
    conn.execute("REPLACE INTO meta (key, value, checksum) VALUES (:key, :value, :checksum)", row)


def remove(conn: sqlite3.Connection, key: str) -> None:
    """Remove a key, inside a transaction. Raises sqlite3.Error."""
    conn.execute("DELETE FROM meta WHERE key = ?", (key,))
