"""SIGKILL while a project of an earlier version is brought up to date: it is the old one or the new one, whole."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from models.storage.raw import header
from models.storage.tables import checksums
from tests.stress.crash.facts import Facts, read_all, told
from tests.stress.crash.journal import read
from tests.stress.crash.killing import ROOT, anywhere, output, run_until, run_whole, steps
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

COPIES = 1_500
"""Of each span and event, so that a step takes long enough to be killed in."""
_GROWN = """
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies})
INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, n
"""


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Each stored version in turn."""
    bases = []
    for stored in sorted((ROOT / "tests" / "data").glob("project_v*.nishan")):
        base = room.folder / stored.name
        shutil.copy(stored, base)
        _grow(base, room.much(COPIES))
        if _version(base)[0] < header.VERSION:
            folder = room.new()
            shutil.copy(base, folder / "p.nishan")
            run_whole(folder / "journal", "upgrade", folder / "p.nishan")
            bases.append((base, steps(read(folder / "journal")), told(folder / "p.nishan")))
    for number in range(rounds):
        base, times, new = bases[number % len(bases)]
        yield partial(_round, room, base, room.rng.getrandbits(32), times, new, again=number % 2 == 0)


def _grow(path: Path, copies: int) -> None:
    """Spans and events many times over, with checksums where the version has them."""
    with closing(sqlite3.connect(path)) as conn:
        conn.create_function("row_checksum", -1, lambda table, *values: checksums.checksum(table, values))
        for table, made in (("span", {"id": "NULL", "uid": "uid || '-' || i"}), ("event", {"id": "1000 * i + id"})):
            columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
            covered = [made.get(column, f'"{column}"') for column in checksums.COLUMNS[table]]
            made["seal"] = f"row_checksum('{table}', {', '.join(covered)})"  # the name in version 3
            values = [made.get(column, f'"{column}"') for column in columns]
            names = ", ".join(f'"{column}"' for column in columns)
            conn.execute(_GROWN.format(copies=copies, table=table, columns=names, values=", ".join(values)))
        conn.commit()


def _round(room: Room, base: Path, seed: int, times: list[float], new: Facts, *, again: bool) -> Iterator[Outcome]:
    rng, outcome, folder = random.Random(seed), Outcome("migration"), room.new()
    project, journal = folder / "p.nishan", folder / "journal"
    shutil.copy(base, project)
    killed = run_until(journal, *anywhere(rng, times), "upgrade", project)
    # SQLite itself, without a door of ours, says what version was left; in a copy, to leave the rest as it is.
    (folder / "copy").mkdir()
    for file in folder.glob("p.nishan*"):
        shutil.copy(file, folder / "copy")
    found = _version(folder / "copy" / "p.nishan")
    outcome.moment = f"{base.stem[8:]}, {'old' if found == _version(base) else 'new'}" if killed else "not in time"
    if found != _version(base) and found[0] != header.VERSION:
        outcome.wrong("half", f"version {found[0]} was left of {base.name}")
    if found[0] == _version(base)[0] and found != _version(base):
        outcome.wrong("half", f"other tables than those of {base.name}")
    if again:
        run_whole(folder / "again", "upgrade", project)
    if told(project, outcome) != new:
        outcome.wrong("lost", f"brought up to date, it is not what it is without a death; {output(journal)[-200:]}")
    shutil.rmtree(folder)
    yield outcome


def _version(path: Path) -> tuple[int, Facts]:
    with closing(sqlite3.connect(path)) as conn:
        facts = read_all(conn)
        schema = conn.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        return conn.execute("PRAGMA user_version").fetchone()[0], facts | {"schema": (len(schema), str(schema))}
