"""What stands where neither a project nor the welcome page can be shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.widgets.file_dialogs import ask_open_project
from ui.widgets.message_bar import MessageBar
from ui.widgets.parts import resize_to_text
from ui.widgets.whats_this import explain


class BarePage(QWidget):
    """Shows messages, and opens a project; it needs nothing that a start may have lost."""

    open_asked = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Nishan")
        self.messages = MessageBar()
        self.open_button, self.close_button = QPushButton("&Open a project…"), QPushButton("&Close")
        self.open_button.clicked.connect(self._ask_open)
        self.close_button.clicked.connect(self.close)
        column, row = QVBoxLayout(self), QHBoxLayout()
        row.addStretch(1)
        for button in (self.open_button, self.close_button):
            row.addWidget(button)
        column.addWidget(self.messages)
        column.addStretch(1)
        column.addLayout(row)
        resize_to_text(self, 90, 14)
        explain(self, "What went wrong as Nishan began. A project can be opened all the same.")

    def _ask_open(self) -> None:
        if path := ask_open_project(self):
            self.open_asked.emit(path)
