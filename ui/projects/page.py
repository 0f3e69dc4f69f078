"""The base class of the pages of the new-project dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.parts import Part


class Page(Part):
    """One step of the dialog, which says whether the next step can follow."""

    title = ""

    def ready(self) -> bool:
        """Return whether the next step can follow. A page may be incomplete without anything being wrong."""
        return not self.trouble()

    def first_control(self) -> QWidget:
        """Return the control that gets the focus first."""
        return self
