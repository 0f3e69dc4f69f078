"""SIGKILL while somebody labels: the window started as a process, real events, several deaths of one project."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from models.project.project import Project
from tests.stress.crash.corpus import small_project
from tests.stress.crash.journal import Promise, events, kept, read
from tests.stress.crash.killing import output, run_until, run_whole
from tests.stress.crash.look import inspect
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

GESTURES = 60
_LONGEST = 6  # deaths of one project in a row
_MANY = 0.05  # seconds that a gesture of many spans may take


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Chains of rounds on one project, so that what was recovered is worked on and dies again."""
    yield from _chains(room, rounds, "labelling", "")


def synced(room: Room, rounds: int) -> Iterator[Task]:
    """The same in a folder that a service copies about, where SQLite has no write-ahead log."""
    yield from _chains(room, rounds, "synced", "Dropbox")


def _chains(room: Room, rounds: int, name: str, place: str) -> Iterator[Task]:
    base = room.folder / "base.nishan"
    small_project(base)
    with ThreadPoolExecutor(2) as pool:  # as many as there will be
        usual = next(pool.map(lambda seed: _usual(_new(room, place), base, seed), range(2)))
    while rounds > 0:
        length = min(room.rng.randint(1, _LONGEST), rounds)
        rounds -= length
        yield partial(_chain, room, name, place, base, room.rng.getrandbits(32), length, usual)


def _new(room: Room, place: str) -> Path:
    folder = room.new() / place
    folder.mkdir(exist_ok=True)
    return folder


def _usual(folder: Path, base: Path, seed: int) -> dict[str, float]:
    """When a life that nobody ends comes to what (seconds)."""
    shutil.copy(base, folder / "p.nishan")
    return run_whole(folder / "journal", *_life(folder, seed))


def _life(folder: Path, seed: int) -> tuple[object, ...]:
    return "window", seed, GESTURES, "--data-dir", folder / "data", folder / "p.nishan"


def _moment(rng: random.Random, usual: dict[str, float]) -> tuple[bytes, int, float, float]:
    """A random moment of a life, as `run_until` has it: mostly in the work, some in the start and in the end.

    Gestures of many spans are few, and looked for.
    """
    match rng.choices(("start", "work", "many", "end"), (10, 57, 25, 8)):
        case ["start"]:
            return b"", 0, 0.0, rng.uniform(0, usual["work"])
        case ["work"]:
            return b'"saved"', rng.randint(1, GESTURES), rng.uniform(0, 2), 0.0
        case ["many"]:
            return b'"many": true', rng.randint(1, 4), 0.0, rng.uniform(0, _MANY)
        case _:
            return b'"quitting"', 1, 0.0, rng.uniform(0, usual["over"] - usual["quitting"])


def _chain(
    room: Room, name: str, place: str, base: Path, seed: int, length: int, usual: dict[str, float]
) -> Iterator[Outcome]:
    rng, folder = random.Random(seed), _new(room, place)
    project = folder / "p.nishan"
    promise = _begin(base, project)
    for number in range(length):
        outcome = Outcome(name)
        _round(project, promise, rng, folder / f"{number}.journal", usual, outcome)
        yield outcome
        if outcome.problems:
            promise = _begin(base, project)
    shutil.rmtree(folder)


def _begin(base: Path, project: Path) -> Promise:
    for left in project.parent.glob(f"{project.name}*"):
        left.unlink()
    shutil.copy(base, project)
    with Project.open(project) as opened:
        return Promise(kept(opened), events(opened))


def _round(
    project: Path, promise: Promise, rng: random.Random, journal: Path, usual: dict[str, float], outcome: Outcome
) -> None:
    killed = run_until(journal, *_moment(rng, usual), *_life(project.parent, rng.getrandbits(32)))
    entries = list(read(journal))
    outcome.moment = _last(entries) if killed else "not in time"
    before = promise.gestures
    promise.hear(entries)
    outcome.gestures = promise.gestures - before
    if not killed and "Traceback" in output(journal):
        outcome.wrong("shut out", output(journal)[-300:])
    # The next process finds the files as this one has left them: it is a copy that is looked at.
    copy = project.parent / "look"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for file in project.parent.glob(f"{project.name}*"):
        shutil.copy(file, copy)
    inspect(copy / project.name, promise, outcome)


def _last(entries: list[dict[str, object]]) -> str:
    at = [str(entry["at"]) for entry in entries if "at" in entry]
    if any("end" in entry for entry in entries):
        return "closed"
    return at[-1] if at else "starting"
