"""A sheet of a spreadsheet as a file of its own, which the readers of tables read. No format itself."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO

from models import formats
from models.base.documents import AnnotatedArticle, FileLocation
from models.base.errors import UserError
from models.base.reading import Reading
from models.base.report import counted, file_name
from models.formats.support.source import HEAD, Head, SourceFile

MOST_CELLS = 20_000_000
"""How many cells a sheet may have: more than Excel fills in a million rows of twenty columns."""
_QUOTED = ("\t", "\n", "\r", '"')

Cells = list[str]


@dataclass
class Sheet:
    """A sheet: `rows` are (number from 1, cells), those without anything left out; `notes` say what they lack."""

    title: str
    rows: Iterable[tuple[int, Cells]]
    hidden: bool = False
    notes: list[str] = field(default_factory=list)


def articles_of_sheets(source: SourceFile, sheets: Iterable[Sheet]) -> Iterator[AnnotatedArticle]:
    """Yield the articles of every sheet that shows. Raises UserError when there are tables, and none can be read."""
    refused: list[tuple[_SheetFile, UserError]] = []
    count = filled = 0
    for own in _files(source, sheets):
        filled += 1
        before = count
        try:
            for article in own.articles(first=filled == 1):
                count += 1
                yield article
        except UserError as error:
            if source.options.strict or count > before:
                raise
            refused.append((own, error))
    if refused and not count:
        raise refused[0][1]
    for own, why in refused:
        reason = str(why).removeprefix(f"{own.at()}: ").removeprefix(f"{source.path}: ")
        source.report.note(own.at(), f"the sheet is left out: {reason}")
    if not filled:
        source.report.note(source.at(), "no sheet holds a table; nothing is read")


def _files(source: SourceFile, sheets: Iterable[Sheet]) -> Iterator[_SheetFile]:
    """Yield each sheet that shows and holds something; what else there is, and what its cells lack, is told."""
    for sheet in sheets:
        where = FileLocation(f"{source.path}, sheet {sheet.title}")
        if sheet.hidden:
            source.report.note(where, "the sheet is hidden; left out")
            continue
        own = _SheetFile.of(source, sheet)
        for note in sheet.notes:
            source.report.note(where, note)
        if own is None:
            source.report.note(where, "the sheet is empty; nothing is read")
        else:
            yield own


class _SheetFile(SourceFile):
    """The cells of a sheet as a table parted by tabs, or by commas where cells hold tabs, quotes or line ends."""

    _data: bytes
    _name: str
    _rows: list[int]
    _lines: list[int]
    _first: bool

    @classmethod
    def of(cls, source: SourceFile, sheet: Sheet) -> _SheetFile | None:
        """Return the file of a sheet; None for an empty one. Notes of the sheet are complete afterwards."""
        rows = _below_banner(list(sheet.rows), sheet.notes)
        if not rows:
            return None
        made = cls(source.path, source.report, options=replace(source.options, encoding="utf-8"))
        made._name = sheet.title
        made._rows, made._lines, made._data = _written(rows)
        return made

    def articles(self, *, first: bool) -> Iterator[AnnotatedArticle]:
        """Yield what the reader that fits the table makes of it; `first`: of the sheets that are read."""
        self._first = first
        found = formats.told_by(self.head())
        assert found is not None
        read = found[0].read
        assert read is not None
        plain, named = f"{file_name(self.path)}:", f"{file_name(self.path)}:{self._name}:"
        for article in read(self):
            number = article.source.removeprefix(plain)
            if number != article.source and number.isdecimal():
                yield replace(article, source=f"{named}{self._row(int(number))}")
            else:
                yield article

    def head(self) -> Head:
        """Return the beginning of the table."""
        return Head(self.path.with_suffix(".csv"), self._data[:HEAD], "utf-8")

    def at(self, line: int = 0) -> FileLocation:
        """Return the row of the sheet that a line of the table is of."""
        row = f", row {self._row(line)}" if line else ""
        return FileLocation(f"{self.path}, sheet {self._name}{row}")

    def _row(self, line: int) -> int:
        return self._rows[max(0, bisect_right(self._lines, line) - 1)]

    def took(self, reading: Reading) -> None:
        """Tell what the columns of the sheet were taken for."""
        place = str(self.path) if self._first else f"{self.path}, sheet {self._name}"
        self.report.readings[place] = reading

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        with io.BytesIO(self._data) as file:
            yield file


def _below_banner(rows: list[tuple[int, Cells]], notes: list[str]) -> list[tuple[int, Cells]]:
    """Return the rows without those above the header that hold one cell alone, as titles of a table do."""
    wide = max((sum(map(bool, cells)) for _, cells in rows[:50]), default=0)
    above = 0
    while wide > 1 and above < len(rows) and sum(map(bool, rows[above][1])) < min(wide, 2):
        above += 1
    if above > 5 or above == len(rows):
        return rows
    for number, cells in rows[:above]:
        notes.append(f"row {number} stands above the table, left out: {' '.join(filter(None, cells))[:60]}")
    return rows[above:]


def _written(rows: list[tuple[int, Cells]]) -> tuple[list[int], list[int], bytes]:
    """Return the numbers of the rows, the line on which each begins, and the table; gaps are one blank line."""
    quoted = any(sign in cell for _, cells in rows for cell in cells for sign in _QUOTED)
    wide = max(len(cells) for _, cells in rows)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    numbers, lines, line, before = [], [], 1, rows[0][0] - 1
    for number, cells in rows:
        if number > before + 1:
            out.write("\n")
            line += 1
        even = cells + [""] * (wide - len(cells))
        numbers.append(number)
        lines.append(line)
        if quoted:
            table.writerow(even)
        else:
            out.write("\t".join(even) + "\n")
        line += 1 + sum(cell.count("\n") for cell in cells)
        before = number
    return numbers, lines, out.getvalue().encode("utf-8", "replace")


def counted_cells(rows: Iterable[tuple[int, Cells]], where: object) -> Iterator[tuple[int, Cells]]:
    """Yield rows that hold something, without empty cells at their ends. Raises UserError for too many cells."""
    seen = 0
    for number, cells in rows:
        seen += len(cells) + 1
        if seen > MOST_CELLS:
            raise UserError(f"{where}: more than {counted(MOST_CELLS, 'cell', grouped=True)}; split the sheet.")
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells
