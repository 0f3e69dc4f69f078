"""How much work a piece of code is, counted and not timed: lines of Python run and steps of SQLite's machine."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

_EVERY = 10  # steps of SQLite between two counts


def grows(work: Callable[[int], object], size: int) -> float:
    """Return how many times the work of `size` things that of twice as many is; 2 is linear, 4 a square.

    What everything begins with is taken off: the work of one thing.
    """
    work(1)  # what is loaded once
    least, once, twice = (counted(work, count) for count in (1, size, 2 * size))
    return max((more - base) / max(less - base, 1) for base, less, more in zip(least, once, twice, strict=True))


def counted(work: Callable[[int], object], count: int) -> list[int]:
    """Return the lines and the steps that `work(count)` takes, in all threads."""
    found = [0, 0]

    def line(_frame: FrameType, event: str, _argument: Any) -> Any:
        found[0] += event == "line"
        return line

    def step() -> int:
        found[1] += 1
        return 0

    real = sqlite3.connect

    def connect(*arguments: Any, **more: Any) -> sqlite3.Connection:
        conn: sqlite3.Connection = real(*arguments, **more)
        conn.set_progress_handler(step, _EVERY)
        return conn

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        before = sys.gettrace()
        threading.settrace(line)
        sys.settrace(line)
        try:
            work(count)
        finally:
            sys.settrace(before)
            threading.settrace(None)
    return found
