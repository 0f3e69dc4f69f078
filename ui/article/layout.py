"""Lays the article out: paragraphs when they are needed, each line with the room that its own spans need.

Positions in the document are UTF-16 units, places are document pixels. Line breaking and shaping are QTextLayout's;
where each line stands is ours, so that spans never make a paragraph be shaped again.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import accumulate
from typing import cast

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFontMetricsF,
    QPainter,
    QTextBlock,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLine,
)

_SLICE = 0.008  # seconds of idle work at a time
_PATIENCE, _BETWEEN = 80, 10  # milliseconds of the event loop: until the first screen is painted, and between slices
_CHUNK = 256
PARAGRAPH_END = re.compile("[\n\u2029\ufdd0\ufdd1]")  # where Qt begins another block
_TITLE_GAP = 0.6  # of a line's height, under the title
_SAMPLE = 160  # UTF-16 units that say how wide this text runs


def _cursor_at(line: QTextLine, x: float) -> int:
    """Return the position in the block nearest to `x`; Qt gives one before a line that begins from left to right."""
    return max(line.xToCursor(x), line.textStart())


def line_at(layout: QTextLayout, y: float) -> int:
    """Return the number of the line of a paragraph that is at `y` under its top; the first or last beyond the ends."""
    return max(bisect_right(range(layout.lineCount()), y, key=lambda number: layout.lineAt(number).y()) - 1, 0)


class ArticleLayout(QAbstractTextDocumentLayout):
    """The layout of a read-only document of plain paragraphs.

    `room(start, end)` gives the pixels to add under the line `[start, end)`, besides `spacing` under every line.
    `anchored()` is entered around whatever may move lines, so that the view keeps in place what is on the screen.
    """

    forgotten = Signal()  # lines break elsewhere now

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.spacing = 0.0
        self.line_spacing = 1.0  # of the usual distance of lines
        self.widest = 0.0  # pixels that a line is wide at most; 0: the whole window
        self.title = -1  # the paragraph that is set off from the text; -1: none
        self.room: Callable[[int, int], float] = lambda _start, _end: 0.0
        self.anchored: Callable[[], AbstractContextManager[object]] = nullcontext
        self._made_for: tuple[object, ...] = ()
        self._expected: list[int] = []
        self._width = self.left = 0.0  # of every line, and where it begins
        self._heights: list[int] = [0]  # of each paragraph, measured or guessed
        self._laid = bytearray(1)
        self._tops: list[int] = [0]  # as far as they are known
        self._total = 0
        self._next = 0  # where idle work goes on
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._work)

    def top(self, number: int) -> int:
        """Return where a paragraph begins."""
        tops = self._tops
        if number >= len(tops):
            tops += list(accumulate(self._heights[len(tops) - 1 : number], initial=tops[-1]))[1:]
        return tops[number]

    def block_at(self, y: float) -> int:
        """Return the number of the paragraph at `y`; the first or last beyond the ends."""
        tops, count = self._tops, len(self._heights)
        while tops[-1] <= y and len(tops) < count:
            self.top(min(len(tops) + _CHUNK, count - 1))
        return max(bisect_right(tops, y) - 1, 0)

    def is_laid(self, number: int) -> bool:
        return 0 <= number < len(self._laid) and bool(self._laid[number])

    def blocks(self, top: float, bottom: float) -> Iterator[QTextBlock]:
        """Yield the paragraphs that meet `[top, bottom]`, laid out and in place."""
        number = self.block_at(top)
        block = self.document().findBlockByNumber(number)
        while block.isValid() and self.top(number) <= bottom:
            self.blockBoundingRect(block)
            yield block
            number, block = number + 1, block.next()

    def block_of(self, position: int) -> QTextBlock:
        """Return the paragraph that holds `position`, the first or last beyond the ends.

        Whoever asks may hold a place of the article that was shown before.
        """
        document = self.document()
        return document.findBlock(min(max(position, 0), document.characterCount() - 1))

    def line_top(self, position: int) -> float:
        """Return where the line that holds `position` begins."""
        block = self.block_of(position)
        top = self.blockBoundingRect(block).top()
        line = block.layout().lineForTextPosition(position - block.position())
        return top + line.y() if line.isValid() else top

    def adjacent(self, position: int, x: float, by: int) -> int:
        """Return the position nearest to `x` in the line after (`by` 1) or before (-1) that of `position`.

        Beyond the first and last line it is `position` itself. QTextCursor's own way stays for ever in a line that
        begins in the other direction.
        """
        block = self.block_of(position)
        position = min(max(position, block.position()), block.position() + block.length() - 1)
        self.blockBoundingRect(block)
        number = block.layout().lineForTextPosition(position - block.position()).lineNumber() + by
        if not 0 <= number < block.layout().lineCount():
            block = block.next() if by > 0 else block.previous()
            if not block.isValid():
                return position
            self.blockBoundingRect(block)
            number = 0 if by > 0 else block.layout().lineCount() - 1
        layout = block.layout()
        line = layout.lineAt(number)
        found, end = _cursor_at(line, x), line.textStart() + line.textLength()
        if found >= end and number < layout.lineCount() - 1:  # there it would be in the line after
            found = layout.previousCursorPosition(end)
        return block.position() + found

    def share_of(self, position: int) -> float:
        """Return how far down the document the line of `position` is, 0 to 1, with nothing laid out for it."""
        block = self.block_of(position)
        number, inside = block.blockNumber(), position - block.position()
        if self.is_laid(number):
            line = block.layout().lineForTextPosition(inside)
            y = line.y() + line.height() / 2 if line.isValid() else 0.0
        else:
            y = self._heights[number] * inside / block.length()
        return (self.top(number) + y) / max(self.documentSize().height(), 1.0)

    def x_of(self, position: int) -> float:
        """Return where in its line `position` is, in pixels from the left of the text."""
        block = self.block_of(position)
        self.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        return cast(tuple[float, int], line.cursorToX(position - block.position()))[0] if line.isValid() else 0.0

    def ensure(self, top: float, bottom: float) -> None:
        """Lay out all that meets `[top, bottom]`."""
        number, count = self.block_at(top), len(self._heights)
        if 0 not in self._laid[number : self.block_at(bottom) + 1]:
            return
        with self.anchored():
            y = self.top(number)
            block = self.document().findBlockByNumber(number)
            while number < count and y <= bottom:
                self._lay_out(block, number)
                y += self._heights[number]
                number, block = number + 1, block.next()
            self._next = number
            self._emit_size()

    def finish(self) -> None:
        self._advance(float("inf"))

    def stop(self) -> None:
        self._idle.stop()

    def put_off(self) -> None:
        """Lay out what is left a moment later: somebody waits for what is on the screen."""
        if self._idle.isActive():
            self._idle.start(_PATIENCE)

    def replace_lines(self, numbers: Iterable[int]) -> bool:
        """Put the lines of these paragraphs where their spans want them now; whether any line moved."""
        numbers = [number for number in sorted(set(numbers)) if self.is_laid(number)]
        wanted = [number for number in numbers if self._would_move(number)]
        if not wanted:
            return False
        with self.anchored():
            for number in wanted:
                block = self.document().findBlockByNumber(number)
                self._set_height(number, self._place_lines(block, block.layout()))
            self._emit_size()
        return True

    def replace_all_lines(self) -> bool:
        """Put every line that is laid out where it is wanted now; whether any moved."""
        return self.replace_lines(number for number, laid in enumerate(self._laid) if laid)

    def _would_move(self, number: int) -> bool:
        block = self.document().findBlockByNumber(number)
        bottom = 0
        for line, y, bottom in self._line_places(block, block.layout()):  # noqa: B007 - the last one is the paragraph's height
            if line.y() != y:
                return True
        return bottom != self._heights[number]

    def _lay_out(self, block: QTextBlock, number: int) -> None:
        if self._laid[number]:
            return
        layout = block.layout()
        layout.setTextOption(self.document().defaultTextOption())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
        layout.endLayout()
        self._laid[number] = 1
        self._set_height(number, self._place_lines(block, layout))

    def _place_lines(self, block: QTextBlock, layout: QTextLayout) -> int:
        """Put each line under the one before; the paragraph's height."""
        bottom = 0
        for line, y, bottom in self._line_places(block, layout):  # noqa: B007 - the last one is returned
            line.setPosition(QPointF(0, y))
        return bottom

    def _line_places(self, block: QTextBlock, layout: QTextLayout) -> Iterator[tuple[QTextLine, int, int]]:
        """Yield each line, where in the paragraph it begins and where its room ends."""
        y, base = 0, block.position()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start = base + line.textStart()
            below = self.spacing + self.room(start, start + line.textLength())
            bottom = y + round(line.height() + below + (self.line_spacing - 1) * (line.height() + self.spacing))
            if number == layout.lineCount() - 1 and block.blockNumber() == self.title:
                bottom += self.title_gap
            yield line, y, bottom
            y = bottom

    @property
    def right(self) -> float:
        """Where lines end, in pixels of the document."""
        return self.left + self._width

    @property
    def title_gap(self) -> int:
        """The pixels to add between the title and the text; 0 where an empty paragraph is between them."""
        after = self.document().findBlockByNumber(self.title + 1)
        if after.isValid() and not after.text().strip():
            return 0
        return round(QFontMetricsF(self.document().defaultFont()).height() * _TITLE_GAP)

    def title_line(self) -> float | None:
        """Return where the line between title and text is, in pixels of the document; None where nothing is laid."""
        if not self.is_laid(self.title):
            return None
        bottom, gap = self.top(self.title + 1), self.title_gap
        return bottom - gap / 2 if gap else bottom + self._heights[self.title + 1] / 2

    def _set_height(self, number: int, height: int) -> None:
        change = height - self._heights[number]
        if change:
            self._heights[number] = height
            self._total += change
            del self._tops[number + 1 :]

    def _emit_size(self) -> None:
        self.documentSizeChanged.emit(self.documentSize())

    def _work(self) -> None:
        if self._idle.interval() == 0:  # the event loop runs: no time before counts, a start takes longer
            self._idle.setInterval(_PATIENCE)
            return
        self._idle.setInterval(_BETWEEN)
        self._advance(time.perf_counter() + _SLICE)

    def _advance(self, until: float) -> None:
        """Lay out further paragraphs until that moment, onward from where the reader is, then from the start."""
        number = self._to_do()
        if number < 0:
            self._idle.stop()
            return
        with self.anchored():
            block = self.document().findBlockByNumber(number)
            while number >= 0:
                self._lay_out(block, number)
                self._next = number + 1
                if time.perf_counter() > until:
                    break
                after = self._to_do()
                block = block.next() if after == number + 1 else self.document().findBlockByNumber(after)
                number = after
            self._emit_size()

    def _to_do(self) -> int:
        """Return a paragraph that is not laid out; -1 when all are."""
        found = self._laid.find(0, self._next)
        return found if found >= 0 else self._laid.find(0)

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        """Forget every place, if text, width or font are others than before."""
        document = self.document()
        size = (document.pageSize().width(), document.documentMargin())
        made_for = (document.revision(), *size, document.defaultFont().key())
        if made_for != self._made_for and size[0] > 0:
            with self.anchored():
                self._made_for = made_for
                self.forget()

    def forget(self) -> None:
        """Lay out again, when each paragraph is needed; heights are guessed until then."""
        document = self.document()
        margin = document.documentMargin()
        room = max(document.pageSize().width() - 2 * margin, 1.0)
        self._width = min(room, self.widest or room)
        self.left = margin + (room - self._width) / 2
        in_line, height = self._guess()
        self._heights = [height * (1 + length // in_line) for length in self._lengths()]
        self._laid = bytearray(len(self._heights))
        self._tops, self._total, self._next = [round(margin)], sum(self._heights), 0
        self.forgotten.emit()
        self._emit_size()
        self._idle.start(0)

    def expect(self, text: str) -> None:
        """Count the paragraphs of a text that is about to come in, faster than in the document."""
        self._expected = [len(part) for part in PARAGRAPH_END.split(text)]

    def _lengths(self) -> list[int]:
        """Return about how long each paragraph is, in UTF-16 units."""
        if len(self._expected) == self.document().blockCount():
            return self._expected
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(block.length())
            block = block.next()
        return found

    def _guess(self) -> tuple[int, int]:
        """Return about how many UTF-16 units a line takes, and how high it is."""
        document = self.document()
        metrics = QFontMetricsF(document.defaultFont())
        sample = max(document.begin().text(), document.lastBlock().text(), "اردو متن", key=len)[:_SAMPLE]
        in_line = self._width / max(metrics.horizontalAdvance(sample) / len(sample), 1.0)
        return max(int(in_line), 1), round((metrics.ascent() + metrics.descent() + self.spacing) * self.line_spacing)

    def documentSize(self) -> QSizeF:
        return QSizeF(self.document().pageSize().width(), self._total + 2 * self.document().documentMargin())

    def pageCount(self) -> int:
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:
        return QRectF(QPointF(0, 0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return the paragraph with the room under its lines; it is laid out for it."""
        number = block.blockNumber()
        if not 0 <= number < len(self._heights):
            return QRectF()
        if not self._laid[number]:
            with self.anchored():
                self._lay_out(block, number)
                self._emit_size()
        place = QPointF(self.left, self.top(number))
        block.layout().setPosition(place)
        return QRectF(place, QSizeF(self._width, self._heights[number]))

    def hitTest(self, point: QPointF, accuracy: Qt.HitTestAccuracy) -> int:  # type: ignore[override]
        """Return the position at a point; nearest to it, unless it must be exact: then -1 beside the text."""
        block = self.document().findBlockByNumber(self.block_at(point.y()))
        if not block.isValid():
            return 0
        place = self.blockBoundingRect(block)
        if accuracy == Qt.HitTestAccuracy.ExactHit and not place.contains(point):
            return -1
        layout, inside = block.layout(), point - place.topLeft()
        if not layout.lineCount():
            return block.position()
        line = layout.lineAt(line_at(layout, inside.y()))
        if accuracy == Qt.HitTestAccuracy.ExactHit and not line.naturalTextRect().contains(inside):
            return -1
        return block.position() + _cursor_at(line, inside.x())

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        area = context.clip if context.clip.isValid() else QRectF(QPointF(0, 0), self.documentSize())
        self.draw_text(painter, area)

    def draw_text(self, painter: QPainter, area: QRectF) -> None:
        """Draw the lines that meet `area`, in the painter's pen. What has been on the screen stays shaped."""
        for block in self.blocks(area.top(), area.bottom()):
            layout = block.layout()
            layout.setCacheEnabled(True)
            layout.draw(painter, QPointF(0, 0), [], area)
