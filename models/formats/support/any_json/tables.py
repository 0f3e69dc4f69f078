"""Tables of text whose cells say where spans are: their rows as records, as those of JSON. No format itself."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import Any

from models.base import json_text
from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.formats.support.any_json.names import END, LENGTH, START, plain
from models.formats.support.any_json.reading import articles_of
from models.formats.support.any_json.rows import Row, Rows
from models.formats.support.any_json.taken import RECORD, Finder
from models.formats.support.options import ReadOptions
from models.formats.support.records import Record
from models.formats.support.source import SourceFile

_ASKED = frozenset({"spans", "start", "end", "label", "annotator"})
_LONGEST = 1 << 20  # characters of a cell that is looked at as a list of Python's
_WHOLE = re.compile(r"(\d{1,15})\.0+", re.ASCII)
_APART = re.compile(r"""['"]\s+['"]""")
"""Strings without a comma between, as numpy prints them, which Python would join."""


def record_of(names: Sequence[str], cells: Sequence[str], text: str) -> Record:
    """Return a row as a record: cells that hold lists or objects as those, empty ones not at all."""
    filled = [(name, cell) for name, cell in zip(names, cells, strict=True) if cell.strip()]
    return {name: cell if name == text else _whole(value_of(cell), name) for name, cell in filled}


def _whole(value: Any, name: str) -> Any:
    """Return the edge of a span without the `.0` that pandas writes where other rows have none."""
    edge = plain(name) in (*START, *END, *LENGTH)
    found = _WHOLE.fullmatch(value.strip()) if edge and isinstance(value, str) else None
    return found[1] if found else value


def value_of(cell: str) -> Any:
    """Return the list or object that a cell holds, as JSON or as Python prints it; the cell itself for all others."""
    given = cell.strip()
    if given[:1] not in ("[", "{", "("):
        return cell
    with suppress(json_text.NotJson):
        return json_text.parse(given)
    if len(given) > _LONGEST or _APART.search(given):
        return cell
    with suppress(ValueError, SyntaxError, TypeError, MemoryError, RecursionError, json_text.NotJson):
        return json_text.parse(json.dumps(ast.literal_eval(given), ensure_ascii=False))
    return cell


def options_with(options: ReadOptions, roles: dict[str, str]) -> ReadOptions:
    """Return the options with what columns were told by their names; what a person chose stays."""
    return replace(options, roles={role: (name,) for role, name in roles.items()} | dict(options.roles))


def holds_spans(records: list[Record], options: ReadOptions) -> bool:
    """Return whether columns hold spans or tags, or a person says that they do."""
    if _ASKED & {role for role, names in options.roles.items() if names}:
        return True
    try:
        taken = Finder(records, options).find()
    except UserError:
        return False
    return bool(taken.text and (taken.spans or taken.tags))


def are_parted(records: list[Record], options: ReadOptions) -> bool:
    """Return whether rows are a span each with their text over again, or hold spans that say whose they are."""
    try:
        taken = Finder(records, options).find()
    except UserError:
        return False
    named = any(keys.who for path in taken.spans for keys in taken.shapes[path].keys.values())
    return bool(taken.text) and (taken.spans == (RECORD,) or named)


def articles_of_rows(source: SourceFile, options: ReadOptions, rows: Iterable[Row]) -> Iterator[AnnotatedArticle]:
    """Yield the articles of rows that are records. Raises UserError for a column that was named and is not there."""
    own = copy(source)
    own.options = options
    yield from articles_of(own, Rows(iter(rows)), "column")
