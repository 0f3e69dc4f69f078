"""Checks every row against its checksum, and against its last state in the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.checks.events import LoggedStates
from models.checks.found import Problem
from models.project.around import UnreadableRows, pages, unreadable
from models.project.names import RowNames
from models.project.project import Project
from models.storage.tables import checksums


def rows(project: Project, names: RowNames, logged: LoggedStates) -> Iterator[Problem]:
    """Yield rows that are not what was written, that differ from the history, or that cannot be read."""
    for table, columns in checksums.COLUMNS.items():
        quoted = [f'"{name}"' for name in columns]
        for page in pages(project, table, (*quoted, "checksum")):
            if isinstance(page, UnreadableRows):
                yield Problem("unreadable", unreadable(page))
                continue
            for row in page:
                values = row[-len(columns) - 1 : -1]
                yield from _row(table, dict(zip(columns, values, strict=True)), row[-1], names, logged)


def _row(table: str, row: dict[str, Any], stored: int, names: RowNames, logged: LoggedStates) -> Iterator[Problem]:
    if not checksums.is_sound(table, [*row.values()], stored):
        yield Problem("checksum", f"{names.row(table, row)}: it is not what was written")
    if logged.differs(table, row, stored):
        yield Problem("history", f"{names.row(table, row)}: it is not what the history says")
