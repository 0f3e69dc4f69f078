"""Delimited tables, row by row: which sign parts the cells, what the columns are called. No format itself."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from models.base.errors import UserError
from models.formats.support.names import first_free
from models.formats.support.source import MAX_CHARACTERS, Head, SourceFile

_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"  # of tables of one column, whose texts hold commas
_ROWS_LOOKED_AT = 50
_SEP = re.compile(r"sep=(.)")  # a line of its own, by which a table tells Excel its delimiter
_USUAL = {
    "text": (
        *("article_text", "text", "content", "body", "article", "news_text", "article_body", "full_text", "story"),
        *("متن", "مواد", "مضمون", "خبر", "تحریر", "news", "sentence", "جملہ"),
    ),
    "title": ("title", "headline", "heading", "news_title", "عنوان", "سرخی", "شہ سرخی"),
    "id": ("article_id", "id", "uid", "uuid", "doc_id", "document_id", "شناخت", "نمبر شمار"),
}
_SENTENCES = {
    "field larger": f"a cell is longer than {MAX_CHARACTERS >> 20} million characters; a quote may be opened there "
    "and never closed",
    "unexpected end": "a quote is opened and never closed; the file may have been cut off",
    "expected after": "a quote stands inside a quoted cell without being doubled; save the table again as CSV",
    "new-line character": "lines end in CR alone; save the table as CSV UTF-8",
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells, and the line of the file (from 1) on which it begins."""

    line: int
    cells: list[str]


def columns_in(head: Head) -> list[str]:
    """Return the names of a table's columns, each once: those without one are `column 3`, doubles get a number.

    Empty when the file cannot be read or is no table; whoever imports it says why.
    """
    rows = first_rows(head)
    return distinct(rows[0]) if rows else []


def guessed_columns(names: list[str]) -> dict[str, str]:
    """Role ("text", "title", "id") -> the column that bears a usual name for it, for those roles that one fits."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_folded(name), name)
    hits = {role: next((folded[f] for f in map(_folded, usual) if f in folded), None) for role, usual in _USUAL.items()}
    return {role: hit for role, hit in hits.items() if hit is not None}


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-]+", " ", name).strip().casefold()


def distinct(names: list[str]) -> list[str]:
    """Return the names as they can be told apart."""
    told: dict[str, None] = {}
    for number, given in enumerate(names, 1):
        told[first_free(given.strip() or f"column {number}", told.__contains__)] = None
    return list(told)


def delimiter_of(head: Head) -> str:
    """Return the sign that parts the cells: what the file says, or what cuts the first rows into as many cells."""
    if said := _SEP.fullmatch(head.lines[0] if head.lines else ""):
        return said[1]
    best = max(_DELIMITERS, key=lambda sign: (_evenness(head, sign), -_DELIMITERS.index(sign)))
    return best if _evenness(head, best)[0] else _NO_DELIMITER


def _evenness(head: Head, delimiter: str) -> tuple[float, int]:
    """Return (share of the first rows with as many cells as the header, cells of the header); (0, 1) for one column."""
    rows = _first_rows(head, delimiter)
    wide = len(rows[0]) if rows else 1
    if wide < 2:
        return 0.0, 1
    return Counter(len(row) for row in rows)[wide] / len(rows), wide


def first_rows(head: Head) -> list[list[str]]:
    """Return the first rows that hold something, the header first, as far as they can be read."""
    return _first_rows(head, delimiter_of(head))


def _first_rows(head: Head, delimiter: str) -> list[list[str]]:
    """Return the first rows that hold something, as far as they can be read."""
    lines = head.lines[1:] if head.lines and _SEP.fullmatch(head.lines[0]) else head.lines
    rows: list[list[str]] = []
    _allow_long_cells()
    try:
        for cells in islice(csv.reader((line + "\n" for line in lines), delimiter=delimiter), _ROWS_LOOKED_AT):
            if any(cells):
                rows.append(cells)
    except csv.Error:
        pass
    return rows


def _allow_long_cells() -> None:
    """Articles are longer than the csv module's usual cell; the bound stays, for quotes that are never closed."""
    csv.field_size_limit(MAX_CHARACTERS)


def rows_of(source: SourceFile) -> Iterator[TableRow]:
    """Yield every row that holds something, the header first. Raises UserError naming the line of what is no table."""
    head = source.head()
    _allow_long_cells()
    lines = _checked_lines(source)
    reader = csv.reader(lines, delimiter=delimiter_of(head), strict=True)
    first = True
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            said = next((what for part, what in _SENTENCES.items() if part in str(error)), f"no CSV ({error})")
            raise UserError(f"{source.at(line)}: {said}.") from error
        if any(cells) and not (first and line == 1 and head.lines and _SEP.fullmatch(head.lines[0])):
            first = False
            yield TableRow(line, cells)


def _checked_lines(source: SourceFile) -> Iterator[str]:
    for number, line in source.lines(ends=True):
        if "\0" in line:
            raise UserError(f"{source.at(number)}: holds NUL, so this is no table; save it again as CSV UTF-8.")
        yield line
