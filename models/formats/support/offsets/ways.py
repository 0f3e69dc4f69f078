"""The ways in which tools count the characters of a text. No format itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from models.formats.support.options import Offsets
from models.text.offsets import BOM, Utf16Map, grapheme_edges, holds_astral, same_in_every_unit

Place = Callable[[int], int]
"""An offset of a file -> code point of the text as the file has it; -1 outside of the text or inside a character."""


class Ends(StrEnum):
    """What a line end counts."""

    AS_GIVEN = ""
    ONE = "every line end as one"  # CRLF counts as one: browsers and editors that normalise
    TWO = "every line end as two"  # LF counts as two: the text was CRLF when it was annotated


class Way(NamedTuple):
    """A way of counting. `mark`: whether a U+FEFF at the start of the text counts."""

    unit: Offsets = Offsets.CODEPOINTS
    ends: Ends = Ends.AS_GIVEN
    mark: bool = True

    def __str__(self) -> str:
        """Return its name in a sentence: "UTF-16 units with every line end as one"."""
        more = [self.ends.value] if self.ends else []
        more += [] if self.mark else ["without the mark of the file"]
        return NAMES[self.unit] + (f" with {' and '.join(more)}" if more else "")


NAMES = {
    Offsets.CODEPOINTS: "code points",
    Offsets.UTF16: "UTF-16 units",
    Offsets.GRAPHEMES: "graphemes",
    Offsets.UTF8: "bytes of UTF-8",
}
USUAL = Way()
_FULL = (Offsets.CODEPOINTS, Offsets.UTF16)
WAYS = (
    *(Way(unit, ends, mark) for mark in (True, False) for ends in Ends for unit in _FULL),
    Way(Offsets.GRAPHEMES),
    Way(Offsets.UTF8),
)
"""Every way that is known, the likelier first."""


@lru_cache(maxsize=64)
def same_in(text: str, way: Way) -> Way:
    """Return the plainest way that certainly counts `text` as `way` does; kept, as each record asks it often."""
    unit, ends, mark = way
    if unit is not Offsets.CODEPOINTS and text.isascii() and (unit is not Offsets.GRAPHEMES or "\r\n" not in text):
        unit = Offsets.CODEPOINTS
    if unit is Offsets.UTF16 and not holds_astral(text):
        unit = Offsets.CODEPOINTS
    if unit is Offsets.GRAPHEMES and same_in_every_unit(text):
        unit = Offsets.CODEPOINTS
    if (ends is Ends.ONE and "\r\n" not in text) or (ends is Ends.TWO and ("\n" not in text or "\r" in text)):
        ends = Ends.AS_GIVEN
    return Way(unit, ends, mark or not text.startswith(BOM))


def placer(text: str, way: Way) -> Place:
    """Return what turns offsets that are counted so into code points of `text`."""
    if not way.mark and text.startswith(BOM):
        inner = placer(text[1:], way._replace(mark=True))
        return lambda offset: found + 1 if (found := inner(offset)) >= 0 else -1
    if way.ends is Ends.ONE and "\r\n" in text:
        return _with_ends(text.replace("\r\n", "\n"), _starts(text, "\r\n"), 1, way.unit)
    if way.ends is Ends.TWO and "\n" in text and "\r" not in text:
        return _with_ends(text.replace("\n", "\r\n"), _starts(text, "\n"), -1, way.unit)
    return _by_unit(text, way.unit)


def _starts(text: str, what: str) -> list[int]:
    found, at = [], text.find(what)
    while at >= 0:
        found.append(at)
        at = text.find(what, at + len(what))
    return found


def _with_ends(counted: str, starts: list[int], more: int, unit: Offsets) -> Place:
    """Count in `counted`, in which each line end (its `starts` in the text) is shorter by `more` than in the text."""
    places = [start - number * more for number, start in enumerate(starts)]
    inner = _by_unit(counted, unit)

    def place(offset: int) -> int:
        found = inner(offset)
        return found if found < 0 else found + more * bisect_left(places, found)

    return place


def _by_unit(text: str, unit: Offsets) -> Place:
    if unit is Offsets.CODEPOINTS:
        return lambda offset: offset if 0 <= offset <= len(text) else -1
    if unit is Offsets.UTF16:
        units = Utf16Map(text)

        def place(offset: int) -> int:
            point = units.to_points(offset) if 0 <= offset <= units.utf16_length else -1
            return point if units.to_utf16(point) == offset else -1

        return place
    if unit is Offsets.GRAPHEMES:
        edges = grapheme_edges(text)
        return lambda offset: edges[offset] if 0 <= offset < len(edges) else -1
    return _by_byte(text.encode())


def _by_byte(data: bytes) -> Place:
    """Count in bytes: only those that are asked for, as a text has many and few spans."""

    def place(offset: int) -> int:
        if not 0 <= offset <= len(data) or (offset < len(data) and data[offset] & 0xC0 == 0x80):
            return -1
        return len(data[:offset].decode())

    return place
