"""Where a CoNLL-U file has its entities: a column, or a field of MISC (`NER=B-PER`). No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from models.base.errors import UserError
from models.base.reading import Reading
from models.formats.support.source import Head, SourceFile
from models.formats.support.tags import begins_with_inside, spans_of
from models.formats.support.token_table.brackets import bracketed, has_brackets, label_in
from models.formats.support.token_table.schemes import OUTSIDE, Scheme, scheme_of

COLUMNS = "# global.columns ="
USUAL = "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC".split()
BARE = "MISC:"
"""The part of MISC that has no name: `B-PER|SpaceAfter=No`."""
_ENTITY = re.compile(r"(?:.*:)?(?:NE|NER|ENTITY|NERTAG|NE_TAG|NER_TAG)")
_KEYS = ("ner", "ne", "namedentity", "name", "entity", "tag", "nertag", "netag", "bio", "iob")
_ENTITIES = re.compile(r"#\s*global\.Entity\s*=\s*(\S+)")
_NO_ENTITY = frozenset({"ID", "FORM", "LEMMA", "UPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"})
_WHITE_SPACE = frozenset(
    {"SpaceAfter", "SpacesAfter", "SpacesBefore", "SpacesInToken", "NishanSpacesAfter", "NishanSpacesBefore"}
)
_SHOWN, _CELL = 30, 40


def fields_of(misc: str) -> dict[str, str]:
    """Return what MISC says, by name; what has no name is under ""."""
    return {name: value for name, sign, value in (_pair(part) for part in misc.split("|")) if sign or value != "_"}


def _pair(part: str) -> tuple[str, str, str]:
    name, sign, value = part.partition("=")
    return (name.strip(), sign, value) if sign else ("", sign, name)


@dataclass(frozen=True)
class Tagging:
    """The columns of a file, its parts that have tags, and how those are spelled; brackets where there is no scheme."""

    columns: tuple[str, ...]
    keys: tuple[str, ...]  # of MISC, that a tag could be in
    token: str
    tags: Mapping[str, tuple[Scheme | None, bool]]  # part -> spelling, and whether spans begin with I-
    place: int | None  # of the label among the fields of a bracket
    rows: tuple[tuple[str, ...], ...]

    def reading(self) -> Reading:
        """Return what a person is told of it."""
        roles = {"token": (self.token,), "tag": tuple(self.tags)}
        parts = (*self.columns, *self.keys)
        return Reading("column", parts, self.rows, roles, frozenset({"tag"}), frozenset({"token"}))

    def spans(self, tags: Sequence[list[str]], lines: list[int], source: SourceFile) -> Iterator[tuple[int, int, str]]:
        """Yield (first, after, label) of the spans of a sentence, given its tags part by part."""
        for (scheme, inside), cells in zip(self.tags.values(), tags, strict=True):
            if scheme is None:
                yield from bracketed(cells, lines, source, partial(label_in, place=self.place))
            else:
                told = [scheme.canonical(cell) for cell in cells]
                yield from spans_of(told, lines, source, inside_begins=inside)


def value_in(row: Mapping[str, str], misc: Mapping[str, str], part: str) -> str:
    """Return what a part of a row says; "O" where it says nothing."""
    value = misc.get(part.removeprefix(BARE), "") if part.startswith(BARE) else row.get(part, "").strip()
    return value or "O"


def tagging_of(source: SourceFile) -> Tagging:
    """Return where a file has its entities, found or chosen. Raises UserError for parts that it lacks."""
    head = source.head()
    columns = _columns(head)
    rows = [
        dict(zip(columns, line.split("\t"), strict=False)) if line.strip() else {}
        for line in head.lines
        if not line.startswith("#")
    ]
    miscs = [fields_of(row.get("MISC", "_")) for row in rows]
    names = dict.fromkeys(name for misc in miscs for name in misc if name not in _WHITE_SPACE)
    cells = {
        part: [value_in(row, misc, part) for row, misc in zip(rows, miscs, strict=True)]
        for part in (*columns, *(f"{BARE}{name}" for name in names))
    }
    chosen = source.options.roles.get("tag")
    known = (*columns, *(part for part in cells if part.startswith(BARE)))
    parts = _found(cells) if chosen is None else [_part(one, known, source) for one in chosen]
    token = _part(source.options.chosen("token") or "FORM", known, source) if "FORM" in columns else "FORM"
    likely = [part for part in cells if part.startswith(BARE) and _looks(cells[part])]
    keys = tuple(dict.fromkeys([*likely, *(part for part in parts if part not in columns)]))
    first = [index for index, row in enumerate(rows) if row][:_SHOWN]
    ends = next((index for index, row in enumerate(rows) if not row and first and index > first[0]), len(rows))
    shown = tuple(tuple(cells[part][at][:_CELL] for part in (*columns, *keys)) for at in first if at < ends)
    tags = {part: _spelling(cells[part], rows) for part in parts}
    return Tagging(tuple(columns), keys, token, tags, _label_place(head), shown)


def _columns(head: Head) -> list[str]:
    said = next((line for line in head.lines[:50] if line.startswith(COLUMNS)), "")
    return said.removeprefix(COLUMNS).upper().split() or USUAL


def _label_place(head: Head) -> int | None:
    """Return which field of a bracket is its label, where the file says it (`# global.Entity = eid-etype-head`)."""
    said = next((found for found in map(_ENTITIES.match, head.lines[:50]) if found), None)
    fields = said[1].split("-") if said else []
    return next((fields.index(name) for name in ("etype", "type", "entity") if name in fields), None)


def _looks(cells: list[str]) -> bool:
    return has_brackets(_starred(cells)) or bool((scheme := scheme_of(cells)) and scheme.found)


def _starred(cells: list[str]) -> list[str]:
    return ["*" if cell in OUTSIDE else cell for cell in cells]


def _found(cells: dict[str, list[str]]) -> list[str]:
    """Return the part that has the entities: a column by its name, a field of MISC, then whatever looks like tags."""
    if named := next((part for part in cells if _ENTITY.fullmatch(part)), ""):
        return [named]
    fields = [part for part in cells if part.startswith(BARE)]
    usual = sorted((part for part in fields if _rank(part) < len(_KEYS)), key=_rank)
    plain = [part for part in usual if _rank(part) < _KEYS.index("entity") and _labels(cells[part])]
    free = [part for part in cells if part not in _NO_ENTITY and part not in usual]
    likely = [part for part in (*usual, *free) if _looks(cells[part])]
    return (likely or plain)[:1]


def _rank(part: str) -> int:
    name = re.sub(r"[\W_]+", "", part.removeprefix(BARE)).casefold()
    return _KEYS.index(name) if name in _KEYS else len(_KEYS)


def _labels(cells: list[str]) -> bool:
    scheme = scheme_of(cells, plain=True)
    return bool(scheme and scheme.found)


def _part(one: str, known: Sequence[str], source: SourceFile) -> str:
    """Return the part that a person named or numbered. Raises UserError."""
    for name in (one, one.upper(), f"{BARE}{one}"):
        if name in known:
            return name
    if one.isascii() and one.isdigit() and 0 < int(one[:6]) <= len(known):
        return known[int(one) - 1]
    raise UserError(f"{source.at()}: there is no column {one[:_CELL]}; the columns are {', '.join(known)}.")


def _spelling(cells: list[str], rows: list[dict[str, str]]) -> tuple[Scheme | None, bool]:
    if has_brackets(_starred(cells)):
        return None, False
    scheme = scheme_of(cells, plain=True) or scheme_of(["B-X", "O"])
    assert scheme is not None
    tags = (scheme.canonical(cell) if row else "" for cell, row in zip(cells, rows, strict=True))
    return scheme, scheme.plain or begins_with_inside(tags)
