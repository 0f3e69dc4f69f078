"""Highlights the matches of a search softly under the text. Offsets are UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui.article.spans.span_geometry import SpanGeometry
from ui.article.spans.span_painter import Stretch
from ui.support.style.measures import RADIUS
from ui.support.theme import LIGHT, Theme


class MatchPainter:
    """Knows the matches and draws those that are in view."""

    def __init__(self, geometry: SpanGeometry) -> None:
        self._geometry = geometry
        self._matches: Sequence[Stretch] = ()
        self.theme: Theme = LIGHT

    def set_matches(self, matches: Sequence[Stretch]) -> None:
        """Draw these matches from now on. They are in reading order and do not overlap."""
        self._matches = matches

    def __bool__(self) -> bool:
        return bool(self._matches)

    def paint(self, painter: QPainter, area: QRectF, view: Stretch) -> None:
        """Draw the matches in `view` that meet `area` (document pixels)."""
        color = QColor(self.theme.accent)
        painter.setPen(QPen(color, 1.0))
        color.setAlphaF(0.14)
        painter.setBrush(color)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = bisect_left(self._matches, view[0], key=lambda match: match[1])
        for start, end in self._matches[first:]:
            if start > view[1]:
                return
            for body in self._geometry.bodies(start, end, area):
                painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
