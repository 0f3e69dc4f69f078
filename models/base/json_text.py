"""JSON as it is read everywhere: what is no JSON, or none that another program would read alike, is one clause."""

from __future__ import annotations

import json
import math
from typing import Any

MAX_DEPTH = 100
"""How deep what a project keeps may be nested: Python reads no deeper than a thousand, less where it is called."""
_MAY_BE_DEEP = 50  # brackets


class NotJson(ValueError):  # noqa: N818 - the clause is the error's
    """What was read is no JSON; the message is a clause. `at`: where in the text, -1 when that is not known.

    `cut_off`: more of the text might make it JSON.
    """

    def __init__(self, why: str, at: int = -1, *, cut_off: bool = False) -> None:
        super().__init__(why)
        self.at, self.cut_off = at, cut_off


def parse(text: str, *, halves: bool = False) -> Any:
    """Return the value that a text holds. Raises NotJson.

    `halves`: of surrogate pairs are allowed, by which Python names a file whose name is no UTF-8.
    """
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise _told(error) from error
    if not halves:
        refuse_halves(found, text)
    return found


def parse_at(text: str, at: int = 0) -> tuple[Any, int]:
    """Return the value that begins at a place of a text, and where it ends. Raises NotJson."""
    try:
        found, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError) as error:
        raise _told(error) from error
    refuse_halves(found, text, at, end)
    return found, end


def refuse_halves(found: object, text: str, start: int = 0, end: int | None = None) -> None:
    """Raise NotJson when what was read of `text[start:end]` holds half of a surrogate pair, escaped as it must be."""
    if text.find("\\u", start, end) < 0 or (text.find("\\ud", start, end) < 0 and text.find("\\uD", start, end) < 0):
        return  # nearly always by the first look
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NotJson("holds half of a surrogate pair") from error
    except RecursionError as error:
        raise _told(error) from error


def is_deep(text: str) -> bool:
    """Return whether JSON is nested deeper than `MAX_DEPTH`."""
    if text.count("[") + text.count("{") < _MAY_BE_DEEP:
        return False
    depth, level = 0, [parse(text)]
    while level and depth <= MAX_DEPTH:
        depth += 1
        inner = (value.values() if isinstance(value, dict) else value for value in level)
        level = [each for values in inner for each in values if isinstance(each, (dict, list))]
    return depth > MAX_DEPTH


def _told(error: Exception) -> NotJson:
    if isinstance(error, NotJson):
        return error
    if isinstance(error, RecursionError):
        return NotJson("nested too deep")
    if isinstance(error, json.JSONDecodeError):
        return NotJson(error.msg, error.pos, cut_off=True)
    return NotJson("a number of thousands of digits")  # Python converts no more at once


def _refuse_constant(name: str) -> None:
    raise NotJson(f"{name} is no JSON number")


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise NotJson(f"{number[:40]} is too large a number")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotJson(f'"{twice[:40]}" stands twice in one object')
    return found


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_object)
