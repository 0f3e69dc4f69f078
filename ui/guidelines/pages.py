"""The guidelines on paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QFont, QPainter, QPalette

from ui.guidelines.document import GuidelinesDocument
from ui.support.fonts import NASKH
from ui.support.theme import LIGHT

_PIXELS = 15  # the size of its text


class GuidelinePages:
    """Shows Markdown on pages, as Qt breaks it."""

    def __init__(self, title: str, markdown: str) -> None:
        self.title = title
        self._document = GuidelinesDocument()
        font = QFont([NASKH, *QFont().families()])
        font.setPixelSize(_PIXELS)
        self._document.setDefaultFont(font)
        self._document.setDocumentMargin(0)
        self._document.show_markdown(markdown)
        self._size = QSizeF()

    def lay_out(self, size: QSizeF) -> int:
        self._size = size
        self._document.setPageSize(size)
        return self._document.pageCount()

    def paint(self, painter: QPainter, page: int) -> None:
        top = page * self._size.height()
        painter.translate(0, -top)
        shown = QAbstractTextDocumentLayout.PaintContext()
        shown.clip = QRectF(0, top, self._size.width(), self._size.height())
        shown.palette.setColor(QPalette.ColorRole.Text, QColor(LIGHT.ink))
        painter.setClipRect(shown.clip)
        self._document.documentLayout().draw(painter, shown)
