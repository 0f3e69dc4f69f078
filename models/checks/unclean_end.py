"""Tells what was found, as a project was opened, in what an unclean end had touched."""

from __future__ import annotations

from collections.abc import Iterator

from models.base.errors import UserError
from models.project.around import KEYS
from models.project.left_out import lost_changes
from models.project.names import RowNames
from models.project.project import Project
from models.storage.looking.found import DamagedRow
from models.storage.tables import checksums


def damaged_rows(project: Project) -> tuple[str, ...]:
    """Return the damaged rows as a person calls them, by their numbers where they cannot be read."""
    names = RowNames(project)
    return tuple(_name(project, names, row) for row in project.found.rows)


def sentences(project: Project) -> Iterator[str]:
    """Yield what was found, a line each, for commands."""
    for name in damaged_rows(project):
        yield f"{name}: it is not what was written"
    if lost := lost_changes(project):
        yield lost


def _name(project: Project, names: RowNames, damaged: DamagedRow) -> str:
    table, key = damaged
    columns, where = checksums.COLUMNS[table], " AND ".join(f'"{name}" IS ?' for name in KEYS[table])
    select = ", ".join(f'"{name}"' for name in columns)
    try:
        row = project.rows(f"SELECT {select} FROM {table} WHERE {where}", key)[0]
        return names.row(table, dict(zip(columns, row, strict=True)))
    except (UserError, IndexError):
        return f"{table} {', '.join(map(str, key))}"
