"""SIGKILL of the window that a person sees: a real screen, real keys, and what the status line shows as saved.

The program runs as it is, without a line of ours in it. Before each gesture the status line is made to say something
else; the gesture is acknowledged when the pixels of "saved" are back. Then the project and its log are copied and read
by SQLite alone, and what came must be what the keys asked for. After the death all of that must be there, and at most
the one gesture more that was under way.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.stress.crash.attack.display import MESSAGE, Display, Picture, is_here, wait_for
from tests.stress.crash.attack.program import LIMIT, STARTS, Program
from tests.stress.crash.corpus import small_project
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME, LOG = "p.nishan", "acknowledged.log"
_CHAIN = 5  # deaths of one project in a row
_GESTURES = 20  # at most, before a death
_PATIENCE = 2.0  # seconds; keys that change nothing are never acknowledged
_TABLES = ("span", "label", "article_label", "rejection", "guideline")
_KEYS = ("id", "article_id", "annotator_id", "label_id", "start", "end")
_WITHOUT = ("checksum",)
Rows = dict[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Gesture:
    """Keys, after which the status line says "saved", and what they change: (rows at least, at most, made or changed).

    `aim`: keys before, which write nothing. `text`: typed before the keys. `holds`: what the changed row has then.
    """

    keys: tuple[str, ...]
    change: tuple[int, int, str]
    aim: tuple[str, ...] = ("F7", "F7", "F7")
    text: str = ""
    holds: Any = None


_SELECT = ("ctrl+shift+Left", "ctrl+c")
_ALONE = 1, 1, "changed"
_BEFORE_NOTE = ("F7", "F7", "F7", "ctrl+m")
_WAYS: dict[Callable[[Random], Gesture], int] = {
    lambda rng: Gesture((rng.choice("12345"),), (1, 1, "made"), _SELECT): 9,
    lambda rng: Gesture((rng.choice("67"),), _ALONE): 3,
    lambda _: Gesture(("ctrl+u",), _ALONE): 2,
    lambda _: Gesture(("Delete",), _ALONE, holds=1): 2,
    lambda rng: Gesture(("Return",), _ALONE, _BEFORE_NOTE, text=f"note {rng.randrange(10**6)}"): 2,
    lambda _: Gesture(("ctrl+z",), (1, 999, "changed")): 2,
    lambda rng: Gesture(("Return",), (1, 999, "made"), (*_SELECT, "ctrl+l", rng.choice("12345"))): 1,
    lambda _: Gesture(("ctrl+Return",), (0, 2, "changed")): 1,
}
"""A label, another one for it, doubts, a removal, a note, a step back, all places of a word, an article done."""


def _gesture(rng: Random) -> Gesture:
    (way,) = rng.choices([*_WAYS], [*_WAYS.values()])
    return way(rng)


@dataclass
class _Life:
    """The project of a chain, and what it must hold."""

    project: Path
    rows: Rows
    saved: Picture  # what "saved" looks like
    took: float = 4.0  # seconds until the window stands
    under_way: Gesture | None = None
    gestures: int = 0

    def tell(self, **entry: Any) -> None:
        """A line of the log of our own."""
        line = json.dumps({"t": round(time.time(), 3)} | entry, ensure_ascii=False)
        with (self.project.parent / LOG).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Chains of deaths, on two screens."""
    if not is_here():
        raise AssertionError("Xvfb, openbox and xdotool are wanted")
    base = room.folder / "base.nishan"
    small_project(base)
    chains = sorted({number // _CHAIN for number in room.numbers(rounds)})
    for first in range(min(2, len(chains))):
        yield partial(_screen, room, base, chains[first::2], rounds)


def _screen(room: Room, base: Path, chains: list[int], rounds: int) -> Iterator[Outcome]:
    with Display(room.new() / "screen") as screen, Program(room.new(), XDG_DATA_HOME=str(room.new())) as program:
        saved, wanted = _learn(screen, base, room.new()), room.numbers(rounds)
        for chain in chains:
            folder = room.new()
            life = _begin(base, folder, saved)
            for number in range(chain * _CHAIN, min((chain + 1) * _CHAIN, max(wanted) + 1)):
                outcome = Outcome("screen", number=number)
                try:
                    _round(screen, program, life, Random(f"{room.seed} screen {number}"), outcome)
                except AssertionError as error:
                    outcome.wrong("shut out", f"the round could not be done: {error}")
                if number in wanted or outcome.problems:
                    yield outcome
                if outcome.problems:
                    folder = room.new()
                    life = _begin(base, folder, saved)
            if not room.keep:
                shutil.rmtree(folder, ignore_errors=True)


def _begin(base: Path, folder: Path, saved: Picture) -> _Life:
    project = folder / NAME
    shutil.copy(base, project)
    return _Life(project, read_rows(project), saved)


def _learn(screen: Display, base: Path, folder: Path) -> Picture:
    """What the status line looks like when a label, and then another, is in the file."""
    project, pictures = folder / NAME, []
    shutil.copy(base, project)
    window = screen.program(folder / "err", "--data-dir", folder / "data", project)
    try:
        assert wait_for(lambda: any(title.endswith("Nishan") for title in screen.windows()), STARTS), "no window"
        time.sleep(1)
        screen.keys("ctrl+Next")
        for number in range(2):
            screen.keys(*_SELECT)
            time.sleep(0.5)
            before = screen.picture()
            screen.keys("1")
            time.sleep(1)
            pictures.append(screen.picture())
            assert sum(key.startswith("span") for key in read_rows(project)) == number + 1, "no label was made"
            assert before != pictures[0] == pictures[-1], "the status line does not say the same of two labels"
    finally:
        window.kill()
        window.wait()
    return pictures[0]


def _round(screen: Display, program: Program, life: _Life, rng: Random, outcome: Outcome) -> None:
    way = rng.choices(("start", "acknowledged", "under way", "quitting"), (1, 4, 6, 1))[0]
    outcome.moment, life.gestures, life.under_way = way, 0, None
    life.tell(begin=way, round=outcome.number)
    data, err = life.project.parent / "data", life.project.parent / f"{outcome.number}.err"
    began = time.monotonic()
    window = screen.program(err, "--data-dir", data, life.project)
    try:
        if way == "start":
            time.sleep(rng.uniform(0, life.took))
        else:
            _work(screen, window, life, rng, outcome, way, began)
    finally:
        window.kill()
        window.wait()
    life.tell(killed=way)
    outcome.gestures = life.gestures
    if "Traceback" in (text := err.read_text(encoding="utf-8", errors="replace")):
        outcome.wrong("crashed", text.strip()[-400:])
    _look(program, life, outcome)


def _work(
    screen: Display, window: subprocess.Popen[bytes], life: _Life, rng: Random, outcome: Outcome, way: str, began: float
) -> None:
    if not wait_for(lambda: any(title.endswith("Nishan") for title in screen.windows()), STARTS):
        outcome.wrong("hung" if window.poll() is None else "shut out", f"no window after {STARTS:.0f} s")
        return
    life.took = time.monotonic() - began
    time.sleep(0.4)
    screen.keys(*["ctrl+Next"] * (1 + rng.randrange(3)))
    for _ in range(rng.randint(1, _GESTURES)):
        if not _do(screen, life, _gesture(rng), outcome):
            return
    if way == "acknowledged":
        _do(screen, life, _gesture(rng), outcome, then=window.kill)
    elif way == "under way":
        life.under_way = gesture = _gesture(rng)
        _press(screen, gesture)
        time.sleep(rng.choice((0, rng.uniform(0, 0.01), rng.uniform(0, 0.08))))
    elif way == "quitting":
        life.under_way = Gesture((), (0, 1, "changed"))
        screen.keys("ctrl+q")
        time.sleep(rng.uniform(0, 0.5))


def _press(screen: Display, gesture: Gesture) -> None:
    screen.keys(*gesture.aim)
    time.sleep(0.05 if gesture.text or "ctrl+l" in gesture.aim else 0)
    if gesture.text:
        screen.write(gesture.text)
    screen.keys(*gesture.keys)


def _do(
    screen: Display, life: _Life, gesture: Gesture, outcome: Outcome, then: Callable[[], object] | None = None
) -> bool:
    """One gesture, and what is done as soon as it is acknowledged; False when the file does not hold it."""
    screen.keys(*gesture.aim)
    if not wait_for(lambda: screen.picture() != life.saved, 3):
        screen.keys("Escape", "ctrl+Next")  # the end of an article, or of all its spans
        return True
    time.sleep(0.15 if gesture.text or "ctrl+l" in gesture.aim else 0.02)
    life.under_way, pressed = gesture, time.monotonic()
    if gesture.text:
        screen.write(gesture.text)
    screen.keys(*gesture.keys)
    acknowledged = wait_for(lambda: screen.picture() == life.saved, _PATIENCE)
    if then is not None:
        then()
    seconds = time.monotonic() - pressed
    if not acknowledged and then is None:
        screen.keys("Escape", "Escape")
        if not _settle(screen):
            outcome.wrong("hung", f"{gesture.keys}: the window takes no keys for {LIMIT:.0f} s")
    rows = read_rows(life.project)
    if acknowledged:
        _compare(life, gesture, rows, outcome)
        life.gestures += 1
    life.tell(keys=gesture.keys, saved=acknowledged, seconds=round(seconds, 3), rows=len(rows))
    life.rows, life.under_way = rows, None
    return not outcome.problems


def _settle(screen: Display) -> bool:
    """Wait until the window has taken all keys, be it slow: F7 says something else each time. False when it hangs."""
    for _ in range(6):  # round the granularities twice, as the keys before may say something, too
        before = screen.picture(MESSAGE)
        screen.keys("F7")
        if not wait_for(lambda before=before: screen.picture(MESSAGE) != before, LIMIT):  # type: ignore[misc]
            return False
        time.sleep(0.1)
    return True


def _compare(life: _Life, gesture: Gesture, rows: Rows, outcome: Outcome) -> None:
    """Whether the file holds what the status line has just called saved."""
    made = [key for key in rows if key not in life.rows and key.startswith("span")]
    changed = [key for key in rows if key in life.rows and rows[key] != life.rows[key]]
    gone = [key for key in life.rows if key not in rows]
    least, most, what = gesture.change
    count = len(made) if what == "made" else len(changed) + len(made)
    if what == "changed" and "ctrl+z" in gesture.keys:
        count = len(changed) + len(made) + len(gone)
        gone = [key for key in gone if not key.startswith("work")]  # an article is new again
    if gone or not least <= count <= most:
        there = f"{len(made)} new rows, {len(changed)} others, {len(gone)} less"
        outcome.wrong("lost", f"{gesture.keys}: shown as saved, the file has {there}")
    holds = gesture.text or gesture.holds
    if holds and changed and holds not in rows[changed[0]]:
        outcome.wrong("lost", f"{gesture.keys}: shown as saved, and {holds!r} is not in the file")


def _look(program: Program, life: _Life, outcome: Outcome) -> None:
    """What is left: all that was acknowledged, at most one gesture more, and a file that is sound."""
    found = read_rows(life.project)
    wrong = [key for key in {*life.rows, *found} if life.rows.get(key) != found.get(key)]
    most = life.under_way.change[1] if life.under_way is not None else 0
    new = [key for key in wrong if key not in life.rows]
    if len(wrong) > max(most, 0):
        first = f"{wrong[0]}: {life.rows.get(wrong[0])} -> {found.get(wrong[0])}"
        outcome.wrong("lost", f"{len(wrong)} rows are not as they were acknowledged, {len(new)} of them new; {first}")
    look = life.project.parent / "look"
    shutil.rmtree(look, ignore_errors=True)
    look.mkdir()
    for file in life.project.parent.glob(f"{NAME}*"):
        shutil.copy(file, look)
    ran = program.run("check", look / NAME)
    if ran.judge(outcome) and ran.code:
        outcome.wrong("damaged", ran.said.strip()[-300:])
    out = look / "out.jsonl"
    ran = program.run("export", look / NAME, out, "--format", "jsonl")
    if ran.judge(outcome) and ran.code:
        outcome.wrong("damaged", ran.said.strip()[-300:])
    after = read_rows(look / NAME)
    if after != found:
        outcome.wrong("lost", f"the program finds {len(after)} rows where SQLite found {len(found)}, or others")
    life.rows = found


def read_rows(project: Path) -> Rows:
    """The rows of a copy of the project and its log, by SQLite alone. Without the times that the clock writes."""
    copy = project.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for suffix in ("", "-wal", "-journal"):
        if (file := project.with_name(project.name + suffix)).exists():
            shutil.copy(file, copy)
    rows: Rows = {}
    with closing(sqlite3.connect(copy / project.name)) as conn:
        for table in _TABLES:
            found = conn.execute(f"SELECT * FROM {table}")
            names = [each[0] for each in found.description]
            kept = [at for at, name in enumerate(names) if name not in _WITHOUT]
            keys = [
                at for at, name in enumerate(names) if name in ("uid", "article_id", "annotator_id", "label_id", "id")
            ]
            for row in found:
                key = row[names.index("uid")] if "uid" in names else " ".join(str(row[at]) for at in keys)
                rows[f"{table} {key}"] = tuple(row[at] for at in kept)
        for article, annotator, status in conn.execute("SELECT article_id, annotator_id, status FROM work"):
            if status != "new":
                rows[f"work {article} {annotator}"] = (status,)
    return rows
