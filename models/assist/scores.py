"""Precision, recall and F1 of spans, whole and by label: a span is right with both edges and the label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

Spanned = tuple[int, int, str]
"""A stretch of a text and its label."""


@dataclass(slots=True)
class Scores:
    """Counts by label: how many spans there are, how many were found, how many of these are right."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Collection[Spanned], found: Iterable[Spanned]) -> None:
        """Count the spans of one text."""
        for _, _, label in gold:
            self.there[label] += 1
        for span in found:
            self.found[span[2]] += 1
            self.right[span[2]] += span in gold

    def precision(self, label: str | None = None) -> float:
        """Return the share of what was found that is right; of all labels without one."""
        return _share(self._of(self.right, label), self._of(self.found, label))

    def recall(self, label: str | None = None) -> float:
        """Return the share of what is there that was found."""
        return _share(self._of(self.right, label), self._of(self.there, label))

    def f1(self, label: str | None = None) -> float:
        """Return the harmonic mean of both."""
        whole = self._of(self.found, label) + self._of(self.there, label)
        return _share(2 * self._of(self.right, label), whole)

    def labels(self) -> list[str]:
        """Return the labels that are there or were found, the commonest first."""
        return sorted({*self.there, *self.found}, key=lambda label: (-self.there[label], label))

    @staticmethod
    def _of(counts: Counter[str], label: str | None) -> int:
        return counts.total() if label is None else counts[label]

    def to_json(self) -> dict[str, Any]:
        """Return the counts as `from_json` reads them."""
        return {"there": dict(self.there), "found": dict(self.found), "right": dict(self.right)}

    @classmethod
    def from_json(cls, counts: dict[str, dict[str, int]]) -> Scores:
        """Return the scores of counts as `to_json` gives them. Raises KeyError where one is missing."""
        return cls(*(Counter(counts[name]) for name in ("there", "found", "right")))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
