"""CSV: tables of articles in; out a table of spans that a spreadsheet opens and that comes back whole.

A cell that would begin with = + - @, a tab or CR, which spreadsheets take for a formula, begins with an apostrophe
instead; one that begins with apostrophes before such a sign gets one more. Reading takes one off again. Offsets
count code points of `article_text` without that apostrophe. Tables of others are taken as they are.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.losses import OF_SPANS, Holds
from models.base.reading import Reading
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.any_json.tables import articles_of_rows, holds_spans, options_with, record_of
from models.formats.support.any_json.taken import Taken
from models.formats.support.any_json.unread import Unread
from models.formats.support.base import Format
from models.formats.support.fields import article_text, parse_object, stretch
from models.formats.support.offsets.quotations import Quotations, alike
from models.formats.support.options import Unit
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tables import TableRow, columns_in, distinct, first_rows, guessed_columns, rows_of
from models.text.offsets import Cleaned

ROLES = ("text", "title", "id")
"""What a column of a table can be; all others go to the article's meta."""
COLUMNS = (
    *("article_id", "title", "annotator", "label", "start", "end", "text", "note", "confidence", "attributes"),
    *("meta", "article_text"),
)
_NEEDED = {"article_id", "label", "start", "end", "article_text"}  # by which a table of ours is told
_EXCEL_CELL = 32_767  # characters
_SAMPLES = 5  # rows by which a person tells the columns apart
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"(\d{1,9})(?:\.0+)?", re.ASCII)  # pandas writes 9.0 where some rows have none


def escaped(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    """Return the cell that `escaped` was given."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one row a span and label of an article; its text in the first of its rows alone."""
    longer = 0
    with sink.open() as out:
        out.write("\ufeff")  # without it, Excel takes the file for the system's old encoding
        table = csv.writer(out, lineterminator="\r\n")
        table.writerow(COLUMNS)
        for article in articles:
            rows = list(_rows(article)) or [[""] * 8]
            for number, row in enumerate(rows):
                whole = (_json(article.meta), article.text) if number == 0 else ("", "")
                cells = (article.source, article.title, *row, *whole)
                table.writerow([escaped(cell) for cell in cells])
            longer += len(article.text) > _EXCEL_CELL
            sink.report.count(article)
    if longer:
        what = f"{counted(longer, 'article')} longer than the {_EXCEL_CELL:,} characters of a cell in Excel"
        sink.report.note(sink.path.name, f"{what}; written whole, but a file saved from Excel would be cut")


def _rows(article: AnnotatedArticle) -> Iterator[list[str]]:
    """Yield annotator, label, start, end, text, note, confidence and attributes of each span."""
    for layer in article.layers:
        for name in layer.labels:
            yield [layer.annotator, name, "", "", "", "", "", ""]
        for span in layer.spans:
            edges = [str(span.start), str(span.end), article.text[span.start : span.end]]
            yield [layer.annotator, span.label, *edges, span.note, span.confidence, _json(dict(span.attributes))]


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


def sniff(head: Head) -> str:
    """Return why this is a table: our own columns, or the name and a column that holds texts by its name."""
    if head.suffix not in FORMAT.suffixes and "article_text" not in head.text[:200]:
        return ""
    names = columns_in(head)
    if set(names) >= _NEEDED:
        return "its columns are those of a table of spans"
    text = guessed_columns(names).get("text")
    return f'it is a table with a column "{text}"' if head.suffix in FORMAT.suffixes and text else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a row, or those of our own table with their spans. Raises UserError for what is no table."""
    rows = rows_of(source)
    header = next(rows, None)
    if header is None:
        raise UserError(
            f"{source.path}: the table is empty; it needs a row of column names and a row for each article."
        )
    names = distinct(header.cells)
    if set(names) >= _NEEDED and source.options.chosen("text") in (None, "article_text"):
        yield from _own(source, names, rows)
        return
    roles = _roles(source, names)
    text, options = roles.get("text", ""), options_with(source.options, roles)
    beginning = [record_of(names, cells, text) for cells in first_rows(source.head())[1:] if len(cells) == len(names)]
    if text and holds_spans(beginning, options):
        records = (
            (where, line, record_of(names, cells, text)) for where, line, cells in _good(source, names, text, rows)
        )
        yield from articles_of_rows(source, options, records)
        return
    samples = tuple(_samples(source, len(names)))
    source.took(Reading("column", tuple(names), samples, {role: (name,) for role, name in roles.items()}))
    if "text" not in roles:
        there = f"the columns are {', '.join(_short(name) for name in names[:30])}"
        raise UserError(f"{source.path}: no column says that it holds the texts; {there}: choose, --column text=NAME.")
    yield from _foreign(source, names, roles, rows)


def _roles(source: SourceFile, names: list[str]) -> dict[str, str]:
    """Return role -> column, chosen or guessed. Raises UserError for a chosen one that is not there."""
    chosen = {role: name for role in ROLES if (name := source.options.chosen(role)) is not None}
    for name in filter(None, chosen.values()):
        if name not in names:
            there = f"the columns are {', '.join(_short(name) for name in names[:30])}"
            raise UserError(f"{source.path}: there is no column {_short(name)}; {there}.")
    free = [name for name in names if name not in chosen.values()]
    return {role: name for role, name in (guessed_columns(free) | chosen).items() if name}


def _samples(source: SourceFile, wide: int) -> Iterator[tuple[str, ...]]:
    """Yield the first rows after the header, shortened, as far as they can be read."""
    for cells in first_rows(source.head())[1 : _SAMPLES + 1]:
        yield tuple(_short(cell) for cell in (cells + [""] * wide)[:wide])


def _good(
    source: SourceFile, names: list[str], text: str, rows: Iterator[TableRow]
) -> Iterator[tuple[FileLocation, int, list[str]]]:
    """Yield place, line and cells of the rows that have a cell for each name and a text; others are left out, told."""
    for row in rows:
        where, cells = source.at(row.line), row.cells
        while len(cells) > len(names) and not cells[-1]:
            cells.pop()
        if len(cells) != len(names):
            source.leave_out(where, f"the row has {counted(len(cells), 'cell')} where the header has {len(names)}")
        elif not cells[names.index(text)].strip("\ufeff").strip():
            source.leave_out(where, "the row has no text, the cell is empty")
        else:
            yield where, row.line, cells


def _foreign(
    source: SourceFile, names: list[str], roles: dict[str, str], rows: Iterator[TableRow]
) -> Iterator[AnnotatedArticle]:
    unread = Unread()
    taken = Taken(text=roles["text"], title=roles.get("title", ""), id=roles.get("id", ""))
    for where, line, cells in _good(source, names, roles["text"], rows):
        values = dict(zip(names, cells, strict=True))
        try:
            cleaned = article_text(values[roles["text"]], where)
        except UserError as error:
            source.leave_out(where, error)
            continue
        unread.look({name: value for name, value in values.items() if value}, taken)
        yield AnnotatedArticle(
            source=values.get(roles.get("id", ""), "").strip() or f"{file_name(source.path)}:{line}",
            title=values.get(roles.get("title", ""), "").strip() or title_of(cleaned.text),
            text=cleaned.text,
            meta={name: value for name, value in values.items() if value and name not in roles.values()},
            changes=cleaned.changes,
            where=where,
        )
    unread.note(source)


def _own(source: SourceFile, names: list[str], rows: Iterator[TableRow]) -> Iterator[AnnotatedArticle]:
    """Yield the articles of our own table, each begun by the row that holds its text; bad rows are left out."""
    begun: _Begun | None = None
    for row in rows:
        where = source.at(row.line)
        try:
            cells = _cells(names, row, where)
            if cells["article_text"]:
                done, begun = begun, None
                if done is not None:
                    yield done.article()
                begun = _Begun(cells, where, f"{file_name(source.path)}:{row.line}")
            elif begun is None or begun.id != cells["article_id"]:
                lost = _short(cells["article_id"])
                raise UserError(
                    f"{where}: no row before it holds the text of {lost}; put the rows back into their order."
                )
        except UserError as error:
            source.leave_out(where, error)
            continue
        try:
            begun.add(cells, where, source)
        except UserError as error:
            source.leave_out_span(where, error)
    if begun is not None:
        yield begun.article()


def _cells(names: list[str], row: TableRow, where: FileLocation) -> dict[str, str]:
    if len(row.cells) != len(names):
        raise UserError(f"{where}: the row has not the {len(names)} cells of the header; the file may be cut off.")
    return {name: unescaped(cell) if cell[:1] == "'" else cell for name, cell in zip(names, row.cells, strict=True)}


class _Begun:
    """An article of our own table as its rows come."""

    def __init__(self, cells: dict[str, str], where: FileLocation, fallback_id: str) -> None:
        self.id, self._title, self._where = cells["article_id"], cells.get("title", ""), where
        self._source = self.id or fallback_id
        cleaned = article_text(cells["article_text"], where, keep_bom=True)
        # The text went out with LF alone: offsets hold whatever became of the line ends since.
        self._text, self._changes = Cleaned(cleaned.text, ()), cleaned.changes
        self._quotations = Quotations(cleaned.text)
        self._meta = _object(cells.get("meta", ""), where)
        self._spans: dict[str, list[LabelledSpan]] = {}
        self._labels: dict[str, list[str]] = {}

    def add(self, cells: dict[str, str], where: FileLocation, source: SourceFile) -> None:
        """Take the span, or label of the whole article, of a row. Raises UserError."""
        edges, label, who = (cells["start"], cells["end"]), cells["label"], cells.get("annotator", "")
        if edges == ("", "") and not label:
            return
        if not label.strip():
            raise UserError(f"{where}: the span has no label.")
        if edges == ("", ""):
            self._labels.setdefault(who, []).append(label)
            return
        surface, given = cells.get("text", ""), (_number(edges[0], where), _number(edges[1], where))
        start, end = stretch(self._text, *self._where_it_stands(*given, surface, where, source), where)
        there = self._text.text[start:end]
        if surface and not alike(there, surface):
            source.report.note(
                where, f"the cell says '{_short(surface)}', the text '{_short(there)}'; the text was taken"
            )
        span = LabelledSpan(
            *(start, end, label),
            note=cells.get("note", ""),
            confidence=cells.get("confidence", ""),
            attributes=_object(cells.get("attributes", ""), where),
        )
        self._spans.setdefault(who, []).append(span)

    def _where_it_stands(
        self, start: int, end: int, surface: str, where: FileLocation, source: SourceFile
    ) -> tuple[int, int]:
        """Return where the words of a span stand near its offsets; the offsets where there is no telling."""
        if not surface or self._quotations.fits(start, end, surface):
            return start, end
        found = self._quotations.find(start, end, surface)
        if found is None or found.ambiguous:
            return start, end
        what = f"the cell's '{_short(surface)}' is not at [{start}, {end}) but at [{found.start}, {found.end})"
        source.report.note(where, f"{what}; taken there")
        return found.start, found.end

    def article(self) -> AnnotatedArticle:
        """Return the article with all that was added."""
        people = dict.fromkeys((*self._labels, *self._spans))
        layers = tuple(
            Layer(who, spans=tuple(self._spans.get(who, ())), labels=tuple(dict.fromkeys(self._labels.get(who, ()))))
            for who in people
        )
        return AnnotatedArticle(
            source=self._source,
            title=self._title or title_of(self._text.text),
            text=self._text.text,
            meta=self._meta,
            changes=self._changes,
            layers=layers,
            where=self._where,
            own=True,
        )


def _short(cell: str) -> str:
    """Return a cell as a sentence can name it."""
    return " ".join(cell.split())[:40]


def _number(cell: str, where: FileLocation) -> int:
    found = _NUMBER.fullmatch(cell.strip())
    if not found:
        raise UserError(f"{where}: the edges of a span must be whole numbers, not '{_short(cell)}'.")
    return int(found[1])


def _object(cell: str, where: FileLocation) -> dict[str, Any]:
    return parse_object(cell, where) if cell else {}


FORMAT = Format(
    "csv",
    "CSV table",
    (".csv", ".tsv"),
    read=read,
    write=write,
    holds=OF_SPANS | {Holds.NESTING, Holds.ARTICLE_LABELS, Holds.ANNOTATOR, Holds.ID, Holds.TITLE, Holds.METADATA},
    sniff=sniff,
    units=(Unit.ARTICLE, Unit.SENTENCE),
    # Whole numbers cannot be missing there.
    columns=tuple(
        (name, {"start": "float64", "end": "float64", "label": "label"}.get(name, "string")) for name in COLUMNS
    ),
)
