"""Parse a write-ahead log without SQLite: https://www.sqlite.org/fileformat2.html#walformat."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from models.storage.raw.header import PAGE_SIZES

HEADER_SIZE = 32  # bytes, with the salts, which are new after each checkpoint that empties the log
_FRAME_HEADER = 24
_USUAL_PAGE = 4096  # bytes
_MAGICS = (0x377F0682, 0x377F0683)  # the last bit: the words of the checksums are big-endian

Read = Callable[[int, int], bytes]
"""Returns so many bytes from an offset on; fewer at the end of the log."""


class Frame(NamedTuple):
    """A page and where its content begins in the log; `commit`: pages of the project at a transaction's end, else 0."""

    page: int
    commit: int
    offset: int


class Log(NamedTuple):
    """A log whose header has been parsed. `page_size` is in bytes."""

    read: Read
    page_size: int
    salts: bytes
    byte_order: str

    def transactions(self, *, verify: bool) -> Iterator[list[Frame]]:
        """Yield the frames of each committed transaction, oldest first, without those of an earlier round.

        `verify` checks the running checksums, too, for which the whole log is read; as for SQLite, nothing counts from
        the first wrong one on.
        """
        sums, frames = (0, 0), list[Frame]()
        if verify:
            head = self.read(0, HEADER_SIZE)
            sums = _checksum(head[:24], self.byte_order, sums)
            if sums != struct.unpack(">2I", head[24:]):
                return
        offset = HEADER_SIZE + _FRAME_HEADER
        while self._is_there(offset):
            head = self.read(offset - _FRAME_HEADER, _FRAME_HEADER)
            offset += _FRAME_HEADER + self.page_size
            if head[8:16] != self.salts:
                if verify:
                    return
                continue
            if verify:
                sums = _checksum(head[:8], self.byte_order, sums)
                sums = _checksum(
                    self.read(offset - _FRAME_HEADER - self.page_size, self.page_size), self.byte_order, sums
                )
                if sums != struct.unpack(">2I", head[16:]):
                    return
            page, commit = struct.unpack(">2I", head[:8])
            frames.append(Frame(page, commit, offset - _FRAME_HEADER - self.page_size))
            if commit:
                yield frames
                frames = []

    def _is_there(self, offset: int) -> bool:
        """Whether a page at `offset` is all there."""
        return len(self.read(offset + self.page_size - 1, 1)) == 1


def parse(read: Read) -> Log | None:
    """Parse the header of a log; None when it is no log.

    Of one with a damaged header, of which SQLite takes nothing, the frames say what was in it.
    """
    head = read(0, HEADER_SIZE)
    if len(head) < HEADER_SIZE:
        return None
    magic, _, page_size = struct.unpack(">3I", head[:12])
    byte_order = ">" if magic & 1 else "<"
    if magic in _MAGICS and _checksum(head[:24], byte_order, (0, 0)) == struct.unpack(">2I", head[24:]):
        return Log(read, page_size, head[16:24], byte_order)
    return next(filter(None, (_by_frames(read, size, byte_order) for size in (page_size, _USUAL_PAGE))), None)


def _by_frames(read: Read, page_size: int, byte_order: str) -> Log | None:
    """Return a log of pages of this size whose first two frames, or the first and the end, are where they must be."""
    if page_size not in PAGE_SIZES:
        return None
    salts = read(HEADER_SIZE, _FRAME_HEADER)[8:16]
    after = read(HEADER_SIZE + _FRAME_HEADER + page_size, _FRAME_HEADER)[8:16]
    log = Log(read, page_size, salts, byte_order)
    there = any(salts) and after in {salts, b""} and log._is_there(HEADER_SIZE + _FRAME_HEADER)
    return log if there else None


def reader(file: BinaryIO) -> Read:
    """Return the function that reads from an open file."""

    def read(offset: int, size: int) -> bytes:
        file.seek(offset)
        return file.read(size)

    return read


def _checksum(data: bytes, byte_order: str, start: tuple[int, int]) -> tuple[int, int]:
    one, two = start
    words = struct.unpack(f"{byte_order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = one + first + two & 0xFFFFFFFF
        two = two + second + one & 0xFFFFFFFF
    return one, two
