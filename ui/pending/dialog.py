"""The question before a window goes that holds what the disk refused."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.base.report import counted
from ui.pending.bar import not_saved
from ui.support.bidi import LRM, pieces_apart
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import plain_label
from ui.widgets.whats_this import explain

_GONE = "What was saved here is not in the file any more."


_WHAT = (
    "Changes that the disk has not taken wait in this window. Try again once the disk has room or is back, save "
    "everything elsewhere, or leave without them."
)


class PendingDialog(FittedDialog):
    """What to do with it. The buttons are connected by who asks; Esc goes back to the article."""

    def __init__(self, waiting: int, reason: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Not saved – Nishan")
        self.sentence = plain_label(LRM + (not_saved(waiting) if waiting else _GONE))
        self.reason = plain_label(LRM + pieces_apart(reason))
        self.elsewhere = QPushButton("&Save everything elsewhere…")
        self.again = QPushButton("&Try again")
        self.leave = QPushButton("&Leave without these changes" if waiting else "&Leave, keep a copy beside the file")
        self.stay = QPushButton("&Go back to the article")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for label in (self.sentence, self.reason):
            column.addWidget(label)
        for button in (self.elsewhere, self.again, self.leave, self.stay):
            button.setAutoDefault(button is self.elsewhere)
            column.addWidget(button)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.stay.clicked.connect(self.reject)
        self.elsewhere.setFocus()
        explain(self, _WHAT)

    def show_failure(self, waiting: int, reason: str) -> None:
        """Show that trying again has failed, and why."""
        self.sentence.setText(LRM + (f"Still not saved: {counted(waiting, 'change')}." if waiting else _GONE))
        self.reason.setText(LRM + pieces_apart(reason))
