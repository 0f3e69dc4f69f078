"""Every row against its seal, and against what the history says was last done to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.base.report import counted
from models.checks.around import UnreadableRows, pages
from models.checks.events import LoggedStates
from models.checks.found import Problem
from models.checks.names import RowNames
from models.project.project import Project
from models.storage import checksums


def rows(project: Project, names: RowNames, told: LoggedStates) -> Iterator[Problem]:
    """Rows that are not what was written, or cannot be read at all."""
    for table, columns in checksums.COLUMNS.items():
        quoted = [f'"{name}"' for name in columns]
        for page in pages(project, table, (*quoted, "seal")):
            if isinstance(page, UnreadableRows):
                yield Problem("unreadable", unreadable(page))
                continue
            for row in page:
                values = row[-len(columns) - 1 : -1]
                yield from _row(table, dict(zip(columns, values, strict=True)), row[-1], names, told)


def _row(table: str, row: dict[str, Any], given: int, names: RowNames, told: LoggedStates) -> Iterator[Problem]:
    if checksums.seal(table, row.values()) != given:
        yield Problem("seal", f"{names.row(table, row)}: it is not what was written")
    if told.differs(table, row, given):
        yield Problem("history", f"{names.row(table, row)}: it is not what the history says")


def unreadable(gap: UnreadableRows) -> str:
    """Which rows are in a gap."""
    if gap.table == "meta" or gap.until is None:
        where = f"after row {gap.after}" if gap.after > 0 else "of all rows"
        return f"{gap.table}: what is stored {where} cannot be read"
    count = gap.until - gap.after - 1
    if gap.table in {"work", "article_label", "rejection"}:
        return f"{gap.table}: what is stored of articles {max(gap.after, 1)} to {gap.until} cannot be read whole"
    which = f"{gap.after + 1}" if count == 1 else f"{gap.after + 1} to {gap.until - 1}"
    return f"{counted(count, gap.table)} cannot be read: {which}"
