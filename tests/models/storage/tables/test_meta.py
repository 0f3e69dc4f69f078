"""Facts of a project are read and written on a bare connection, each with its checksum."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from models.checks import check
from models.project.project import Project
from models.storage.tables import meta


def test_value_is_what_was_put_last_and_its_checksum_is_right(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as conn:
        assert meta.value(conn, "fact") == ""
        for value in ("one", "دو"):
            meta.put(conn, "fact", value)
        conn.commit()
        assert meta.value(conn, "fact") == "دو"
    with Project.open(closed) as project:
        assert check(project) == []


def test_removed_key_has_no_value(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as conn:
        meta.put(conn, "fact", "one")
        meta.remove(conn, "fact")
        assert meta.value(conn, "fact") == ""
        assert meta.value(conn, "uid")
