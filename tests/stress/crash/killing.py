"""A process of ours that is killed at a moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.stress.crash.journal import read

ROOT = Path(__file__).resolve().parents[3]
_HANGS = 120.0  # seconds; a process that takes longer is said to hang


def start(
    journal: Path, *arguments: object, environment: dict[str, str] | None = None, **more: Any
) -> subprocess.Popen[str]:
    """Start `tests.stress.crash.child`. Its output goes to a file beside the journal, for whoever wonders."""
    command = [sys.executable, "-m", "tests.stress.crash.child", str(journal), *map(str, arguments)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | (environment or {})
    with journal.with_suffix(".out").open("ab") as out:
        streams: dict[str, Any] = {"stdout": out, "stderr": out, "stdin": subprocess.DEVNULL} | more
        process: subprocess.Popen[str] = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **streams)
    return process


def run_until(journal: Path, mark: bytes, times: int, gaps: float, seconds: float, *arguments: object) -> bool:
    """Start a process and kill it when `mark` has been written so many times; whether it was still there.

    After the last mark it lives on for `seconds`, and for so many of the gaps that have been between two marks. So
    a moment is drawn from what the process does, and a machine with much else to do changes nothing in that.
    """
    began = time.monotonic()
    process = start(journal, *arguments)
    while process.poll() is None and (times == 0 or _written(journal).count(mark) < times):
        if time.monotonic() > began + _HANGS:
            _kill(process)
            raise AssertionError(f"{arguments} hangs")
        time.sleep(0.002)
    lives = seconds + gaps * (time.monotonic() - began) / max(times, 1)
    try:
        process.wait(lives)
    except subprocess.TimeoutExpired:
        return _kill(process)
    return False


def _written(journal: Path) -> bytes:
    return journal.read_bytes() if journal.exists() else b""


def run_whole(journal: Path, *arguments: object) -> dict[str, float]:
    """Let a process do its work; after how many seconds it began, and came to what else it has written of itself."""
    began = time.monotonic()
    at: dict[str, float] = {}
    process = start(journal, *arguments)
    while process.poll() is None:
        for entry in read(journal):
            for name in ("begin", "at", "end"):
                if name in entry:
                    at.setdefault(str(entry[name]) if name == "at" else name, time.monotonic() - began)
        if time.monotonic() > began + _HANGS:
            _kill(process)
            raise AssertionError(f"{arguments} hangs")
        time.sleep(0.005)
    assert process.returncode == 0, output(journal)
    return at | {"over": time.monotonic() - began}


def steps(entries: Iterable[dict[str, Any]]) -> list[float]:
    """When a process took each step of its work: seconds from the first one."""
    at = [entry["t"] for entry in entries if "step" in entry]
    return [each - at[0] for each in at]


def anywhere(rng: random.Random, times: list[float]) -> tuple[bytes, int, float, float]:
    """A random moment of a command that has once taken its steps at these `times`, as `run_until` has it.

    Each moment is as likely as any other, on a machine that is as fast; a slower one gets the same ones stretched.
    """
    moment = rng.uniform(0, times[-1])
    step = bisect_right(times, moment)
    return b'"step"', step, 0.0, (moment - times[step - 1]) * rng.uniform(0.5, 2)


def output(journal: Path) -> str:
    """What the processes of this journal have said."""
    return journal.with_suffix(".out").read_text(encoding="utf-8", errors="replace")


def _kill(process: subprocess.Popen[str]) -> bool:
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL
