"""Which lane under the text each span draws its line in, so that no two that overlap share one.

A fresh article gets the tidiest order: shorter spans nearer to the text, a nested one above its outer. From then on
nothing that is there moves: a new span takes the free lane nearest to the text, and one that comes back by undo
takes the lane that it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from models.base.entities import Span
from ui.article.spans.span_index import IndexedSpan, SpanIndex

_MANY = 50  # spans that are placed at once


class Lanes:
    """Span uid -> lane, 0 nearest to the text, kept while the article is open."""

    def __init__(self) -> None:
        self._lanes: dict[str, int] = {}
        self._before: dict[str, int] = {}  # of spans that are gone
        self.deepest = 0  # the highest lane there has been

    def __getitem__(self, uid: str) -> int:
        return self._lanes[uid]

    def forget(self) -> None:
        """Forget all lanes: another article is open."""
        self._lanes, self._before, self.deepest = {}, {}, 0

    def remove(self, uid: str) -> None:
        """Free the lane of a span that is gone; it is kept for its return."""
        if uid in self._lanes:
            self._before[uid] = self._lanes.pop(uid)

    def depth(self, uids: Iterable[str]) -> int:
        """Return the deepest lane of these spans; 0 without any."""
        return max((self._lanes[uid] for uid in uids), default=0)

    def place(
        self, new: Sequence[IndexedSpan], index: SpanIndex, avoid: Callable[[IndexedSpan], set[int]] | None = None
    ) -> None:
        """Give each of `new`, all in `index`, a lane that overlaps nothing there, nor is one of `avoid`'s."""
        if avoid is None and len(new) > _MANY:
            # Most spans of an article overlap no other: one look at all finds them sooner than each a look around.
            crowded = index.crowded()
            self._lanes |= {placed.span.uid: 0 for placed in new if placed.span.uid not in crowded}
            new = [placed for placed in new if placed.span.uid in crowded]
        for placed in sorted(new, key=lambda placed: _tidy(placed.span)):
            taken = self.taken(placed, index)
            if avoid is not None:
                taken |= avoid(placed)
            wanted = self._before.pop(placed.span.uid, -1)
            lane = wanted if wanted >= 0 and wanted not in taken else lowest(taken) if taken else 0
            self._lanes[placed.span.uid] = lane
            self.deepest = max(self.deepest, lane)

    def taken(self, placed: IndexedSpan, index: SpanIndex) -> set[int]:
        """Return the lanes of those spans of `index` that overlap it, itself left out."""
        lanes, own = self._lanes, placed.span.uid
        return {lanes[uid] for uid in index.uids_between(placed.start, placed.end) if uid != own and uid in lanes}


def lowest(taken: set[int]) -> int:
    """Return the lane nearest to the text that is not taken."""
    return next(lane for lane in range(len(taken) + 1) if lane not in taken)


def _tidy(span: Span) -> tuple[int, int, str]:
    return span.end - span.start, span.start, span.uid
