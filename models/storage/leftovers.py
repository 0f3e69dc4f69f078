"""What an unclean end leaves beside a project: changes that the file itself does not hold yet, or holds half.

SQLite puts both right by itself, and believes whatever lies there under the right name. When somebody has put another
copy of the project in the place of the one that crashed, it would mix the two: that is found out here, beforehand.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.storage import header
from models.storage.header import Header

_WAL_MAGIC = (0x377F0682, 0x377F0683)
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_MOST_RECORDS = 10_000  # of a journal, in which page 1 is among the first


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that lies beside a project. `headers`: the page 1 that it holds, oldest first.

    `pages`: how long it says the project is, in pages; None when it does not say.
    """

    path: Path
    page_size: int
    headers: tuple[Header, ...]
    pages: int | None
    is_journal: bool = False

    def belongs_to(self, found: Header) -> bool:
        """Whether it can have come from the very file whose header is `found`."""
        if self.page_size != found.page_size:
            return False
        if not self.headers:
            return self.pages in (None, found.pages)
        first, last = self.headers[0].counter, max(each.counter for each in self.headers)
        # A journal holds page 1 as it was, the log as it became; the file may be on either side of that.
        return first <= found.counter <= first + 1 if self.is_journal else first - 1 <= found.counter <= last


def adjacent(path: Path) -> Leftover | None:
    """What the last end left beside the project, if it was unclean. For a project that nobody has open."""
    with suppress(OSError):
        if (found := _read(_named(path, "-wal"), _wal)) is not None:
            return found
    with suppress(OSError):
        return _read(_named(path, "-journal"), _journal)
    return None


def tidy(path: Path, *, wal: bool) -> None:
    """Remove what SQLite leaves lying and no longer reads. For a project that this process has locked.

    Its connection keeps the log's index (`-shm`) in memory; with a log (`wal`) it has no journal either.
    """
    for end in ("-shm", "-journal") if wal else ("-shm",):
        with suppress(OSError):
            _named(path, end).unlink(missing_ok=True)


def _named(path: Path, end: str) -> Path:
    path = path.resolve()  # SQLite names them after the file itself, not after a link to it
    return path.with_name(path.name + end)


def _read(path: Path, how: Callable[[Path, BinaryIO], Leftover | None]) -> Leftover | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return how(path, file)


def _wal(path: Path, file: BinaryIO) -> Leftover | None:
    """The log: https://www.sqlite.org/fileformat2.html#walformat. None when there is no whole change in it."""
    head = file.read(32)
    if len(head) < 32 or int.from_bytes(head[:4], "big") not in _WAL_MAGIC:
        return None
    page_size = int.from_bytes(head[8:12], "big")
    headers: list[Header] = []
    uncommitted: list[Header] = []
    pages = None
    for number, size, first in _frames(file, page_size, head[16:24]):
        if number == 1 and (found := header.parse(first)) is not None:
            uncommitted.append(found)
        if size:  # the last frame of a change
            headers += uncommitted
            uncommitted, pages = [], size
    return Leftover(path, page_size, tuple(headers), pages) if pages is not None else None


def _frames(file: BinaryIO, page_size: int, salts: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(page, length of the project after this change or 0, the page's first bytes) of each frame that counts."""
    at = 32
    while True:
        file.seek(at)
        head = file.read(24 + header.SIZE)
        if len(head) < 24 + header.SIZE or head[8:16] != salts:  # what is left of an earlier round of the log
            return
        number, size = struct.unpack(">II", head[:8])
        yield number, size, head[24:]
        at += 24 + page_size


def _journal(path: Path, file: BinaryIO) -> Leftover | None:
    """The rollback journal: https://www.sqlite.org/fileformat2.html#rollbackjournal. None when it is not hot."""
    head = file.read(28)
    if len(head) < 28 or not head.startswith(_JOURNAL_MAGIC):
        return None
    (count,) = struct.unpack(">I", head[8:12])  # of the records that are on the disk; what follows is an older change's
    sector, page_size = struct.unpack(">II", head[20:28])
    for record in range(min(count, _MOST_RECORDS)):
        file.seek(sector + record * (page_size + 8))
        data = file.read(4 + header.SIZE)
        if len(data) < 4 + header.SIZE:
            break
        if int.from_bytes(data[:4], "big") == 1 and (found := header.parse(data[4:])) is not None:
            return Leftover(path, page_size, (found,), None, is_journal=True)
    return Leftover(path, page_size, (), None, is_journal=True)
