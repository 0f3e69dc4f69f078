"""Rows of a table of tokens as they come, with the sentence and article that each is in; odd lines are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from models.formats.support.source import SourceFile
from models.formats.support.token_table.layout import Layout, Picked
from models.formats.support.token_table.lines import BOM, begins, is_mark, is_remark
from models.formats.support.token_table.oddities import Oddities

_ENDS = frozenset("۔.؟?!")
_MOST_KNOWN = 50_000  # lines whose reading is kept
_QUOTED = re.compile(r'"(?:[^"]|"")*""(?:[^"]|"")*"')


class Row(NamedTuple):
    """A line with a token. `section`, `sentence`: how many began before it; `name`: of its article."""

    section: int
    name: str
    sentence: int
    line: int
    token: str
    tags: tuple[str, ...]


@dataclass
class _Place:
    """Where in the file one is."""

    section: int = 0
    name: str = ""
    sentence: int = 0
    opened: int = 0  # the line that began the section
    filled: int = 0  # the last section that holds a token
    value: str = ""  # of the column of sentences
    document: str | None = None  # of the column of articles
    blank: bool = True  # the line before it was blank, or there was none
    separators: set[bool] = field(default_factory=set)
    ended: bool = False  # the token before it ends a sentence

    def begin(self, name: str, line: int) -> None:
        """Begin another article."""
        self.section, self.sentence, self.opened, self.name = self.section + 1, self.sentence + 1, line, name


class _Read(NamedTuple):
    """What a line says. `again`: it says so wherever it stands, and nothing of it is told."""

    token: str
    tags: tuple[str, ...]
    again: bool


def rows(source: SourceFile, layout: Layout, told: Oddities) -> Iterator[Row]:
    """Yield the rows that hold a token; what is none, or not as usual, is noted."""
    place = _Place()
    guess = not layout.has_sentences()
    moves = layout.found.document is not None or layout.found.sentence is not None
    known: dict[str, _Read] = {}  # most lines of a corpus come again
    for number, line in source.lines():
        if not line:
            place.sentence += 1
            continue
        read = known.get(line) or _read(line, number, place, layout, source, told)
        if read is None:
            continue
        if guess and place.ended:
            told.count("guessed", number)
            place.sentence += 1
        place.filled, place.ended = place.section, read.token in _ENDS
        if read.again and not moves and len(known) < _MOST_KNOWN:
            known[line] = read
        yield Row(place.section, place.name, place.sentence, number, read.token, read.tags)
    _tell_empty(place, source)


def _read(whole: str, number: int, place: _Place, layout: Layout, source: SourceFile, told: Oddities) -> _Read | None:
    """Return what a line says; None for one without a token. `place` is moved to where the line is."""
    line = _unmarked(whole, number, told)
    given = line.strip()
    if not given.strip(",;|" if layout.sample.separator.sign else ""):
        place.sentence += 1
        return None
    cells = layout.sample.separator.cells(line)
    if layout.is_header(cells):
        return None
    if begun := begins(given, cells):
        _tell_empty(place, source)
        place.begin(begun.name, number)
        return None
    if given.startswith("#") and (is_mark(given) or (not layout.is_row(cells) and is_remark(given, cells))):
        if not is_mark(given):
            told.count("comments", number, given[:20])
        return None
    _tell_separators(place, line, number, layout, source)
    picked = layout.pick(cells)
    if not _tell_odd(picked, cells, number, layout, source, told):
        return None
    _move(place, picked, number, layout, source)
    token = picked.token if layout.sample.separator.sign else _unquoted(picked.token, number, told)
    told_nothing = bool(picked.tags or not layout.tags) and not picked.odd and len(token.split()) == 1
    return _Read(token, picked.tags, told_nothing and token == picked.token and line == whole)


def _unmarked(line: str, number: int, told: Oddities) -> str:
    if not line.startswith(BOM):
        return line
    told.count("marks", number)
    return line.lstrip(BOM)


def _unquoted(token: str, number: int, told: Oddities) -> str:
    """Return a word without the quotes that programs put around one with a quote in it: a sign of inches, a quote."""
    if not _QUOTED.fullmatch(token):
        return token
    told.count("quotes", number, token)
    return token[1:-1].replace('""', '"')


def _tell_empty(place: _Place, source: SourceFile) -> None:
    if place.section > place.filled:
        source.report.note(source.at(place.opened), "an article without a token; left out")


def _tell_separators(place: _Place, line: str, number: int, layout: Layout, source: SourceFile) -> None:
    if layout.sample.separator.sign or len(place.separators) > 1 or not line.strip(" \t").count(" ") + line.count("\t"):
        return
    place.separators.add("\t" in line)
    if len(place.separators) > 1:
        source.report.note(source.at(number), "tabs and spaces mixed as separators; each line read by its own")


def _tell_odd(
    picked: Picked, cells: list[str], number: int, layout: Layout, source: SourceFile, told: Oddities
) -> bool:
    """Note what is not as usual in a line; return whether it holds a token."""
    if not picked.token.strip():
        source.report.note(source.at(number), "a tag without a token; left out")
        return False
    if not picked.tags and layout.tags:
        source.report.note(source.at(number), "a token without a tag; taken as O")
    if pieces := len(picked.token.split()) - 1:
        source.report.note(source.at(number), f"a token with white space; taken as {pieces + 1} tokens")
    elif picked.odd:
        width = layout.sample.separator.width
        told.count("odd", number, f"{len(cells)} cells where most lines have {width}")
    return True


def _move(place: _Place, picked: Picked, number: int, layout: Layout, source: SourceFile) -> None:
    """Begin another sentence or article where the columns that tell them say so."""
    if layout.found.document is not None and picked.document and picked.document != place.document:
        fresh = place.document is None and place.section > place.filled  # a line before it has begun this article
        place.document = picked.document
        if not fresh:
            place.begin(picked.document, number)
    if layout.found.sentence is None or not picked.sentence:
        return
    if layout.counts_tokens:
        before, place.value = place.value, picked.sentence
        ends = not before.isdecimal() or not place.value.isdecimal() or int(place.value) <= int(before)
        place.sentence += bool(before) and ends
    elif picked.sentence != place.value:
        place.value = picked.sentence
        place.sentence += 1
