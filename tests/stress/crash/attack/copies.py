"""Backups of a damaged project, and backups while somebody labels.

`copies`: a backup of a damaged project is marked, and never costs a good one; what is not marked is the sound project.
`meanwhile`: a process labels and makes one backup after another until it is killed. Each backup that has its name is
whole: the project as it was at some moment, with all that had been acknowledged then.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from models.backups.backing_up import back_up
from models.backups.listing import Backup, Reason, backups_in
from models.base.entities import AnnotatorId, Edit
from models.base.errors import UserError
from models.checks import check
from models.project.project import Project
from models.storage.page_copy import Busy
from tests.models.helpers import make_span
from tests.stress.crash.attack.damage import DAMAGES, REGIONS, Damage, flip_in, places
from tests.stress.crash.attack.program import LIMIT, Program, side_by_side
from tests.stress.crash.corpus import small_project
from tests.stress.crash.one_flip import dump
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_GOOD = 4  # backups: fewer than are thinned out
_MADE = 5  # of the damaged one, of which the last three are kept
_ME = __name__
_REGIONS = [region for region in REGIONS if region != "log"]


def copies(room: Room, rounds: int) -> Iterator[Task]:
    """Each kind of damage in turn, flipped bits in each region among them."""
    base, older = room.folder / "base.nishan", room.folder / "older.nishan"
    small_project(base)
    make(str(base), str(room.folder / "root"), str(_GOOD), "labels")
    shutil.copy(base, older)
    make(str(base), str(room.folder / "more"), "1", "labels")
    where, sound = places(base), dump(base)
    ways: list[str | Damage] = [*_REGIONS, *DAMAGES]

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        project, root, way = folder / NAME, folder / "root", ways[outcome.number % len(ways)]
        shutil.copy(base, project)
        shutil.copytree(room.folder / "root", root)
        good = _digests(root)
        what = flip_in(project, way, rng, where) if isinstance(way, str) else way(project, older, rng, where)
        outcome.moment = what.partition(":")[0]
        ran = program.run(project, root, _MADE, "", call=f"{_ME}:make")
        if not ran.judge(outcome):
            return
        now = _digests(root)
        if changed := [name for name, digest in good.items() if now.get(name) != digest]:
            outcome.wrong("lost", f"{what}: {len(changed)} files of good backups are gone or others: {ran.said[-200:]}")
        for backup in _new(root, good):
            outcome.gestures += 1
            if not backup.is_sound:
                continue
            shutil.copy(backup.path, look := folder / "look.nishan")
            if dump(look) != sound:
                outcome.wrong("silent", f"{what}: {backup.path.name} is not the sound project, and no word of it")
        if left := [path.name for path in root.rglob(".*")]:
            outcome.wrong("left", f"{what}: {', '.join(left)}")

    yield from side_by_side(room, "copies", rounds, one, XDG_DATA_HOME=str(room.new()))


def _digests(root: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in root.rglob("*") if path.is_file()}


def _new(root: Path, before: dict[str, str]) -> list[Backup]:
    return [backup for folder in root.iterdir() for backup in backups_in(folder) if backup.path.name not in before]


def make(path: str, root: str, count: str, labels: str) -> None:
    """Open a project and make so many backups, with a gesture before each if it `labels`. Exits with 1 if refused."""
    try:
        with Project.open(Path(path)) as project:
            for number in range(int(count)):
                if labels:
                    _label(project, number)
                back_up(project.source(), Path(root), Reason.WORK, always=True)
    except UserError as error:
        raise SystemExit(_refused(error)) from error


def _refused(error: UserError) -> int:
    os.write(2, f"{error}\n".encode(errors="backslashreplace"))
    return 1


def _label(project: Project, number: int) -> str:
    article = project.article_rows(AnnotatorId(project.annotator("me").id))[0].id
    span = make_span(project, article, number, number + 3, project.labels()[0].name)
    project.put(Edit(spans=(span,)), "label")
    return span.uid


# --- while somebody labels ------------------------------------------------------------------------------------------


def meanwhile(room: Room, rounds: int) -> Iterator[Task]:
    """Killed after a while, two of three times; else it ends by itself."""
    base = room.folder / "base.nishan"
    small_project(base)
    with Project.open(base) as opened:
        before = _uids(opened)

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        project, root, told = folder / NAME, folder / "root", folder / "told"
        shutil.copy(base, project)
        asked = program.begin(project, root, told, 150, call=f"{_ME}:label_meanwhile")
        if outcome.number % 3:
            outcome.moment = "killed"
            until = time.monotonic() + LIMIT
            while time.monotonic() < until and not (told.exists() and told.stat().st_size):
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 3))
            os.kill(asked[0], signal.SIGKILL)
        ran = program.wait(*asked)
        if ran.code != -signal.SIGKILL:
            outcome.moment = "ended"
            ran.judge(outcome)
        done = told.read_text().split() if told.exists() else []
        outcome.gestures = len(done)
        for backup in _new(root, {}) if root.exists() else []:
            if not backup.is_sound:
                outcome.wrong("damaged", f"{backup.path.name} is marked: {backup.contents}")
            _judge(Path(shutil.copy(backup.path, folder / "look.nishan")), before, done, outcome, backup.path.name)
        _judge(project, before, done, outcome, "the project", of_all=True)

    yield from side_by_side(room, "meanwhile", rounds, one, XDG_DATA_HOME=str(room.new()))


def _uids(project: Project) -> set[str]:
    return {uid for (uid,) in project.rows("SELECT uid FROM span")}


def _judge(path: Path, before: set[str], done: list[str], outcome: Outcome, name: str, *, of_all: bool = False) -> None:
    """Whether a project is sound and has all gestures up to some moment, or all that there were."""
    try:
        with Project.open(path) as project:
            if problems := check(project):
                outcome.wrong("damaged", f"{name}: {problems[0].what}")
            found, events = _uids(project), project.value("SELECT count(*) FROM event WHERE gesture = 'label'")
    except UserError as error:
        outcome.wrong("damaged", f"{name}: {error}")
        return
    there = found - before
    count = len(done) if of_all else len(there & {*done})
    if missing := (before | {*done[:count]}) - found:
        outcome.wrong("lost", f"{name}: {len(missing)} of the first {count} gestures")
    if len(there) > count + 1 or events < len(there):  # one was committed and not acknowledged yet
        outcome.wrong("half", f"{name}: {len(there)} spans and {events} entries of {count} gestures")


def label_meanwhile(path: str, root: str, told: str, gestures: str) -> None:
    """Label, and make backups on another thread, as the window does."""
    over = threading.Event()
    line = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with Project.open(Path(path)) as project:

        def again_and_again() -> None:
            while not over.is_set():
                try:
                    back_up(project.source(), Path(root), Reason.WORK, always=True)
                except Busy:
                    time.sleep(0.01)

        thread = threading.Thread(target=again_and_again)
        thread.start()
        for number in range(int(gestures)):
            os.write(line, f"{_label(project, number)}\n".encode())
            time.sleep(0.01)
        over.set()
        thread.join()
