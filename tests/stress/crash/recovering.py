"""SIGKILL while a damaged project is recovered: the new one is there whole or not at all, the damaged one untouched."""

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

ARTICLES = 60
_PAGE = 4096
_WITHOUT = ("meta", "event")  # a recovered project has a uid of its own, and says that it was recovered


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Recoveries of one project with some pages of zeros."""
    base, file, folder = room.folder / "base.nishan", room.folder / "all.jsonl", room.new()
    small_project(base)
    dataset(file, room.much(ARTICLES), 10)
    with Project.open(base) as project:
        import_files(project, [file])
    data = bytearray(base.read_bytes())
    for page in random.Random(3).sample(range(20, len(data) // _PAGE), 3):
        data[page * _PAGE : (page + 1) * _PAGE] = bytes(_PAGE)
    base.write_bytes(data)
    run_whole(folder / "journal", "command", "recover", base, folder / "new.nishan")
    whole, times = _facts(folder / "new.nishan"), steps(read(folder / "journal"))
    for number in range(rounds):
        yield partial(_round, room, base, room.rng.getrandbits(32), times, whole, again=number % 2 == 0)


def _facts(path: Path, outcome: Outcome | None = None) -> Facts:
    return {name: fact for name, fact in told(path, outcome).items() if name not in _WITHOUT}


def _round(room: Room, base: Path, seed: int, times: list[float], whole: Facts, *, again: bool) -> Iterator[Outcome]:
    rng, outcome, folder = random.Random(seed), Outcome("recover"), room.new()
    broken, new, journal = folder / "p.nishan", folder / "new.nishan", folder / "journal"
    shutil.copy(base, broken)
    killed = run_until(journal, *anywhere(rng, times), "command", "recover", broken, new)
    outcome.moment = ("done" if new.exists() else "not done") if killed else "not in time"
    if broken.read_bytes() != base.read_bytes():
        outcome.wrong("lost", "the damaged project is another one")
    if again and not new.exists():
        run_whole(folder / "again", "command", "recover", broken, new)
    if new.exists() and _facts(new, outcome) != whole:
        outcome.wrong("half", f"the new project is not what can be recovered; {output(journal)[-200:]}")
    shutil.rmtree(folder)
    yield outcome
