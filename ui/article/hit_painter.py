"""Marks found places softly under the text. Offsets are UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui.article.span_painter import SpanPainter, Stretch
from ui.support.theme import LIGHT, Theme

_RADIUS = 3.0


class MatchPainter:
    """Knows the places; draws those that are in view."""

    def __init__(self, spans: SpanPainter) -> None:
        self._spans = spans
        self._found: Sequence[Stretch] = ()
        self.theme: Theme = LIGHT

    def set_found(self, found: Sequence[Stretch]) -> None:
        """These are the places now, in reading order, not overlapping."""
        self._found = found

    def __bool__(self) -> bool:
        return bool(self._found)

    def paint(self, painter: QPainter, area: QRectF, view: Stretch) -> None:
        """Draw the places in `view` that meet `area` (document pixels)."""
        color = QColor(self.theme.accent)
        painter.setPen(QPen(color, 1.0))
        color.setAlphaF(0.14)
        painter.setBrush(color)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = bisect_left(self._found, view[0], key=lambda place: place[1])
        for start, end in self._found[first:]:
            if start > view[1]:
                return
            for body in self._spans.bodies(start, end, area):
                painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
