"""A field that may become narrow: what is typed into it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit


class NarrowField(QLineEdit):
    """As wide as there is room, but no wider than a word when there is none."""

    def minimumSizeHint(self) -> QSize:
        """Room for a short word."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())
