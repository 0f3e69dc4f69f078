"""SIGKILL before each call that writes, syncs or removes a file, from opening a project to closing it.

The project was left whole, by a death, or by an older version; it lies on a disk, or in a folder that a service
copies. Each second round dies once more, at any call of the life after. Then all that was acknowledged is there, and
nobody is told of another copy, another program or damage.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from random import Random

from models.base.entities import AnnotatorId, Edit
from models.checks import check
from models.project.left_out import lost_changes
from models.project.project import Project
from models.storage import upkeep
from models.storage.disk.volumes import drive_of
from models.storage.opening import Opening
from tests.models.helpers import make_span
from tests.stress.crash.attack.disks import shim
from tests.stress.crash.attack.program import LIMIT, Program, Ran, side_by_side
from tests.stress.crash.corpus import small_project
from tests.stress.crash.killing import ROOT
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_GESTURES = 3
_KILLS, _CALLS = -9, 2 | 4  # of `shim.c`: instead of an error; writes, and syncs
_STATES = ("closed", "crashed", "crashed with a long log", "project_v1", "project_v2", "project_v3", "project_v4")
_PLACES = ("", "Dropbox")
CASES = [*product(_STATES, _PLACES, (1000, 3))]  # the last: frames of the log after which it is folded in


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Each case dies before its first call, then each before its second, and so on."""
    library, base = shim(room.folder), room.folder / "base.nishan"
    small_project(base)
    states = {state: _state(room.new(), state, base) for state in _STATES}

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        step, number = divmod(outcome.number, len(CASES))
        state, place, frames = CASES[number]
        project, told = folder / place / NAME, folder / "told"
        project.parent.mkdir(exist_ok=True)
        _prepare(states[state], project, told)
        before = set(_told(told)) | _spans(project)
        ran = _live(program, project, told, frames, step)
        outcome.moment = f"{state}{' in ' if place else ''}{place}" if ran.code == -9 else "survived"
        deaths = [step]
        if outcome.number % 2:
            deaths.append(rng.randrange(40))
            _judge(_live(program, project, told, frames, deaths[-1]), outcome)
        _judge(ran, outcome)
        outcome.gestures = len(set(_told(told)) - before)
        _look(program, project, told, before, outcome)
        outcome.problems = [(kind, f"{CASES[number]}, at {deaths}: {what}") for kind, what in outcome.problems]

    yield from side_by_side(room, "steps", rounds, one, XDG_DATA_HOME=str(room.new()), LD_PRELOAD=library)


def _state(folder: Path, state: str, base: Path) -> Path:
    """A folder with the project, its log if it died, and what was acknowledged in it."""
    stored = ROOT / "tests" / "data" / f"{state}.nishan"
    shutil.copy(stored if stored.exists() else base, folder / NAME)
    if state.startswith("crashed"):
        with Program(folder) as program:
            count = 250 if "long" in state else _GESTURES
            ran = program.run(folder / NAME, folder / "told", count, 10**6, "dies", call=_ME, limit=120)
            assert ran.code == 0, ran.said
    return folder


def _prepare(state: Path, project: Path, told: Path) -> None:
    """Copy what was left, with its log; a folder that a service copies gets it from a disk of this machine."""
    for file in state.glob(f"{NAME}*"):
        shutil.copy(file, project.parent)
    if (state / "told").exists():
        shutil.copy(state / "told", told)


_ME = f"{__name__}:live"


def _live(program: Program, project: Path, told: Path, frames: int, step: int) -> Ran:
    return program.run(project, told, _GESTURES, frames, "closes", call=_ME, shim=(NAME, _CALLS, step, 1, _KILLS, 0, 0))


def live(path: str, told: str, gestures: str, frames: str, ends: str) -> None:
    """Open a project, label, and close it or die; what is done is told as soon as it is committed."""
    upkeep._FRAMES = int(frames)
    where = Path(path)
    project = Project.open(where, Opening(drive_of(where)))
    line = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    article = project.article_rows(AnnotatorId(project.annotator("me").id))[0].id
    for number in range(int(gestures)):
        span = make_span(project, article, number, number + 3, project.labels()[0].name)
        project.put(Edit(spans=(span,)), "label")
        os.write(line, f"{span.uid}\n".encode())
    if ends == "dies":
        os._exit(0)
    project.close()


def _told(told: Path) -> list[str]:
    return told.read_text().split() if told.exists() else []


def _spans(project: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{project}?mode=ro&immutable=1", uri=True)) as conn:
        return {uid for (uid,) in conn.execute("SELECT uid FROM span")}


def _judge(ran: Ran, outcome: Outcome) -> None:
    """A life ends by itself or by the kill; a refusal is a false alarm."""
    if ran.code is None:
        outcome.wrong("hung", f"after {LIMIT:.0f} s")
    elif ran.code not in (0, -9):
        outcome.wrong("shut out", ran.said.strip()[-300:])


def look(path: str, out: str) -> None:
    """Open a project, and write which spans it has; what is wrong goes to stderr."""
    where = Path(path)
    with Project.open(where, Opening(drive_of(where))) as project:
        # A second death amid a frame, over one of the first death's, looks like a change that was lost: it is told.
        if project.found.rows or project.found.lost > 1:
            raise AssertionError(f"a false alarm: {project.found}")
        if problems := [problem for problem in check(project) if problem.what != lost_changes(project)]:
            raise AssertionError(f"damaged: {problems[0].what}")
        Path(out).write_text("\n".join(uid for (uid,) in project.rows("SELECT uid FROM span")))


def _look(program: Program, project: Path, told: Path, before: set[str], outcome: Outcome) -> None:
    found = told.with_name("found")
    ran = program.run(project, found, call=f"{__name__}:look")
    if ran.code:
        outcome.wrong("damaged" if "damaged" in ran.err else "shut out", ran.said.strip()[-300:])
        return
    acknowledged, there = before | set(_told(told)), set(found.read_text().split())
    if missing := acknowledged - there:
        outcome.wrong("lost", f"{len(missing)} of {len(acknowledged)} spans")
    if len(more := there - acknowledged) > 2:  # one under way at each death
        outcome.wrong("lost", f"{len(more)} spans that nobody was told of")
    # A journal that begins with zeros was never synced: nobody reads it. Drafts go with the next one of the folder.
    left = [file.name for file in project.parent.glob(f"{NAME}?*") if file.read_bytes()[:1] != b"\0"]
    if left:
        outcome.wrong("left", f"{left}")
