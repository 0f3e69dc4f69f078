"""The colours and pens of spans, worked out once for each colour of a label: a screen is full of few colours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from ui.support.theme import Theme, line_on, text_on


class SpanColors:
    """What spans of a label's colour (`#rrggbb`) are drawn in on one theme's paper. Nobody changes what is returned."""

    def __init__(self, theme: Theme) -> None:
        self._paper = QColor(theme.paper)
        self._lines: dict[str, QColor] = {}
        self._inks: dict[str, QColor] = {}
        self._pens: dict[tuple[str, bool, float], QPen] = {}

    def line(self, color: str) -> QColor:
        """Return the colour of lines, which stand out from the paper."""
        if color not in self._lines:
            self._lines[color] = line_on(QColor(color), self._paper)
        return self._lines[color]

    def ink(self, color: str) -> QColor:
        """Return the colour of text on a chip."""
        if color not in self._inks:
            self._inks[color] = text_on(QColor(color))
        return self._inks[color]

    def outline(self, color: str, width: float = 1.0, *, dashed: bool) -> QPen:
        """Return the pen for an outline in `line(color)`: dashes of four pixels, or a whole line."""
        key = color, dashed, width
        if key not in self._pens:
            pen = QPen(self.line(color), width)
            if dashed:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([4 / width, 4 / width])
            self._pens[key] = pen
        return self._pens[key]
