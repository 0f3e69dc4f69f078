r"""Where in a text a quotation stands whose offsets are off. No format itself.

Quotations are compared loosely: without white space (Label Studio collapses it and writes a line end as a backslash
and an n), without characters that nobody sees, and decomposed, as tools compose and decompose.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from models.base.unprintable import HIDDEN
from models.text.offsets import holds_astral
from models.text.tokens import tokens

NEAR = 20
"""How far from its offsets, in code points, a quotation is looked for; further by one for each line and astral sign."""
_BESIDE = 5  # how far a part of a word may be from its offsets: short ones stand in many words
_LEAST_ALONE = 5  # code points of a quotation that is taken from anywhere because it stands nowhere else
_LONGEST = 10_000  # code points of a quotation that is looked for
_UNSEEN = frozenset(HIDDEN) | {"\ufeff", "\u200b", "\u200c", "\u200d", "\u2060"}
_PASSED_OVER = re.compile(rf"[\s{re.escape(''.join(sorted(_UNSEEN)))}]+")
_FEW = 200  # code points of stretch and quotation that are kept: most spans are a few words
_BUDGET = 100_000_000  # code points looked through for quotations that are nowhere near


class Found(NamedTuple):
    """Where a quotation stands (code points); `ambiguous`: at two places alike, and neither is meant for sure."""

    start: int
    end: int
    ambiguous: bool = False


def loose(text: str) -> str:
    """Return a text as quotations are compared."""
    return _PASSED_OVER.sub("", unicodedata.normalize("NFD", text))


@lru_cache(maxsize=1 << 12)  # each way of counting asks for the same words again
def _loose_words(text: str) -> str:
    return loose(text)


def alike(found: str, quoted: str) -> bool:
    r"""Whether a quotation can be of this stretch: a line end may come as `\n` in two characters, or not at all."""
    if found == quoted:
        return True
    plain = _loose_words if len(found) + len(quoted) < _FEW else loose
    there = plain(found)
    return there == plain(quoted) or ("\\n" in quoted and there == plain(quoted.replace("\\n", "")))


class Quotations:
    """The quotations of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._loose: tuple[str, list[int], list[int]] | None = None
        self._words: tuple[set[int], set[int]] | None = None
        astral = sum(char > "\uffff" for char in text) if holds_astral(text) else 0
        self._reach = NEAR + text.count("\n") + astral
        self._left = _BUDGET

    def fits(self, start: int, end: int, quoted: str) -> bool:
        """Whether `[start, end)` is a stretch of the text that the quotation can be of."""
        return 0 <= start < end <= len(self._text) and alike(self._text[start:end], quoted)

    def trimmed(self, start: int, end: int, quoted: str) -> tuple[int, int]:
        """Return a stretch that fits without those blanks at its ends that the quotation has not."""
        there = self._text[start:end]
        if not there.strip():
            return start, end
        if not quoted[:1].isspace():
            start += len(there) - len(there.lstrip())
        if not quoted[-1:].isspace():
            end -= len(there) - len(there.rstrip())
        return start, end

    def find(self, start: int, end: int, quoted: str, shift: int = 0) -> Found | None:
        """Return the place that is nearest to `[start, end)` moved by `shift`; None without one near enough."""
        if not loose(quoted) or len(quoted) > _LONGEST:
            return None
        aim = start + shift, end + shift
        for search in (self._exact, self._loosely):
            if near := [place for place in self._near(search, quoted, start, end, shift) if place[0] < place[1]]:
                return self._nearest(near, *aim)
        return self._alone(quoted)

    def _near(self, search: Search, quoted: str, start: int, end: int, shift: int) -> Iterator[tuple[int, int]]:
        """Yield the places near to where it should be, moved or not: beside it any, further away those of words."""
        low = min(start, start + shift, end - len(quoted), end + shift - len(quoted)) - self._reach
        high = max(end, end + shift, start + len(quoted), start + shift + len(quoted)) + self._reach
        for first, last in search(quoted, max(low, 0), high + self._reach):
            off = max(abs(first - start), abs(last - end))
            off = min(off, max(abs(first - start - shift), abs(last - end - shift)))
            if off <= _BESIDE or (off <= self._reach and self._is_of_words(first, last)):
                yield first, last

    def _alone(self, quoted: str) -> Found | None:
        """Return where a quotation stands that stands nowhere else."""
        self._left -= len(self._text)
        if len(quoted.strip()) < _LEAST_ALONE or self._left < 0:
            return None
        found = next(self._exact(quoted, 0, len(self._text)), None)
        return Found(*found) if found and self._text.find(quoted, found[0] + 1) < 0 else None

    def _nearest(self, places: list[tuple[int, int]], start: int, end: int) -> Found:
        """Return the nearest of some places; of two equally near ones that on edges of words."""

        def off(place: tuple[int, int]) -> tuple[int, int]:
            return min(abs(place[0] - start), abs(place[1] - end)), abs(place[0] - start) + abs(place[1] - end)

        least = min(map(off, places))
        nearest = [place for place in places if off(place) == least]
        if len(nearest) > 1 and (whole := [place for place in nearest if self._is_of_words(*place)]):
            nearest = whole
        return Found(*nearest[0], ambiguous=len(nearest) > 1)

    def _is_of_words(self, start: int, end: int) -> bool:
        if self._words is None:
            found = list(tokens(self._text))
            self._words = {word.start for word in found}, {word.end for word in found}
        return start in self._words[0] and end in self._words[1]

    def _exact(self, quoted: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        at = self._text.find(quoted, low, high)
        while at >= 0:
            yield at, at + len(quoted)
            at = self._text.find(quoted, at + 1, high)

    def _loosely(self, quoted: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Yield where the quotation stands loosely: from whole character to whole character."""
        text, starts, ends = self._loose = self._loose or _loosened(self._text)
        first, last = bisect_left(starts, low), bisect_left(starts, high)
        for wanted in dict.fromkeys((loose(quoted), loose(quoted.replace("\\n", "")))):
            at = text.find(wanted, first, last) if wanted else -1
            while at >= 0:
                after = at + len(wanted)
                begins = at == 0 or starts[at] != starts[at - 1]
                if begins and (after == len(text) or starts[after] != starts[after - 1]):
                    yield starts[at], ends[after - 1]
                at = text.find(wanted, at + 1, last)


Search = Callable[[str, int, int], Iterator[tuple[int, int]]]


def _loosened(text: str) -> tuple[str, list[int], list[int]]:
    """Return a text as quotations are compared, and where each character of that begins and ends in the text."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _whole_characters(text):
        plain = loose(text[start:end])
        parts.append(plain)
        starts += [start] * len(plain)
        ends += [end] * len(plain)
    return "".join(parts), starts, ends


def _whole_characters(text: str) -> Iterator[tuple[int, int]]:
    """Yield each letter with the marks on it."""
    start = 0
    for at, char in enumerate(text):
        if at and not unicodedata.combining(char):
            yield start, at
            start = at
    if text:
        yield start, len(text)
