"""The characters, words, sentences, lines and paragraphs of an article, as somebody hears them. Code points.

Parts of a kind stand side by side: the space and the line end after a word are the word's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from models.text.offsets import ceil_edge, floor_edge, next_edge
from models.text.sentences import sentence_after, sentence_at
from ui.article.text_view import TextView

Part = tuple[int, int]
_WORD = re.compile(r"\S+\s*|\s+")
_CONTEXT = 1_000  # code points on either side, in paragraphs longer than that


def character_at(view: TextView, position: int) -> Part:
    """Return the grapheme that holds `position`."""
    start = floor_edge(view.text, position)
    return start, next_edge(view.text, start)


def word_at(view: TextView, position: int) -> Part:
    """Return the letters between two spaces that hold `position`, with the space after them."""
    start, end = paragraph_at(view, position)
    first = max(start, position - _CONTEXT)
    last = min(end, position + _CONTEXT)
    if first > start:
        first = ceil_edge(view.text, first)
    for match in _WORD.finditer(view.text, first, last):
        if match.start() <= position < match.end():
            return match.span()
    return position, position


def sentence_part(view: TextView, position: int) -> Part:
    """Return the sentence that holds `position`, with the space up to the next one."""
    start, end = paragraph_at(view, position)
    found = sentence_at(view.text, position)
    if found is None:
        return start, end
    begun = start < found[0] <= position  # else it is the space before the first
    return found[0] if begun else start, min(sentence_after(view.text, position), end)


def line_at(view: TextView, position: int) -> Part:
    """Return the line of the screen that holds `position`."""
    unit, layout = view.offsets.to_utf16(position), view.article_layout
    block = layout.block_of(unit)
    layout.blockBoundingRect(block)
    line = block.layout().lineForTextPosition(unit - block.position())
    if not line.isValid():
        return paragraph_at(view, position)
    start, end = line.textStart(), line.textStart() + line.textLength()
    if line.lineNumber() == block.layout().lineCount() - 1:
        end = block.length()
    return _points(view, block.position() + start, block.position() + end)


def paragraph_at(view: TextView, position: int) -> Part:
    """Return the paragraph that holds `position`, with its line end."""
    block = view.article_layout.block_of(view.offsets.to_utf16(position))
    return _points(view, block.position(), block.position() + block.length())


def _points(view: TextView, start: int, end: int) -> Part:
    to_points = view.offsets.to_points
    return to_points(start), min(to_points(end), len(view.text))


Kind = Callable[[TextView, int], Part]


def part_at(view: TextView, position: int, kind: Kind) -> Part:
    """Return the part that holds `position`; at the end of the text the line or paragraph before it, else nothing."""
    length = len(view.text)
    position = min(max(position, 0), length)
    if position == length and kind not in (line_at, paragraph_at):
        return length, length
    return kind(view, position)


def part_before(view: TextView, position: int, kind: Kind) -> Part:
    """Return the part before that of `position`; nothing before the first."""
    start = part_at(view, position, kind)[0]
    return kind(view, start - 1) if start > 0 else (0, 0)


def part_after(view: TextView, position: int, kind: Kind) -> Part:
    """Return the part after that of `position`; nothing after the last."""
    end = part_at(view, position, kind)[1]
    return part_at(view, end, kind) if end < len(view.text) else (end, end)
