"""A row of two parts, the second below the first where they have no room beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget


class TurningRow(QBoxLayout):
    """Lays out two rows beside each other, or below each other; `turn` it as its widget is resized."""

    def __init__(self, one: Sequence[QWidget | None], other: Sequence[QWidget | None]) -> None:
        """`one` takes the room that is left; None stands for a gap that grows."""
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._parts = (_row(one), _row(other))
        self.addLayout(self._parts[0], 1)
        self.addLayout(self._parts[1])

    def turn(self, width: int, wanted: int = 0) -> None:
        """Fit into `width` pixels; the first part has at least its own least width, or `wanted` where that is more."""
        for part in self._parts:
            part.invalidate()  # texts may have changed
        first, second = (part.minimumSize().width() for part in self._parts)
        beside = max(first, wanted) + self.spacing() + second <= width
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self.direction():
            self.setDirection(way)

    def least(self) -> QSize:
        """Return the least size once it is turned."""
        sizes = [part.minimumSize() for part in self._parts]
        return QSize(max(size.width() for size in sizes), max(size.height() for size in sizes))


def _row(widgets: Sequence[QWidget | None]) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
