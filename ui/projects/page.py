"""The base class of the pages of the new-project dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One step of the dialog, which says whether the next step can follow."""

    changed = Signal()
    title = ""

    def trouble(self) -> str:
        """Return what is wrong, in one sentence with what to do; empty when nothing is."""
        return ""

    def ready(self) -> bool:
        """Return whether the next step can follow. A page may be incomplete without anything being wrong."""
        return not self.trouble()

    def first_control(self) -> QWidget:
        """Return the control that gets the focus first."""
        return self
