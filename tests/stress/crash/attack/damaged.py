"""A damaged project met by all that reads one: a window, check, export, stats, recover. Damage is named, not passed on.

What counts as `silent`: content that differs from the sound project's and leaves with exit code 0, a window that shows
it without a message, `check` that calls it sound, a recovered project that says that nothing was lost.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from models.base.entities import Edit
from models.project.project import Project
from tests.models.helpers import make_span
from tests.stress.crash import flips as whole
from tests.stress.crash.attack.content import Content, content, difference
from tests.stress.crash.attack.damage import DAMAGES, REGIONS, flip_in, places
from tests.stress.crash.attack.program import Program, Ran, side_by_side
from tests.stress.crash.killing import ROOT
from tests.stress.crash.one_flip import dump
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_FORMATS = ("csv", "conllu-plus", "brat", "webanno-tsv", "spacy", "label-studio", "w3c", "conll2003", "tei")
_DAMAGE = re.compile(
    r"damag|DAMAG|cannot be (read|trusted|told)|is lost|are lost|lost:|not what was|cut short|not in the project"
    r"|problems? found|no SQLite file|newer Nishan|another program|not where it belongs|left out|another copy"
)
_LABELS = 0.3  # of the rounds, in which the window labels something, too


@dataclass(frozen=True)
class Base:
    """A sound project in a folder of its own, with a log beside it or without, and what it says."""

    folder: Path
    older: Path
    where: dict[str, list[int]]
    says: Content
    timeless: Content
    exports: dict[str, dict[str, bytes]]
    stats: dict[str, Any]
    shown: dict[str, Any]
    history: frozenset[tuple[object, ...]]


def flips(room: Room, rounds: int) -> Iterator[Task]:
    """One bit, in each region in turn."""
    bases = _bases(room)

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        region = REGIONS[outcome.number % len(REGIONS)]
        base = bases[region == "log"]
        damage = partial(flip_in, region=region, rng=rng, where=base.where)
        _meet(program, base, folder, rng, outcome, damage)

    yield from side_by_side(room, "flip", rounds, one, XDG_DATA_HOME=str(room.new()))


def pages(room: Room, rounds: int) -> Iterator[Task]:
    """Whole pages, and the end of the file."""
    base = _bases(room)[0]

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        harm = DAMAGES[outcome.number % len(DAMAGES)]
        _meet(program, base, folder, rng, outcome, lambda path: harm(path, base.older, rng, base.where))

    yield from side_by_side(room, "pages", rounds, one, XDG_DATA_HOME=str(room.new()))


def _bases(room: Room) -> tuple[Base, Base]:
    """A project that was closed, and one whose window was killed, with its log."""
    folder, older = room.new(), room.new() / NAME
    project = folder / NAME
    whole.make(project, room.much(whole.ARTICLES))
    shutil.copy(project, older)
    with Project.open(project) as opened:
        _work_on(opened)
    killed = room.new()
    shutil.copy(older, killed / NAME)
    dies = f"from {__name__} import work_and_die; work_and_die({str(killed / NAME)!r})"
    subprocess.run([sys.executable, "-c", dies], cwd=ROOT, check=True)
    with Program(room.new(), XDG_DATA_HOME=str(room.new())) as program:
        return _look(program, room, folder, older), _look(program, room, killed, older)


def work_and_die(path: str) -> None:
    """Leave the log of a process that ended in the middle of its work."""
    with Project.open(Path(path)) as project:
        _work_on(project)
        os._exit(0)


def _work_on(project: Project) -> None:
    """Gestures that change pages of each kind, one transaction each."""
    dice = Random(8)
    spans = [
        replace(make_span(project, row.id, at, at + 1), uid=str(UUID(int=dice.getrandbits(128))))
        for row in project.article_rows(project.annotators()[0].id)[1:9]
        for at in range(30, 42, 2)
    ]
    for span in spans:
        project.put(Edit(spans=(span,)), "label")
    for span in spans[::3]:
        project.put(Edit(spans=(replace(span, note="نوٹ"),)), "note")


def _look(program: Program, room: Room, folder: Path, older: Path) -> Base:
    copies, out = room.new(), room.new()
    where = places(folder / NAME)

    def copy() -> Path:
        return _copy(folder, copies / str(len([*copies.iterdir()])))

    window = program.window(copy())
    assert window.seen["opened"], window
    exports = {}
    for format_ in ("jsonl", *_FORMATS):
        program.run("export", copy(), out / format_, "--format", format_)
        exports[format_] = _files(out / format_)
    stats = _counts(program.run("stats", copy(), "--json"))
    says, timeless = (content(out / "jsonl", when=when) for when in (True, False))
    return Base(folder, older, where, says, timeless, exports, stats, window.seen["shown"], history(copy()))


def history(project: Path) -> frozenset[tuple[object, ...]]:
    """Each state of a span that the project's history has: the uid, the place and the note."""
    with closing(sqlite3.connect(f"{project.as_uri()}?mode=ro", uri=True)) as conn:
        logged = conn.execute("SELECT after FROM event WHERE json_extract(after, '$.uid') IS NOT NULL").fetchall()
    return frozenset(_state(json.loads(after)) for (after,) in logged)


def _state(span: dict[str, Any]) -> tuple[object, ...]:
    return (span["uid"], span.get("start"), span.get("end"), span.get("note", ""))


def is_of_history(piece: str, states: frozenset[tuple[object, ...]]) -> bool:
    """Whether a piece is a span as it was once, which is all that recover has where row and last entry are lost."""
    _, sign, span = piece.partition(" span ")
    return bool(sign) and _state(json.loads(span)) in states


def _copy(folder: Path, to: Path) -> Path:
    """The project with its log; not the note of who had it open, nor the settings."""
    to.mkdir(parents=True)
    for file in folder.glob(f"{NAME}*"):
        shutil.copy(file, to)
    return to / NAME


def _files(out: Path) -> dict[str, bytes]:
    files = [out] if out.is_file() else [path for path in out.rglob("*") if path.is_file()]
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def _meet(
    program: Program, base: Base, folder: Path, rng: Random, outcome: Outcome, damage: Callable[[Path], str]
) -> None:
    """Damage a copy, and let everything that reads a project meet a copy of that."""
    damaged = _copy(base.folder, folder / "damaged")
    told = damage(damaged)
    outcome.moment = told.partition(":")[0]
    round_ = _Round(program, base, folder, outcome, told)
    if not round_.export():
        return
    round_.check()
    round_.other_format(rng.choice(_FORMATS))
    round_.stats()
    round_.recover()
    round_.window(label=rng.random() < _LABELS)


@dataclass
class _Round:
    program: Program
    base: Base
    folder: Path
    outcome: Outcome
    what: str
    differs: bool = False  # whether the damage changes what the project says

    def _copy(self, name: str) -> Path:
        return _copy(self.folder / "damaged", self.folder / name)

    def _silent(self, text: str) -> None:
        self.outcome.wrong("silent", f"{self.what}: {text}")

    def _judge(self, ran: Ran) -> bool:
        before = len(self.outcome.problems)
        sound = ran.judge(self.outcome)
        self.outcome.problems[before:] = [
            (kind, f"{self.what}: {text}") for kind, text in self.outcome.problems[before:]
        ]
        return sound

    def export(self) -> bool:
        """As JSON lines, of which each piece is compared; once more with `--damaged skip` where that is asked for."""
        out = self.folder / "out.jsonl"
        ran = self.program.run("export", self._copy("export"), out, "--format", "jsonl")
        self.differs = not out.exists() or content(out) != self.base.says
        if self.outcome.moment != "log":
            self.differs = self.differs or dump(self.folder / "damaged" / NAME) != dump(self.base.folder / NAME)
        if self._judge(ran):
            self._is_named("export", ran)
            self._compare("export", ran, out)
            if ran.code:
                out = self.folder / "skipped.jsonl"
                options = ("--format", "jsonl", "--damaged", "skip")
                ran = self.program.run("export", self._copy("skip"), out, *options)
                if self._judge(ran) and ran.code != 2:  # an option that is not known yet
                    self._compare("export --damaged skip", ran, out, skipped=True)
        return True

    def _compare(self, name: str, ran: Ran, out: Path, *, skipped: bool = False) -> None:
        made, missing = difference(content(out), self.base.says) if out.exists() else ([], [])
        if made := self._worse(made, ran):
            self._silent(f"{name}, exit {ran.code}: passed on what is not so: {made[0][:160]} (of {len(made)})")
        torn = self.outcome.moment == "log's end"
        if missing and not ran.code and not skipped and not torn:
            self._silent(f"{name}: exit 0 without {len(missing)} pieces: {missing[0][:120]}")
        if missing and skipped and not ran.err.strip() and ran.out.count("\n") <= 1:
            self._silent(f"{name}: {len(missing)} pieces left out without a word")
        if not out.exists() and not ran.code:
            self._silent(f"{name}: exit 0 and no file")

    def _is_named(self, name: str, ran: Ran) -> None:
        """A command that fails says that the damage is why."""
        if ran.code and not names_damage(ran):
            self._silent(f"{name}: exit {ran.code}, and no word of damage: {ran.err.strip()[-200:]}")

    def _worse(self, made: list[str], ran: Ran) -> list[str]:
        """Of what is not so, that which damage that is named does not explain.

        A status that is lost leaves the usual one; changes that only the log held, what they changed.
        """
        if not names_damage(ran):
            return made
        if self.outcome.moment in {"log", "log's end"}:
            return []
        made = [piece for piece in made if "recovered-" not in piece]  # a name that says what it stands for
        return [piece for piece in made if not piece.endswith((" seconds 0.0", ' status "new"', ' status "started"'))]

    def other_format(self, format_: str) -> None:
        out = self.folder / f"out.{format_}"
        ran = self.program.run("export", self._copy(format_), out, "--format", format_)
        if not self._judge(ran):
            return
        if not ran.code and _files(out) != self.base.exports[format_] and self.outcome.moment != "log's end":
            self._silent(f"export --format {format_}: exit 0, and it is another one")

    def check(self) -> None:
        ran = self.program.run("check", self._copy("check"))
        self._is_named("check", ran)
        if self._judge(ran) and self.differs and not ran.code and self.outcome.moment != "log's end":
            self._silent("check calls it sound")

    def stats(self) -> None:
        ran = self.program.run("stats", self._copy("stats"), "--json")
        torn = self.outcome.moment == "log's end"
        if self._judge(ran) and not ran.code and not ran.err.strip() and not torn:
            found, sound = _counts(ran), self.base.stats
            wrong = [
                f"{key}: {str(found[key])[:60]} for {str(sound[key])[:60]}" for key in sound if found[key] != sound[key]
            ]
            if wrong:
                self._silent(f"stats: {'; '.join(wrong)}")

    def recover(self) -> None:
        new, out = self.folder / "new.nishan", self.folder / "recovered.jsonl"
        ran = self.program.run("recover", self._copy("recover"), new)
        if not self._judge(ran) or not new.exists():
            return
        for arguments in (("check", new), ("export", new, out, "--format", "jsonl")):
            again = self.program.run(*arguments)
            if self._judge(again) and again.code:
                self.outcome.wrong(
                    "damaged", f"{self.what}: the recovered project: {arguments[0]}: {again.err.strip()}"
                )
        if not out.exists():
            return
        made, missing = difference(content(out, when=False), self.base.timeless)
        if "came from the history" in ran.out and "lost:" in ran.out:
            made = [piece for piece in made if not is_of_history(piece, self.base.history)]
        if made := made if "nothing was lost" in ran.out else self._worse(made, ran):
            self._silent(f"recover made up: {made[0][:160]} (of {len(made)})")
        if missing and "nothing was lost" in ran.out and self.outcome.moment != "log's end":
            self._silent(f"recover: nothing was lost, it says, without {len(missing)} pieces: {missing[0][:120]}")

    def window(self, *, label: bool) -> None:
        ran = self.program.window(self._copy("window"), label=label)
        if not self._judge(ran) or not ran.seen:
            return
        if not ran.seen["opened"] and not ran.seen["said"]:
            self._silent("the window opens nothing and says nothing")
        torn = self.outcome.moment == "log's end"
        if ran.seen["opened"] and not ran.seen["said"] and not torn:
            shown = ran.seen["shown"]
            wrong = [key for key in {*shown, *self.base.shown} if shown.get(key) != self.base.shown.get(key)]
            if wrong:
                self._silent(f"the window shows {len(wrong)} articles that are not so, and says nothing")


def names_damage(ran: Ran) -> bool:
    """Whether a person is told that something is damaged, lost or not to be trusted: no other trouble will do."""
    return bool(_DAMAGE.search(ran.said))


def _counts(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return {name: value for name, value in found.items() if name != "project"}
