"""Bring tables up to date with sqlite-utils, which is loaded here alone, when it is needed: it takes long."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def wrap(conn: sqlite3.Connection) -> Database:
    """Return sqlite-utils over the connection. Loaded at the first write: a start that only reads is half as long."""
    from models.storage.tables.light_sqlite_utils import Database  # noqa: PLC0415

    return Database(conn, execute_plugins=False)


def load_writing() -> None:
    """Load what the first write needs, which takes a fifth of a second and more: for a thread beside the window."""
    import models.storage.tables.light_sqlite_utils  # noqa: F401, PLC0415


def bring_up_to_date(conn: sqlite3.Connection) -> None:
    """Take the migration steps that a project has not taken; the caller makes it one transaction."""
    from models.storage.tables.schema import migrations  # noqa: PLC0415

    migrations.apply(wrap(conn))
