"""Running rounds two at a time, each in a folder of its own."""

from __future__ import annotations

import importlib
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.stress.crash.outcome import Outcome

Task = Callable[[], Iterable[Outcome]]
"""Some rounds, one after another."""


@dataclass
class Room:
    """Where the rounds of one kind take place, the dice, and how much there is to do (1 is the usual)."""

    folder: Path
    rng: random.Random
    load: float = 1.0
    seed: int = 1
    only: int | None = None  # the number of the one round to do again
    keep: bool = False  # what a round leaves where something was wrong
    _numbers: Iterator[int] = field(default_factory=count)

    def much(self, count: int) -> int:
        """So many articles, or whatever, at the usual load."""
        return max(round(count * self.load), 10)

    def new(self) -> Path:
        """An empty folder."""
        folder = self.folder / f"round-{next(self._numbers)}"
        folder.mkdir()
        return folder

    def numbers(self, rounds: int) -> list[int]:
        """The numbers of the rounds to do."""
        return [*range(rounds)] if self.only is None else [self.only]


Kind = Callable[[Room, int], Iterable[Task]]


KINDS = {
    "labelling": ("labelling", "tasks", 200),
    "synced": ("labelling", "synced", 50),
    "import": ("importing", "tasks", 50),
    "merge": ("importing", "merges", 50),
    "export": ("exporting", "tasks", 50),
    "backup": ("backing", "backups", 50),
    "restore": ("backing", "restores", 50),
    "recover": ("recovering", "tasks", 50),
    "migration": ("migrating", "tasks", 50),
    "second": ("two", "second", 50),
    "together": ("two", "together", 50),
    "torn": ("torn", "tasks", 50),
    "screen": ("attack.screen", "tasks", 200),
    "inputs": ("attack.doors", "inputs", 182),
    "sidecars": ("attack.doors", "sidecars", 40),
    "outputs": ("attack.doors", "outputs", 300),
    "places": ("attack.places", "tasks", 400),
    "schema": ("attack.schema", "tasks", 40),
    "overwrite": ("attack.strangers", "overwrite", 90),
    "leftover": ("attack.strangers", "leftover", 60),
    "disk": ("attack.disks", "disk", 200),
    "mounts": ("attack.disks", "mounts", 70),
    "steps": ("attack.steps", "tasks", 1200),
    "locks": ("attack.locks", "tasks", 20),
    "flip": ("attack.damaged", "flips", 500),
    "pages": ("attack.damaged", "pages", 200),
    "copies": ("attack.copies", "copies", 100),
    "meanwhile": ("attack.copies", "meanwhile", 60),
}
"""Kind of round -> its module here and the function in it, and how many rounds."""


def kind(name: str) -> Kind:
    """What makes the rounds of this kind."""
    module, function, _ = KINDS[name]
    found: Kind = getattr(importlib.import_module(f"tests.stress.crash.{module}"), function)
    return found


def run(
    name: str, kind: Kind, folder: Path, rounds: int, seed: int, load: float = 1.0, **more: Any
) -> tuple[list[Outcome], float]:
    """All rounds of a kind, and the seconds that they took; a dot for each round, and what is wrong at once.

    `more`: of the `Room`.
    """
    began = time.monotonic()
    (folder / name).mkdir()
    room = Room(folder / name, random.Random(f"{seed} {name}"), load, seed, **more)
    found: list[Outcome] = []

    def work(task: Task) -> None:
        try:
            for outcome in task():
                tell(outcome)
        except AssertionError as error:  # a process that should have done its work, after another was killed
            tell(Outcome(name, "afterwards", problems=[("shut out", str(error).strip()[-300:])]))

    def tell(outcome: Outcome) -> None:
        found.append(outcome)
        sys.stderr.write("".join(f"\n  {outcome.number}: {kind}: {what}\n" for kind, what in outcome.problems) or ".")
        sys.stderr.flush()

    sys.stderr.write(f"{name} ")
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work, task) for task in kind(room, rounds)]:
            done.result()
    sys.stderr.write(f" {time.monotonic() - began:.0f} s\n")
    return found, time.monotonic() - began
