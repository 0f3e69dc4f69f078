"""Which lane under the text each span draws its line in, so that no two that overlap share one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from models.corpus import Span


def lanes(spans: Iterable[Span]) -> dict[str, int]:
    """Span uid -> lane, 0 nearest to the text. Shorter spans come nearer, so that a nested one is above its outer.

    A span's lane depends only on spans that overlap it and are shorter, or as long and made of an earlier place.
    """
    order = sorted(spans, key=lambda span: (span.end - span.start, span.start, span.uid))
    by_start = sorted(order, key=lambda span: span.start)
    longest = max((span.end - span.start for span in order), default=0)
    starts = [span.start for span in by_start]
    found: dict[str, int] = {}
    for span in order:
        near = _overlapping(span, by_start, starts, longest)
        taken = {found[other.uid] for other in near if other.uid in found}
        found[span.uid] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
    return found


def _overlapping(span: Span, by_start: list[Span], starts: list[int], longest: int) -> list[Span]:
    first = bisect_left(starts, span.start - longest)
    after = bisect_left(starts, span.end)
    return [other for other in by_start[first:after] if other.end > span.start]
