"""What the pages of the assistant have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One step. It says what it lacks; it never keeps anybody from going back."""

    changed = Signal()
    title = ""

    def trouble(self) -> str:
        """What is wrong, in one sentence with what to do; empty when nothing is."""
        return ""

    def ready(self) -> bool:
        """Whether the next step can follow. A page may be unfinished without anything being wrong."""
        return not self.trouble()

    def first_control(self) -> QWidget:
        """Where the keyboard begins."""
        return self
