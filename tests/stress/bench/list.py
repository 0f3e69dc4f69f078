"""How the program bears large projects, each measured in processes of its own, beside the bare parts.

A project of 100,000 articles with 5.5 million spans takes minutes to make, once.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from models.project.project import Project
from models.project.stats import stats
from tests.stress.bench.corpus import ANNOTATOR, big_project
from tests.stress.bench.measure import Asked, best, medians, process, row
from tests.stress.bench.start import starts
from ui.support.settings import Settings

STARTS = 5
GOALS = {
    "label, painted: p95": "<= 16 ms",
    "memory: most": "<= 250 MB",
    "search for a common word: first places": "<= 2 x",
    "search for a rare name: first places": "<= 2 x",
    "filter by status done: all listed": "<= 60 ms",
    "filter by status new: all listed": "<= 60 ms",
    "filter by status started: all listed": "<= 60 ms",
}
_STALLS = ("list: ", "filter by ")


def child(module: str, *arguments: str | Path) -> dict[str, float]:
    """Run a module of the benchmark in a process of its own; what it prints last."""
    found: dict[str, float] = json.loads(process("-m", f"tests.stress.bench.{module}", *arguments)[1])
    return found


def starting(paths: list[Path], folder: Path) -> None:
    """The largest project beside the smallest: a start must not grow with the project."""
    found = []
    for number, path in enumerate(paths):
        settings = Settings(folder / str(number) / "data")
        settings.annotator, settings.last_project = ANNOTATOR, path
        settings.sync()
        found.append([inner for _, inner, _ in starts(folder / str(number), STARTS)])
    few, many = found
    row(
        "opening to the first painted article, beside 100 articles",
        *medians([*zip(many, few, strict=True)]),
        "<= 1.5 x",
    )


def goal(name: str) -> str:
    """What is asked for; pauses of the list, by the clock, are asked for together."""
    pauses = name.startswith(_STALLS) and not name.endswith("all listed")
    return GOALS.get(name, "<= 50 ms" if pauses else "")


def measure(asked: Asked) -> None:
    paths = [big_project(100), big_project(asked.most)]
    starting(paths, asked.folder)
    found = child("scale_window", paths[-1], asked.folder)
    floors = child("scale_floor", paths[-1])
    for name, value in found.items():
        unit = "MB" if name.startswith("memory") else "ms"
        wall = ", longest pause" if goal(name) == "<= 50 ms" or name.endswith("pause") else ""
        row(f"{asked.most:,} articles: {name}{wall}", value, floors.get(name), goal(name), unit)
    statistics_of(big_project(asked.articles), asked.articles)


def statistics_of(path: Path, count: int) -> None:
    with sqlite3.connect(path) as conn:
        floor = best(lambda: conn.execute("SELECT count(*) FROM span").fetchall())
    conn.close()
    with Project.open(path) as project:
        row(f"{count:,} articles: stats", best(lambda: stats(project), 2), floor, "<= 400 ms")
