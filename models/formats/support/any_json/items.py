"""The items of a field that may hold spans, one by one, however they are nested. No format itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from models.formats.support.any_json.names import ANNOTATOR, END, LABEL, LENGTH, PAIR, START, first_named, plain
from models.formats.support.fields import unpacked, whole

_DEEPEST = 6
_LABELS = frozenset(("loc", "location", "position", "positions"))
"""Names of edges that are names of labels as well."""


class Under(NamedTuple):
    """What stands above a span: the name of its list (a label, or a person), words that it quotes, whose it is.

    `group`: `key` names a list, not the span alone.
    """

    key: str = ""
    quote: str = ""
    who: str = ""
    group: bool = False

    def key_of(self, key: str, part: Any) -> Under:
        """Return what stands above a part of an object."""
        if self.key:
            return self._replace(quote=key)
        return self._replace(key=key, group=isinstance(part, list))


_PLAIN = {int, str}


class Item(NamedTuple):
    """One thing that may be a span, a list or an object, and what it stands `under`."""

    value: Any
    under: Under = Under()


def items_of(value: Any, under: Under = Under(), depth: int = 0) -> Iterator[Item]:  # noqa: B008 - never changed
    """Yield what a field holds: lists, lists a sentence, spans by label, by id or by person, columns, JSON as text."""
    if depth > _DEEPEST or value is None:
        return
    value = unpacked(value)
    if isinstance(value, dict):
        yield from _of_object(value, under, depth)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_listed(inner, under, depth)


def _of_listed(inner: Any, under: Under, depth: int) -> Iterator[Item]:
    if isinstance(inner, list):
        if {*map(type, inner)} == _PLAIN:  # place and label, as nearly all: what follows would find the same
            yield Item(inner, under)
        elif _is_flat(inner) or (under.key and _is_pair(inner)):
            yield from (Item(one, under) for one in _spread(inner))
        else:
            yield from items_of(inner, under, depth + 1)
    elif isinstance(inner, dict):
        yield from _of_object(inner, under, depth)
    elif inner is not None:
        yield Item(inner, under)


def _of_object(value: dict[str, Any], under: Under, depth: int) -> Iterator[Item]:
    if _columns(value):
        length = max(len(column) for column in value.values() if isinstance(column, list))
        for at in range(length):
            yield Item({name: column[at] for name, column in value.items() if _has(column, at)}, under)
        return
    flat = _flattened(value)
    if has_edges(flat):
        yield from (Item(one, under) for one in _pairs(flat))
    elif points := _points(value):
        rest = {name: inner for name, inner in value.items() if name != points}
        yield from (Item(rest | point, under) for point in value[points])
    elif person := first_named(value, ANNOTATOR):
        name = person_name(value[person])
        for key, inner in value.items():
            if isinstance(inner, (list, dict)) and key != person:
                yield from items_of(inner, under._replace(who=name or under.who), depth + 1)
    else:
        inner = {key: part for key, part in value.items() if isinstance(part, (list, dict)) and part}
        if not inner and value:
            yield Item(value, under)
        for key, part in inner.items():
            yield from items_of(part, under.key_of(str(key), part), depth + 1)


def _points(value: dict[str, Any]) -> str:
    """Return the field that lists the stretches of one span, which has its label beside it."""
    lists = [name for name, inner in value.items() if isinstance(inner, list) and inner and _all_edges(inner)]
    return lists[0] if len(lists) == 1 and first_named(value, LABEL) not in ("", lists[0]) else ""


def _all_edges(inner: list[Any]) -> bool:
    return all(isinstance(one, dict) and has_edges(one) for one in inner)


def person_name(value: Any) -> str:
    """Return the name of whoever made something: a text, a number, or a field of an object; empty for none."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = next((value[name] for name in ("username", "name", "email", "id") if value.get(name)), "")
    value = whole(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return " ".join(str(value).split())[:200]


def has_edges(value: dict[str, Any]) -> bool:
    """Return whether an object names where it begins and ends, or how long it is."""
    start, end = first_named(value, START), first_named(value, END)
    if start and (end or first_named(value, LENGTH)):
        return not isinstance(value[start], (list, dict))
    pair = first_named(value, PAIR)
    if not pair or not (_is_pair(value[pair]) or _pair_list(value[pair])):
        return False
    others = [inner for name, inner in value.items() if name != pair]
    if any(_is_pair(inner) or _pair_list(inner) for inner in others):
        return False  # names of labels: LOC is one, too
    return bool(others) or plain(pair) not in _LABELS


def is_number(value: Any) -> bool:
    """Return whether a value is a whole number, or a text of digits as some programs write one."""
    value = whole(value)
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and value.isdecimal() and len(value) < 16
    )


def number(value: Any) -> Any:
    """Return a whole number as one, and anything else as it is."""
    value = whole(value)
    return int(value) if isinstance(value, str) and is_number(value) else value


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(is_number, value))


def _pair_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_pair, value))


def _is_flat(value: list[Any]) -> bool:
    """Return whether a list is one span: numbers and names, with a pair of edges or several of them in it."""
    simple = [inner for inner in value if not isinstance(inner, (list, dict))]
    return bool(simple) and len(value) > 1 and any(is_number(one) for one in [*simple, *_inner(value)])


def _inner(value: list[Any]) -> list[Any]:
    pairs = [inner for inner in value if _is_pair(inner)]
    pairs += [pair for inner in value if _pair_list(inner) for pair in inner]
    return [edge for pair in pairs for edge in pair]


def _spread(value: list[Any]) -> Iterator[list[Any]]:
    """Yield a list for each pair of edges that stands in one of its own: `["PER", [[0, 4], [8, 13]]]`."""
    for at, inner in enumerate(value):
        pairs = [inner] if _is_pair(inner) else inner if _pair_list(inner) else []
        if pairs:
            yield from ([*value[:at], *pair, *value[at + 1 :]] for pair in pairs)
            return
    yield value


def _columns(value: dict[str, Any]) -> bool:
    """Return whether an object holds its spans column by column: `{"start": [0], "end": [4], "label": ["PER"]}`."""
    start, end = first_named(value, START), first_named(value, END)
    if not (start and end) or not isinstance(value[start], list) or not isinstance(value[end], list):
        return False
    return len(value[start]) == len(value[end]) and bool(value[start])


def _has(column: Any, at: int) -> bool:
    return isinstance(column, list) and at < len(column)


def _flattened(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with the fields of the one in it that holds edges: `{"span": {"start": 0, "end": 4}}`."""
    if has_edges(value):
        return value
    inner = {
        name: found for name, part in value.items() if isinstance(part, dict) and has_edges(found := _flattened(part))
    }
    if len(inner) != 1:
        return value
    ((own, found),) = inner.items()
    rest = {name: part for name, part in value.items() if name != own}
    return rest | {name: part for name, part in found.items() if name not in rest}


def _pairs(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an object for each stretch of a span, with its edges under names of their own."""
    start = first_named(value, START)
    if start and not isinstance(value[start], (list, dict)) and any(plain(name) in (*END, *LENGTH) for name in value):
        yield value
        return
    pair = first_named(value, PAIR)
    edges = value[pair] if _pair_list(value[pair]) else [value[pair]]
    rest = {name: inner for name, inner in value.items() if name != pair}
    yield from (rest | {"start": first, "end": last} for first, last in edges)
