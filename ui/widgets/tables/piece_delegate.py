"""Draws each cell of a table as a piece of text of its own, whatever the direction of the table around it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

from ui.support.bidi import FSI, LRM, PDI, as_in_article


class PieceDelegate(QStyledItemDelegate):
    """Sets a cell's text in a bidi isolate, so that it is cut at its own end and its numbers keep their order.

    What the model gives stays as it is: typed letters are compared with it. Sentences, which begin with U+200E or have
    isolates of their own, have their direction already.
    """

    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:
        text = super().displayText(value, locale)
        if not text or text.startswith(LRM) or FSI in text:
            return text
        view = self.parent()
        of_articles = isinstance(view, QWidget) and view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return as_in_article(text) if of_articles else f"{FSI}{text}{PDI}"
