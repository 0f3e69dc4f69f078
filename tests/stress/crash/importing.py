"""SIGKILL during an import: of 2,000 new articles with spans, or of spans onto articles that are there already.

The second is what merges today: another annotator's work comes as a dataset, and each of its spans goes to the
article of the same id.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from models.importing.run import import_files
from models.project.project import Project
from tests.stress.crash.corpus import dataset, small_project
from tests.stress.crash.facts import Facts, told
from tests.stress.crash.journal import read
from tests.stress.crash.killing import anywhere, output, run_until, run_whole, steps
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

ARTICLES, SPANS = 2_000, 10
States = tuple[Facts, Facts]
"""Before the import, and after it."""


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Imports of new articles with their spans."""
    base, file = room.folder / "base.nishan", room.folder / "all.jsonl"
    small_project(base)
    dataset(file, room.much(ARTICLES), SPANS)
    yield from _rounds(room, "import", base, file, rounds)


def merges(room: Room, rounds: int) -> Iterator[Task]:
    """Imports of spans onto articles that are there."""
    base, file = room.folder / "base.nishan", room.folder / "all.jsonl"
    small_project(base)
    dataset(room.folder / "texts.jsonl", room.much(ARTICLES), 0)
    with Project.open(base) as project:
        import_files(project, [room.folder / "texts.jsonl"])
    dataset(file, room.much(ARTICLES), SPANS)
    yield from _rounds(room, "merge", base, file, rounds)


def _rounds(room: Room, name: str, base: Path, file: Path, rounds: int) -> Iterator[Task]:
    folder = room.new()
    whole, journal = folder / "p.nishan", folder / "journal"
    shutil.copy(base, whole)
    run_whole(journal, "command", "import", whole, file)
    states = told(base), told(whole)
    assert states[0] != states[1]
    times = steps(read(journal))
    for number in range(rounds):
        again = number % 5 == 0
        yield partial(_round, room, name, base, file, room.rng.getrandbits(32), times, states, again)


def _round(
    room: Room,
    name: str,
    base: Path,
    file: Path,
    seed: int,
    times: list[float],
    states: tuple[Facts, Facts],
    again: bool,
) -> Iterator[Outcome]:
    rng, outcome, folder = random.Random(seed), Outcome(name), room.new()
    project, journal = folder / "p.nishan", folder / "journal"
    shutil.copy(base, project)
    killed = run_until(journal, *anywhere(rng, times), "command", "import", project, file)
    outcome.moment = "at work" if killed else "not in time"
    if again:  # the next import meets the files as they were left
        run_whole(folder / "again", "command", "import", project, file)
    found = told(project, outcome)
    if found == states[1]:
        outcome.moment += ", committed" if killed and not again else ""
    elif again or not killed or found != states[0]:
        outcome.wrong("half", f"neither before nor after: {found} {output(journal)[-300:]}")
    shutil.rmtree(folder)
    yield outcome
