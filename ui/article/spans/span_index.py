"""The spans of a document by place, so that a line finds its own without looking at all. Places are UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from models.base.entities import Span

_LONG = 512  # units: a longer span is looked at by every line, and no line looks further back than this for a start
_Place = tuple[int, int, str]  # start, end, uid: reading order


@dataclass(frozen=True, slots=True)
class IndexedSpan:
    """A span and where it is in the document."""

    start: int
    end: int
    span: Span


class SpanIndex:
    """Finds the spans that overlap a stretch; tells what an update changed."""

    def __init__(self) -> None:
        self._placed: dict[str, IndexedSpan] = {}
        self._short: list[_Place] = []  # in order
        self._long: dict[str, _Place] = {}
        self._reach = 0  # of the longest short one that there has been

    def __iter__(self) -> Iterator[IndexedSpan]:
        return iter(self._placed.values())

    def __len__(self) -> int:
        return len(self._placed)

    def get(self, uid: str) -> IndexedSpan | None:
        return self._placed.get(uid)

    def update(
        self, spans: Iterable[Span], to_units: Callable[[int], int]
    ) -> tuple[list[IndexedSpan], list[IndexedSpan]]:
        """Hold these spans instead. Returns those that are gone or were otherwise, and those new or otherwise."""
        now = {span.uid: span for span in spans}
        gone = [placed for uid, placed in self._placed.items() if now.get(uid) is not placed.span != now.get(uid)]
        for placed in gone:
            self._take_out(placed)
        return gone, self.add((span for uid, span in now.items() if uid not in self._placed), to_units)

    def add(self, spans: Iterable[Span], to_units: Callable[[int], int]) -> list[IndexedSpan]:
        """Take in more spans, whose ids are new; return them."""
        new = [IndexedSpan(to_units(span.start), to_units(span.end), span) for span in spans]
        self._placed |= {placed.span.uid: placed for placed in new}
        places = [_place(placed) for placed in new]
        short = [place for place in places if place[1] - place[0] <= _LONG]
        self._long |= {place[2]: place for place in places if place[1] - place[0] > _LONG}
        self._reach = max(self._reach, *(end - start for start, end, _ in short), 0)
        if len(short) * 8 > len(self._short):
            self._short = sorted([*self._short, *short])
        else:
            for place in short:
                insort(self._short, place)
        return new

    def take(self, uid: str) -> IndexedSpan | None:
        """Take a span out; None when it is not there."""
        placed = self._placed.get(uid)
        if placed is not None:
            self._take_out(placed)
        return placed

    def between(self, start: int, end: int) -> list[IndexedSpan]:
        """Return the spans that overlap `[start, end)`, in reading order."""
        return [self._placed[place[2]] for place in self._overlapping(start, end)]

    def uids_between(self, start: int, end: int) -> list[str]:
        """Return the uids of the spans that overlap `[start, end)`, in reading order."""
        return [place[2] for place in self._overlapping(start, end)]

    def crowded(self) -> set[str]:
        """Return the uids of all spans that overlap another."""
        found: set[str] = set()
        reach, last = -1, ""
        for start, end, uid in sorted([*self._short, *self._long.values()]):
            if start < reach:
                found |= {uid, last}
            if end > reach:
                reach, last = end, uid
        return found

    def _overlapping(self, start: int, end: int) -> list[_Place]:
        short = self._short
        first, after = (bisect_left(short, at, key=itemgetter(0)) for at in (start - self._reach, end))
        found = [place for place in short[first:after] if place[1] > start]
        if self._long:
            there = [place for place in self._long.values() if place[0] < end and place[1] > start]
            found = sorted([*found, *there]) if there else found
        return found

    def _take_out(self, placed: IndexedSpan) -> None:
        del self._placed[placed.span.uid]
        place = _place(placed)
        if self._long.pop(place[2], None) is None:
            del self._short[bisect_left(self._short, place)]


def _place(placed: IndexedSpan) -> _Place:
    return placed.start, placed.end, placed.span.uid
