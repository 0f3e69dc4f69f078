"""The log or journal that an unclean end leaves beside a project: changes that the file itself holds not yet, or half.

SQLite recovers from either by itself, and trusts any file of the right name. When another copy of the project was put
in the place of the one that crashed, it would mix the two: that is detected here, before a connection is made.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.storage import header, sidecars, wal
from models.storage.header import Header

JOURNAL_HEADER_SIZE = 28  # bytes
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_MOST_RECORDS = 10_000  # of a journal, in which page 1 is among the first


@dataclass(frozen=True, slots=True)
class Leftover:
    """A log or journal beside a project. `headers`: those of each page 1 that it holds, oldest first.

    `pages`: the project's length in pages as the log states it; None for a journal.
    """

    path: Path
    page_size: int
    headers: tuple[Header, ...]
    pages: int | None
    is_journal: bool = False

    def belongs_to(self, found: Header) -> bool:
        """Whether it can come from the very file whose header is `found`."""
        if self.page_size != found.page_size:
            return False
        if not self.headers:
            return self.pages in (None, found.pages)
        first, last = self.headers[0].counter, max(each.counter for each in self.headers)
        # A journal holds page 1 as it was, the log as it became; the file may be on either side of that.
        return first <= found.counter <= first + 1 if self.is_journal else first - 1 <= found.counter <= last


def find_leftover(path: Path) -> Leftover | None:
    """Return what the last session left beside the project; None after a clean end. Nobody has the project open."""
    with suppress(OSError):
        if (found := _read(sidecars.sidecar(path, sidecars.WAL), _parse_log)) is not None:
            return found
    with suppress(OSError):
        return _read(sidecars.sidecar(path, sidecars.JOURNAL), _parse_journal)
    return None


def remove_stale(path: Path, *, wal: bool) -> None:
    """Remove sidecars that SQLite leaves and does not read again. This process has locked the project.

    Its connection keeps the log's index (`-shm`) in memory; with a log (`wal`) it has no journal either.
    """
    for suffix in (sidecars.SHM, sidecars.JOURNAL) if wal else (sidecars.SHM,):
        with suppress(OSError):
            sidecars.remove(path, (suffix,))


def _read(path: Path, parse: Callable[[Path, BinaryIO], Leftover | None]) -> Leftover | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return parse(path, file)


def _parse_log(path: Path, file: BinaryIO) -> Leftover | None:
    """Parse a log; None when there is no committed transaction in it. Its checksums are left to SQLite."""
    log = wal.parse(wal.reader(file))
    if log is None:
        return None
    headers: list[Header] = []
    pages = None
    for frames in log.transactions(verify=False):
        first_pages = [log.read(frame.offset, header.SIZE) for frame in frames if frame.page == 1]
        headers += filter(None, map(header.parse, first_pages))
        pages = frames[-1].commit
    return Leftover(path, log.page_size, tuple(headers), pages) if pages is not None else None


def _parse_journal(path: Path, file: BinaryIO) -> Leftover | None:
    """Parse a rollback journal: https://www.sqlite.org/fileformat2.html#rollbackjournal. None when it is not hot."""
    head = file.read(JOURNAL_HEADER_SIZE)
    if len(head) < JOURNAL_HEADER_SIZE or not head.startswith(JOURNAL_MAGIC):
        return None
    (count,) = struct.unpack(">I", head[8:12])  # of the records that are on the disk; those after are of older changes
    sector, page_size = struct.unpack(">II", head[20:28])
    for record in range(min(count, _MOST_RECORDS)):
        file.seek(sector + record * (page_size + 8))
        data = file.read(4 + header.SIZE)
        if len(data) < 4 + header.SIZE:
            break
        if int.from_bytes(data[:4], "big") == 1 and (found := header.parse(data[4:])) is not None:
            return Leftover(path, page_size, (found,), None, is_journal=True)
    return Leftover(path, page_size, (), None, is_journal=True)
