"""What is drawn over the article on request: hidden characters, paragraph numbers, one sentence out of the rest."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QRegion, QTextBlock, QTextLine

from models.base.unprintable import HIDDEN
from models.text.offsets import Utf16Map, hidden_in
from models.text.sentences import sentence_at
from ui.article.layout import ArticleLayout
from ui.article.spans.span_geometry import SpanGeometry
from ui.support.fonts import NASKH
from ui.support.theme import LIGHT, Theme

_DIM = 0.65  # of the paper over what is not looked at
_NBSP = "\u00a0"


class Overlays:
    """Three layers over the text of one document; each is on or off, and none changes how a letter is shaped."""

    def __init__(self, layout: ArticleLayout, geometry: SpanGeometry) -> None:
        self._layout, self._geometry = layout, geometry
        self._text, self._offsets = "", Utf16Map("")
        self._theme = LIGHT
        self._full: list[int] | None = None  # numbers of the blocks that hold text
        self.hidden = False
        self.numbers = False
        self.focus = False

    def set_text(self, text: str, offsets: Utf16Map) -> None:
        """Draw over another text, whose offsets are `offsets`."""
        self._text, self._offsets, self._full = text, offsets, None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def paint(self, painter: QPainter, area: QRectF, caret: int) -> None:
        """Draw what is on over `area` (document pixels); the caret's place is in code points."""
        if self.focus:
            self._dim_the_rest(painter, area, caret)
        if self.hidden:
            for block, line, origin in self._geometry.lines(area):
                self._paint_hidden(painter, block, line, origin)
        if self.numbers:
            self._paint_numbers(painter, area)

    def _dim_the_rest(self, painter: QPainter, area: QRectF, caret: int) -> None:
        sentence = sentence_at(self._text, min(caret, len(self._text))) if self._text else None
        if sentence is None:
            return
        start, end = (self._offsets.to_utf16(offset) for offset in sentence)
        rest = QRegion(area.toAlignedRect())
        for block, line, origin in self._geometry.lines(area):
            begin = block.position() + line.textStart()
            top, bottom = self._geometry.ink(origin.y(), begin, begin + line.textLength())
            for body in self._geometry.line_bodies(block, line, origin, start, end):
                rest -= QRegion(QRectF(body.left() - 3, top, body.width() + 6, bottom - top).toAlignedRect())
        paper = QColor(self._theme.paper)
        paper.setAlphaF(_DIM)
        painter.save()
        painter.setClipRegion(rest, Qt.ClipOperation.IntersectClip)
        painter.fillRect(area, paper)
        painter.restore()

    def _paint_hidden(self, painter: QPainter, block: QTextBlock, line: QTextLine, origin: QPointF) -> None:
        """Draw a ring for a no-break space; for what has no width a hairline with its name, clear of other names."""
        tags: list[QRectF] = []
        begin = block.position() + line.textStart()
        # A paragraph separator is no part of its line, but of the block.
        last = line.lineNumber() == block.layout().lineCount() - 1
        first, after = (self._offsets.to_points(unit) for unit in (begin, begin + line.textLength() + last))
        for index in hidden_in(self._text, first, after):
            unit = self._offsets.to_utf16(index)
            character = self._text[index]
            if character == _NBSP:
                for body in self._geometry.line_bodies(block, line, origin, unit, unit + 1):
                    self._paint_ring(painter, QPointF(body.center().x(), origin.y() - body.height() * 0.2))
            else:
                x = origin.x() + self._layout.x_of(unit)
                tags.append(self._paint_tag(painter, QPointF(x, origin.y()), HIDDEN[character].short, tags))

    def _paint_ring(self, painter: QPainter, centre: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        painter.drawEllipse(centre, 3.0, 3.0)

    def _paint_tag(self, painter: QPainter, foot: QPointF, name: str, others: list[QRectF]) -> QRectF:
        above, below = self._geometry.body
        font = self._small_font()
        metrics = QFontMetricsF(font)
        top = foot.y() - above
        painter.setPen(QPen(QColor(self._theme.accent), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(foot.x(), top), QPointF(foot.x(), foot.y() + below * 0.7))
        width = metrics.horizontalAdvance(name) + 4
        tag = QRectF(foot.x() - width / 2, top - metrics.height() + 2, width, metrics.height())
        while any(tag.intersects(other) for other in others):
            tag.translate(0, metrics.height() + 1)
        painter.fillRect(tag, QColor(self._theme.accent))
        painter.setFont(font)
        painter.setPen(QColor(self._theme.on_accent))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, name)
        return tag

    def _small_font(self) -> QFont:
        font = QFont(self._geometry.chip_font)
        font.setFamilies([family for family in QFont().families() if family != NASKH])
        font.setPixelSize(max(round(font.pixelSize() * 0.72), 8))
        return font

    def number_of(self, block: int) -> int | None:
        """Return which paragraph that holds text the block of that number is, from 1; None where it is empty."""
        full = self._full_blocks()
        at = bisect_left(full, block)
        return at + 1 if at < len(full) and full[at] == block else None

    @property
    def margin(self) -> float:
        """Pixels that the numbers need beside the text; 0 when they are off."""
        if not self.numbers:
            return 0.0
        return QFontMetricsF(self._number_font()).horizontalAdvance(str(len(self._full_blocks()))) + 12

    def _full_blocks(self) -> list[int]:
        if self._full is None:
            self._full, block = [], self._layout.document().begin()
            while block.isValid():
                if block.length() > 1:
                    self._full.append(block.blockNumber())
                block = block.next()
        return self._full

    @staticmethod
    def _number_font() -> QFont:
        font = QFont()
        font.setFamilies([family for family in font.families() if family != NASKH])  # its digits are small
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        """Draw the numbers in the right margin, where paragraphs begin."""
        painter.setFont(self._number_font())
        painter.setPen(QColor(self._theme.faint))
        margin = self._layout.document().documentMargin()
        right = self._layout.right + margin
        for block, line, origin in self._geometry.lines(area):
            number = self.number_of(block.blockNumber()) if line.lineNumber() == 0 else None
            if number is not None:
                place = QRectF(right - margin + 4, origin.y() - line.ascent(), margin - 8, line.ascent() + 2)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextDontClip
                painter.drawText(place, flags, str(number))
