"""Keeps in place what is on the screen while heights above it change. Positions are UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit

from ui.article.layout import ArticleLayout, line_at

_ROUNDS = 4  # what comes into view may itself be higher than was guessed


class ScrollAnchor:
    """The line at the caret, or else the first one in view, stays where it is, whatever moves meanwhile."""

    def __init__(self, view: QTextEdit, layout: ArticleLayout) -> None:
        self._view, self._layout = view, layout
        self._depth = 0
        layout.anchored = self.anchored

    @property
    def at_work(self) -> bool:
        """Whether what is in view is being kept in place, or released, just now."""
        return self._depth > 0

    @contextmanager
    def anchored(self) -> Iterator[None]:
        """Keep in view, at the same height, what is in view now."""
        self._depth += 1
        anchor = self._anchor() if self._depth == 1 else None
        try:
            yield
            if self._depth == 1:
                self._put_back(anchor)
        finally:
            self._depth -= 1

    @contextmanager
    def released(self) -> Iterator[None]:
        """Let what is in view now move away."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def lay_out_screen(self) -> None:
        top = self._view.verticalScrollBar().value()
        self._layout.ensure(top, top + self._view.viewport().height())

    def top_position(self) -> int:
        """Return the position that begins the first line in view."""
        top = self._view.verticalScrollBar().value()
        block = self._layout.document().findBlockByNumber(self._layout.block_at(top))
        self._layout.blockBoundingRect(block)
        return self._line_from(block, top) if top else 0

    def put_at_top(self, position: int) -> None:
        """Scroll so that the line of a position is the first one in view, as far as the article's end allows."""
        bar = self._view.verticalScrollBar()
        with self.released():
            for _ in range(_ROUNDS):
                self.lay_out_screen()
                wanted = round(self._layout.line_top(position)) if position else 0
                to = min(max(wanted, bar.minimum()), bar.maximum())
                if to == bar.value():
                    break
                bar.setValue(to)

    def _anchor(self) -> tuple[int, int] | None:
        """Return a position whose line is laid out, and how far under the viewport's top it is."""
        top, height = self._view.verticalScrollBar().value(), self._view.viewport().height()
        caret = self._view.textCursor().position()
        document, layout = self._layout.document(), self._layout
        if layout.is_laid(layout.block_of(caret).blockNumber()):
            y = layout.line_top(caret) - top
            if 0 <= y < height:
                return caret, round(y)
        for number in range(layout.block_at(top), layout.block_at(top + height) + 1):
            if layout.is_laid(number):
                position = self._line_from(document.findBlockByNumber(number), top)
                return position, round(layout.line_top(position) - top)
        return None

    def _line_from(self, block: QTextBlock, top: int) -> int:
        """Return the position that begins the first line of a paragraph below `top`, or its last."""
        inside, layout = top - self._layout.blockBoundingRect(block).top(), block.layout()
        number = line_at(layout, inside)
        if layout.lineAt(number).y() < inside and number + 1 < layout.lineCount():
            number += 1
        line = layout.lineAt(number)
        return block.position() + line.textStart()

    def _put_back(self, anchor: tuple[int, int] | None) -> None:
        bar = self._view.verticalScrollBar()
        for _ in range(_ROUNDS):
            self.lay_out_screen()
            if anchor is None:
                break
            to = round(self._layout.line_top(anchor[0])) - anchor[1]
            if to == bar.value() or not bar.minimum() <= to <= bar.maximum():
                break
            bar.setValue(to)
