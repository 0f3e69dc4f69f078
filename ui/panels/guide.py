"""The project's guidelines, to read beside the article."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTextBrowser, QWidget

from ui.session import Session


class Guide(QTextBrowser):
    """Markdown that fetches nothing: no picture, no link, from disk or net."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName("Guidelines")
        self.document().setDocumentMargin(12)
        font = QFont(self.font())
        self.document().setDefaultFont(font)
        self.setMarkdown(session.project.guidelines())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing, whatever the text asks for."""
        return None
