"""Tables of Markdown whose text runs from right to left: Qt lays all tables out from the left, so theirs are turned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument, QTextTable

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DELIMITERS = re.compile(r" {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")


def is_from_right(text: str) -> bool:
    """Return whether more of the letters of a text run from right to left than from left to right."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def turned(markdown: str) -> str:
    """Return Markdown with the columns of each table in reverse whose text runs from right to left."""
    lines = markdown.split("\n")
    for first, after in _tables(lines):
        if is_from_right("".join(lines[first:after])):
            columns = len(_cells(lines[first + 1]))
            lines[first:after] = [_turned_row(line, columns) for line in lines[first:after]]
    return "\n".join(lines)


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each table outside code, and the line after its last."""
    fence, after = "", 0
    for number, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and number > after and _delimits(line, lines[number - 1]):
            after = next((at for at in range(number, len(lines)) if not lines[at].strip()), len(lines))
            yield number - 1, after


def _delimits(line: str, before: str) -> bool:
    """Return whether a line makes the one before it the heading of a table."""
    return "|" in line and bool(_DELIMITERS.fullmatch(line)) and len(_cells(before)) == len(_cells(line))


def _cells(line: str) -> list[str]:
    """Return the cells of a row, without the bars at its ends."""
    row = line.strip()
    if row.startswith("|"):
        row = row[1:]
    cells = _BAR.split(row)
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def _turned_row(line: str, columns: int) -> str:
    cells = [*_cells(line), *[""] * columns][:columns]
    return f"|{'|'.join(reversed(cells))}|"


def to_the_right(document: QTextDocument) -> None:
    """Put each table whose text runs from right to left to the right side, where its first column is."""
    for table in document.rootFrame().childFrames():
        if isinstance(table, QTextTable):
            cursor = table.firstCursorPosition()
            cursor.setPosition(table.lastPosition(), cursor.MoveMode.KeepAnchor)
            if is_from_right(cursor.selectedText()):
                shape = table.format()
                shape.setAlignment(Qt.AlignmentFlag.AlignRight)
                table.setFormat(shape)
