"""The program under attack: each run is a process, and what became of it is one of four things."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Self

from tests.stress.crash.killing import start
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

LIMIT = 20.0  # seconds of a processor, or of rest; what takes longer hangs
_AT_MOST = 10  # times the limit, on a machine that has other work
STARTS = 60.0  # seconds, in which all is imported
_AT_ONCE = 2  # as many as rounds are run side by side
_LONG_NOTE = 400  # characters


@dataclass(frozen=True)
class Ran:
    """One run. `code` is None when it hung, and negative when a signal ended it. `seen`: what a window showed."""

    arguments: tuple[str, ...]
    code: int | None
    out: str
    err: str
    seconds: float
    seen: dict[str, Any]

    @property
    def said(self) -> str:
        """All that a person could read."""
        return "\n".join((self.out, self.err, *self.seen.get("said", ()), *self.seen.get("status", ())))

    @property
    def named(self) -> bool:
        """Whether something is said to be wrong: by exit code and sentence, or in a message of the window."""
        if "said" in self.seen:
            return bool(self.seen["said"])
        return bool(self.code) and bool(self.err.strip())

    def judge(self, outcome: Outcome) -> bool:
        """Write down a hang or a crash; whether it was neither."""
        name = " ".join(self.arguments[:2])[-80:] if self.arguments else "window"
        if self.code is None:
            outcome.wrong("hung", f"{name}: after {self.seconds:.0f} s: {_where(self.err)}")
        elif self.seen.get("stuck"):
            outcome.wrong("hung", f"{name}: a dialog that Esc does not close: {self.seen['stuck']}")
        elif "Traceback" in self.err or self.code < 0 or self.code > 2 or "Something went wrong inside" in self.said:
            outcome.wrong("crashed", f"{name}: exit {self.code}: {_last_words(self)}")
        elif self.code and not self.err.strip():
            outcome.wrong("silent", f"{name}: exit {self.code} without a word")
        else:
            return True
        return False


def _where(err: str) -> str:
    """Where a hanging process was: the innermost frames, which `faulthandler` writes first."""
    frames = [line.strip().removeprefix("File ") for line in err.splitlines() if line.lstrip().startswith("File ")]
    return " < ".join(frame.rpartition("/")[2] for frame in frames[:5])


def _last_words(ran: Ran) -> str:
    """The innermost frame and the error of a traceback, whoever wrote it."""
    lines = [line.strip() for line in (ran.err.strip() or ran.said.strip()).splitlines() if line.strip()]
    frames = [line for line in lines if ", line " in line]
    errors = [line for line in lines if line.partition(":")[0].rpartition(".")[2].endswith(("Error", "Exception"))]
    return " | ".join([*frames[-1:], *(errors[-1:] or lines[-1:])])[-_LONG_NOTE:]


class Program:
    """Runs commands and windows, one after another."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.environment = folder, environment
        self._count, self._heard = 0, b""
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = start(folder / "program.journal", "serve", environment=environment, **pipes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, *arguments: object, limit: float = LIMIT, **more: Any) -> Ran:
        """Run a command of main.py. `more`: umask, environment, shim; a `look` is for `window`."""
        return self.wait(*self.begin(*arguments, **more), limit=limit)

    def window(self, project: Path, *, label: bool = False, limit: float = LIMIT, **more: Any) -> Ran:
        """Open the window, page through it, at times label a word, and close it."""
        look = self.folder / f"seen-{self._count}"
        asked = self.begin("--data-dir", self.folder / f"data-{self._count}", project, look=look, label=label, **more)
        return self.wait(*asked, look=look, limit=limit)

    def begin(self, *arguments: object, **more: Any) -> tuple[int, tuple[str, ...], Path]:
        """Begin to run; its process, for `wait`."""
        at = self.folder / f"run-{self._count}"
        self._count += 1
        words = tuple(map(str, arguments))
        plain = {name: str(value) if isinstance(value, Path) else value for name, value in more.items()}
        asked = {"arguments": words, "out": f"{at}.out", "err": f"{at}.err"} | plain
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._line()), words, at

    def wait(
        self, process: int, words: tuple[str, ...], at: Path, look: Path | None = None, limit: float = LIMIT
    ) -> Ran:
        """Wait for a run to end; one that hangs is killed."""
        began = time.monotonic()
        if hung := not self._ends(process, limit):
            os.kill(process, signal.SIGUSR1)  # it writes where it is
            time.sleep(0.5)
            os.kill(process, signal.SIGKILL)
        code = int(self._line())
        out, err = (_text(at.with_name(f"{at.name}.{name}")) for name in ("out", "err"))
        seen = json.loads(_text(look)) if look is not None and look.exists() else {}
        return Ran(words, None if hung else code, out, err, time.monotonic() - began, seen)

    def _ends(self, process: int, limit: float) -> bool:
        """Whether a process ends before it has rested or worked so long; the load of the machine does not count."""
        worked, until = _worked(process), time.monotonic() + _AT_MOST * limit
        rested = worked
        while time.monotonic() < until:
            if self._comes(limit):
                return True
            if (now := _worked(process)) - worked > limit or now - rested < limit / 100:
                return False
            rested = now
        return False

    def _comes(self, seconds: float) -> bool:
        """Whether a line is there within so many seconds."""
        assert self._process.stdout is not None
        number, until = self._process.stdout.fileno(), time.monotonic() + seconds
        while b"\n" not in self._heard:
            if not select.select([number], [], [], max(until - time.monotonic(), 0))[0]:
                return False
            read = os.read(number, 4096)  # not through the stream, whose buffer `select` does not know
            assert read, "the process that runs the program has died"
            self._heard += read
        return True

    def _line(self) -> str:
        assert self._comes(STARTS), "the process that runs the program does not answer"
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()


def _worked(process: int) -> float:
    """Return the seconds of a processor that a process has had."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


One = Callable[[Program, Path, Random, Outcome], None]
"""One round: the program, an empty folder, dice of its own, and where to write what is wrong."""


def side_by_side(room: Room, name: str, rounds: int, one: One, **environment: str) -> Iterator[Task]:
    """All rounds of an attack; each has dice of its own, so that one can be repeated by its number."""
    numbers = room.numbers(rounds)
    for first in range(min(_AT_ONCE, len(numbers))):
        yield lambda first=first: _rounds(room, name, numbers[first::_AT_ONCE], one, environment)  # type: ignore[misc]


def _rounds(room: Room, name: str, numbers: list[int], one: One, environment: dict[str, str]) -> Iterator[Outcome]:
    with ExitStack() as stack:
        program = stack.enter_context(Program(room.new(), **environment))
        for number in numbers:
            outcome = Outcome(name, number=number)
            folder = room.new()
            try:
                one(program, folder, Random(f"{room.seed} {name} {number}"), outcome)
            except (AssertionError, OSError) as error:
                outcome.wrong("shut out", f"the round could not be done: {error!r}")
                program = stack.enter_context(Program(room.new(), **environment))  # what it still says is of this round
            if room.keep and outcome.problems:
                outcome.problems = [(kind, f"{what} [{folder.name}]") for kind, what in outcome.problems]
            yield outcome
            if not (room.keep and outcome.problems):
                shutil.rmtree(folder, ignore_errors=True)
