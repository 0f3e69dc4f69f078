"""What every measurement is made with: clocks, a row of the table, processes."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run measures: in which folder, with how many articles, for which formats (all, if none are named)."""

    folder: Path
    articles: int
    most: int
    formats: tuple[str, ...] = ()

    def within(self, folder: Path) -> Asked:
        return replace(self, folder=folder)


def heading() -> None:
    print(f"{'':<66} {'Nishan':>12} {'floor':>12} {'ratio':>8}   goal")


def row(name: str, ours: float, floor: float | None, goal: str, unit: str = "ms") -> None:
    """Print a row of the table at once; `floor` is None where there is none to compare with."""
    beside = f"{floor:>9,.1f} {unit} {ours / max(floor, 1e-9):>6.2f} x" if floor is not None else f"{'':>21}"
    print(f"{name:<66} {ours:>9,.1f} {unit} {beside}   {goal}".rstrip(), flush=True)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, in all threads of this process."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def best(work: Callable[[], object], rounds: int = 3) -> float:
    return min(timed(work) for _ in range(rounds))


def memory(name: str) -> float:
    """This process's memory in megabytes: `VmRSS` now, `VmHWM` at the most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def process(*arguments: str | Path, **environment: str) -> tuple[float, str]:
    """Run Python with these arguments; the processor's milliseconds, and the last line that it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took * 1000, done.stdout.splitlines()[-1] if done.stdout else ""


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """The medians of ours and of the floor."""
    ours, floors = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(floors)
