"""Where spans are drawn: a body under the words, a line in the span's lane, a chip under it. Document pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QTextBlock, QTextDocument, QTextLine

from models.base.entities import Span
from ui.article.geometry import Piece
from ui.article.geometry import pieces as line_pieces
from ui.article.layout import ArticleLayout, line_at
from ui.article.spans.span_index import IndexedSpan
from ui.support.fonts import NASKH, NASTALIQ

# Above and below the baseline, in parts of the font's size: what the letters of each family really cover.
_BODY = {NASTALIQ: (1.22, 0.56), NASKH: (0.86, 0.36)}
_HIGHEST = {NASTALIQ: 1.60, NASKH: 0.95}
_LINE = 2.0
_GAP = 1.5
_PAD = 4.0
_CHIP_SHARE = 0.7  # of the interface's text
_LEAST_CHIP = 10.0  # pixels; no letter fits in less


class SpanKind(Enum):
    """Whose a span is: the annotator's own, nobody's yet, or another layer's."""

    OWN = "own"
    SUGGESTION = "suggestion"
    OTHER_LAYER = "other layer"


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """A span to draw: where, as what, in which lane, with which words on its chip."""

    placed: IndexedSpan
    kind: SpanKind
    lane: int
    name: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class SpanPiece:
    """One piece of a span on one line. `chip` is empty where none is drawn; `edges` where the span begins and ends."""

    span: Span
    kind: SpanKind
    body: QRectF
    underline: QRectF
    chip: QRectF
    text: str
    note: bool
    edges: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class _PieceOnLine:
    """A piece of a span on a line, before chips are fitted: `named` where it is to have one."""

    drawn: DrawnSpan
    piece: Piece
    first: bool
    last: bool
    named: bool

    @property
    def name(self) -> str:
        """The words of the chip; where the span goes on from the line before, they say so."""
        return self.drawn.name if self.first else f"…{self.drawn.name}"

    @property
    def note(self) -> bool:
        """Whether the chip has the sign of a note, which the first one has."""
        return self.drawn.note and self.first


class SpanGeometry:
    """Measures the spans that `find(start, end)` gives for a stretch of the document (UTF-16 units).

    `depth` gives their deepest lane: that alone is asked of every line, far more often than what is in them.
    """

    def __init__(
        self, layout: ArticleLayout, find: Callable[[int, int], list[DrawnSpan]], depth: Callable[[int, int], int]
    ) -> None:
        self._layout = layout
        self._find, self._depth = find, depth
        self._pieces: dict[tuple[int, int, int, int], list[Piece]] = {}
        self._text: tuple[tuple[int, int], str] = ((-1, -1), "")
        self.deepest: Callable[[], int] = lambda: 0
        self.set_font(layout.document().defaultFont(), urdu=False)
        layout.forgotten.connect(self._pieces.clear)

    @property
    def _document(self) -> QTextDocument:
        return self._layout.document()

    def set_font(self, font: QFont, *, urdu: bool) -> None:
        """Measure for this font of the article; `urdu` makes room for Urdu names on chips."""
        self._family = font.family() if font.family() in _BODY else NASTALIQ
        self._pixels = float(QFontInfo(font).pixelSize())
        self.chip_font = QFont()
        others = [family for family in QFont().families() if family != NASKH]
        self.chip_font.setFamilies([NASKH, *others] if urdu else [*others, NASKH])
        # As large as it can be under the letters; beside a large interface no smaller than that can be read.
        size = max(min(max(self._pixels * 0.36, 9.0), 13.0), QFontInfo(QFont()).pixelSize() * _CHIP_SHARE)
        self.chip_font.setPixelSize(round(size * 1.45 if urdu else size))
        self.chip_font.setBold(True)
        self._chip_metrics = QFontMetricsF(self.chip_font)
        self._advances: dict[str, float] = {}
        self.chip_height = round(self.chip_font.pixelSize() * (1.3 if urdu else 1.0)) + 3.0
        self._pieces.clear()

    @property
    def lane_height(self) -> float:
        """Return the height of a lane: a line, its chip, a gap."""
        return _LINE + self.chip_height + _GAP

    @property
    def body(self) -> tuple[float, float]:
        """Return how far a body reaches above and below the baseline."""
        above, below = _BODY[self._family]
        return above * self._pixels, below * self._pixels

    def ink(self, baseline: float, start: int, end: int) -> tuple[float, float]:
        """Return the top of the highest letter and the bottom of the lowest chip of a line on that baseline."""
        lanes = self.lane_height + self.room(start, end)
        return baseline - _HIGHEST[self._family] * self._pixels - 2, baseline + self.body[1] + lanes

    def line_ink(self, position: int) -> tuple[float, float]:
        """Return `ink` of the line that holds `position` (UTF-16 units)."""
        block = self._layout.block_of(position)
        top = self._layout.blockBoundingRect(block).top()
        line = block.layout().lineForTextPosition(position - block.position())
        if not line.isValid():
            return top, top
        start = block.position() + line.textStart()
        return self.ink(top + line.y() + line.ascent(), start, start + line.textLength())

    def base_distance(self, font: QFont) -> float:
        """Return the pixels to add under each line to keep the first lane's chips clear of the next line's letters."""
        metrics = QFontMetricsF(font)
        below = self.body[1] + self.lane_height
        free = metrics.descent() + metrics.ascent() - self._pixels * _HIGHEST[self._family]
        return max(0.0, below - free)

    def room(self, start: int, end: int) -> float:
        """Return the pixels to add under the line `[start, end)` for the lanes below the first."""
        return self._depth(start, end) * self.lane_height

    def pieces(self, area: QRectF) -> Iterator[SpanPiece]:
        """Yield the pieces of spans on the lines that meet `area`; those of a line hang down into the next."""
        for block, line, origin in self.lines(area, (self.deepest() + 1) * self.lane_height):
            start = block.position() + line.textStart()
            inside = self._find(start, start + line.textLength())
            if inside:
                yield from self._line_span_pieces(block, line, inside, origin)

    def lines(self, area: QRectF, hang: float = 0.0) -> Iterator[tuple[QTextBlock, QTextLine, QPointF]]:
        """Yield the lines that meet `area` or hang into it, with the place of the left end of their baseline."""
        for block in self._layout.blocks(area.top() - hang, area.bottom()):
            layout = block.layout()
            place = layout.position()
            for number in range(line_at(layout, area.top() - hang - place.y()), layout.lineCount()):
                line = layout.lineAt(number)
                top = place.y() + line.y()
                if top > area.bottom():
                    break
                if top + line.height() + hang >= area.top():
                    yield block, line, place + QPointF(0, line.y() + line.ascent())

    def bodies(self, start: int, end: int, area: QRectF) -> Iterator[QRectF]:
        """Yield what `[start, end)` (UTF-16 units) covers of the lines that meet `area`."""
        for block, line, origin in self.lines(area):
            yield from self.line_bodies(block, line, origin, start, end)

    def line_bodies(
        self, block: QTextBlock, line: QTextLine, origin: QPointF, start: int, end: int
    ) -> Iterator[QRectF]:
        """Yield what `[start, end)` (UTF-16 units) covers of one line, as `lines` gives it."""
        above, below = self.body
        for piece in self._line_pieces(block, line, start, end):
            yield QRectF(origin.x() + piece.left, origin.y() - above, piece.right - piece.left, above + below)

    def caret(self, position: int) -> QRectF:
        """Return the caret before `position` (UTF-16 units): as high as a body."""
        block = self._layout.block_of(position)
        place = self._layout.blockBoundingRect(block).topLeft()
        line = block.layout().lineForTextPosition(position - block.position())
        if not line.isValid():
            return QRectF()
        x, _ = cast(tuple[float, int], line.cursorToX(position - block.position()))
        above, below = self.body
        return QRectF(place.x() + x - 1, place.y() + line.y() + line.ascent() - above, 2, above + below)

    def _line_span_pieces(
        self, block: QTextBlock, line: QTextLine, inside: list[DrawnSpan], origin: QPointF
    ) -> list[SpanPiece]:
        begin = block.position() + line.textStart()
        end = begin + line.textLength()
        on_line = []
        for drawn in inside:
            placed = drawn.placed
            found = self._line_pieces(block, line, placed.start, placed.end)
            for index, piece in enumerate(found):
                first = index == 0 and placed.start >= begin
                last = index == len(found) - 1 and placed.end <= end
                on_line.append(_PieceOnLine(drawn, piece, first, last, named=index == 0))
        return [self._span_piece(each, on_line, origin) for each in on_line]

    def _line_pieces(self, block: QTextBlock, line: QTextLine, start: int, end: int) -> list[Piece]:
        """Return the pieces of a stretch of the document on one line, measured once."""
        base = block.position()
        key = (base, line.textStart(), start, end)
        if key not in self._pieces:
            self._pieces[key] = line_pieces(line, self._text_of(block), start - base, end - base)
        return self._pieces[key]

    def _text_of(self, block: QTextBlock) -> str:
        """Return the paragraph with one character a UTF-16 unit; the last one is at hand."""
        key = (self._document.revision(), block.position())
        if self._text[0] != key:
            self._text = key, _units(block.text())
        return self._text[1]

    def _span_piece(self, own: _PieceOnLine, on_line: list[_PieceOnLine], origin: QPointF) -> SpanPiece:
        above, below = self.body
        piece, drawn = own.piece, own.drawn
        left, width = origin.x() + piece.left, piece.right - piece.left
        lane_y = origin.y() + below + drawn.lane * self.lane_height
        chip, text = self._chip(own, on_line, origin.x(), lane_y + _LINE)
        return SpanPiece(
            drawn.placed.span,
            drawn.kind,
            QRectF(left, origin.y() - above, width, above + below),
            QRectF(left, lane_y, width, _LINE),
            chip,
            text,
            own.note and bool(text),
            (origin.x() + piece.start if own.first else None, origin.x() + piece.end if own.last else None),
        )

    def _chip(self, own: _PieceOnLine, on_line: list[_PieceOnLine], x: float, y: float) -> tuple[QRectF, str]:
        """Return the chip at the right end of a span's first piece on a line, up to its neighbour's in the lane."""
        if not own.named:
            return QRectF(), ""
        lane, right = own.drawn.lane, own.piece.right
        neighbours = [
            other.piece.right
            for other in on_line
            if other.named and other is not own and other.drawn.lane == lane and other.piece.right <= right
        ]
        room = right - max(neighbours, default=-x) - 2
        if room < _LEAST_CHIP:
            return QRectF(), ""
        extra = 2 * _PAD + (self.note_width if own.note else 0.0)
        text, advance = self._fitted(own.name, max(room - extra, 6.0))
        width = min(advance + extra, room)
        return QRectF(x + right - width, y, width, self.chip_height), text

    def _fitted(self, name: str, room: float) -> tuple[str, float]:
        """Return as much of a name as there is room for, and its width; names are few, and most have the room."""
        if name not in self._advances:
            self._advances[name] = self._chip_metrics.horizontalAdvance(name)
        if self._advances[name] <= room:
            return name, self._advances[name]
        text = self._chip_metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        return text, self._chip_metrics.horizontalAdvance(text)

    @property
    def note_width(self) -> float:
        """Return the width that the sign of a note takes of a chip."""
        return round(self.chip_height * 0.55) + 3.0

    def area(self, start: int, end: int) -> QRectF:
        """Return the full width of the lines that hold `[start, end)` (UTF-16 units), lanes included."""
        top = self._layout.line_top(start)
        last = self._layout.block_of(end)
        line = last.layout().lineForTextPosition(end - last.position())
        whole = self._layout.blockBoundingRect(last)
        bottom = whole.top() + line.y() + line.height() if line.isValid() else whole.bottom()
        height = bottom - top + (self.deepest() + 2) * self.lane_height
        return QRectF(0, top, self._layout.documentSize().width(), height)


def _units(text: str) -> str:
    """Return text with one character a UTF-16 unit."""
    if text.isascii() or max(text) < "\U00010000":
        return text
    return "".join("\ufffc\ufffc" if character > "\uffff" else character for character in text)
