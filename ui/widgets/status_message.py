"""The message in the status line, on as much room as there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from models.base.unprintable import sentence
from ui.support.bidi import pieces_apart
from ui.support.tips import tip


class StatusMessage(QLabel):
    """A line whose end gives way to "…" where there is no room for all of it; its tooltip has the whole."""

    def show_message(self, text: str) -> None:
        """Show a message, with marks for what is hidden in names."""
        self.setText(sentence(text))

    def shown(self) -> str:
        """Return as much of the text as is seen."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(pieces_apart(self.text()), Qt.TextElideMode.ElideRight, room)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            self.setToolTip(tip(self.text()))
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
            painter.drawText(self.contentsRect(), flags, self.shown())
