"""What is said in the status line, on as much room as there is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class StatusMessage(QLabel):
    """A line whose end gives way to "…" where there is no room for all of it."""

    def shown(self) -> str:
        """As much of the text as is seen."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One line, from its beginning."""
        with QPainter(self) as painter:
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
            painter.drawText(self.contentsRect(), flags, self.shown())
