"""The content of a file as it was last left, in less memory than it has: pages that have changed since are packed."""

from __future__ import annotations

from zlib import compress, decompress

_QUICKLY = 1  # the level: a page takes 30 microseconds, and a quarter of its size


class Kept:
    """Bytes in pages. What it was made of stays as it is: to pack all of a large file would take too long."""

    def __init__(self, data: bytes, page_size: int) -> None:
        self._first, self._page_size = data, page_size
        self._size = len(data)
        self._changed: dict[int, bytes] = {}  # offset and packed page

    def content(self) -> bytes:
        """Return all bytes."""
        if not self._changed and len(self._first) == self._size:
            return self._first
        data = bytearray(self._first[: self._size].ljust(self._size, b"\0"))
        for at, packed in self._changed.items():
            page = decompress(packed)
            data[at : at + len(page)] = page
        return bytes(data)

    def become(self, now: bytes) -> None:
        """Keep these bytes from now on."""
        before, size = self.content(), self._page_size
        self._first, self._size = self._first[: len(now)], len(now)
        self._changed = {at: packed for at, packed in self._changed.items() if at < len(now)}
        for at in range(0, len(now), size):
            page = now[at : at + size]
            if page != before[at : at + size]:
                self._changed[at] = compress(page, _QUICKLY)
