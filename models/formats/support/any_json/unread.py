"""What looks like annotations and is not read: told once for each field, with how many there are. No format itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

from models.base.report import counted
from models.formats.support.any_json.items import is_number
from models.formats.support.any_json.names import STRUCTURE, TELLING, plain
from models.formats.support.any_json.taken import Flat, Taken
from models.formats.support.source import SourceFile

_DEEPEST = 8
_TOKEN = {"id", "start", "end", "text", "ws", "i", "idx", "orth", "whitespace", "disabled", "style"}
_MOST_TOLD = 40


class Unread:
    """Counts, field by field, what no reader took."""

    def __init__(self) -> None:
        self._items: Counter[str] = Counter()
        self._records: Counter[str] = Counter()
        self._kinds: dict[str, str] = {}
        self._beside: Counter[str] = Counter()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self._items or self._beside)

    def look(self, flat: Flat, taken: Taken, count: int = 0) -> None:
        """Look through a record with `count` tokens."""
        used = taken.used
        told: list[str] = []
        for path, value in flat.items():
            if not path or any(path == own or path.startswith(f"{own}.") or own.startswith(f"{path}.") for own in used):
                continue
            if any(path.startswith(f"{other}.") for other in told) or value is None:
                continue
            if kind := _kind(path, value, count, answers=path in taken.answers):
                told.append(path)
                self.add(path, value, kind)

    def add(self, path: str, value: Any, kind: str) -> None:
        """Count what a field holds in one record; `kind` is what it looks like."""
        self._items[path] += len(value) if isinstance(value, (list, dict)) else 1
        self._records[path] += 1
        self._kinds.setdefault(path, kind)

    def around(self, fields: Flat) -> None:
        """Look at what stands around the list of records."""
        for path, value in fields.items():
            rows = value if isinstance(value, list) and plain(path) != "features" else []
            if any(isinstance(item, dict) and _numbers(item) for item in rows):
                self._beside[path] = len(rows)

    def note(self, source: SourceFile) -> None:
        """Tell each field with its number, and where it is kept."""
        for path, number in [*self._items.items()][:_MOST_TOLD]:
            what = (
                f'"{path}" {self._kinds[path]} ({counted(number, "item")} in {counted(self._records[path], "record")})'
            )
            source.report.note(source.at(), f"{what}, which is not read; it is kept in the meta")
        for path, number in self._beside.items():
            what = f'"{path}" ({counted(number, "item")}) stands beside the records, looks like annotations'
            source.report.note(source.at(), f"{what} and is not read")
        more = len(self._items) - _MOST_TOLD
        if more > 0:
            source.report.note(source.at(), f"{counted(more, 'further field')} look like annotations and are not read")


def _kind(path: str, value: Any, count: int, *, answers: bool) -> str:
    """Return what a field looks like that is not read; empty when it says nothing of annotations."""
    name = plain(path)
    if answers:
        return "holds answers or sentences, no names of labels"
    if value in ("", [], {}):
        return ""
    if (
        name in TELLING
        and isinstance(value, dict)
        and any(isinstance(inner, list) and inner for inner in value.values())
    ):
        return "looks like annotations"
    if name in TELLING and not isinstance(value, (bool, dict)):
        numbers = all(map(is_number, value if isinstance(value, list) else [value]))
        return "holds labels as numbers without names" if numbers else "looks like annotations"
    return _kind_of_list(name, value, count) if isinstance(value, list) else ""


def _kind_of_list(name: str, value: list[Any], count: int) -> str:
    if name in STRUCTURE:
        named = [item for item in value if isinstance(item, dict) and not item.keys() <= _TOKEN]
        return "holds more than tokens" if named else ""
    if count > 1 and len(value) == count and not any(isinstance(one, float) for one in value):
        return "looks like tags of the tokens"
    rows = [item for item in value if isinstance(item, (dict, list))]
    return "looks like annotations" if any(_numbers(item) for item in rows) else ""


def _numbers(value: Any, depth: int = 0) -> bool:
    """Return whether a whole number stands anywhere in a value."""
    if depth > _DEEPEST:
        return True  # nobody knows what is in there
    if isinstance(value, dict):
        return any(_numbers(inner, depth + 1) for inner in value.values())
    if isinstance(value, list):
        return any(_numbers(inner, depth + 1) for inner in value)
    return is_number(value) and not isinstance(value, str)
