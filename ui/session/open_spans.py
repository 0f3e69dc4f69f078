"""The spans of the open article in reading order, found by id and by place without looking at all. Code points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence

from models.base.entities import Span

_MANY = 200  # spans that are sorted in, all at once


def reach(span: Span) -> tuple[int, int]:
    """Return the key that sorts spans in reading order, outer before inner."""
    return span.start, -span.end


class OpenSpans:
    """Spans sorted by `reach`. `listed` is another list after each change: who holds the one before keeps it."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.listed = list(spans)
        self._by_uid = {span.uid: span for span in self.listed}

    def with_uid(self, uid: str) -> Span | None:
        """Return the span of that id; None when it is not among them."""
        return self._by_uid.get(uid)

    def at(self, start: int, end: int) -> list[Span]:
        """Return the spans of exactly `[start, end)`, whatever their labels."""
        first = bisect_left(self.listed, (start, -end), key=reach)
        return self.listed[first : bisect_right(self.listed, (start, -end), key=reach)]

    def touching(self, position: int) -> list[Span]:
        """Return the spans in or beside which `position` is, in reading order."""
        after = bisect_right(self.listed, position, key=lambda span: span.start)
        return [span for span in self.listed[:after] if span.end >= position]

    def take(self, written: Sequence[Span]) -> None:
        """Take over spans as they were written: those that are deleted go."""
        if len(written) > _MANY:
            self._by_uid |= {span.uid: span for span in written}
            self._by_uid = {uid: span for uid, span in self._by_uid.items() if not span.deleted}
            self.listed = sorted(self._by_uid.values(), key=reach)
            return
        self.listed = list(self.listed)
        for span in written:
            self._replace(span)

    def _replace(self, span: Span) -> None:
        before = self._by_uid.pop(span.uid, None)
        if before is not None:
            at = bisect_left(self.listed, reach(before), key=reach)
            while self.listed[at].uid != span.uid:
                at += 1
            del self.listed[at]
        if not span.deleted:
            self._by_uid[span.uid] = span
            insort(self.listed, span, key=reach)
