"""Lines of a table of tokens: cells, comments, and what comments say of articles."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BOM = "\ufeff"
START = re.compile(r"-{0,2}DOCSTART-{0,2}", re.IGNORECASE)
_SAYS_NOTHING = {"", "-X-", "O", "-O-"}  # what other cells of a line hold that begins an article
_BLANKS = re.compile(r"[ \t]+")
_BEGIN = re.compile(r"#\s*begin document\s*\(?(?P<name>[^();]*)\)?\s*;?\s*(?:part\s*(?P<part>\d+))?.*", re.IGNORECASE)
_END = re.compile(r"#\s*end document.*", re.IGNORECASE)
_NEWDOC = re.compile(r"#\s*newdoc(?:\s+id)?\s*(?:=\s*(?P<name>.*))?", re.IGNORECASE)
_REMARK = re.compile(r"#+(?:[ \t]|$)|#\s*(?:begin|end) document\b", re.IGNORECASE)
_AROUND = " \t\r"  # other white space stays in tokens
_SIGNS = (",", ";", "|")
MOST_CELLS = 200  # in a line of a table of tokens


class Begun(NamedTuple):
    """What a line says of an article that begins with it: its name, or none."""

    name: str


def is_start(cells: Sequence[str]) -> bool:
    """Return whether a line begins an article; the bare word with a tag is a token, of `-DOCSTART-` in a text."""
    found = next((cell for cell in cells[:2] if START.fullmatch(cell)), "")
    return "-" in found or (found != "" and {*cells} - {found} <= _SAYS_NOTHING)


def begins(line: str, cells: Sequence[str]) -> Begun | None:
    """Return the article that a line begins without having a token, if it does."""
    if "docstart" in line.casefold() and is_start(cells):
        return Begun("")
    if not line.startswith("#"):
        return None
    if found := _BEGIN.fullmatch(line):
        part = int(found["part"] or 0)
        return Begun(found["name"].strip() + (f"#{part}" if part else ""))
    if found := _NEWDOC.fullmatch(line):
        return Begun((found["name"] or "").strip())
    return None


def is_mark(line: str) -> bool:
    """Whether a line with # begins or ends an article, whatever the columns are."""
    return any(kind.fullmatch(line) for kind in (_BEGIN, _END, _NEWDOC))


def is_remark(line: str, cells: Sequence[str]) -> bool:
    """Whether a line with # that is no row reads as a comment: a blank follows its sign, or it is of several words."""
    return bool(_REMARK.match(line)) or len(cells) > 1


@dataclass(frozen=True)
class Separator:
    """What parts the cells of a line: a `sign`, or blanks and tabs without one. `width`: usual number of cells."""

    sign: str
    width: int = 0

    def cells(self, line: str) -> list[str]:
        """Return the cells of a line, white space around them gone."""
        if self.sign:
            return self._signed(line)
        if "\t" not in line:
            inner = line.strip(_AROUND)
            return _BLANKS.split(inner) if "  " in inner else inner.split(" ")
        cells = [cell.strip(_AROUND) for cell in line.split("\t")]
        if self.width and len(cells) != self.width:
            words = _BLANKS.split(line.strip(_AROUND))
            return words if len(words) == self.width and len(cells) < self.width else cells
        return cells

    def _signed(self, line: str) -> list[str]:
        """Cells that may be quoted; a quote that opens none, a token, is one all the same."""
        try:
            cells = next(csv.reader([line], delimiter=self.sign), [])
        except csv.Error:
            cells = []
        if self.width and len(cells) != self.width:
            plain = line.split(self.sign)
            if len(plain) == self.width or len(cells) < self.width:
                cells = plain
        return [cell.strip(_AROUND) for cell in cells]

    def joined(self, cells: Iterable[str]) -> str:
        """Return a token that its own separators had cut."""
        return (self.sign or " ").join(cells)


@dataclass(frozen=True)
class Sample:
    """The first rows of a table that are of its usual width, with the number of the sentence that each is in."""

    separator: Separator
    first: list[str]
    rows: list[list[str]]
    sentences: list[int]
    even: float  # share of the lines that have the usual width

    def column(self, index: int) -> list[str]:
        """Return the cells of a column, its rows in order."""
        return [row[index] for row in self.rows]


def samples(lines: Sequence[str]) -> list[Sample]:
    """Return the lines cut into cells in each way that may be meant, the likeliest first."""
    kept = [line.lstrip(BOM) for line in lines]
    if any(line.strip() and not line.startswith(("#", "-DOCSTART-")) for line in kept):
        kept = [line for line in kept if not line.startswith("#")]
    rows = [line for line in kept if line.strip()]
    tabs = sum("\t" in line.strip() for line in rows)
    found = [_sample(kept, Separator(""))]
    if tabs * 2 < len(rows):
        likely = [sign for sign in _SIGNS if sum(sign in line for line in rows) * 10 >= len(rows) * 9]
        found = [_sample(kept, Separator(sign)) for sign in likely] + found
    return [sample for sample in found if sample.rows and sample.separator.width]


def _sample(lines: Sequence[str], separator: Separator) -> Sample:
    kept, sentence = [], 0
    for line in lines:
        if not line.strip(" \t,;|\r"):
            sentence += 1
        elif not is_start(separator.cells(line)):
            kept.append((sentence, line))
    widths = Counter(len(separator.cells(line)) for _, line in kept)
    width = max(widths, key=lambda wide: (widths[wide], wide), default=0)
    usual = Separator(separator.sign, width)
    cut = [(number, usual.cells(line)) for number, line in kept]
    fit = [(number, cells) for number, cells in cut if 0 < len(cells) == width <= MOST_CELLS]
    first = cut[0][1] if cut else []
    return Sample(usual, first, [c for _, c in fit], [n for n, _ in fit], len(fit) / len(cut) if cut else 0.0)
