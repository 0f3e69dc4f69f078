"""Projects whose schema somebody else has changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


def tamper(path: Path, *statements: str) -> None:
    """Run statements on a closed project, as another program can."""
    with closing(sqlite3.connect(path)) as conn:
        for statement in statements:
            conn.execute(statement)
        conn.commit()


def rewrite(path: Path, name: str, old: str, new: str) -> None:
    """Change the text of an entry of a closed project's schema; the rows stay as they are."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        sql = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ? AND instr(sql, ?)"
        assert conn.execute(sql, (old, new, name, old)).rowcount == 1
        conn.commit()
