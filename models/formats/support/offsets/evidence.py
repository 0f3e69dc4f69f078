"""Which way of counting the spans of a file fit, found from its edges and quotations. No format itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from models.formats.support.offsets.quotations import alike
from models.formats.support.offsets.ways import USUAL, WAYS, Ends, Way, placer, same_in
from models.formats.support.options import Offsets
from models.text.tokens import tokens

_MOST, _FEW = 0.9, 1 / 3  # of edges: names with a clitic end inside words, and some edges are of words by chance
_ENOUGH = 200  # records by which a way is ruled out


class GivenSpan(NamedTuple):
    """A span as a file has it, in whatever unit; `quoted` is the text that it quotes, or empty."""

    start: int
    end: int
    quoted: str = ""


class _Edges:
    """Which edges of spans fit a text: those of words, or those of the quotation."""

    def __init__(self, text: str, spans: list[GivenSpan]) -> None:
        self._text, self._spans = text, spans
        bare = any(not span.quoted for span in spans)
        words = list(tokens(text)) if bare else []
        self._starts, self._ends = {word.start for word in words}, {word.end for word in words}

    def places(self, way: Way) -> list[tuple[int, int]]:
        place = placer(self._text, way)
        return [(place(span.start), place(span.end)) for span in self._spans]

    def fit(self, places: list[tuple[int, int]]) -> list[tuple[bool, bool]]:
        """Return for each span whether its start and its end fit."""
        return [self._fits(start, end, span) for (start, end), span in zip(places, self._spans, strict=True)]

    def _fits(self, start: int, end: int, span: GivenSpan) -> tuple[bool, bool]:
        if not 0 <= start < end:
            return False, False
        if span.quoted:
            good = alike(self._text[start:end], span.quoted)
            return good, good
        return start in self._starts, end in self._ends


@dataclass
class Evidence:
    """How many edges fit another way and code points, of those which the two put at different places."""

    edges: Counter[Way] = field(default_factory=Counter)
    fit: Counter[Way] = field(default_factory=Counter)
    usual: Counter[Way] = field(default_factory=Counter)
    quoted: Counter[Way] = field(default_factory=Counter)
    records: Counter[Way] = field(default_factory=Counter)

    def open_ways(self) -> list[Way]:
        """Return the ways that are not ruled out yet."""
        return [way for way in WAYS[1:] if self.records[way] < _ENOUGH or self.fit[way] > self.usual[way]]

    def add(self, other: Evidence) -> None:
        """Take in what another record shows."""
        for mine, more in zip(self._all(), other._all(), strict=True):
            mine.update(more)

    def _all(self) -> tuple[Counter[Way], ...]:
        return self.edges, self.fit, self.usual, self.quoted, self.records

    def shown(self) -> Way:
        """Return the way in which nearly all edges fit, and hardly any as code points; else code points."""
        shown = [way for way in WAYS[1:] if self._shows(way)]
        return max(shown, key=lambda way: self.fit[way] - self.usual[way], default=USUAL)

    def _shows(self, way: Way) -> bool:
        edges = self.edges[way]
        enough = edges >= (1 if self.quoted[way] else _least(way))
        return enough and self.fit[way] >= _MOST * edges and self.usual[way] <= _FEW * edges

    def contradicts(self, way: Way) -> bool:
        """Whether nearly all edges fit as code points, and hardly any in this way."""
        edges = self.edges[way]
        return edges > 1 and self.usual[way] >= _MOST * edges and self.fit[way] <= _FEW * edges

    def leaning(self) -> Way:
        """Return the way that fits best, by however little."""
        likely = [way for way in WAYS[1:] if self.edges[way] >= _least(way)]
        best = max(likely, key=lambda way: self.fit[way] - self.usual[way], default=USUAL)
        return best if self.fit[best] > self.usual[best] else USUAL


def _least(way: Way) -> int:
    """Return how many edges must speak for a way: fewer for those that tools are known to have."""
    if way.unit is Offsets.UTF8:
        return 6
    if way.ends is Ends.TWO:
        return 4
    return 1 if way == Way(Offsets.UTF16) else 2


def weighed(text: str, spans: list[GivenSpan], ways: Iterable[Way]) -> Evidence:
    """Return what the spans of one text say about some ways of counting."""
    found = Evidence()
    plain = {way: same for way in ways if (same := same_in(text, way)) != USUAL}
    if not plain or not spans:
        return found
    edges = _Edges(text, spans)
    at_usual = edges.places(USUAL)
    fit_usual = edges.fit(at_usual)
    for same in dict.fromkeys(plain.values()):
        places = edges.places(same)
        if places != at_usual:
            _compare(found, same, [*zip(spans, places, edges.fit(places), at_usual, fit_usual, strict=True)])
    for way, same in plain.items():
        if way != same and found.records[same]:
            for counts in found._all():
                counts[way] = counts[same]
    return found


_Compared = tuple[GivenSpan, tuple[int, int], tuple[bool, bool], tuple[int, int], tuple[bool, bool]]


def _compare(found: Evidence, way: Way, rows: list[_Compared]) -> None:
    found.records[way] += 1
    for span, place, fit, at_usual, fit_usual in rows:
        for side in (0, 1):
            if place[side] != at_usual[side]:
                found.edges[way] += 1
                found.fit[way] += fit[side]
                found.usual[way] += fit_usual[side]
                found.quoted[way] += bool(span.quoted)
