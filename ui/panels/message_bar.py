"""What went wrong or came out, above the article until it is read; nothing modal."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget


class MessageBar(QFrame):
    """One message with "copy" and "close"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        copy, close = QPushButton("Copy"), QPushButton("Close")
        copy.setAccessibleName("Copy the message")
        close.setAccessibleName("Close the message")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text()))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        for widget in (self._text, copy, close):
            layout.addWidget(widget)
        self.hide()

    def text(self) -> str:
        """The message that stands here."""
        return self._text.text()

    def tell(self, text: str) -> None:
        """Show a message in place of the one before."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
