"""Two processes and one project: the second is refused within a second; of two at once, exactly one wins."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.stress.crash.corpus import small_project
from tests.stress.crash.facts import told
from tests.stress.crash.killing import ROOT, start
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

_WITHIN = 1.0  # seconds


class Other:
    """A process that opens a project when it is told to."""

    def __init__(self, folder: Path, project: Path, name: str) -> None:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = start(folder / f"{name}.journal", "open", project, **pipes)
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ask(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def answer(self) -> tuple[float, str]:
        """After how many seconds its opening ended, and why it was refused; then `let_go`."""
        found = json.loads(self._line())
        return found["seconds"], found["error"]

    def let_go(self) -> None:
        self.ask()
        assert self._line() == "closed"

    def end(self) -> None:
        self.process.communicate()


def _marks(project: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything in the project's folder that a second process could have touched."""
    files = sorted(project.parent.glob(f"{project.name}*"))
    # The first process is another one, so that a look from here costs nobody a lock.
    return {file.name: (file.stat().st_mtime_ns, file.stat().st_size, file.read_bytes()) for file in files}


def second(room: Room, rounds: int) -> Iterator[Task]:
    """One process has the project, another one asks for it; at times the first is asleep (SIGSTOP)."""
    yield partial(_seconds, room, rounds)


def _seconds(room: Room, rounds: int) -> Iterator[Outcome]:
    folder = room.new()
    project = folder / "p.nishan"
    small_project(project)
    first, other = Other(folder, project, "first"), Other(folder, project, "other")
    first.ask()
    assert first.answer()[1] == ""
    for number in range(rounds):
        outcome = Outcome("second", "asleep" if number % 5 == 4 else "awake")
        before = _marks(project)
        if outcome.moment == "asleep":
            os.kill(first.process.pid, signal.SIGSTOP)
        other.ask()
        seconds, error = other.answer()
        other.let_go()
        if number % 5 == 0:
            outcome.figures["a whole command until it is refused (s)"] = _command(project, outcome)
        os.kill(first.process.pid, signal.SIGCONT)
        outcome.figures["an opening until it is refused (s)"] = seconds
        if "open in another window" not in error:
            outcome.wrong("shut out", f"not refused but {error or 'let in'}")
        if seconds > _WITHIN:
            outcome.wrong("shut out", f"after {seconds:.2f} s only")
        if _marks(project) != before:
            outcome.wrong("half", "something was written by the second")
        yield outcome
    first.let_go()
    for process in (first, other):
        process.end()
    last = Outcome("second", "after all")
    told(project, last)
    if last.problems:
        yield last


def _command(project: Path, outcome: Outcome) -> float:
    """A command that writes is refused; one that only reads may read a copy, and writes nothing either."""
    more = project.parent / "more.txt"
    more.write_text("لاہور", encoding="utf-8")
    began = time.monotonic()
    done = _run("import", project, more)
    seconds = time.monotonic() - began
    if done.returncode != 1 or "open in another window" not in done.stderr:
        outcome.wrong("shut out", f"the command is not refused: {done.stdout} {done.stderr}")
    read = _run("stats", project)
    if "Traceback" in read.stderr:
        outcome.wrong("shut out", f"stats: {read.stderr}")
    return seconds


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def together(room: Room, rounds: int) -> Iterator[Task]:
    """Two processes ask at the same moment, give or take some milliseconds."""
    yield partial(_togethers, room, rounds)


def _togethers(room: Room, rounds: int) -> Iterator[Outcome]:
    folder, rng = room.new(), random.Random(room.rng.getrandbits(32))
    base, project = folder / "base.nishan", folder / "p.nishan"
    small_project(base)
    shutil.copy(base, project)
    pair = [Other(folder, project, name) for name in ("one", "two")]
    for _ in range(rounds):
        outcome = Outcome("together", "at once")
        rng.shuffle(pair)
        pair[0].ask()
        time.sleep(rng.choice((0, 0, rng.uniform(0, 0.004))))
        pair[1].ask()
        answers = [other.answer() for other in pair]
        winners = [error for _, error in answers if not error]
        if len(winners) != 1:
            outcome.wrong("shut out", f"{len(winners)} of the two were let in: {answers}")
        if any(error and "open in another window" not in error for _, error in answers):
            outcome.wrong("damaged", f"another refusal: {answers}")
        outcome.figures["the slower answer of two at once (s)"] = max(seconds for seconds, _ in answers)
        for other in pair:
            other.let_go()
        yield outcome
    for other in pair:
        other.end()
