"""SIGKILL during an export: what has the dataset's name is the old one or the new one, whole, or nothing."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
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

FORMATS = {
    "jsonl": ("--format", "jsonl"),
    "conllu": ("--format", "conllu-plus"),
    "brat": ("--format", "brat"),
    "splits": ("--format", "csv", "--split", "train=0.8,dev=0.1,test=0.1", "--card"),
}
_FOLDERS = ("brat", "splits")
ARTICLES = 1_000
_OLD = "what was there"


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Exports of one file and of folders in turn, over an older one and where there is none."""
    base, file = room.folder / "base.nishan", room.folder / "all.jsonl"
    small_project(base)
    dataset(file, room.much(ARTICLES), 10)
    with Project.open(base) as project:
        import_files(project, [file])
    facts, usual = told(base), {}
    for format_, options in [*FORMATS.items()][:rounds]:
        folder = room.new()
        run_whole(folder / "journal", "command", "export", base, folder / "out", *options, "--annotator", "sana")
        usual[format_] = steps(read(folder / "journal")), look(folder / "out")
    for number in range(rounds):
        format_ = [*FORMATS][number % len(FORMATS)]
        yield partial(_round, room, base, facts, format_, room.rng.getrandbits(32), *usual[format_])


def _round(
    room: Room, base: Path, facts: Facts, format_: str, seed: int, times: list[float], new: dict[str, str]
) -> Iterator[Outcome]:
    rng, outcome, folder = random.Random(seed), Outcome("export"), room.new()
    project, journal, out = folder / "p.nishan", folder / "journal", folder / "sets" / "out"
    shutil.copy(base, project)
    out.parent.mkdir()
    if there := rng.random() < 0.6:
        _leave_old(out, format_)
    old = look(out)
    options = (*FORMATS[format_], *(("--replace",) if format_ in _FOLDERS else ()), "--annotator", "sana")
    killed = run_until(journal, *anywhere(rng, times), "command", "export", project, out, *options)
    outcome.moment = f"{format_}{' over an old one' if there else ''}" if killed else "not in time"
    found = look(out)
    if found not in (old, new) or (not killed and found != new):
        kind = "lost" if there and not found else "half"
        outcome.wrong(kind, f"{len(found)} files, neither the old nor the new ones; {output(journal)[-200:]}")
    if told(project, outcome) != facts:
        outcome.wrong("lost", "the project is another one")
    _a_day_passes(out.parent)
    run_whole(folder / "again", "command", "export", project, out, *options)
    if look(out) != new:
        outcome.wrong("shut out", f"the next export is another one; {output(folder / 'again')[-200:]}")
    left = [path.name for path in out.parent.iterdir() if path != out]
    if left:
        outcome.wrong("left", f"after the next export a day later: {', '.join(left)}")
    shutil.rmtree(folder)
    yield outcome


def _a_day_passes(folder: Path) -> None:
    """What a dead process has left is not taken for somebody's work any more."""
    then = time.time() - 25 * 3600
    for path in (path for left in folder.glob(".*") for path in (left, *left.rglob("*"))):
        os.utime(path, (then, then))


def _leave_old(out: Path, format_: str) -> None:
    if format_ in _FOLDERS:
        out.mkdir()
        for name in "ab":
            (out / name).write_text(_OLD)
    else:
        out.write_text(_OLD)


def look(out: Path) -> dict[str, str]:
    """Each file of a dataset with the digest of what is in it; a card's day apart."""
    files = [out] if out.is_file() else sorted(path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out.parent)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
