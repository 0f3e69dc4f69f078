"""Read which rows the log or journal of an unclean end holds, before SQLite applies it: what the last session touched.

A page states neither its table nor whether it is still in use: records are sorted by the types of their values, and
who looks at the rows asks SQLite what is there now.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from models.storage.disk import sidecars
from models.storage.raw import journal, wal
from models.storage.raw.records import (
    INDEX_INTERIOR,
    INDEX_LEAF,
    TABLE_INTERIOR,
    TABLE_LEAF,
    Value,
    pointers,
    record,
    varint,
)

_SECONDS = 1.5  # for the checksums of a log, of which a large import leaves a gigabyte
_MOST = 2_000  # pages of which the rows are read
_COLUMNS = 9  # of the longest record on a page of an index: a row of a table without rowids
Entry = tuple[Value, ...]
Fits = Callable[[str], bool]
"""Tells from the types of a record's values whether it can be of a table or index."""


@dataclass(slots=True)
class Touched:
    """What the pages of a log or journal hold.

    `rows`: rowids by the types of the values of their records, a letter each ("nitrb" for null, integer, text, real,
    blob). `entries`: the records of indexes and of tables without rowids, likewise. `dividers`: rowids between pages.
    `pages`: the numbers of all pages; `length`: of the project's file, in bytes. `lost`: transactions at the end of
    the log whose checksums are wrong, which SQLite leaves out.
    """

    length: int
    rows: dict[str, list[int]] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    dividers: list[int] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    lost: int = 0

    def missing(self, count: int, page_size: int) -> int:
        """Return how many of the project's `count` pages are neither in its file nor in the log."""
        there = self.length // page_size
        return max(count - there, 0) - sum(1 for page in self.pages if there < page <= count)

    def rowids(self, fits: Fits) -> Iterator[int]:
        """Yield the rowids of the records that fit."""
        return (rowid for types, rowids in self.rows.items() if fits(types) for rowid in rowids)

    def entries_of(self, fits: Fits) -> Iterator[Entry]:
        """Yield the entries that fit."""
        return (entry for types, entries in self.entries.items() if fits(types) for entry in entries)

    def add(self, number: int, page: bytes) -> None:
        """Add the rows of a page, as far as they can be read."""
        kind, places = pointers(page, first=number == 1)
        for at in places:
            with suppress(ValueError, IndexError):  # SQLite meets it, too, and says more
                self._add_cell(kind, page, at)

    def _add_cell(self, kind: int, page: bytes, at: int) -> None:
        if kind == TABLE_INTERIOR:
            self.dividers.append(varint(page, at + 4)[0])
        elif kind == TABLE_LEAF:
            _, at = varint(page, at)
            rowid, at = varint(page, at)
            self.rows.setdefault(_types(page, at), []).append(rowid)
        elif kind in {INDEX_LEAF, INDEX_INTERIOR}:
            size, at = varint(page, at + 4 * (kind == INDEX_INTERIOR))
            types = _types(page, at)
            if len(types) <= _COLUMNS:
                self.entries.setdefault(types, []).append(tuple(record(page[at : at + size])))


def read(path: Path) -> Touched:
    """Read what the last session left beside the project, which nobody has open."""
    found = Touched(path.stat().st_size)
    # Where they are gone meanwhile, another process opens the project, and this one is refused.
    with suppress(OSError), sidecars.open_sidecar(path, sidecars.WAL) as file:
        _read_log(found, file)
    with suppress(OSError):
        if not found.pages:
            with sidecars.open_sidecar(path, sidecars.JOURNAL) as file:
                _read_journal(found, file)
    return found


def _types(page: bytes, at: int) -> str:
    """Return the types of a record's values from its header, which begins at `at`."""
    size, place = varint(page, at)
    end, found = at + size, ""
    while place < end:
        kind, place = varint(page, place)
        found += ("t" if kind & 1 else "b") if kind >= 12 else "niiiiiirii"[kind]
    return found


def _read_log(found: Touched, file: BinaryIO) -> None:
    log = wal.parse(wal.reader(file))
    if log is None:
        return
    count, last = 0, dict[int, int]()
    for count, frames in enumerate(log.transactions(verify=False), 1):  # noqa: B007 - counted to the end
        found.pages.update(frame.page for frame in frames)
    found.lost, end = count, time.monotonic() + _SECONDS
    for frames in log.transactions(verify=True):
        found.lost -= 1
        last |= {frame.page: frame.offset for frame in frames}
        if time.monotonic() > end:
            found.lost = 0  # as far as is known
            break
    for page, offset in sorted(last.items(), key=lambda each: -each[1])[:_MOST]:
        found.add(page, log.read(offset, log.page_size))


def _read_journal(found: Touched, file: BinaryIO) -> None:
    """Read the pages as they were before the change, which is how they will be again."""
    left = journal.parse(wal.reader(file))
    for number, page in islice(left.records(), _MOST) if left is not None else ():
        found.pages.add(number)
        found.add(number, page)
