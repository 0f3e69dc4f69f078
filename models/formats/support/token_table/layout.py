"""How a table of tokens is laid out: its separator and columns, found or chosen, and the parts of each line by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import NamedTuple

from models.base.errors import UserError
from models.base.reading import Reading
from models.formats.support.options import ReadOptions
from models.formats.support.source import Head
from models.formats.support.tables import guessed_columns
from models.formats.support.token_table.columns import Found, are_words, find
from models.formats.support.token_table.lines import Sample, samples
from models.text.encodings import SAMPLE, refuse

_LOOKED_AT, _GLANCE = 20_000, 2_000  # lines, to find the columns, and to tell the format
_LINE = 200  # characters of a line on the average: longer ones hold no token
_LONG_SENTENCE = 200  # tokens: no sentence is that long
_SHOWN = 30  # rows of the first sentence
_CELL = 40  # characters of one
_ROWS = 3  # lines that look like tags before a file is taken for a table: prose may end in O, too
_EVEN, _ALL = 0.9, 0.98  # of the lines have the usual number of cells


class Picked(NamedTuple):
    """What a line holds. `token`: "" when it has none. `tags`: none when it has none; `odd`: it is of another width."""

    token: str
    tags: tuple[str, ...]
    sentence: str = ""
    document: str = ""
    odd: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of a table of tokens, and what was looked at to find them. Numbers of columns are from 0."""

    sample: Sample
    found: Found

    @property
    def tags(self) -> tuple[int, ...]:
        """The columns of tags."""
        return tuple(self.found.schemes)

    @property
    def token(self) -> int:
        """The column of tokens; the first where none was found."""
        return self.found.token or 0

    def is_header(self, cells: Sequence[str]) -> bool:
        """Whether a line is that of the names of the columns."""
        return bool(self.found.names) and tuple(cells) == self.found.names

    def is_row(self, cells: Sequence[str]) -> bool:
        """Whether a line that begins with # is a token with its tag, as other lines have them."""
        return len(cells) == self.sample.separator.width and bool(self.tags) and self._fit(cells)

    def _fit(self, cells: Sequence[str]) -> bool:
        """Whether the tags of a line are where they should be."""
        return all(
            index < len(cells) and (scheme is None or scheme.fits(cells[index]))
            for index, scheme in self.found.schemes.items()
        )

    def pick(self, cells: list[str]) -> Picked:
        """Return the parts of a line; one of unusual width is read from the side where its tags are."""
        width = self.sample.separator.width
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        if len(cells) == 1 and width > 1:
            return Picked(cells[0], ())
        more = len(cells) - width
        if more and not self._fit(cells) and self.tags:
            moved = self._moved(cells, more)
            if self._fit(moved):
                return self._picked(moved, odd=more > 0 or self.token > 0)
        return self._picked(cells, odd=more != 0 and not (self.tags and self._fit(cells) and more < 0))

    def _moved(self, cells: list[str], more: int) -> list[str]:
        """Return a line with the usual cells: pieces of a token joined, or blank ones put after it."""
        at = min(self.token, len(cells) - 1)
        if more > 0:
            whole = self.sample.separator.joined(cells[at : at + more + 1])
            return [*cells[:at], whole, *cells[at + more + 1 :]]
        return [*cells[: at + 1], *[""] * -more, *cells[at + 1 :]]

    def _picked(self, cells: list[str], *, odd: bool) -> Picked:
        def cell(index: int | None) -> str:
            return "" if index is None or index >= len(cells) else cells[index]

        tags = tuple(cell(index) for index in self.tags)
        token = cell(self.token).removeprefix(self.found.prefix)
        return Picked(token, tags, cell(self.found.sentence), cell(self.found.document), odd)

    def has_sentences(self) -> bool:
        """Whether lines or a column tell where sentences end; a short file may be one sentence."""
        told = self.sample.sentences[0] != self.sample.sentences[-1] or self.found.sentence is not None
        return told or len(self.sample.rows) < _LONG_SENTENCE

    @cached_property
    def counts_tokens(self) -> bool:
        """Whether the column of sentences is one of numbers that begin again with each sentence."""
        column = self.found.sentence
        cells = self.sample.column(column)[1 if self.found.names else 0 :] if column is not None else []
        numbers = [int(cell) for cell in cells if cell.isdecimal()]
        steps = [after - before for before, after in pairwise(numbers)]
        return len(numbers) == len(cells) and steps.count(1) > steps.count(0)

    def unread(self) -> list[str]:
        """Return the columns that say something and are not read."""
        read = {self.token, *self.tags, self.found.sentence, self.found.document}
        body = self.sample.rows[1 if self.found.names else 0 :]
        parts = self.parts()
        return [
            parts[index]
            for index in range(len(parts))
            if index not in read and any(row[index] not in _EMPTY and not row[index].isdecimal() for row in body)
        ]

    def parts(self) -> tuple[str, ...]:
        """Return the names of the columns, or their numbers from 1."""
        return part_names(self.sample, self.found.names)

    def reading(self) -> Reading:
        """Return what a person is told of the columns."""
        parts = self.parts()
        roles = {"token": (parts[self.token],), "tag": tuple(parts[index] for index in self.tags)}
        for role, index in (("sentence", self.found.sentence), ("document", self.found.document)):
            roles[role] = () if index is None else (parts[index],)
        return Reading("column", parts, self._shown(), roles, frozenset({"tag"}), frozenset({"token", "tag"}))

    def _shown(self) -> tuple[tuple[str, ...], ...]:
        start = 1 if self.found.names else 0
        rows = list(zip(self.sample.rows, self.sample.sentences, strict=True))[start:]
        first = takewhile(lambda one: one[1] == rows[0][1], rows[:_SHOWN])
        return tuple(tuple(cell[:_CELL] for cell in row) for row, _ in first)


_EMPTY = frozenset({"_", "-X-", "O", "-", "", "*"})


def part_names(sample: Sample, names: Sequence[str]) -> tuple[str, ...]:
    """Return what the columns of a sample are called: their names, each once, or their numbers from 1."""
    numbers = [str(number) for number in range(1, len(sample.rows[0]) + 1)]
    if not names:
        return tuple(numbers)
    return tuple(
        name if name and names.index(name) == index else f"column {index + 1}" for index, name in enumerate(names)
    )


def found_in(head: Head, most: int = _LOOKED_AT) -> Layout | None:
    """Return how the beginning of a file is laid out, by what is in it alone; None when it is no table of tokens."""
    best: Layout | None = None
    for sample in samples(head.lines[:most]):
        layout = Layout(sample, find(sample))
        if layout.found.token is not None and layout.tags and (best is None or sample.even > best.sample.even + 0.05):
            best = layout
    return best


def of_file(head: Head, options: ReadOptions, where: object) -> Layout:
    """Return how a file is laid out, columns found or chosen. Raises UserError for columns that it lacks."""
    _refuse_no_lines(head, where)
    found = found_in(head)
    looked = [found.sample] if found else samples(head.lines[:_LOOKED_AT])
    if not looked:
        raise UserError(f"{where}: holds no token; a CoNLL file has one a line.")
    sample = looked[0]
    if not options.roles:
        return found or Layout(sample, find(sample))
    names = found.found.names if found else ()
    numbers = {role: _numbers(sample, names, parts, where) for role, parts in options.roles.items() if role in _ROLES}
    token = next(iter(numbers.get("token", ())), None)
    again = find(sample, token, numbers.get("tag"))
    places = {role: (one[0] if one else None) for role, one in numbers.items() if role in ("sentence", "document")}
    return Layout(sample, _placed(again, places))


def _refuse_no_lines(head: Head, where: object) -> None:
    """Raise UserError for what has no lines as it is decoded: UTF-16 without its mark, and CR alone at their ends."""
    if "\0" in head.text:
        raise refuse(where, "utf-8", head.start[:SAMPLE])
    if "\r" in head.text and "\n" not in head.text:
        raise UserError(f"{where}: lines end in CR alone; save the file with LF or CRLF at their ends.")


_ROLES = ("token", "tag", "sentence", "document")


def _placed(found: Found, places: dict[str, int | None]) -> Found:
    return Found(
        **{name: getattr(found, name) for name in ("token", "schemes", "names", "prefix", "doubled", "named")},
        sentence=places.get("sentence", found.sentence),
        document=places.get("document", found.document),
    )


def _numbers(sample: Sample, names: Sequence[str], parts: Sequence[str], where: object) -> list[int]:
    """Return the columns that a person named, or numbered from 1. Raises UserError."""
    there = part_names(sample, names)
    numbers = []
    for part in parts:
        if part in there:
            numbers.append(there.index(part))
        elif part.isascii() and part.isdigit() and 0 < int(part[:6]) <= len(there):
            numbers.append(int(part) - 1)
        else:
            known = ", ".join(there) if names else f"numbered 1 to {len(there)}"
            raise UserError(f"{where}: there is no column {part[:_CELL]}; the columns are {known}.")
    return numbers


def why_table(head: Head, suffixes: Sequence[str]) -> str:
    """Return why a file is a table of tokens, as a clause; "" when it is none."""
    if sum(map(len, head.lines[:_GLANCE])) > _LINE * _GLANCE:
        return ""
    layout = found_in(head, _GLANCE)
    if layout is None or not _convinces(layout, head, by_name=head.suffix in suffixes):
        return ""
    names = [layout.parts()[index] for index in layout.tags]
    if layout.tags == (layout.sample.separator.width - 1,) and not layout.found.names:
        return "its lines end in tags"
    return f"its column{'s' if len(names) > 1 else ''} {' and '.join(names)} hold{'' if len(names) > 1 else 's'} tags"


def _convinces(layout: Layout, head: Head, *, by_name: bool) -> bool:
    """Whether a file is a table rather than prose whose lines end in O, or a table of texts."""
    sample, found = layout.sample, layout.found
    start = 1 if found.names else 0
    if len(sample.rows) - start < _ROWS or not are_words(sample.column(layout.token)[start:]):
        return False
    schemes = [scheme for scheme in found.schemes.values() if scheme is not None]
    brackets = len(schemes) < len(found.schemes)
    strong = brackets or any(scheme.found and not scheme.plain for scheme in schemes)
    if not strong and (sample.separator.sign or "text" in guessed_columns(sample.first)):
        return found.named
    tabs = "\t" in head.text and not sample.separator.sign
    if not by_name and sample.even < (_EVEN if strong or tabs else _ALL):
        return False
    cells = sample.column(layout.tags[0])[start:]
    free = brackets or sum(cell in scheme.outside for scheme in schemes[:1] for cell in cells)
    spans = strong or any(scheme.found for scheme in schemes)
    enough = free > 0 if strong else _plainly(layout, cells, free)
    return by_name or (enough and (spans or tabs))


def _plainly(layout: Layout, cells: Sequence[str], free: int) -> bool:
    """Whether labels without B- and I- are tags: few, in a table that is mostly outside, and says so with O."""
    said = {cell for cell in cells if cell.casefold() in {"o", "other"}}
    sentences = layout.sample.sentences[0] != layout.sample.sentences[-1]
    labels = {*cells} - said
    often = len(labels) * 5 <= len(cells) - free
    return bool(said or sentences) and (free * 2 >= len(cells) or (often and free * 20 >= len(cells)))
