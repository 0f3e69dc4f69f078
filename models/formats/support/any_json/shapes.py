"""Which parts of a span are its edges, its label and the words that it quotes, found out from many of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from models.formats.support.any_json.items import Item, is_number, number, person_name
from models.formats.support.any_json.names import ANNOTATOR, END, LABEL, LENGTH, START, SURFACE, first_named, plain

_REFERENCE = re.compile("id$|^head|^tail|source|target|arg|parent|child|line|page")
"""Marks names of numbers that point at something else than characters."""
_NO_LABELS = ("id", "uid", "uuid", "key", "answer", "text", "note", "comment")
_MOST = 2000  # spans looked at


class Mark(NamedTuple):
    """A span as a file has it. `labels`: names or numbers, none or several; `answer`: what was said of it."""

    start: Any
    end: Any
    labels: tuple[Any, ...]
    surface: str
    extras: dict[str, Any]
    who: str
    answer: str


@dataclass(frozen=True)
class Keys:
    """Where in an object, or at which places of a list, the parts of a span are; None where there is none."""

    start: Any = None
    end: Any = None
    length: Any = None
    label: Any = None
    surface: Any = None
    who: Any = None

    @property
    def parts(self) -> list[Any]:
        """All that are there."""
        found = (self.start, self.end, self.length, self.label, self.surface, self.who)
        return [part for part in found if part is not None]


@dataclass
class Shape:
    """How the spans of one field are written: `keys` by the length of a list, or 0 for objects.

    `last_inside`: their ends are the last character itself, as the words that they quote show. `by_group`: they
    stand in lists that bear names, which are those of people, as some labels stand in several of them.
    """

    keys: dict[int, Keys] = field(default_factory=dict)
    last_inside: bool = False
    by_group: bool = False

    def labels(self, item: Item) -> tuple[Any, ...]:
        """Return the labels of an item, those that its `mark` has; none where that is no span."""
        keys = self.keys.get(_kind(item.value))
        return _labels(item, keys) if keys is not None else ()

    def mark(self, item: Item) -> Mark | None:
        """Return an item as a span; None when it is none."""
        value = item.value
        keys = self.keys.get(_kind(value))
        if keys is None:
            return None
        start, end = _part(value, keys.start), _part(value, keys.end)
        if keys.end is None and is_number(start) and is_number(length := _part(value, keys.length)):
            end = number(start) + number(length)
        surface = _part(value, keys.surface)
        under = item.under
        known = {keys.start, keys.end, keys.length, keys.label, keys.surface, keys.who, "answer"}
        extras = {name: part for name, part in value.items() if name not in known} if isinstance(value, dict) else {}
        who = person_name(_part(value, keys.who)) or under.who
        if not who and self.by_group and under.group:
            who = under.key
        answer = value.get("answer") if isinstance(value, dict) else ""
        return Mark(
            number(start),
            number(end),
            _labels(item, keys),
            surface if isinstance(surface, str) and surface else under.quote,
            {name: part for name, part in extras.items() if part is not None},
            who,
            answer if isinstance(answer, str) else "",
        )


def _labels(item: Item, keys: Keys) -> tuple[Any, ...]:
    under = item.under
    return (under.key,) if keys.label is None and under.key else _names(_part(item.value, keys.label))


def _part(value: Any, key: Any) -> Any:
    if key is None:
        return None
    if isinstance(value, dict):
        return value.get(key)
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None


def _names(label: Any) -> tuple[Any, ...]:
    if isinstance(label, list):
        return tuple(name for one in label for name in _names(one))
    if isinstance(label, dict):
        inner = first_named(label, ("name", "label", "text", "title", "value", "tag", "type", "id"))
        return _names(label[inner]) if inner else ()
    if isinstance(label, str):
        return (label,) if label.strip() else ()
    return (int(number(label)),) if is_number(label) else ()


def shape_of(given: Iterable[tuple[Item, str]], chosen: dict[str, str]) -> Shape | None:
    """Return the shape of items, each with the text that it is of; None when they are no spans.

    `chosen`: what a person said of "start", "end" and "label".
    """
    looked_at = list(islice(given, _MOST))
    groups: dict[int, list[tuple[Any, str]]] = {}
    for item, text in looked_at:
        groups.setdefault(_kind(item.value), []).append((item.value, text))
    shape = Shape()
    for kind, group in groups.items():
        keys = None if kind < 0 else _of_lists(group) if kind else _of_objects(group, chosen)
        if keys is not None and (keys.label is not None or _under(looked_at, kind) or "spans" in chosen):
            shape.keys[kind] = keys
    read = sum(len(group) for kind, group in groups.items() if kind in shape.keys)
    if read * 2 < len(looked_at) or not read:
        return None
    marks = [(item, text, mark) for item, text in looked_at if (mark := shape.mark(item))]
    shape.last_inside = _last_inside([(text, mark) for _, text, mark in marks])
    shape.by_group = _by_group([(item, mark) for item, _, mark in marks])
    return shape


def _kind(value: Any) -> int:
    """Return the length of a list, 0 for an object, -1 for what can be no span."""
    if isinstance(value, list):
        return len(value) if len(value) > 1 else -1
    return 0 if isinstance(value, dict) else -1


def _under(given: list[tuple[Item, str]], kind: int) -> bool:
    return any(item.under.key for item, _ in given if _kind(item.value) == kind)


def _by_group(marks: list[tuple[Item, Mark]]) -> bool:
    labels: dict[str, set[Any]] = {}
    for item, mark in marks:
        if item.under.group and mark.labels != (item.under.key,):
            labels.setdefault(item.under.key, set()).update(mark.labels)
    return len(labels) > 1 and len(set().union(*labels.values())) < sum(map(len, labels.values()))


def _last_inside(marks: list[tuple[str, Mark]]) -> bool:
    """Return whether the words quoted end one character later than all ends say, and never where they say."""
    after = before = 0
    for text, mark in marks:
        if mark.surface and type(mark.start) is int and type(mark.end) is int and mark.start >= 0:
            before += text[mark.start : mark.end] == mark.surface
            after += text[mark.start : mark.end + 1] == mark.surface
    return after > 0 and before == 0


def _of_objects(group: list[tuple[Any, str]], chosen: dict[str, str]) -> Keys | None:
    names = list(dict.fromkeys(name for value, _ in group for name in value))
    values = {name: [value[name] for value, _ in group if value.get(name) is not None] for name in names}
    numbers = [name for name in names if _mostly(values[name])]
    start = chosen.get("start") or first_named(numbers, START)
    end = chosen.get("end") or first_named(numbers, END)
    length = "" if end else first_named(numbers, LENGTH)
    if not start or not (end or length):
        start, end = _unknown_edges(group, numbers)
    if not start or not (end or length):
        return None
    surface = _surface(group, names, values, start, end)
    rest = [name for name in names if name not in (start, end, length, surface)]
    label = chosen.get("label") or _label(rest, values)
    who = first_named(rest, ANNOTATOR)
    return Keys(start, end or None, length or None, label or None, surface or None, who or None)


def _mostly(values: list[Any]) -> bool:
    return bool(values) and sum(map(is_number, values)) * 2 >= len(values)


def _unknown_edges(group: list[tuple[Any, str]], numbers: list[str]) -> tuple[str, str]:
    """Return two fields of names not known whose numbers are always one before the other, inside the text."""
    numbers = [name for name in numbers if not _REFERENCE.search(plain(name))]
    if len(group[0][0]) < 3:
        return "", ""
    for at, first in enumerate(numbers):
        for last in numbers[at + 1 :]:
            pairs = [(value.get(first), value.get(last), text) for value, text in group]
            if all(is_number(a) and is_number(b) and 0 <= number(a) < number(b) <= len(text) for a, b, text in pairs):
                return first, last
    return "", ""


def _surface(group: list[tuple[Any, str]], names: list[str], values: dict[str, list[Any]], start: str, end: str) -> str:
    """Return the field that quotes the words of the span: what it says stands in the text, most of the time."""
    quoting: Counter[str] = Counter()
    for value, text in group:
        for name in names:
            said = value.get(name)
            if name not in (start, end) and isinstance(said, str) and said.strip():
                quoting[name] += said.strip() in text and said != text
    fit = [name for name in names if quoting[name] * 3 >= len(values[name]) * 2 and quoting[name]]
    return first_named(fit, SURFACE)


def _texts(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


def _label(names: list[str], values: dict[str, list[Any]]) -> str:
    """Return the field that names the label: by what it is called, else the only one that holds names."""
    usable = [name for name in names if any(_names(value) for value in values[name])]
    if found := first_named(usable, LABEL):
        return found
    texts = [name for name in usable if _texts(values[name]) and plain(name) not in _NO_LABELS]
    texts = [name for name in texts if plain(name) not in ANNOTATOR]
    return texts[0] if len(texts) == 1 else ""


def _of_lists(group: list[tuple[Any, str]]) -> Keys | None:
    width = len(group[0][0])
    columns = [[value[at] for value, _ in group] for at in range(width)]
    numbers = [at for at in range(width) if _mostly(columns[at]) and not _decimals(columns[at])]
    pairs = [(at, at + 1) for at in numbers if at + 1 in numbers]
    if not pairs:
        return None
    start, end = max(pairs, key=lambda pair: (_inside(group, *pair), -pair[0]))
    others = [at for at in range(width) if at not in (start, end)]
    words = [at for at in others if sum(isinstance(value, (str, list)) for value in columns[at]) * 2 >= len(group)]
    quoting = [at for at in words if len(words) > 1 and _quotes(group, at) * 3 >= len(group) * 2]
    names = [at for at in words if at not in quoting] or words
    if len(names) > 1:  # an id is another in each, a label is not
        names.sort(key=lambda at: (len(set(map(str, columns[at]))), at))
    label = names[0] if names else next((at for at in others if at in numbers), None)
    if label is None and width > 2:
        return None
    return Keys(start, end, None, label, quoting[0] if quoting and quoting[0] != label else None)


def _decimals(values: list[Any]) -> bool:
    return any(type(value) is float and not value.is_integer() for value in values)


def _inside(group: list[tuple[Any, str]], start: int, end: int) -> int:
    good = 0
    for value, text in group:
        if is_number(value[start]) and is_number(value[end]):
            good += 0 <= number(value[start]) < number(value[end]) <= len(text) + 1
    return good


def _quotes(group: list[tuple[Any, str]], at: int) -> int:
    return sum(
        isinstance(value[at], str) and bool(value[at].strip()) and value[at].strip() in text for value, text in group
    )
