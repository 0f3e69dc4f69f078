"""The outcome of a recovery: what it found and what is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from models.base.report import counted
from models.project.names import TABLES, how_many

_MOST = 10_000  # notes, and rows that could not be proved
NUMBERED = ("article", "span", "label", "annotator", "event")
"""Tables whose numbers leave no gap, as no row is ever deleted."""


@dataclass
class Recovered:
    """The outcome of a recovery: `found` and `lost` rows by table; `doubtful` ones (table, values) were left out."""

    found: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    from_history: int = 0
    notes: list[str] = field(default_factory=list)
    doubtful: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Note what was lost, or made up for."""
        if len(self.notes) < _MOST:
            self.notes.append(text)

    def doubt(self, table: str, row: dict[str, Any]) -> None:
        """Count a row as left out; its article's text is not kept."""
        if len(self.doubtful) < _MOST:
            self.doubtful.append((table, {name: value for name, value in row.items() if name != "text"}))

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was lost."""
        return not self.lost.total() and not self.notes

    def __str__(self) -> str:
        return ", ".join(counted(self.found[table], TABLES[table]) for table in ("article", "span", "label"))

    def losses(self) -> str:
        """Return `2 articles, 1 span`; empty when nothing was lost that can be counted."""
        return ", ".join(how_many(count, table) for table, count in self.lost.items() if count)

    def to_json(self) -> dict[str, Any]:
        """Return the outcome for scripts."""
        return {
            "found": dict(self.found),
            "lost": {table: count for table, count in self.lost.items() if count},
            "from_history": self.from_history,
            "notes": self.notes,
        }
