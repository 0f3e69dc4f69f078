"""A log that ends anywhere, as a power failure in the middle of a write may leave it: a prefix of what was promised.

Cutting the power is out of reach here. What it leaves can be made: the log of a window that was killed, cut at a
random place, with rubbish after the cut at times. Only logs of which nothing has gone into the project yet are cut:
SQLite brings the log to the disk before it copies it, so no power failure cuts another one.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from models.project.project import Project
from tests.stress.crash.corpus import small_project
from tests.stress.crash.journal import Promise, Rows, events, kept, read
from tests.stress.crash.killing import run_until
from tests.stress.crash.look import inspect
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

GESTURES, CUTS = 25, 10


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Ten cuts of each log."""
    base = room.folder / "base.nishan"
    small_project(base)
    with Project.open(base) as project:
        start = Promise(kept(project), events(project))
    for first in range(0, rounds, CUTS):
        yield partial(_cuts, room, base, start, room.rng.getrandbits(32), min(CUTS, rounds - first))


def _cuts(room: Room, base: Path, start: Promise, seed: int, count: int) -> Iterator[Outcome]:
    rng, folder = random.Random(seed), room.new()
    project, journal = folder / "p.nishan", folder / "journal"
    shutil.copy(base, project)
    arguments = ("window", seed, 2 * GESTURES, "--data-dir", folder / "data", project)
    run_until(journal, b'"saved"', GESTURES, 0.0, 0.0, *arguments)
    promise = Promise(start.rows, start.events)
    promise.hear(read(journal))
    log = project.with_name("p.nishan-wal").read_bytes()
    assert project.read_bytes() == base.read_bytes(), "some of the log is in the project already"
    for _ in range(count):
        look = folder / "look" / "p.nishan"
        look.parent.mkdir()
        shutil.copy(project, look)
        cut = rng.randrange(len(log) + 1)
        rubbish = rng.choice((b"", bytes(4096), rng.randbytes(4096 + 24)))
        look.with_name("p.nishan-wal").write_bytes(log[:cut] + rubbish)
        yield _inspect(look, start, promise, Outcome("torn", "with rubbish" if rubbish else "cut"))
        shutil.rmtree(look.parent)
    shutil.rmtree(folder)


def _inspect(look: Path, start: Promise, promise: Promise, outcome: Outcome) -> Outcome:
    with Project.open(look) as project:
        count = events(project)
    there = Promise(start.rows, start.events)
    waiting: list[tuple[int, Rows]] = [*promise.past, (promise.under_way_events, promise.under_way)]
    while there.events < count and waiting:
        there.under_way_events, there.under_way = waiting.pop(0)
        there.take()
    outcome.gestures = len(there.past)
    if there.events != count:
        outcome.wrong("half", f"{count} events are there, which no gesture ends with")
    inspect(look, there, outcome)
    return outcome
