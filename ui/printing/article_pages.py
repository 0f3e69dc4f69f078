"""An article on paper: its title, its text with the spans as in the window, what the labels mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCursor, QTextDocument, QTextLayout, QTextLine

from models.base.entities import Article, Label, LabelId, Span
from models.base.short_names import short_names
from models.text.offsets import Utf16Map
from ui.article.layout import ArticleLayout
from ui.article.spans.span_painter import SpanPainter, paint_chip
from ui.article.text_view import article_option, as_shown
from ui.article.title import title_above, title_paragraph
from ui.support.bidi import shown_label, shown_text
from ui.support.fonts import NASKH
from ui.support.theme import LIGHT, text_on

_POINTS, _TITLE_SCALE = 15, 1.35
_AFTER_TITLE, _BEFORE_LEGEND = 14.0, 24.0  # pixels
_LEAN = 20.0  # pixels: Nastaliq leans out of its line
_OVERLAP = 3.0  # pixels that chips may reach into the next line, whose bodies begin lower than that
_ENTRY, _CHIP_PAD = 24.0, 5.0  # pixels: the height of a line of the legend, and what a chip has beside its name


@dataclass(frozen=True, slots=True)
class _Page:
    """The stretch `[top, bottom)` of the document that stands on a page at `y`; what of the legend stands where."""

    top: float
    bottom: float
    y: float
    legend: float | None = None
    meanings: Sequence[tuple[Label, str]] = ()


class ArticlePages:
    """Lays an article out for paper. Its document and layout are its own: the window's stay as they are."""

    def __init__(
        self, article: Article, about: str, spans: Sequence[Span], labels: Mapping[LabelId, Label], typeface: QFont
    ) -> None:
        """`about`: a line under the title. `labels` are all that there ever were; `typeface` is of the article."""
        self.title, self._heading, self._about = article.title, title_above(article), about
        self._font = QFont(typeface)
        self._font.setPixelSize(round(_POINTS * 96 / 72))
        used, short = {span.label for span in spans}, short_names(labels.values())
        self._meanings = [(label, short[key]) for key, label in labels.items() if key in used]
        self._document = QTextDocument()
        self._document.setUndoRedoEnabled(False)
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(self._font)
        self._document.setDefaultTextOption(article_option())
        self._layout = ArticleLayout(self._document)
        self._document.setDocumentLayout(self._layout)
        self._painter = SpanPainter(self._layout)
        self._painter.set_theme(LIGHT)
        self._ink = QColor(LIGHT.ink)
        self._painter.set_font(self._font)
        self._painter.set_text(Utf16Map(article.text))
        self._painter.set_spans(spans, labels)
        self._text = as_shown(article.text)
        self._layout.title = title_paragraph(article.title, article.text)
        self._pages: list[_Page] = []
        self._size, self._head = QSizeF(), 0.0
        self._title: QTextLayout | None = None

    def lay_out(self, size: QSizeF) -> int:
        """Break the article between its lines; return how many pages of this size (pixels) it takes."""
        self._size = size
        self._document.setPageSize(QSizeF(size.width(), 1e9))
        if self._document.isEmpty():
            QTextCursor(self._document).insertText(self._text)
        self._layout.stop()
        self._layout.finish()
        self._head = self._lay_out_title()
        self._pages = self._broken()
        return len(self._pages)

    def _lay_out_title(self) -> float:
        """Return the height that the title, unless the text has it, and the line under it take on the first page."""
        font = QFont(self._font)
        font.setPixelSize(round(font.pixelSize() * _TITLE_SCALE))
        self._title = QTextLayout(shown_text(self._heading), font)
        self._title.setTextOption(article_option())
        self._title.beginLayout()
        y = 0.0
        while self._heading and (line := self._title.createLine()).isValid():
            line.setLineWidth(self._size.width())
            line.setPosition(QPointF(0, y))
            y += line.height()
        self._title.endLayout()
        return y + _ENTRY + _AFTER_TITLE

    def _broken(self) -> list[_Page]:
        """Return the pages, each with as many lines as fit; a line that is higher than a page has one of its own."""
        edges = self._edges()
        pages, y = list[_Page](), self._head
        top = bottom = edges[0]
        for edge in edges[1:]:
            if edge - top > self._size.height() - y and bottom > top:
                pages.append(_Page(top, bottom, y))
                top, y = bottom, 0.0
            bottom = edge
        return [*pages, *self._with_legend(_Page(top, bottom, y, y + bottom - top + _BEFORE_LEGEND))]

    def _with_legend(self, last: _Page) -> Iterator[_Page]:
        """Yield the last page of the article with the legend; where that does not fit, as many more as it takes."""
        meanings, height = self._meanings, self._size.height()
        if not meanings or (last.legend or 0.0) + _ENTRY * len(meanings) <= height:
            yield replace(last, meanings=meanings)
            return
        yield replace(last, legend=None)
        most = max(int(height // _ENTRY), 1)
        for first in range(0, len(meanings), most):
            yield _Page(last.bottom, last.bottom, 0.0, 0.0, meanings[first : first + most])

    def _edges(self) -> list[float]:
        """Return where the letters of each line begin, and where the last line's chips end."""
        found, bottom = list[float](), 0.0
        everything = QRectF(QPointF(0, 0), self._layout.documentSize())
        for block, line, origin in self._painter.geometry.lines(everything):
            start = block.position() + line.textStart()
            top, bottom = self._painter.geometry.ink(origin.y(), start, start + line.textLength())
            found.append(top)
        return [*found, bottom] if found else [0.0, 0.0]

    def paint(self, painter: QPainter, page: int) -> None:
        shown = self._pages[page]
        if page == 0:
            self._paint_title(painter)
        painter.save()
        painter.translate(0, shown.y - shown.top)
        area = QRectF(0, shown.top, self._size.width(), shown.bottom - shown.top)
        painter.save()
        painter.setClipRect(area.adjusted(-_LEAN, _OVERLAP, _LEAN, _OVERLAP))
        self._painter.paint(painter, area)
        painter.restore()
        for line, place in self._lines(shown):
            line.draw(painter, place)
        painter.restore()
        if shown.legend is not None:
            self._paint_legend(painter, shown.legend, shown.meanings)

    def _lines(self, page: _Page) -> Iterator[tuple[QTextLine, QPointF]]:
        """Yield the lines of a page and where their paragraph is: whole, though tails reach into the line after."""
        area = QRectF(0, page.top - _LEAN, self._size.width(), page.bottom - page.top + 2 * _LEAN)
        geometry = self._painter.geometry
        for block, line, origin in geometry.lines(area, _LEAN):
            top, _ = geometry.ink(origin.y(), block.position(), block.position())
            if page.top <= top < page.bottom:
                yield line, block.layout().position()

    def _paint_title(self, painter: QPainter) -> None:
        assert self._title is not None
        self._title.draw(painter, QPointF(0, 0))
        painter.save()
        painter.setFont(_small())
        line = QRectF(0, self._head - _AFTER_TITLE - _ENTRY, self._size.width(), _ENTRY)
        shown = painter.fontMetrics().elidedText(self._about, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_legend(self, painter: QPainter, y: float, meanings: Sequence[tuple[Label, str]]) -> None:
        """Paint a line for each label: its chip at the right, then its names."""
        painter.save()
        height = self._painter.geometry.chip_height
        for number, (label, short) in enumerate(meanings):
            painter.setFont(self._painter.geometry.chip_font)
            width = painter.fontMetrics().horizontalAdvance(short) + 2 * _CHIP_PAD
            chip = QRectF(self._size.width() - width, y + number * _ENTRY, width, height)
            paint_chip(painter, chip, label.color)
            painter.setPen(text_on(QColor(label.color)))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, short)
            painter.setFont(_small())
            painter.setPen(self._ink)
            names = QRectF(0, chip.center().y() - _ENTRY / 2, chip.left() - 8, _ENTRY)
            painter.drawText(names, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown_label(label))
        painter.restore()


def _small() -> QFont:
    font = QFont(NASKH)
    font.setPixelSize(13)
    return font
