"""Code points against UTF-16 units, what import may change, and where a boundary may stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from models.base.errors import UserError
from models.base.unprintable import HIDDEN, named

BOM = "\ufeff"
CHANGES = {"bom": "a byte order mark was dropped", "crlf": "CRLF became LF", "cr": "CR became LF"}
"""What is told of each change that import makes to a text."""
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CRLF = re.compile(r"\r\n")
_LINE_END = re.compile(r"\r\n?")
# Between two of these there is always an edge: no rule of Unicode's text segmentation joins them.
_PLAIN = "[\n -~\u00a0\u060c\u061b\u061f\u0620-\u064a\u0660-\u066f\u0671-\u06d4\u06ee-\u06ff\u0750-\u077f\u2018-\u201f]"
_PLAIN_PAIR = re.compile(_PLAIN * 2)
_NOT_PLAIN = re.compile("[^" + _PLAIN[1:])
_CONTEXT = 2_000  # code points looked at on either side of a boundary, in paragraphs longer than that


_HIDDEN = re.compile(f"[{''.join(HIDDEN)}]")


class Utf16Map:
    """Exact conversion between code points (ours) and UTF-16 units (Qt's) for one text."""

    def __init__(self, text: str) -> None:
        """Find the characters outside the BMP; the map is free when there are none."""
        self._length = len(text)
        self._points = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [point + index for index, point in enumerate(self._points)]

    def to_utf16(self, point: int) -> int:
        """Return the UTF-16 units before code point `point`."""
        return point + bisect_left(self._points, point)

    def all_to_utf16(self, points: list[int]) -> list[int]:
        """Return `to_utf16` of each; the list itself where both count alike, as in most texts."""
        return list(map(self.to_utf16, points)) if self._points else points

    def to_points(self, unit: int) -> int:
        """Return the code points before UTF-16 unit `unit`; inside a surrogate pair, those before the pair."""
        return unit - bisect_left(self._units, unit)

    @property
    def utf16_length(self) -> int:
        """UTF-16 units of the whole text."""
        return self._length + len(self._points)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text as it is stored, with the declared changes and where in the given text characters were taken out."""

    text: str
    changes: tuple[str, ...]
    removed: tuple[int, ...] = ()

    def place(self, offset: int) -> int:
        """Return where `offset` (code points, into the text as given) is in the stored text."""
        return offset - bisect_left(self.removed, offset)


def clean(text: str, where: object, *, keep_bom: bool = False) -> Cleaned:
    """Apply the declared exceptions of import: one leading U+FEFF dropped, CRLF and CR become LF.

    `keep_bom`: the one was dropped before, what leads now is text. Raises UserError, naming `where`, if the
    text holds NUL or a lone surrogate.
    """
    if (nul := text.find("\0")) >= 0:
        raise UserError(f"{where}: character {nul + 1} is NUL, so this is not plain text; remove it and import again.")
    if not _is_encodable(text) and (found := _SURROGATE.search(text)):
        raise UserError(
            f"{where}: character {found.start() + 1} is half of a surrogate pair (U+{ord(found[0]):04X}); "
            "the text was broken before, export it again from its source."
        )
    changes: list[str] = []
    removed: list[int] = []
    bom = text.startswith(BOM) and not keep_bom
    if bom:
        changes.append("bom")
        removed.append(0)
    if "\r" in text:
        crlf = [match.start() for match in _CRLF.finditer(text)]
        changes.append("crlf" if crlf else "cr")
        removed += crlf
    if changes:
        text = _LINE_END.sub("\n", text[1:] if bom else text)
    return Cleaned(text, tuple(changes), tuple(removed))


def _is_encodable(text: str) -> bool:
    """Return whether a text holds no half of a surrogate pair, in a third of the time of looking for one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@cache
def _grapheme() -> re.Pattern[str]:
    """One extended grapheme cluster. Made when first needed: regex takes as long to load as half of Qt."""
    import regex  # noqa: PLC0415

    return regex.compile(r"\X")  # type: ignore[return-value]


def grapheme_edges(text: str) -> list[int]:
    """Return every offset at which a boundary may stand, 0 and `len(text)` included."""
    return [0, *(match.end() for match in _grapheme().finditer(text))]


def holds_astral(text: str) -> bool:
    """Return whether any character of `text` is two UTF-16 units."""
    return not text.isascii() and _ASTRAL.search(text) is not None


def same_in_every_unit(text: str) -> bool:
    """Return whether code points, UTF-16 units and graphemes certainly count alike in `text`."""
    return _NOT_PLAIN.search(text) is None


def unsure_edges(text: str) -> set[int]:
    """Return the offsets at which there may be no grapheme edge: all those beside a character that is not plain."""
    found = [match.start() for match in _NOT_PLAIN.finditer(text)]
    return {*found, *(place + 1 for place in found)}


def floor_edge(text: str, index: int) -> int:
    """Return the nearest grapheme edge at or before `index`."""
    return _edges_around(text, index)[0]


def ceil_edge(text: str, index: int) -> int:
    """Return the nearest grapheme edge at or after `index`."""
    return _edges_around(text, index)[1]


def trim_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `[start, end)` without the white space at its ends; empty when it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def next_edge(text: str, index: int) -> int:
    """Return the grapheme edge after `index`; `len(text)` at the end."""
    return ceil_edge(text, min(index + 1, len(text)))


def previous_edge(text: str, index: int) -> int:
    """Return the grapheme edge before `index`; 0 at the start."""
    return floor_edge(text, max(index - 1, 0))


def _edges_around(text: str, index: int) -> tuple[int, int]:
    """Return the edges that enclose `index`; graphemes never cross a newline, so only its paragraph is read."""
    index = min(max(index, 0), len(text))
    if index in (0, len(text)) or _PLAIN_PAIR.match(text, index - 1):
        return index, index
    base = max(text.rfind("\n", 0, index) + 1, index - _CONTEXT)
    edges = [base + edge for edge in grapheme_edges(text[base : index + _CONTEXT])]
    before = edges[bisect_right(edges, index) - 1]
    return before, index if before == index else edges[bisect_left(edges, index)]


def hidden_in(text: str, start: int, end: int) -> list[int]:
    """Return where in `[start, end)` (code points) hidden characters are."""
    return [match.start() for match in _HIDDEN.finditer(text, start, end)]


def hidden_at_edges(text: str, start: int, end: int) -> str:
    """Name the hidden characters with which `[start, end)` (code points) begins and ends; empty without any."""
    if start >= end:
        return ""
    first = _HIDDEN.match(text, start, end)
    last = _HIDDEN.match(text, end - 1, end)
    parts = [f"{named(first[0])} at the start"] if first else []
    if last and (end - start > 1 or not first):
        parts.append(f"{named(last[0])} at the end")
    return ", ".join(parts)
