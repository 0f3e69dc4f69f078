"""The problems that a check finds, and how many of them are listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

SHOWN = 20  # of a kind


@dataclass(frozen=True, slots=True)
class Problem:
    """A defect of a project: `kind` for scripts, `what` for people."""

    kind: str
    what: str


class Findings:
    """Collects problems in order: the first ones of each kind, and the number of the others."""

    def __init__(self) -> None:
        self._shown: dict[Problem, None] = {}
        self._counts: Counter[str] = Counter()

    def add(self, problem: Problem) -> None:
        """Add a problem, unless it is listed already."""
        if problem in self._shown:
            return
        self._counts[problem.kind] += 1
        if self._counts[problem.kind] <= SHOWN:
            self._shown[problem] = None

    def all(self) -> list[Problem]:
        """Return the listed problems, and one more for each kind that has others."""
        more = {kind: count - SHOWN for kind, count in self._counts.items() if count > SHOWN}
        return [
            *self._shown,
            *(Problem(kind, f"and {count:,} more like these ({kind})") for kind, count in more.items()),
        ]

    def to_json(self) -> Any:
        """Return it for `add_all` in another process."""
        return [[[found.kind, found.what] for found in self._shown], self._counts]

    def add_all(self, found: Any) -> None:
        """Add the problems that another process found."""
        problems, counts = [Problem(kind, what) for kind, what in found[0]], Counter[str](found[1])
        for problem in problems:
            self.add(problem)
        self._counts += counts - Counter(problem.kind for problem in problems)
