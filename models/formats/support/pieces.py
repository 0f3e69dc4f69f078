"""A text cut as spaCy and Prodigy cut it: what tokens and single spaces after them hold is the whole text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from models.base.documents import LabelledSpan

Piece = tuple[int, int]
_RUN = re.compile(r"\s+|\S+")


def pieces_of(text: str, tokens: Iterable[Piece], spans: Iterable[LabelledSpan] = ()) -> tuple[list[Piece], list[bool]]:
    """Return stretches (code points), and whether a single space that is in none of them follows each.

    White space other than such spaces, and hidden signs, are stretches of their own, as spaCy's tokeniser makes them.
    Each of the `spans` begins with one stretch and ends with one: those that it lies in are cut there.
    """
    spans = tuple(spans)
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    edges = sorted(starts | ends)
    pieces: list[Piece] = []
    spaces: list[bool] = []
    for start, end in _stretches(text, tokens):
        free = text[start] == " " and bool(pieces) and not spaces[-1] and pieces[-1][1] == start
        if free and start not in starts and start + 1 not in ends:
            spaces[-1] = True
            start += 1  # noqa: PLW2901
        inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        made = [pair for pair in pairwise((start, *inner, end)) if pair[0] < pair[1]]
        pieces += made
        spaces += [False] * len(made)
    return pieces, spaces


def _stretches(text: str, tokens: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the tokens, and what is between them: white space and other signs apart."""
    done = 0
    for start, end in [*tokens, (len(text), len(text))]:
        for run in _RUN.finditer(text, done, start):
            yield run.span()
        if start < end:
            yield start, end
        done = end
