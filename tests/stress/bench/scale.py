"""How the program bears large projects: `uv run python -m tests.stress.bench.scale [--big] [--check] [--articles N]`.

Every measurement for a project of 100 articles, one of 10,000 and, with `--big`, one of 100,000 with 5.5 million
spans, each in processes of its own; beside the largest one its floor and how much it grew against the data.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from models.checks import check
from models.project.project import Project
from models.project.stats import stats
from tests.stress.bench.corpus import ANNOTATOR, big_project
from tests.stress.bench.measure import timed
from ui.support.settings import Settings

STARTS = 5
GOALS = {
    "start to the first painted article": "<= 1.5 x of 100",
    "opening to the first painted article": "<= 1.5 x of 100",
    "label, painted: p95": "<= 16 ms",
    "memory: most": "<= 250 MB",
    "stats": "<= 2 s",
    "search for a common word: first places": "<= 100 ms, <= 2 x",
    "search for a rare name: first places": "<= 100 ms, <= 2 x",
}
_STALL = "<= 50 ms"
_STALLS = ("list: ", "filter by ")


def child(module: str, *arguments: str | Path) -> str:
    """Run a module of the benchmark in a process of its own; the last line that it prints."""
    command = [sys.executable, "-m", f"tests.stress.bench.{module}", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]


def starting(paths: list[Path], folder: Path) -> list[dict[str, float]]:
    """All projects in turn, round after round, and a bare window as the floor."""
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")  # a person's machine keeps it, too
    folders = [folder / f"start-{number}" for number in range(len(paths))]
    for path, own in zip(paths, folders, strict=True):
        settings = Settings(own)
        settings.annotator, settings.last_project = ANNOTATOR, path
        settings.sync()
    whole: list[list[float]] = [[] for _ in [*paths, None]]
    inner: list[list[float]] = [[] for _ in paths]
    for _ in range(STARTS + 1):
        for number, own in enumerate(folders):
            begin = time.time()
            opening, painted = map(float, child("start", "ours", own, "close").split())
            inner[number].append(opening)
            whole[number].append((painted - begin) * 1000)
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tests.stress.bench.start", "bare"], check=True)
        whole[-1].append((time.perf_counter() - begin) * 1000)
    # The first round warms the caches.
    found = [{"start to the first painted article": statistics.median(each[1:])} for each in whole]
    for number, each in enumerate(inner):
        found[number]["opening to the first painted article"] = statistics.median(each[1:])
    return found


def commands(path: Path, *, checked: bool) -> dict[str, float]:
    """What scripts wait for."""
    found = {}
    for name, work in (("stats", stats), ("check", partial(check, is_still=True)))[: 1 + checked]:
        with Project.open(path) as project:
            found[name] = min(timed(partial(work, project)) for _ in range(2))
    return found


def goal(name: str) -> str:
    """What is asked for; pauses of the list are asked for together."""
    pauses = name.startswith(_STALLS) and not name.endswith("all listed")
    return GOALS.get(name, _STALL if pauses else "")


def table(counts: list[int], found: list[dict[str, float]], floors: dict[str, float]) -> None:
    """Print all rows; growth is between the two largest, beside that of the data."""
    grown = counts[-1] / counts[-2]
    heads = "".join(f"{f'{count:,}':>10}" for count in counts)
    print(f"{'':<46}{heads}{'floor':>10}{'ratio':>8}{'growth':>8}   goal   (articles; data grew {grown:g} x)")
    for name in found[-1]:
        values = "".join(f"{each[name]:>10.1f}" for each in found)
        floor = floors.get(name)
        beside = f"{floor:>10.1f}{found[-1][name] / floor:>8.2f}" if floor else f"{'':>18}"
        print(f"{name:<46}{values}{beside}{found[-1][name] / found[-2][name]:>8.2f}   {goal(name)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--big", action="store_true", help="100,000 articles, too")
    parser.add_argument("--check", action="store_true", help="check the projects, too: minutes for 100,000 articles")
    asked = parser.parse_args()
    counts = sorted({100, asked.articles, *([100_000] if asked.big else [])})
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, {versions}")
    paths = [big_project(count) for count in counts]
    print("megabytes: " + ", ".join(f"{path.stat().st_size / 1e6:,.0f}" for path in paths))
    with tempfile.TemporaryDirectory() as name:
        found = starting(paths, Path(name))
        floors = found.pop()
        for count, path, each in zip(counts, paths, found, strict=True):
            each.update(
                json.loads(child("scale_window", path, Path(name) / str(count))) | commands(path, checked=asked.check)
            )
        floors |= json.loads(child("scale_floor", paths[-1]))
    table(counts, found, floors)


if __name__ == "__main__":
    main()
