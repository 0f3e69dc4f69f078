"""Parse a rollback journal without SQLite: https://www.sqlite.org/fileformat2.html#rollbackjournal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models.storage.raw import header
from models.storage.raw.wal import Read

HEADER_SIZE = 28  # bytes
_MAGIC = bytes.fromhex("d9d505f920a163d7")


class Journal(NamedTuple):
    """A journal whose first header has been parsed. `page_size` is in bytes, as the journal states it."""

    read: Read
    page_size: int

    def records(self) -> Iterator[tuple[int, bytes]]:
        """Yield (number, page as it was before the change) of the records on the disk, up to one that is cut short.

        Each time that records were brought to the disk, another header follows them.
        """
        at = 0 if self.page_size in header.PAGE_SIZES else -1
        while at >= 0 and (head := self.read(at, HEADER_SIZE)).startswith(_MAGIC):
            count, sector = int.from_bytes(head[8:12], "big"), int.from_bytes(head[20:24], "big")
            if not sector:
                return
            at += sector
            for _ in range(count):
                data = self.read(at, 4 + self.page_size)
                if len(data) < 4 + self.page_size:
                    return
                yield int.from_bytes(data[:4], "big"), data[4:]
                at += self.page_size + 8
            at = -(-at // sector) * sector if count else -1


def parse(read: Read) -> Journal | None:
    """Parse the first header of a journal; None when it is not hot: emptied, or no journal."""
    head = read(0, HEADER_SIZE)
    if len(head) < HEADER_SIZE or not head.startswith(_MAGIC):
        return None
    return Journal(read, int.from_bytes(head[24:28], "big"))
