"""Widgets beside each other, or one under the other where there is no room for that."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_GAP = 4  # pixels


class SideBySide(QWidget):
    """Shares its width among widgets; it shrinks to the widest of them, and is higher then."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._widgets = widgets
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        self._box.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        for widget in widgets:
            self._box.addWidget(widget, 1)

    def _needed(self) -> int:
        return sum(widget.minimumSizeHint().width() for widget in self._widgets) + _GAP * (len(self._widgets) - 1)

    def minimumSizeHint(self) -> QSize:
        widest = max(widget.minimumSizeHint().width() for widget in self._widgets)
        return QSize(widest, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() >= self._needed()
        wanted = QBoxLayout.Direction.LeftToRight if room else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()
