"""A second start while a real window has, or had, a dialog open on its own file: it is refused, and the lock is there.

Closing any handle to a file drops the POSIX locks that a process has on it, so that reading the open project by a
dialog, a preview or a drop would let another process in.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from tests.stress.crash.attack.display import Display, is_here, wait_for
from tests.stress.crash.attack.program import STARTS, Program
from tests.stress.crash.corpus import small_project
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_SHARED = 0x40000002, 510  # the bytes that SQLite locks
Way = Callable[[Display, Path], None]


def _typed(*before: str, text: str = "{p}", after: tuple[str, ...] = ("Return",)) -> Way:
    """Keys that open a dialog, the project's path or another typed into it, and keys after that."""

    def way(screen: Display, project: Path) -> None:
        screen.keys(*before)
        time.sleep(0.8)
        screen.keys("ctrl+a")
        screen.write(text.format(p=project, f=project.parent))
        time.sleep(0.3)
        screen.keys(*after)
        time.sleep(0.6)

    return way


WAYS: dict[str, Way] = {
    "open itself": _typed("ctrl+o"),
    "open itself, not chosen": _typed("ctrl+o", after=()),
    "open, cancelled": _typed("ctrl+o", after=("Escape",)),
    "open a link to itself": _typed("ctrl+o", text="{f}/link.nishan"),
    "open a hard link to itself": _typed("ctrl+o", text="{f}/hard.nishan"),
    "import itself": _typed("ctrl+i"),
    "import a hard link to itself": _typed("ctrl+i", text="{f}/hard.nishan"),
    "import its folder": _typed("ctrl+shift+i", text="{f}"),
    "export onto itself": _typed("ctrl+e", after=("Return", "Return")),
    "label all": _typed("ctrl+l", text="1", after=("Escape",)),
}


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Each way in turn, in a window on a screen of our own."""
    assert is_here(), "Xvfb, openbox and xdotool are wanted"
    base = room.folder / "base.nishan"
    small_project(base)
    yield partial(_rounds, room, base, rounds)


def _rounds(room: Room, base: Path, rounds: int) -> Iterator[Outcome]:
    with Display(room.new() / "screen") as screen, Program(room.new(), XDG_DATA_HOME=str(room.new())) as program:
        for number in room.numbers(rounds):
            outcome, folder = Outcome("locks", [*WAYS][number % len(WAYS)], number=number), room.new()
            _round(screen, program, folder, base, Random(f"{room.seed} locks {number}"), outcome)
            yield outcome
            if not (room.keep and outcome.problems):
                shutil.rmtree(folder, ignore_errors=True)


def _round(screen: Display, program: Program, folder: Path, base: Path, rng: Random, outcome: Outcome) -> None:
    project, err, text = folder / NAME, folder / "err", folder / "more.txt"
    shutil.copy(base, project)
    text.write_text("لاہور", encoding="utf-8")
    (folder / "link.nishan").symlink_to(project)
    (folder / "hard.nishan").hardlink_to(project)
    window = screen.program(err, "--data-dir", folder.with_name(f"{folder.name}-data"), project)
    try:
        if not wait_for(lambda: any(title.endswith("Nishan") for title in screen.windows()), STARTS):
            outcome.wrong("hung", f"no window after {STARTS:.0f} s")
            return
        time.sleep(1)
        _try(screen, program, project, text, window.pid, outcome, f"{outcome.moment}, before")
        for step in range(1 + rng.randrange(2)):
            WAYS[outcome.moment](screen, project)
            _try(screen, program, project, text, window.pid, outcome, f"{outcome.moment}, {step + 1}")
            screen.keys("Escape", "Escape", "Escape")
            time.sleep(0.3)
        _try(screen, program, project, text, window.pid, outcome, f"{outcome.moment}, afterwards")
        if window.poll() is not None:
            outcome.wrong("crashed", f"{outcome.moment}: the window ended with {window.returncode}")
    finally:
        window.kill()
        window.wait()
    if "Traceback" in (said := err.read_text(encoding="utf-8", errors="replace")):
        outcome.wrong("crashed", f"{outcome.moment}: {said.strip()[-300:]}")


def _try(
    screen: Display, program: Program, project: Path, text: Path, process: int, outcome: Outcome, what: str
) -> None:
    """Whether the window still has its lock, and whether a second start is refused or raises it."""
    if (owner := _lock_owner(project)) != process:
        outcome.wrong("shut out", f"{what}: the window's lock is {f'of process {owner}' if owner else 'gone'}")
    ran = program.run("import", project, text)
    if ran.judge(outcome) and (ran.code != 1 or "open in another window" not in ran.err):
        outcome.wrong("shut out", f"{what}: a second process was let in: {ran.said.strip()[:150]}")
    again = screen.program(project.parent / "again", "--data-dir", project.parent / "again-data", project)
    try:
        # It raises the window that is there and ends, or stays with a message; it must not have the project.
        wait_for(lambda: again.poll() is not None, 3)
        if _lock_owner(project) == again.pid:
            outcome.wrong("shut out", f"{what}: a second window has the project")
    finally:
        again.kill()
        again.wait()


def _lock_owner(project: Path) -> int:
    """The process that holds SQLite's lock; 0 when nobody does. A look from here costs no other process a lock."""
    first, length = _SHARED
    asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, first, length, 0)
    with project.open("rb+") as file:
        kind, _, _, _, owner = struct.unpack("hhqqi4x", fcntl.fcntl(file, fcntl.F_GETLK, asked))
    return int(owner) if kind != fcntl.F_UNLCK else 0
