"""The tables of a new project: made by the steps of the schema once a run, and laid out for each project."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from models.storage.tables.migrating import bring_up_to_date


class Tables:
    """What the steps make of an empty file."""

    def __init__(self) -> None:
        with closing(sqlite3.connect(":memory:")) as conn:
            bring_up_to_date(conn)
            made_by_others = (
                "SELECT name FROM pragma_table_list WHERE type = 'shadow' OR name LIKE 'sqlite~_%' ESCAPE '~'"
            )
            rows = conn.execute(
                f"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT IN ({made_by_others}) ORDER BY rowid"
            )
            self._statements = [sql for (sql,) in rows]
            self._steps = conn.execute("SELECT * FROM _sqlite_migrations").fetchall()
            for name in ("application_id", "user_version"):
                self._statements.append(f"PRAGMA {name} = {conn.execute(f'PRAGMA {name}').fetchone()[0]}")

    def bring_up_to_date(self, conn: sqlite3.Connection) -> None:
        """Do what the steps do, in a third of their time where the file is empty."""
        if conn.execute("SELECT 1 FROM sqlite_schema").fetchone():
            bring_up_to_date(conn)
            return
        for statement in self._statements:
            conn.execute(statement)
        marks = ", ".join("?" * len(self._steps[0]))
        conn.executemany(f"INSERT INTO _sqlite_migrations VALUES ({marks})", self._steps)
