"""Parse pages and records of a SQLite file without SQLite: https://www.sqlite.org/fileformat2.html#b_tree_pages."""

from __future__ import annotations

import struct
from collections.abc import Sequence

TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR, TABLE_INTERIOR = 0x0D, 0x0A, 0x02, 0x05
Value = int | float | str | bytes | None


def pointers(page: bytes, *, first: bool) -> tuple[int, Sequence[int]]:
    """Return the kind of a page and where its cells begin in it, as far as they are told; `first`: it is page 1."""
    at = 100 if first else 0
    if len(page) < at + 8:
        return 0, ()
    kind = page[at]
    begin = at + (12 if kind in {INDEX_INTERIOR, TABLE_INTERIOR} else 8)
    count = min(int.from_bytes(page[at + 3 : at + 5], "big"), max(len(page) - begin, 0) // 2)
    return kind, struct.unpack_from(f">{count}H", page, begin)


def record(payload: bytes) -> list[Value]:
    """Return the values of a record. Raises ValueError (also UnicodeDecodeError) or IndexError for what is none."""
    header, at = varint(payload, 0)
    if header > len(payload):
        raise ValueError("no record")
    values: list[Value] = []
    place = header
    while at < header:
        kind, at = varint(payload, at)
        size = _size(kind)
        values.append(_value(kind, exactly(payload[place : place + size], size)))
        place += size
    if place != len(payload):
        raise ValueError("no record")
    return values


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Return an unsigned number of 1 to 9 bytes, and the offset of its end. Raises IndexError."""
    found = data[at]
    if found < 0x80:
        return found, at + 1
    found &= 0x7F
    for step in range(1, 8):
        byte = data[at + step]
        found = found << 7 | byte & 0x7F
        if byte < 0x80:
            return found, at + step + 1
    return found << 8 | data[at + 8], at + 9


def _size(kind: int) -> int:
    return (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]


def _value(kind: int, data: bytes) -> Value:
    if kind >= 12:
        return data.decode() if kind & 1 else data
    if kind in {0, 10, 11}:
        return None
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    return kind - 8 if kind >= 8 else int.from_bytes(data, "big", signed=True)


def exactly(data: bytes, size: int) -> bytes:
    """Return `data`. Raises ValueError when it is not of that many bytes."""
    if len(data) != size:
        raise ValueError("cut short")
    return data
