"""Where characters stand on the screen, from the layout's own runs. Positions in a block are UTF-16 units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from PySide6.QtGui import QGlyphRun, QTextLayout, QTextLine

_FLAG = QTextLayout.GlyphRunRetrievalFlag
_FLAGS = _FLAG.RetrieveStringIndexes | _FLAG.RetrieveGlyphPositions | _FLAG.RetrieveGlyphIndexes
# Letters, signs and spaces that all run from right to left; anything else may turn the direction.
_ONE_WAY = re.compile(
    "[ \u00a0\u060c\u061b\u061f\u0610-\u061a\u0620-\u065f\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f]*"
)
_TOUCHING = 0.75  # pixels


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch `[left, right]` of one line, in pixels of its block's layout; where its text begins and ends there."""

    left: float
    right: float
    start: float
    end: float


def pieces(line: QTextLine, text: str, start: int, end: int) -> list[Piece]:
    """Return the stretches that `[start, end)` of a block covers on `line`, in reading order; several where it turns.

    `text` is the block's text with one character a UTF-16 unit, so that slices of it match Qt's positions.
    """
    start = max(start, line.textStart())
    end = min(end, line.textStart() + line.textLength())
    if start >= end:
        return []
    if _ONE_WAY.fullmatch(text, start, end):
        return [_right_to_left(line, start, end)]
    found: list[Piece] = []
    for run in sorted(line.glyphRuns(start, end - start, _FLAGS), key=lambda run: min(run.stringIndexes(), default=0)):
        piece = _of_run(line, run, start, end)
        if piece is not None:
            _join(found, piece)
    return found


def _right_to_left(line: QTextLine, start: int, end: int) -> Piece:
    right = _x(line, start, QTextLine.Edge.Leading)
    left = _x(line, end - 1, QTextLine.Edge.Trailing)
    return Piece(min(left, right), max(left, right), right, left)


def _of_run(line: QTextLine, run: QGlyphRun, start: int, end: int) -> Piece | None:
    indexes = run.stringIndexes()
    if not indexes:
        return None
    if run.isRightToLeft():
        # A ligature's glyphs carry its first letter's index: the run reaches to the letter before the next run.
        return _right_to_left(line, max(min(indexes), start), min(_end_of_run(line, max(indexes)), end))
    # cursorToX gives a caret's place, which at a turn of direction is not the letter's; glyph positions are exact.
    xs = [point.x() for point in run.positions()]
    advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
    left, right = min(xs), xs[-1] + advances[-1].x()
    return Piece(left, right, left, right)


def _end_of_run(line: QTextLine, last: int) -> int:
    """Return the position after the letters that share a glyph with the one at `last`."""
    after, line_end = last + 1, line.textStart() + line.textLength()
    while after < line_end:
        runs = line.glyphRuns(after, 1, _FLAGS)
        if not runs or min(runs[0].stringIndexes(), default=after) == after:
            break
        after += 1
    return after


def _x(line: QTextLine, position: int, edge: QTextLine.Edge) -> float:
    return cast(tuple[float, int], line.cursorToX(position, edge))[0]


def _join(found: list[Piece], piece: Piece) -> None:
    """Add a piece, to the one before it where they touch."""
    if found:
        last = found[-1]
        if piece.left <= last.right + _TOUCHING and piece.right >= last.left - _TOUCHING:
            left, right = min(last.left, piece.left), max(last.right, piece.right)
            found[-1] = Piece(left, right, last.start, piece.end)
            return
    found.append(piece)
