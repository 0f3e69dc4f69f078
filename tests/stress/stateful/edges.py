"""Where edges of spans may stand, worked out from all words and graphemes of a short text. Offsets are code points."""

from __future__ import annotations

import regex

from models.text.tokens import tokens


def words(text: str) -> list[tuple[int, int]]:
    return [(token.start, token.end) for token in tokens(text) if token.is_word]


def graphemes(text: str) -> list[int]:
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


def aligned(text: str, start: int, end: int) -> tuple[int, int]:
    """Grown to whole graphemes."""
    edges = graphemes(text)
    return max(edge for edge in edges if edge <= start), min(edge for edge in edges if edge >= end)


def moved(text: str, start: int, end: int, *, at_end: bool, grow: bool, by_words: bool) -> tuple[int, int]:
    """One edge a word or a grapheme on: outward (`grow`) or inward. Nothing may be left in between."""
    on = at_end == grow  # the way the text runs
    if not by_words:
        place, edges = end if at_end else start, graphemes(text)
        to = (
            min((e for e in edges if e > place), default=place)
            if on
            else max((e for e in edges if e < place), default=0)
        )
    elif at_end and grow:
        to = min((stop for _, stop in words(text) if stop > end), default=len(text))
    elif at_end:
        to = max((min(stop, end) for first, stop in words(text) if first < end and start < stop < end), default=start)
    elif grow:
        to = max((first for first, _ in words(text) if first < start), default=0)
    else:
        to = min((first for first, _ in words(text) if start < first < end), default=end)
    return (start, to) if at_end else (to, end)
