"""Spans as rows of tables hold them: structures, pairs of edges with a label, `LABEL: words`. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from models.base import json_text

_START = (
    "start start_offset startoffset start_char startchar char_start begin start_idx start_index start_pos from offset"
)
_END = "end end_offset endoffset end_char endchar char_end stop end_idx end_index end_pos to"
_LABEL = "label labels type entity_type entity_group entity tag tags category class name ner_tag"
_SURFACE = "text surface word words mention value entity name"
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
    return bool(items) and all(_key(item, _START) and _key(item, _END) and _key(item, _LABEL) for item in items)


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


def unpacked(value: Any) -> Any:
    """Return what a cell of JSON holds; any other as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:
        try:
            return json_text.parse(value)
        except json_text.NotJson:
            return value
    return value


def spans_in(value: Any) -> Iterator[FoundSpan]:
    """Yield the spans of a cell whose structures or lists have edges; nothing for other cells."""
    value = unpacked(value)
    if is_pairs(value):
        for item in value:
            edges = [part for part in item if _is_edge(part)]
            yield FoundSpan(_number(edges[0]), _number(edges[1]), next(p for p in item if not _is_edge(p)))
        return
    for item in _items(value):
        start, end, label = _key(item, _START), _key(item, _END), _key(item, _LABEL)
        if start and end and label:
            surface = next((item[k] for k in _SURFACE.split() if k in item and k != label), "")
            yield FoundSpan(
                *(_number(item[start]), _number(item[end]), item[label]),
                surface if isinstance(surface, str) else "",
                {name: inner for name, inner in item.items() if name not in {start, end, label}},
            )


def _number(edge: Any) -> Any:
    return int(edge) if isinstance(edge, str) and edge.isdecimal() else edge


def _key(item: Mapping[str, Any], names: str) -> str:
    folded = {name.lower(): name for name in item}
    return next((folded[name] for name in names.split() if name in folded), "")


def _items(value: Any) -> list[dict[str, Any]]:
    value = unpacked(value)
    if isinstance(value, dict):
        lists = {name: inner for name, inner in value.items() if isinstance(inner, list)}
        longest = max(map(len, lists.values()), default=0)
        even = {name: inner for name, inner in lists.items() if len(inner) == longest}
        return [{name: inner[at] for name, inner in even.items()} for at in range(longest)]
    return value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else []
