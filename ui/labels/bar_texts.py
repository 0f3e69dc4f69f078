"""What the buttons of the label bar say: whole names where there is room for them, shorter ones where there is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QFontMetrics

from models.base.entities import Label
from models.base.short_names import short_names
from ui.support.bidi import named, shortened, shown_label

_LETTERS = (18, 14, 11, 8, 6)  # that names are cut to, the wider cuts first


class BarTexts:
    """The texts of these labels in several lengths, measured once."""

    def __init__(self, labels: Sequence[Label], metrics: QFontMetrics, around: int) -> None:
        """`around` is what a button is wider than its text, in pixels."""
        ways = list(_ways(labels))
        self._ways = [(sum(map(metrics.horizontalAdvance, texts)) + around * len(texts), texts) for texts in ways]

    @property
    def longest(self) -> int:
        """The pixels that all buttons need with names in both languages."""
        return self._ways[0][0]

    def fitting(self, width: int) -> list[str]:
        """Return the longest texts that fit into `width` pixels; the shortest where none do."""
        return next((texts for needed, texts in self._ways if needed <= width), self._ways[-1][1])


def _ways(labels: Sequence[Label]) -> Iterator[list[str]]:
    """Yield the texts, shorter each time; cut ones only where no two of them are alike."""
    yield [shown_label(label) for label in labels]
    yield [named(label.name) for label in labels]
    for letters in _LETTERS:
        cut = [named(shortened(label.name, letters)) for label in labels]
        if len({*cut}) == len(cut):
            yield cut
    short = short_names(labels)
    yield [named(short[label.id]) for label in labels]
