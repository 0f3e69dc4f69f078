"""The articles of a table of tokens: a space between tokens, a sentence a line, the tags as spans of one layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.report import file_name
from models.formats.documents.text import title_of
from models.formats.support.fields import article_text
from models.formats.support.source import SourceFile
from models.formats.support.tags import in_parts, is_tag, spans_of
from models.formats.support.token_table.brackets import bracketed
from models.formats.support.token_table.layout import Layout, of_file
from models.formats.support.token_table.oddities import Oddities
from models.formats.support.token_table.rows import Row, rows
from models.formats.support.token_table.schemes import NO_LABELS, Scheme, begins_inside
from models.formats.support.tokenized import SPACED

_STACKED = re.compile(r"[^|]{1,}(?:\|[^|]{1,})+")
_MOST_TAGS = 10_000  # whose reading is kept
_MANY = 20  # tokens, for them to be words
_Spans = list[tuple[int, int, str]]


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read the articles of a file, section by section. Raises UserError when it has no tokens or tags."""
    layout = of_file(source.head(), source.options, source.at())
    source.took(layout.reading())
    if not layout.tags and layout.sample.separator.width > 1:
        columns = ", ".join(layout.parts())
        raise UserError(f"{source.at()}: no column looks like tags; the columns are {columns}: choose, --column tag=…")
    told, table = Oddities(source), _Table(layout, source)
    _tell_layout(layout, source)
    number = 0
    try:
        for section, found in groupby(rows(source, layout, told), key=attrgetter("section")):
            sentences = (list(group) for _, group in groupby(found, key=attrgetter("sentence")))
            parts = in_parts(sentences) if section == 0 else iter([list(sentences)])
            for part in parts:
                number += 1
                yield table.article(part, number, told)
    finally:
        told.tell()
    if not number:
        raise UserError(f"{source.at()}: holds no token; a CoNLL file has one a line.")


def _tell_layout(layout: Layout, source: SourceFile) -> None:
    """Note once a file what of it is taken by evidence or not at all."""
    note, where, parts = source.report.note, source.at(), layout.parts()
    if not layout.tags:
        note(where, "tokens without tags; all taken as O")
    tokens = layout.sample.column(layout.token)
    if len(tokens) >= _MANY and len(set(tokens)) == 1:
        note(where, f"every token is {tokens[0]}; the words of this corpus are in other files")
    if layout.found.prefix:
        note(where, f"{layout.found.prefix} before each token is the language; taken off")
    if any(scheme is not None and scheme.bare for scheme in layout.found.schemes.values()):
        note(where, NO_LABELS)
    if layout.found.doubled:
        names = " and ".join(parts[index] for index in layout.found.doubled)
        note(where, f"column {names} repeats the tags of another; left out (--column tag=… takes it)")
    if unread := [name for name in layout.unread() if name not in {parts[index] for index in layout.found.doubled}]:
        note(where, f"what column {', '.join(unread)} says; left out")


@dataclass
class _Table:
    """Makes articles of sentences."""

    layout: Layout
    source: SourceFile

    @cached_property
    def _usual(self) -> dict[int, dict[str, str]]:
        """Return column of tags -> cell -> its tag, of those that were met."""
        return {index: {} for index in self.layout.found.schemes}

    @cached_property
    def _inside(self) -> dict[int, bool]:
        """Return column of tags -> whether its spans begin with I-."""
        found: dict[int, bool] = {}
        sample = self.layout.sample
        for index, scheme in self.layout.found.schemes.items():
            if scheme is not None:
                groups = groupby(zip(sample.sentences, sample.rows, strict=True), key=lambda one: one[0])
                found[index] = begins_inside(scheme, ([row[index] for _, row in group] for _, group in groups))
        return found

    def article(self, sentences: list[list[Row]], number: int, told: Oddities) -> AnnotatedArticle:
        """Return the article of sentences, the `number`th of its file."""
        where = self.source.at(sentences[0][0].line)
        lines: list[str] = []
        spans: dict[tuple[int, int, str], None] = {}
        position = 0
        for found in sentences:
            starts = []
            for row in found:
                starts.append(position)
                position += len(row.token) + 1
            lines.append(" ".join(row.token for row in found))
            for first, after, label in self._spans(found, told):
                end = starts[after - 1] + len(found[after - 1].token)
                if (span := (starts[first], end, label)) in spans:
                    told.count("doubled", found[first].line)
                spans[span] = None
        text = article_text("\n".join(lines), where, keep_bom=True).text
        name = sentences[0][0].name or f"{file_name(self.source.path)}#{number}"
        layers = (Layer(spans=tuple(LabelledSpan(*span) for span in spans)),)
        return AnnotatedArticle(name, title_of(text), text, meta=dict(SPACED), layers=layers, where=where)

    def _spans(self, found: list[Row], told: Oddities) -> _Spans:
        """Return (first, after, label) of the spans of a sentence, column by column."""
        lines = [row.line for row in found]
        spans: _Spans = []
        for place, (index, scheme) in enumerate(self.layout.found.schemes.items()):
            cells = [row.tags[place] if row.tags else "" for row in found]
            if scheme is None:
                spans += bracketed([cell or "*" for cell in cells], lines, self.source)
            else:
                usual = self._usual[index]
                for level in _levels(cells, scheme):
                    tags = [
                        usual.get(cell) or _tag(cell, scheme, row, told, usual)
                        for cell, row in zip(level, found, strict=True)
                    ]
                    spans += spans_of(tags, lines, self.source, inside_begins=self._inside[index])
        return sorted(spans, key=lambda one: (one[0], -one[1]))


def _levels(cells: list[str], scheme: Scheme) -> list[list[str]]:
    """Return the tags of a sentence, and of what is nested in it where cells hold several (`B-ORG|B-LOC`)."""
    if "|" not in "".join(cells):
        return [cells]
    pieces = [cell.split("|") if _STACKED.fullmatch(cell) else [cell] for cell in cells]
    deepest = max(map(len, pieces), default=1)
    if scheme.plain or deepest == 1 or not all(map(scheme.fits, (one for each in pieces for one in each if one))):
        return [cells]
    return [[each[level] if level < len(each) else "O" for each in pieces] for level in range(deepest)]


def _tag(cell: str, scheme: Scheme, row: Row, told: Oddities, usual: dict[str, str]) -> str:
    """Return the tag of a cell, and keep it in `usual` where nothing of it is told."""
    if not row.tags:
        return "O"
    tag = scheme.canonical(cell)
    if tag != "O" and not scheme.pattern.fullmatch(cell) and is_tag(tag):
        told.count("spellings", row.line, cell)
    elif cell and len(usual) < _MOST_TAGS:
        usual[cell] = tag
    return tag
