"""Recovers what is sound in a damaged project into a new one. The damaged file is only read, and not by SQLite.

Every page is read by itself, and every record on it is proved by its checksum: no broken tree and no lost header hides
a row that is whole. What is not proved is left out and reported, unless the history holds it. The newest version of a
row counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from models.base.errors import UserError
from models.base.presence import exists
from models.base.report import Progress, counted, no_progress
from models.checks import check
from models.project.around import KEYS
from models.project.names import RowNames, how_many
from models.project.project import Project
from models.recovery.layout import RecognisedRow, Recogniser
from models.recovery.pages import Pages
from models.recovery.recovered import NUMBERED, Recovered
from models.recovery.writing import Writing
from models.storage import leftovers, opening, project_file
from models.storage.disk import regular
from models.storage.raw import header

__all__ = ["Recovered", "recover"]

_SAMPLE = 200_000  # bytes of which each size of page is tried


def recover(broken: Path, new: Path, progress: Progress = no_progress) -> Recovered:
    """Make a project at `new` of all that is sound in `broken`, whole or not at all; return what was found and lost.

    Raises UserError when nothing can be read, there is something at `new`, or somebody has `broken` open; Cancelled.
    """
    if regular.is_ours(broken) or (exists(broken) and opening.is_locked(broken)):
        raise UserError(f"{broken}: the project is open in a window; close it there first.")
    recovered = Recovered()
    pages, recogniser = _pages(broken, with_log=not _has_foreign_log(broken, recovered))
    _name_missing_end(broken, recovered)
    _name_damaged_log(broken, recovered)

    def fill(conn: sqlite3.Connection) -> None:
        writing = Writing(conn, recovered)
        for found in _records(pages, recogniser, recovered, progress):
            writing.take(found)
        if not writing.has_something:
            raise UserError(f"{broken}: nothing of a project could be read in it; restore a backup of it.")
        writing.finish()

    project_file.create(new.absolute(), fill)
    with Project.open(new) as project:
        _name_lost(project, recovered)
        recovered.notes += [f"in the new project: {problem.what}" for problem in check(project, is_still=True)]
    return recovered


def _name_missing_end(broken: Path, recovered: Recovered) -> None:
    """Note that the file was cut short: nothing in it may name what the lost end held."""
    found, length = header.read(broken), broken.stat().st_size
    if found is not None and found.is_sane and length < found.length:
        recovered.note(f"the file is cut short: {length:,} of {found.length:,} bytes are there; all else is lost")


def _name_damaged_log(broken: Path, recovered: Recovered) -> None:
    """Note that SQLite would not take all of the log: what of it is sound is taken, and may not be the last of all."""
    if broken.is_file() and (lost := opening.read_touched(broken).lost):
        changes = counted(lost, "change is", "changes are")
        recovered.note(f"its log is damaged: of the last {changes} taken what is sound; look at what was done last")


def _has_foreign_log(broken: Path, recovered: Recovered) -> bool:
    """Whether the log beside it is another copy's, which a note names: their pages must not be mixed."""
    left = leftovers.foreign(broken)
    if left is not None:
        recovered.note(f"{left.path.name} beside it has changes of another copy of this project; nothing of it is here")
    return left is not None


def _pages(broken: Path, *, with_log: bool) -> tuple[Pages, Recogniser]:
    """Return the pages, of the size with which most records are proved, and the recogniser that proves them."""
    with_checksums, plain = Recogniser(), Recogniser(has_checksums=False)
    best: tuple[int, Pages, Recogniser] | None = None
    said = Pages(broken, with_log=with_log)
    for size in (said.size, *(size for size in header.PAGE_SIZES if size != said.size)):
        pages = said if size == said.size else Pages(broken, size, with_log=with_log)
        for recogniser in (with_checksums, plain):
            count = sum(found.is_sound for found in _sample(pages, recogniser))
            if best is None or count > best[0]:
                best = count, pages, recogniser
        if best is not None and best[0] > 50:  # it is that: no other has as many by chance
            break
    assert best is not None
    return best[1], best[2]


def _sample(pages: Pages, recogniser: Recogniser) -> Iterator[RecognisedRow]:
    step = max(pages.count * pages.size // _SAMPLE // 4, 1)
    for number in range(1, pages.count + 1, step):
        yield from filter(None, map(recogniser.found, pages.cells(number)))


def _records(pages: Pages, recogniser: Recogniser, recovered: Recovered, progress: Progress) -> Iterator[RecognisedRow]:
    free = pages.free()
    for number in range(1, pages.count + 1):
        if number % 64 == 0:
            progress(number, pages.count)
        there = [*pages.cells(number)]
        cells = [recogniser.found(cell) for cell in there]
        found = [row for row in cells if row is not None]
        if len(found) < len(cells):
            _note_unreadable(found, len(cells) - len(found), number, recovered)
        if number not in free:
            lost = sum(
                cell is None or (row is None and recogniser.is_lost(cell))
                for cell, row in zip(there, cells, strict=True)
            )
            _note_lost_page(lost, pages.is_blank(number), number, recovered)
        yield from found


def _note_lost_page(lost: int, is_blank: bool, page: int, recovered: Recovered) -> None:
    """Note what was on a page and is not even known by its table."""
    if is_blank:
        recovered.note(f"page {page} is blank: what was on it is lost")
    elif lost:
        recovered.note(f"{counted(lost, 'record')} on page {page} cannot be read")


def _note_unreadable(found: list[RecognisedRow], count: int, page: int, recovered: Recovered) -> None:
    """Note records that cannot be read among sound ones, all of one table: no gap in its numbers shows the loss."""
    for table in {row.layout.table for row in found if row.is_sound} - {*NUMBERED, "meta"}:
        recovered.note(f"{how_many(count, table)} on page {page} cannot be read; only the history may hold more of it")


def _name_lost(project: Project, recovered: Recovered) -> None:
    """Note the doubtful rows that did not come from elsewhere."""
    names = RowNames(project)
    for table, row in recovered.doubtful:
        key = ("uid",) if "uid" in row else KEYS[table]
        where = " AND ".join(f'"{name}" = ?' for name in key)
        if not project.query(f"SELECT 1 FROM {table} WHERE {where}", [row[name] for name in key]):
            recovered.note(f"left out, as it is not what was written: {names.row(table, row)}")
