"""What of a damaged project is left out of whatever leaves it: how many rows, and which."""

from __future__ import annotations

from collections import Counter
from typing import Any

from models.project.names import how_many

_MOST = 10_000  # notes


class LeftOut:
    """Rows left out by table, and notes that name them; of very many, the first."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.notes: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.rows.total() or self.notes)

    def __str__(self) -> str:
        """Return `2 spans, 1 label`, or what else is damaged."""
        found = ", ".join(how_many(count, table) for table, count in self.rows.items() if count)
        return found or "nothing that could be counted"

    def add(self, table: str, what: str) -> None:
        """Count a row as left out, and name it."""
        self.rows[table] += 1
        self.note(what)

    def add_with(self, why: str, rows: Counter[str]) -> None:
        """Count sound rows as left out because of the row to which they refer."""
        self.rows.update(rows)
        with_it = ", ".join(how_many(count, table) for table, count in rows.items())
        self.note(f"{why}, and left out with it: {with_it}")

    def note(self, what: str) -> None:
        """Name what is damaged or missing."""
        if len(self.notes) < _MOST:
            self.notes.append(what)

    def to_json(self) -> dict[str, Any]:
        """Return it for scripts."""
        return {
            "what": str(self) if self else "",
            "left_out": {table: count for table, count in self.rows.items() if count},
            "notes": self.notes,
        }
