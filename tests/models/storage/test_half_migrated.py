"""A kill while the tables are brought up to date leaves half a schema in the file; its journal or log has the rest."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models.checks import check
from models.project.project import Project
from models.storage.raw import header
from models.storage.tables.migrating import bring_up_to_date
from tests.models.helpers import ROOT

VERSIONS = range(1, header.VERSION)
# Every page that the migration changes goes to the file at once, as it does where a project is larger than the cache.
_HALF = """
import os, sqlite3, sys
from models.storage.tables.migrating import bring_up_to_date
conn = sqlite3.connect(sys.argv[1])
conn.execute("PRAGMA journal_mode = DELETE")
conn.execute("PRAGMA cache_spill = 1")
conn.execute("PRAGMA cache_size = 1")
conn.execute("BEGIN IMMEDIATE")
bring_up_to_date(conn)
os._exit(9)
"""


def test_migration_that_was_killed_midway_on_a_shared_drive_is_taken_back_and_done_again(tmp_path: Path) -> None:
    path = tmp_path / "p.nishan"
    shutil.copy(ROOT / "tests" / "data" / "project_v1.nishan", path)
    before = path.read_bytes()
    ended = subprocess.run([sys.executable, "-c", _HALF, path], cwd=ROOT, check=False)
    assert ended.returncode == 9
    assert path.read_bytes() != before  # half of it is in the file
    assert path.with_name("p.nishan-journal").stat().st_size
    with Project.open(path) as project:
        assert check(project) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_checkpoint_of_a_migration_that_was_cut_short_is_done_to_its_end(tmp_path: Path, version: int) -> None:
    path, log = tmp_path / "p.nishan", tmp_path / "p.nishan-wal"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA wal_autocheckpoint = 0")
        conn.execute("BEGIN IMMEDIATE")
        bring_up_to_date(conn)
        conn.execute("COMMIT")
        old, kept = path.read_bytes(), log.read_bytes()
        conn.execute("PRAGMA wal_checkpoint")
        new = path.read_bytes()
    size = int.from_bytes(new[16:18], "big")
    for done in range(size, len(new), size):
        path.write_bytes(new[:done] + old[done:].ljust(len(new) - done, b"\0"))
        log.write_bytes(kept)
        with Project.open(path) as project:
            assert check(project) == []
