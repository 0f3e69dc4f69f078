"""What the disk refused and why, above the article for as long as it is so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from models.base.report import counted
from ui.support.bidi import LRM, pieces_apart
from ui.widgets.announce_text import announce
from ui.widgets.message_bar import Sign
from ui.widgets.parts import plain_label
from ui.widgets.whats_this import explain


def not_saved(waiting: int) -> str:
    """Return the sentence that says how many changes are not saved."""
    return f"{counted(waiting, 'change is', 'changes are')} not saved, only kept in this window."


_WHAT = (
    "Changes that the disk has not taken yet. They are tried again by themselves, and are in this window until then."
)


class PendingBar(QFrame):
    """Cannot be closed: it goes when all is saved."""

    again_asked = Signal()
    elsewhere_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._sign, self._text = Sign(), plain_label()
        self._sign.set_error(True)
        self.again, self.elsewhere = QPushButton("Try again"), QPushButton("Save elsewhere…")
        self.again.setAccessibleName("Try to save again")
        self.elsewhere.setAccessibleName("Save the whole project elsewhere")
        self.again.clicked.connect(self.again_asked)
        self.elsewhere.clicked.connect(self.elsewhere_asked)
        layout = QGridLayout(self)  # the buttons under the text, which large letters would leave a narrow column
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._sign, 0, 0)
        layout.addWidget(self._text, 0, 1, 1, 3)
        layout.addWidget(self.again, 1, 2)
        layout.addWidget(self.elsewhere, 1, 3)
        self._said = ""
        self.hide()
        explain(self, _WHAT)

    def text(self) -> str:
        return self._said

    def show_waiting(self, waiting: int, reason: str) -> None:
        """Show how many changes wait, and why; `reason` is a sentence that says what to do."""
        text = f"{not_saved(waiting)} {reason} Nishan goes on trying; you can go on labelling."
        self._said = text
        self._text.setText(LRM + pieces_apart(text))
        self.setAccessibleName(f"Error: {pieces_apart(text)}")
        if not self.isVisible():
            announce(self, text, urgent=True)
        self.show()
