"""What a check finds, and how much of it is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

SHOWN = 20  # of a kind


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `kind` for scripts, `what` for people."""

    kind: str
    what: str


class Findings:
    """Problems in the order in which they were found: the first ones of each kind, and how many more there are."""

    def __init__(self) -> None:
        self._shown: dict[Problem, None] = {}
        self._counts: Counter[str] = Counter()

    def add(self, problem: Problem) -> None:
        """Take one; what was told already is not told again."""
        if problem in self._shown:
            return
        self._counts[problem.kind] += 1
        if self._counts[problem.kind] <= SHOWN:
            self._shown[problem] = None

    def all(self) -> list[Problem]:
        """What there is to tell."""
        more = {kind: count - SHOWN for kind, count in self._counts.items() if count > SHOWN}
        return [
            *self._shown,
            *(Problem(kind, f"and {count:,} more like these ({kind})") for kind, count in more.items()),
        ]
