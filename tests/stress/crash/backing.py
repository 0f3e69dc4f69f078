"""SIGKILL while a backup is made, and while one is put in the project's place."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from models.backups.listing import Backup, backups_in
from models.importing.run import import_files
from models.project.project import Project
from tests.stress.crash.corpus import dataset, small_project
from tests.stress.crash.facts import Facts, told
from tests.stress.crash.journal import read
from tests.stress.crash.killing import anywhere, run_until, run_whole, steps
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

ARTICLES = 1_000


def _base(room: Room) -> tuple[Path, Path]:
    """A project, and one backup of it from before it had grown."""
    base, file, root = room.folder / "base.nishan", room.folder / "all.jsonl", room.folder / "root"
    small_project(base)
    run_whole(room.folder / "first.journal", "backup", base, root)
    dataset(file, room.much(ARTICLES), 10)
    with Project.open(base) as project:
        import_files(project, [file])
    return base, root


def backups(room: Room, rounds: int) -> Iterator[Task]:
    """Backups beside an older one."""
    base, root = _base(room)
    facts = told(base)
    (folder,) = root.iterdir()
    old = told(_copy(backups_in(folder)[0].path, room.new()))
    usual = room.new()
    shutil.copytree(root, usual / "root")
    run_whole(usual / "journal", "backup", base, usual / "root")
    times = steps(read(usual / "journal"))
    for _ in range(rounds):
        yield partial(_backup, room, base, root, room.rng.getrandbits(32), times, (old, facts))


def _backup(
    room: Room, base: Path, root: Path, seed: int, times: list[float], states: tuple[Facts, Facts]
) -> Iterator[Outcome]:
    rng, outcome, room_ = random.Random(seed), Outcome("backup"), room.new()
    project, kept = room_ / "p.nishan", room_ / "root"
    shutil.copy(base, project)
    shutil.copytree(root, kept)
    (folder,) = kept.iterdir()
    killed = run_until(room_ / "journal", *anywhere(rng, times), "backup", project, kept)
    found = backups_in(folder)
    outcome.moment = ("made" if len(found) > 1 else "not made") if killed else "not in time"
    _all_whole(found, states, outcome, room_)
    if told(project, outcome) != states[1]:
        outcome.wrong("lost", "the project is another one")
    run_whole(room_ / "again", "backup", project, kept)
    _all_whole(backups_in(folder), states, outcome, room_)
    if len(backups_in(folder)) != len(found) + 1:
        outcome.wrong("shut out", "no backup was made after that")
    if waste := [path.name for path in folder.iterdir() if path.name.startswith(".")]:
        outcome.wrong("left", f"after the next backup: {', '.join(waste)}")
    shutil.rmtree(room_)
    yield outcome


def _all_whole(found: list[Backup], states: tuple[Facts, Facts], outcome: Outcome, folder: Path) -> None:
    paths: list[Path | None] = [backup.path for backup in found] or [None]
    *new, oldest = paths
    for path, facts in [*((path, states[1]) for path in new), (oldest, states[0])]:
        if path is None or told(_copy(path, folder), outcome) != facts:
            outcome.wrong("damaged", f"the backup {path and path.name} is not what was backed up")


def _copy(path: Path, folder: Path) -> Path:
    """A backup is looked at in a copy: opening it as a project would leave its mark on it."""
    return Path(shutil.copy(path, folder / "look.nishan"))


def restores(room: Room, rounds: int) -> Iterator[Task]:
    """The older backup in the place of the project."""
    base, root = _base(room)
    backup = backups_in(next(root.iterdir()))[0].path
    states = told(base), told(_copy(backup, room.new()))
    times = {}
    for way in ("over", "keep"):
        folder = room.new()
        shutil.copy(base, folder / "p.nishan")
        run_whole(folder / "journal", "restore", backup, folder / "p.nishan", way)
        times[way] = steps(read(folder / "journal"))
    for number in range(rounds):
        way = ("over", "keep")[number % 2]
        yield partial(_restore, room, base, backup, room.rng.getrandbits(32), way, times[way], states)


def _restore(
    room: Room, base: Path, backup: Path, seed: int, way: str, times: list[float], states: tuple[Facts, Facts]
) -> Iterator[Outcome]:
    rng, outcome, folder = random.Random(seed), Outcome("restore"), room.new()
    project = folder / "p.nishan"
    shutil.copy(base, project)
    killed = run_until(folder / "journal", *anywhere(rng, times), "restore", backup, project, way)
    found = told(project, outcome)
    outcome.moment = f"{way}, {'done' if found == states[1] else 'not done'}" if killed else "not in time"
    if found not in states:
        outcome.wrong("half", "neither the project nor the backup")
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    if left:
        outcome.figures["unfinished copies that lie about"] = len(left)
    shutil.rmtree(folder)
    yield outcome
