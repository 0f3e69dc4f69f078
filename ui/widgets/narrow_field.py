"""A text field for narrow panes."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit


class NarrowField(QLineEdit):
    """Shrinks to the width of a few letters; longer text scrolls."""

    def __init__(self, letters: int = 8) -> None:
        super().__init__()
        self._letters = letters

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("n" * self._letters), super().minimumSizeHint().height())
