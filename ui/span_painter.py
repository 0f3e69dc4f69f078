"""Paints spans under the text: a soft fill, a line in the span's own lane, a chip with the label's name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen, QTextBlock, QTextDocument, QTextLine

from models.corpus import Label, LabelId, Span
from models.text import Utf16Map
from ui.fonts import NASKH, NASTALIQ
from ui.geometry import Piece, pieces
from ui.lanes import lanes
from ui.theme import LIGHT, Theme, line_on, text_on

# Above and below the baseline, in parts of the font's size: what the letters of each family really cover.
_BODY = {NASTALIQ: (1.22, 0.44), NASKH: (0.86, 0.36)}
_HIGHEST = {NASTALIQ: 1.55, NASKH: 0.95}
_RADIUS = 3.0
_LINE = 2.0
_GAP = 1.5


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of a span on one line, in document pixels. `chip` is empty where none is drawn."""

    span: Span
    body: QRectF
    underline: QRectF
    chip: QRectF
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece of a span on a line, before chips are fitted."""

    span: Span
    piece: Piece
    first: bool


class SpanPainter:
    """Knows the spans of one document and where they are; draws those that meet a rectangle."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._offsets = Utf16Map("")
        self._spans: list[tuple[int, int, Span]] = []
        self._starts: list[int] = []
        self._longest = 0
        self._lanes: dict[str, int] = {}
        self._deepest = 0
        self._labels: Mapping[LabelId, Label] = {}
        self._pieces: dict[tuple[int, int, int, int], list[Piece]] = {}
        self._theme = LIGHT
        self._chip_font = QFont()
        self._family, self._pixels = NASTALIQ, 20.0
        self.set_font(document.defaultFont())

    # --- what to draw -----------------------------------------------------------------------------------------

    def set_text(self, offsets: Utf16Map) -> None:
        """Another text is in the document."""
        self._offsets = offsets
        self._spans, self._starts, self._lanes = [], [], {}
        self.forget_places()

    def set_spans(self, spans: list[Span], labels: Mapping[LabelId, Label]) -> list[tuple[int, int]]:
        """These are the spans now, in reading order; places already known stay known.

        Returns the stretches of the document (UTF-16 units) in which something looks different now.
        """
        before = self._looks()
        to_units = self._offsets.to_utf16
        self._spans = [(to_units(span.start), to_units(span.end), span) for span in spans]
        self._starts = [start for start, _, _ in self._spans]
        self._longest = max((end - start for start, end, _ in self._spans), default=0)
        self._labels = labels
        self._lanes = lanes(spans)
        self._deepest = max(self._lanes.values(), default=0)
        return [(start, end) for start, end, *_ in before ^ self._looks()]

    def _looks(self) -> set[tuple[int, int, str, str, int]]:
        return {
            (start, end, self._labels[span.label].color, self._labels[span.label].chip, self._lanes[span.uid])
            for start, end, span in self._spans
        }

    def _between(self, start: int, end: int) -> list[tuple[int, int, Span]]:
        """The spans that overlap `[start, end)` of the document (UTF-16 units)."""
        first = bisect_left(self._starts, start - self._longest)
        after = bisect_left(self._starts, end)
        return [found for found in self._spans[first:after] if found[1] > start]

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours."""
        self._theme = theme

    def set_font(self, font: QFont) -> None:
        """The article's font is another now."""
        self._family = font.family() if font.family() in _BODY else NASTALIQ
        self._pixels = float(QFontInfo(font).pixelSize())
        self._chip_font = QFont()
        self._chip_font.setFamilies([*QFont().families(), NASKH])
        self._chip_font.setPixelSize(round(min(max(self._pixels * 0.36, 9.0), 13.0)))
        self._chip_font.setBold(True)
        self._chip_metrics = QFontMetricsF(self._chip_font)
        self.forget_places()

    def forget_places(self) -> None:
        """The layout has changed: measure again."""
        self._pieces.clear()

    # --- room -------------------------------------------------------------------------------------------------

    @property
    def chip_height(self) -> float:
        """Height of a chip in pixels."""
        return float(self._chip_font.pixelSize()) + 3.0

    @property
    def lane_height(self) -> float:
        """From one lane's line to the next one's: a line, its chip, a gap."""
        return _LINE + self.chip_height + _GAP

    def base_distance(self, font: QFont) -> float:
        """Pixels to add under each line so that the first lane's chips stay clear of the next line's letters."""
        metrics = QFontMetricsF(font)
        below = self._pixels * _BODY[self._family][1] + self.lane_height
        free = metrics.descent() + metrics.ascent() - self._pixels * _HIGHEST[self._family]
        return max(0.0, below - free)

    def deep_blocks(self) -> dict[int, int]:
        """Block number -> lanes, for the blocks that need more than one."""
        found: dict[int, int] = {}
        for start, end, span in self._spans:
            lane = self._lanes[span.uid] + 1
            if lane > 1:
                first, last = self._document.findBlock(start), self._document.findBlock(end)
                for number in range(first.blockNumber(), last.blockNumber() + 1):
                    found[number] = max(found.get(number, 1), lane)
        return found

    # --- drawing ----------------------------------------------------------------------------------------------

    def marks(self, area: QRectF) -> Iterator[Mark]:
        """The marks on the lines that meet `area` (document pixels)."""
        layout = self._document.documentLayout()
        block = self._first_block(area.top())
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            if rect.top() > area.bottom():
                return
            if rect.bottom() >= area.top():
                yield from self._block_marks(block, area)
            block = block.next()

    def _first_block(self, top: float) -> QTextBlock:
        """The last block that begins above `top`, or the first of all: lanes hang down from the line before."""
        layout = self._document.documentLayout()
        position = layout.hitTest(QPointF(self._document.documentMargin() + 1, top), Qt.HitTestAccuracy.FuzzyHit)
        block = self._document.findBlock(max(position, 0))
        # In the margin above the text a hit test answers with any block at all: walk back from wherever that is.
        while block.previous().isValid() and layout.blockBoundingRect(block).top() >= top:
            block = block.previous()
        return block

    def _block_marks(self, block: QTextBlock, area: QRectF) -> Iterator[Mark]:
        start, end = block.position(), block.position() + block.length()
        inside = self._between(start, end)
        if not inside:
            return
        layout = block.layout()
        origin = layout.position()
        text = _units(block.text())
        reach = (self._deepest + 1) * self.lane_height
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            top = origin.y() + line.y()
            if top <= area.bottom() and top + line.height() + reach >= area.top():
                yield from self._line_marks(block, line, text, inside)

    def _line_marks(
        self, block: QTextBlock, line: QTextLine, text: str, inside: list[tuple[int, int, Span]]
    ) -> list[Mark]:
        places = []
        for first, last, span in inside:
            found = self._line_pieces(block, line, text, first - block.position(), last - block.position())
            begins = first - block.position() >= line.textStart()
            places += [_Place(span, piece, begins and index == 0) for index, piece in enumerate(found)]
        origin = block.layout().position() + QPointF(0, line.y() + line.ascent())
        return [self._mark(place, places, origin) for place in places]

    def _line_pieces(self, block: QTextBlock, line: QTextLine, text: str, start: int, end: int) -> list[Piece]:
        key = (block.blockNumber(), line.lineNumber(), start, end)
        if key not in self._pieces:
            self._pieces[key] = pieces(line, text, start, end)
        return self._pieces[key]

    def _mark(self, place: _Place, places: list[_Place], origin: QPointF) -> Mark:
        above, below = (part * self._pixels for part in _BODY[self._family])
        left, width = origin.x() + place.piece.left, place.piece.right - place.piece.left
        lane_y = origin.y() + below + self._lanes[place.span.uid] * self.lane_height
        chip, text = self._chip(place, places, origin.x(), lane_y + _LINE)
        return Mark(
            place.span,
            QRectF(left, origin.y() - above, width, above + below),
            QRectF(left, lane_y, width, _LINE),
            chip,
            text,
        )

    def _chip(self, place: _Place, places: list[_Place], x: float, y: float) -> tuple[QRectF, str]:
        """The chip at the right end of a span's first piece, no wider than up to its neighbour's in the lane."""
        if not place.first:
            return QRectF(), ""
        lane, right = self._lanes[place.span.uid], place.piece.right
        neighbours = (
            other.piece.right
            for other in places
            if other.first and self._lanes[other.span.uid] == lane and other.piece.right < right
        )
        room = right - max(neighbours, default=-1e6) - 2
        text = self._chip_metrics.elidedText(
            self._labels[place.span.label].chip, Qt.TextElideMode.ElideRight, max(room - 8, 6)
        )
        width = min(self._chip_metrics.horizontalAdvance(text) + 8, max(room, 8))
        return QRectF(x + right - width, y, width, self.chip_height), text

    def paint(self, painter: QPainter, area: QRectF, selected: Span | None) -> None:
        """Draw fills first, then lines, then chips, so that none covers another's chip. Coordinates: document."""
        marks = list(self.marks(area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in sorted(marks, key=lambda mark: mark.span.start - mark.span.end):
            self._paint_fill(painter, mark, selected is not None and mark.span.uid == selected.uid)
        for mark in marks:
            painter.fillRect(mark.underline, line_on(self._color(mark.span), QColor(self._theme.paper)))
        painter.setFont(self._chip_font)
        for mark in marks:
            if mark.text:
                self._paint_chip(painter, mark)

    def _color(self, span: Span) -> QColor:
        return QColor(self._labels[span.label].color)

    def _paint_fill(self, painter: QPainter, mark: Mark, selected: bool) -> None:
        color = self._color(mark.span)
        fill = QColor(color)
        fill.setAlphaF(min(self._theme.fill * (1.9 if selected else 1.0), 1.0))
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5) if selected else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(mark.body, _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_chip(self, painter: QPainter, mark: Mark) -> None:
        color = self._color(mark.span)
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(mark.chip, _RADIUS, _RADIUS)
        painter.setPen(text_on(color))
        painter.drawText(mark.chip, Qt.AlignmentFlag.AlignCenter, mark.text)
        painter.setPen(Qt.PenStyle.NoPen)

    def spans_under(self, point: QPointF) -> list[Span]:
        """The spans whose chip is at `point` (document pixels), else those whose words are, inner before outer."""
        near = list(self.marks(QRectF(point.x() - 1, point.y() - 1, 2, 2)))
        chips = [mark.span for mark in near if mark.chip.contains(point)]
        bodies = {mark.span.uid: mark.span for mark in near if mark.body.united(mark.underline).contains(point)}
        return chips or sorted(bodies.values(), key=lambda span: (span.end - span.start, span.start, span.uid))

    def area(self, start: int, end: int) -> QRectF:
        """The full width of the lines that hold `[start, end)` of the document (UTF-16 units), lanes included."""
        top, _ = self._line_reach(start)
        _, bottom = self._line_reach(end)
        height = bottom - top + (self._deepest + 2) * self.lane_height
        return QRectF(0, top, self._document.size().width(), height)

    def _line_reach(self, position: int) -> tuple[float, float]:
        block = self._document.findBlock(position)
        whole = self._document.documentLayout().blockBoundingRect(block)  # lays the block out if nobody has yet
        layout = block.layout()
        line = layout.lineForTextPosition(position - block.position())
        if not line.isValid():
            return whole.top(), whole.bottom()
        top = layout.position().y() + line.y()
        return top, top + line.height()

    def place_of(self, span: Span) -> QRectF:
        """Where the span's first line is, in document pixels; null when it is not laid out."""
        block = self._document.findBlock(self._offsets.to_utf16(span.start))
        rect = self._document.documentLayout().blockBoundingRect(block)
        found = [mark.body for mark in self._block_marks(block, rect) if mark.span.uid == span.uid]
        return found[0] if found else QRectF()


def _units(text: str) -> str:
    """Text with one character a UTF-16 unit."""
    return (
        text
        if text.isascii() or max(text) < "\U00010000"
        else "".join("\ufffc\ufffc" if character > "\uffff" else character for character in text)
    )
