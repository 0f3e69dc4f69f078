"""Reads the pages of a project file and of its write-ahead log, and the records on them, without SQLite.

Nothing is taken on trust: no tree is followed and each page is read by itself, so that damage hides only itself. https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.base.errors import UserError, error_text
from models.storage.disk import regular, sidecars
from models.storage.raw import header, wal
from models.storage.raw.records import INDEX_INTERIOR, INDEX_LEAF, TABLE_LEAF, exactly, pointers, varint

_LARGEST = 1 << 30  # bytes of a record
_LOCKS = 1 << 30  # the byte from which on locks are taken


@dataclass(frozen=True, slots=True)
class Cell:
    """A record as bytes, its page, and its rowid (0 in an index)."""

    page: int
    rowid: int
    payload: bytes


class Pages:
    """The pages of a file, numbered from 1, of `size` bytes each."""

    def __init__(self, path: Path, size: int = 0, *, with_log: bool = True) -> None:
        """Map the file, `with_log` and its log. `size`: bytes of a page; 0: as the header says. Raises UserError."""
        self._data = _mapped(path)
        self.size = size or header.page_size(self._data[:100])
        if self.size not in header.PAGE_SIZES:
            self.size = 4096
        self._log = _mapped(sidecars.sidecar(path, sidecars.WAL), missing_ok=True) if with_log else b""
        self._over = dict(self._frames())
        self.count = max(-(-len(self._data) // self.size), *self._over, 0)

    def page(self, number: int) -> bytes:
        """Return a page; it is short where the file was cut, and empty where there is none."""
        if number in self._over:
            begin = self._over[number]
            return bytes(self._log[begin : begin + self.size])
        return bytes(self._data[(number - 1) * self.size : number * self.size]) if number > 0 else b""

    def _frames(self) -> Iterator[tuple[int, int]]:
        """Yield the committed frames of the log, oldest first: page and offset in bytes.

        Those after a damaged one, too, which SQLite does not read: what a row is worth, its own checksum says.
        """
        log = wal.parse(lambda offset, size: self._log[offset : offset + size])
        if log is None or log.page_size != self.size:
            return
        for frames in log.transactions(verify=False):
            for frame in frames:
                yield frame.page, frame.offset

    def free(self) -> set[int]:
        """Return the pages that are out of use, as far as the list of them can be read."""
        found: set[int] = set()
        trunk = int.from_bytes(self.page(1)[32:36], "big")
        while 0 < trunk <= self.count and trunk not in found:
            page = self.page(trunk)
            count = min(int.from_bytes(page[4:8], "big"), len(page) // 4 - 2)
            found |= {trunk, *(int.from_bytes(page[at : at + 4], "big") for at in range(8, 8 + 4 * count, 4))}
            trunk = int.from_bytes(page[:4], "big")
        return found

    def is_blank(self, number: int) -> bool:
        """Whether there is nothing on a page that SQLite uses: it leaves out the one with the bytes of locks."""
        return number != _LOCKS // self.size + 1 and not any(self.page(number))

    def cells(self, number: int) -> Iterator[Cell | None]:
        """Yield the records on a page, None for one that cannot be read; nothing for pages that hold none."""
        page = self.page(number)
        kind, places = pointers(page, first=number == 1)
        for pointer in places if kind in {TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR} else ():
            try:
                cell = self._cell(number, page, pointer, kind)
            except (IndexError, ValueError):
                cell = None
            yield cell

    def _cell(self, number: int, page: bytes, at: int, kind: int) -> Cell:
        if kind == INDEX_INTERIOR:
            at += 4
        size, at = varint(page, at)
        rowid = 0
        if kind == TABLE_LEAF:
            rowid, at = varint(page, at)
            rowid -= (rowid >> 63) << 64
        if size > _LARGEST:
            raise ValueError("no record is as long")
        most = self.size - 35 if kind == TABLE_LEAF else (self.size - 12) * 64 // 255 - 23
        if size <= most:
            return Cell(number, rowid, exactly(page[at : at + size], size))
        least = (self.size - 12) * 32 // 255 - 23
        here = least + (size - least) % (self.size - 4)
        here = here if here <= most else least
        more = int.from_bytes(exactly(page[at + here : at + here + 4], 4), "big")
        return Cell(number, rowid, page[at : at + here] + self._overflow(more, size - here))

    def _overflow(self, number: int, size: int) -> bytes:
        parts, left = [], size
        while left > 0:
            page = self.page(number)
            part = page[4 : 4 + min(left, self.size - 4)]
            if not part:
                raise ValueError("the chain ends too soon")
            parts.append(part)
            left -= len(part)
            number = int.from_bytes(page[:4], "big")
        return b"".join(parts)


def _mapped(path: Path, *, missing_ok: bool = False) -> bytes | mmap.mmap:
    try:
        with regular.open_regular(path, follow=not missing_ok) as file:
            if not file.seek(0, 2):
                return b""
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        if missing_ok:
            return b""
        raise UserError(f"{path}: there is no such file; check the name.") from error
    except (OSError, ValueError, OverflowError) as error:
        raise UserError(f"{path}: the file cannot be read ({error_text(error)}).") from error
