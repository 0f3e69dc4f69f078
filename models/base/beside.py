"""Run a function of this program in a second process, on a core of its own: of a process's threads one runs Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

LARGE = 30_000_000
"""Bytes of a file from which on a second process, which takes a quarter of a second to begin, reads it in less time."""

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from models.base.beside import main; main()"
_ASK = 0.05  # seconds between two questions whether to stop
_NICE = 5


class Unavailable(Exception):  # noqa: N818 - whoever asked does the work alone
    """There is no second process, or it has failed."""


class Beside:
    """A function at work in a second process, until the end of the context.

    It takes texts, and returns what JSON can hold. It must not need anything that this process has and no file has.
    """

    def __init__(self, function: str, *arguments: str, is_polite: bool = False) -> None:
        """Start `module:function` with these arguments; `is_polite`: whatever else wants the processor goes first."""
        command = [function, str(_NICE if is_polite else 0), *arguments]
        self._process = None if getattr(sys, "frozen", False) else _start(command)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _traceback: TracebackType | None) -> None:
        """End the process, if it has not ended."""
        if self._process is not None:
            with self._process:  # which closes its pipes, and waits for its end
                self._process.kill()

    def result(self, ask: Callable[[], object] = lambda: None) -> Any:
        """Wait for what it returns. `ask` is called meanwhile, and may raise; raises Unavailable."""
        if self._process is None:
            raise Unavailable
        said = list[bytes]()
        reading = threading.Thread(target=lambda out: said.append(out.read()), args=(self._process.stdout,))
        reading.start()  # `communicate` would close the pipe that tells the process that this one is there
        try:
            while reading.is_alive():
                ask()
                reading.join(_ASK)
        finally:
            if reading.is_alive():
                self._process.kill()
                reading.join()
        if self._process.wait() or not said:
            raise Unavailable
        try:
            return json.loads(said[0])
        except ValueError as error:  # whatever is called `sys.executable` was none of Python
            raise Unavailable from error


def _start(command: list[str]) -> subprocess.Popen[bytes] | None:
    if not sys.executable:  # Python may not know where it is
        return None
    try:
        return subprocess.Popen(
            [
                sys.executable,
                *(["-X", "utf8"] if sys.flags.utf8_mode else []),
                "-P",
                "-c",
                _START,
                str(_ROOT),
                *command,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError):
        return None


def main() -> None:
    """Do in the second process what `Beside` asks for; end with the first."""
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    answer = os.dup(1)
    os.dup2(2, 1)  # what libraries print is no part of the answer
    name, nice, *arguments = sys.argv[1:]
    if hasattr(os, "nice"):
        os.nice(int(nice))
    module, _, function = name.partition(":")
    found = getattr(import_module(module), function)(*arguments)
    with os.fdopen(answer, "wb") as out:
        out.write(json.dumps(found).encode("ascii"))


def _end_with_the_first() -> None:
    """Wait until nobody holds the other end of the pipe."""
    os.read(0, 1)
    os._exit(1)
