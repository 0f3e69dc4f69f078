"""A text cut as spaCy and Prodigy cut it: what tokens and single spaces after them hold is the whole text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from models.base.documents import LabelledSpan
from models.text.tokens import Columns

_RUN = re.compile(r"\s+|\S+")


class Pieces(NamedTuple):
    """Stretches (code points) column by column; `spaces`: whether a space that is in none of them follows each."""

    starts: list[int]
    ends: list[int]
    spaces: list[bool]


def pieces_of(text: str, tokens: Columns, spans: Iterable[LabelledSpan] = ()) -> Pieces:
    """Return the stretches of a text: its tokens, and white space other than single spaces after one.

    Such white space, and hidden signs, are stretches of their own, as spaCy's tokeniser makes them. Each of the
    `spans` begins with one stretch and ends with one: those that it lies in are cut there.
    """
    spans = tuple(spans)
    cutting = _Cutting(text, {span.start for span in spans}, {span.end for span in spans})
    starts, ends, spaces = cutting.made
    nexts = [*tokens.starts[1:], len(text)]
    cutting.add_gap(0, tokens.starts[0] if tokens.starts else len(text))
    tight, breaks = _breaks(tokens, nexts, spans)
    spaced = [True] * len(tokens.starts)
    for number in tight:
        spaced[number] = False
    done = 0
    for number in breaks:
        starts += tokens.starts[done:number]
        ends += tokens.ends[done:number]
        spaces += spaced[done:number]
        cutting.add(tokens.starts[number], tokens.ends[number])
        cutting.add_gap(tokens.ends[number], nexts[number])
        done = number + 1
    starts += tokens.starts[done:]
    ends += tokens.ends[done:]
    spaces += spaced[done:]
    return cutting.made


def _breaks(tokens: Columns, nexts: list[int], spans: tuple[LabelledSpan, ...]) -> tuple[list[int], list[int]]:
    """Return the tokens after which nothing stands, and those to look at, as something else does or a span ends there.

    All others are stretches with a space after them. `nexts`: where the token after each begins.
    """
    starts, ends = tokens.starts, tokens.ends
    touched = {number for number in tokens.gaps if nexts[number] > ends[number]}
    for start, end in {span[:2] for span in spans}:
        first = bisect_left(starts, start)
        if starts[first : first + 1] != [start]:
            touched.add(first - 1)
        last = bisect_left(ends, end)
        if ends[last : last + 1] != [end]:
            touched.add(bisect_left(starts, end) - 1)
    touched.discard(-1)
    tight = [number for number in tokens.gaps if nexts[number] == ends[number]]
    return tight, sorted(touched)


class _Cutting:
    """What is cut so far. `kept`: where a space is a stretch of its own, or of a longer one, for a span's sake."""

    def __init__(self, text: str, starts: set[int], ends: set[int]) -> None:
        self._text = text
        self.kept = starts | {end - 1 for end in ends}
        self.edges = [*sorted(starts | ends), len(text) + 1]
        self.made = Pieces([], [], [])

    def add_gap(self, start: int, end: int) -> None:
        """Add what is between tokens: white space and other signs apart."""
        for run in _RUN.finditer(self._text, start, end):
            first, after = run.span()
            starts, ends, spaces = self.made
            if self._text[first] == " " and starts and not spaces[-1] and ends[-1] == first and first not in self.kept:
                spaces[-1] = True
                first += 1
            self.add(first, after)

    def add(self, start: int, end: int) -> None:
        """Add a stretch, cut at the edges inside."""
        inner = self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]
        for first, after in pairwise((start, *inner, end)):
            if first < after:
                self.made.starts.append(first)
                self.made.ends.append(after)
                self.made.spaces.append(False)
