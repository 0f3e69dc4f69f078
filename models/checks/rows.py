"""Checks every row against its checksum, and against its last state in the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from models.checks.events import LoggedStates
from models.checks.found import Problem
from models.project.around import KEYS, UnreadableRows, pages, unreadable
from models.project.names import RowNames
from models.project.project import Project
from models.storage.tables import checksums


def rows(
    project: Project, names: RowNames, logged: LoggedStates, ask: Callable[[], object] = lambda: None
) -> Iterator[Problem]:
    """Yield rows that are not what was written, that differ from the history, or that cannot be read."""
    for table, columns in checksums.COLUMNS.items():
        quoted = [f'"{name}"' for name in columns]
        for page in pages(project, table, (*quoted, "checksum")):
            ask()
            if isinstance(page, UnreadableRows):
                yield Problem("unreadable", unreadable(page))
            else:
                yield from _page(table, page, names, logged)


def _page(table: str, page: Sequence[tuple[Any, ...]], names: RowNames, logged: LoggedStates) -> Iterator[Problem]:
    first = len(KEYS[table])
    wrong, differing = {*checksums.wrong(table, page, first)}, logged.differing(table, page, first)
    for place in sorted(wrong | differing):
        name = names.row(table, dict(zip(checksums.COLUMNS[table], page[place][first:], strict=False)))
        if place in wrong:
            yield Problem("checksum", f"{name}: it is not what was written")
        if place in differing:
            yield Problem("history", f"{name}: it is not what the history says")
