"""Sheets of an Excel workbook: values of formulas, merged cells in each row. No format itself."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any

from models.base.errors import UserError
from models.base.report import counted
from models.formats.office.sheets import Cells, Sheet, counted_cells
from models.formats.support.safe_xml import safe, tree
from models.formats.support.safe_zip import members
from models.formats.support.source import SourceFile

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_MOST_MERGED = 100_000  # rows that merged cells may fill

Merged = dict[int, list[tuple[int, int]]]
"""Column, from 0, -> (first row, last row) of cells that are one."""


def sheets_of(source: SourceFile, excel: Any) -> Iterator[Sheet]:
    """Yield the sheets of a workbook. Raises UserError for what is no whole one, and for archives that are bombs."""
    where, data = source.at(), source.data()
    parts = {name: part for name, part in members(data, where) if name.lower().endswith((".xml", ".rels"))}
    for name, part in parts.items():
        safe(part, f"{where} ({name[:80]})")
    if not _names_sheets(parts.get("xl/workbook.xml", b""), where):
        return
    try:
        book = excel.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # the library fails as the broken workbook has it
        raise _broken(source) from error
    for page in book.worksheets:
        part = parts.get(str(getattr(page, "_worksheet_path", "")).lstrip("/"), b"")
        merged = _merged(part)
        rows = counted_cells(_rows(page, merged, source), f"{where}, sheet {page.title}")
        yield Sheet(str(page.title), rows, page.sheet_state != "visible", list(_notes(part, merged)))
    book.close()


def _names_sheets(part: bytes, where: object) -> bool:
    """Whether a workbook has any sheet; without one, there is nothing that the library would open."""
    return any(element.tag.rpartition("}")[2] == "sheet" for element in tree(part, where).iter())


def _broken(source: SourceFile) -> UserError:
    return UserError(f"{source.path}: not a whole workbook; open it in Excel and save it again.")


def _rows(page: Any, merged: Merged, source: SourceFile) -> Iterator[tuple[int, Cells]]:
    """Yield the cells of each row as text; a cell that is merged over several rows stands in each of them."""
    above: dict[int, str] = {}
    page.reset_dimensions()
    rows = enumerate(page.iter_rows(values_only=True), 1)
    while True:
        try:
            number, values = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise _broken(source) from error
        cells = [_text(value) for value in values]
        for column, stretches in merged.items():
            if first := next((first for first, last in stretches if first <= number <= last), 0):
                cells += [""] * (column + 1 - len(cells))
                if number == first:
                    above[column] = cells[column]
                cells[column] = cells[column] or above.get(column, "")
        yield number, cells


def _text(value: Any) -> str:
    """Return what a cell holds as a table of text has it: whole numbers without a point, dates as 2024-05-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def _merged(part: bytes) -> Merged:
    """Return the cells that are merged over several rows."""
    found: Merged = {}
    filled = 0
    for left, first, _, last in _MERGED.findall(part):
        filled += int(last) - int(first)
        if int(last) > int(first) and filled <= _MOST_MERGED:
            found.setdefault(_column(left), []).append((int(first), int(last)))
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _notes(part: bytes, merged: Merged) -> Iterator[str]:
    formulas, without = len(_FORMULA.findall(part)), len(_NO_VALUE.findall(part))
    if formulas > without:
        yield f"{counted(formulas - without, 'formula')}: their values as they were saved are read"
    if without:
        yield f"{counted(without, 'formula')} without a value, left empty; open the workbook in Excel and save it"
    if many := sum(map(len, merged.values())):
        yield f"{counted(many, 'cell')} merged over several rows; the value is read in each of them"
