"""Spans as rows of tables hold them: structures, pairs of edges with a label, `LABEL: words`. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from models.formats.support.any_json.items import number
from models.formats.support.any_json.names import END, LABEL, START, SURFACE, first_named
from models.formats.support.fields import unpacked

_NAMED = re.compile(r"([^\W\d_][\w-]{0,40}):\s+(\S.*)", re.DOTALL)


class FoundSpan(NamedTuple):
    """A span of a row as it is given. `fields`: what else is said of it."""

    start: Any
    end: Any
    label: Any
    surface: str = ""
    fields: Mapping[str, Any] = {}


def is_structs(value: Any) -> bool:
    """Whether a cell holds spans as structures: a list of them, or one whose fields are lists."""
    items = _items(value)
    return bool(items) and all(all(_keys(item)) for item in items)


def is_pairs(value: Any) -> bool:
    """Whether a cell holds spans as lists of two edges and a label, in whatever order."""
    return isinstance(value, list) and bool(value) and all(_is_pair(item) for item in value)


def _is_pair(item: Any) -> bool:
    return isinstance(item, list) and len(item) == 3 and sum(_is_edge(part) for part in item) == 2


def _is_edge(part: Any) -> bool:
    return (isinstance(part, (int, float)) and not isinstance(part, bool)) or (
        isinstance(part, str) and part.isdecimal()
    )


def label_of(word: Any) -> tuple[str, str]:
    """Return label and words of `PER: زینب`, as WikiANN lists its spans; empty ones for anything else."""
    found = _NAMED.fullmatch(word) if isinstance(word, str) else None
    return (found[1], found[2]) if found else ("", "")


def spans_in(value: Any) -> Iterator[FoundSpan]:
    """Yield the spans of a cell whose structures or lists have edges; nothing for other cells."""
    value = unpacked(value)
    if is_pairs(value):
        for item in value:
            edges = [part for part in item if _is_edge(part)]
            yield FoundSpan(number(edges[0]), number(edges[1]), next(p for p in item if not _is_edge(p)))
        return
    for item in _items(value):
        start, end, label = _keys(item)
        if start and end and label:
            surface = item.get(first_named([name for name in item if name != label], SURFACE), "")
            yield FoundSpan(
                *(number(item[start]), number(item[end]), item[label]),
                surface if isinstance(surface, str) else "",
                {name: inner for name, inner in item.items() if name not in {start, end, label}},
            )


def _keys(item: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return which fields of a structure are its edges and its label; empty ones for those that it lacks."""
    start, end = first_named(item, START), first_named(item, END)
    return start, end, first_named([name for name in item if name not in (start, end)], LABEL)


def _items(value: Any) -> list[dict[str, Any]]:
    value = unpacked(value)
    if isinstance(value, dict):
        lists = {name: inner for name, inner in value.items() if isinstance(inner, list)}
        longest = max(map(len, lists.values()), default=0)
        even = {name: inner for name, inner in lists.items() if len(inner) == longest}
        return [{name: inner[at] for name, inner in even.items()} for at in range(longest)]
    return value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else []
