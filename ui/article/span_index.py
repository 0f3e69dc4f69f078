"""The spans of a document by place, so that a line finds its own without looking at all. Places are UTF-16 units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models.base.entities import Span

_SHIFT = 9  # spans are kept in drawers of 512 units


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
        self._drawers: dict[int, dict[str, IndexedSpan]] = {}

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
        return gone, [self.put(span, to_units) for uid, span in now.items() if uid not in self._placed]

    def put(self, span: Span, to_units: Callable[[int], int]) -> IndexedSpan:
        """Take in one more span, whose id is new."""
        self._placed[span.uid] = placed = IndexedSpan(to_units(span.start), to_units(span.end), span)
        for drawer in _drawers(placed):
            self._drawers.setdefault(drawer, {})[span.uid] = placed
        return placed

    def take(self, uid: str) -> IndexedSpan | None:
        """Take a span out; None when it is not there."""
        placed = self._placed.get(uid)
        if placed is not None:
            self._take_out(placed)
        return placed

    def between(self, start: int, end: int) -> list[IndexedSpan]:
        """Return the spans that overlap `[start, end)`, in reading order."""
        found: dict[str, IndexedSpan] = {}
        for drawer in range(start >> _SHIFT, ((max(end, start + 1) - 1) >> _SHIFT) + 1):
            for uid, placed in self._drawers.get(drawer, {}).items():
                if placed.start < end and placed.end > start:
                    found[uid] = placed
        return sorted(found.values(), key=lambda placed: (placed.start, placed.end, placed.span.uid))

    def _take_out(self, placed: IndexedSpan) -> None:
        del self._placed[placed.span.uid]
        for drawer in _drawers(placed):
            del self._drawers[drawer][placed.span.uid]


def _drawers(placed: IndexedSpan) -> range:
    return range(placed.start >> _SHIFT, ((max(placed.end, placed.start + 1) - 1) >> _SHIFT) + 1)
