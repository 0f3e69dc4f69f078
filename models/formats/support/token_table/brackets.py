"""Spans between brackets, a cell a token, as CoNLL-2012 and Universal Anaphora have them: `(PERSON*`, `*)`, `(GPE)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from models.formats.support.source import SourceFile

_CELL = re.compile(r"(?:\([^()*|\s]+)*[*-]?(?:[^()*|\s]*\))*")
_PART = re.compile(r"\((?P<opens>[^()*|]{1,100})|(?P<closes>[^()*|]{0,100})\)")  # bounded: hostile cells are long
_NUMBERED = re.compile(r"\w?\d+-(?P<label>[^-\s]+)")
_OF_OTHERS = re.compile(
    r"\d+|[RC]-A.*|A\d|ARG.*|V|V-.*|AM-.*"  # coreference and roles of verbs
    r"|TOP|ROOT|S|SQ|SINV|SBAR.*|S1|NP.*|VP.*|PP.*|ADVP.*|ADJP.*|WH[A-Z]+|QP|PRN|PRT|FRAG|UCP|NX|CONJP|INTJ|LST|IP|CP|NML"
)
_ENOUGH = 0.9
_LONGEST = 200  # characters of a cell
_MOST_OTHERS = 0.5


def has_brackets(cells: Sequence[str]) -> bool:
    """Whether a column holds spans between brackets; those of trees, roles and coreference are none."""
    if max(map(len, cells), default=0) > _LONGEST:
        return False
    opened = [label_in(match["opens"]) for cell in cells for match in _PART.finditer(cell) if match["opens"]]
    if not opened or sum(bool(_CELL.fullmatch(cell)) for cell in cells) < _ENOUGH * len(cells):
        return False
    return sum(bool(_OF_OTHERS.fullmatch(label)) for label in opened) <= _MOST_OTHERS * len(opened)


def label_in(what: str, place: int | None = None) -> str:
    """Return the label of what a bracket opens: its field at `place`, or what follows a number."""
    fields = what.split("-")
    if place is not None and place < len(fields):
        return fields[place]
    found = _NUMBERED.match(what)
    return found["label"] if found else what


def bracketed(
    cells: Iterable[str], lines: Sequence[int], source: SourceFile, label_of: Callable[[str], str] = label_in
) -> list[tuple[int, int, str]]:
    """Return (first, after, label) of the spans of one sentence, in order; brackets without their other are noted."""
    found: list[tuple[int, int, str]] = []
    opened: list[tuple[int, str]] = []
    for number, cell in enumerate(cells):
        for match in _PART.finditer(cell):
            if match["opens"]:
                opened.append((number, match["opens"]))
            elif not opened:
                source.report.note(source.at(lines[number]), f"{cell} closes what nothing has opened; left out")
            else:
                first, what = opened.pop(_partner(opened, match["closes"]))
                found.append((first, number + 1, label_of(what)))
    for first, what in opened:
        source.report.note(source.at(lines[first]), f"({what} is not closed in its sentence; left out")
    return sorted(found, key=lambda one: (one[0], -one[1]))


def _partner(opened: list[tuple[int, str]], name: str) -> int:
    """Return which of the open brackets one closes: the last that has its name, or the last."""
    if name:
        for index in reversed(range(len(opened))):
            if opened[index][1] == name or opened[index][1].split("-")[0] == name:
                return index
    return len(opened) - 1
