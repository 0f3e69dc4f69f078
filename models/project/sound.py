"""The proof that what is read of a project is what was written, all of it.

A row is sound when its checksum, and an article's text when its SHA-256, says so. Whether all rows came, a second
source says: of the large tables an index, which knows each row, too; of the others SQLite's own check of their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from models.base.errors import Damaged, UserError
from models.project.around import KEYS, UnreadableRows, pages
from models.project.project import Project
from models.storage.tables import checksums
from models.storage.tables.checksums import INDEXES

LISTS = ("label", "annotator", "guideline", "work", "article_label", "rejection")
"""The small tables, which are verified before anything of them is used."""
Row = tuple[Any, ...]


class Unsound(Exception):  # noqa: N818 - who raises it has noticed damage, and does not say which
    """Something that was read is not what was written, or something is missing: see `sound_copy`."""


def read_sound(
    project: Project, tables: Collection[str], take: Callable[[str, Sequence[Row]], object] = lambda _table, _rows: None
) -> None:
    """Read tables whole; `take` is given the rows, as `checksums.COLUMNS` and their checksum. Raises Unsound.

    Texts are not read.
    """
    for table in tables:
        columns, first = checksums.COLUMNS[table], len(KEYS[table])
        count = total = 0
        for page in pages(project, table, (*(f'"{name}"' for name in columns), "checksum")):
            if isinstance(page, UnreadableRows) or checksums.wrong(table, page, first):
                raise Unsound
            count += len(page)
            total += sum(row[0] for row in page) if table in INDEXES else 0
            take(table, [row[first:] for row in page])
        if table in INDEXES:
            refuse_missing(project, table, count, total)
        elif structure_error(project, table):
            raise Unsound


def refuse_missing(project: Project, table: str, count: int, total: int) -> None:
    """Raise Unsound when the index of a table knows other rows: another number, or another sum of their ids."""
    with refusing_damage():
        known = project.rows(f"SELECT count(*), coalesce(sum(id), 0) FROM {table} INDEXED BY {INDEXES[table]}")
    if known != [(count, total)]:
        raise Unsound


def structure_error(project: Project, table: str = "") -> str:
    """Return what SQLite finds wrong with the pages of a table, or with the whole file; empty when they are sound."""
    try:
        found: object = project.rows(f"PRAGMA quick_check({table})" if table else "PRAGMA integrity_check(1)")[0][0]
    except UserError as error:
        found = error
    problem = " ".join(str(found).split())
    return "" if problem == "ok" else problem


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Raise Unsound for what damaged pages cause inside, and damaged values where they are not verified yet."""
    try:
        yield
    except (Damaged, TypeError, ValueError, KeyError, OverflowError) as error:
        raise Unsound from error
