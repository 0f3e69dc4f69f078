"""What of a damaged project is left out of whatever leaves it: how many rows, and which."""

from __future__ import annotations

from collections import Counter
from typing import Any

from models.base.report import counted
from models.project.names import how_many
from models.project.project import Project

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


def left_out_of_log(project: Project) -> LeftOut:
    """Return the changes that the log held and that could not be read as the project was opened."""
    found = LeftOut()
    if project.found.lost:
        found.rows["change"] = project.found.lost
        found.note(lost_changes(project))
    return found


def lost_changes(project: Project) -> str:
    """Return a sentence about changes that the log held and that cannot be read; empty when there are none."""
    if not project.found.lost:
        return ""
    changes = counted(project.found.lost, "change is", "changes are")
    return (
        f"The last session ended unexpectedly, and the end of its log cannot be read: {changes} not in the project. "
        "Look at what was done last."
    )
