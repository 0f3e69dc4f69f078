"""One step from a sample towards the broken: of its bytes, lines, JSON, tags, or of the archive that it is."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from tests.stress.fuzz import tables, values

Change = Callable[[bytes, Random], bytes]
MOST = 300_000
"""Bytes of a case: enough for what is too deep or too long, and quick to read."""

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_STRING = re.compile(rb'"(?:[^"\\\n]|\\.){0,2000}"')
_TAG = re.compile(rb"<[^<>]{1,2000}>")
_ATTRIBUTE = re.compile(rb'[\w:]{1,80}="[^"<>]{0,2000}"')
_WORD = re.compile(rb"[^\s]{1,400}")


def _stretch(data: bytes, rng: Random, most: int = 400) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(start + rng.choice((1, 2, 4, 16, 64, most)), len(data))


def flip(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def delete(data: bytes, rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def double(data: bytes, rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 2, 50, 2000)) + data[end:]


def insert(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(values.BYTES) + data[at:]


def cut(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return rng.choice((data[:at], data[at:]))


def move(data: bytes, rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    rest = data[:start] + data[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def lines(data: bytes, rng: Random) -> bytes:
    found = data.split(b"\n")
    a, b = rng.randrange(len(found)), rng.randrange(len(found))
    match rng.randrange(5):
        case 0:
            del found[a]
        case 1:
            found.insert(b, found[a])
        case 2:
            found[a], found[b] = found[b], found[a]
        case 3:
            found[a] = b""
        case _:
            found[a] += found[b]
    return b"\n".join(found)


def encoded(data: bytes, rng: Random) -> bytes:
    name = rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1256", "utf-32"))
    return data.decode("utf-8", "replace").encode(name, "replace")


def _replaced(pattern: re.Pattern[bytes], new: Callable[[bytes, Random], bytes]) -> Change:
    def change(data: bytes, rng: Random) -> bytes:
        found = list(pattern.finditer(data))
        if not found:
            return insert(data, rng)
        one = rng.choice(found)
        return data[: one.start()] + new(one[0], rng) + data[one.end() :]

    return change


def _hostile(rng: Random) -> bytes:
    return rng.choice(values.STRINGS).encode("utf-8", "surrogatepass")


number = _replaced(_NUMBER, lambda _, rng: rng.choice(values.NUMBERS).encode())
string = _replaced(_STRING, lambda _, rng: b'"' + _hostile(rng) + b'"')
word = _replaced(_WORD, lambda _, rng: _hostile(rng))
attribute = _replaced(_ATTRIBUTE, lambda old, rng: old.split(b"=")[0] + b'="' + _hostile(rng) + b'"')
tag = _replaced(
    _TAG, lambda old, rng: rng.choice((b"", old * 2, old * 500, b"<a>" + old, old + b"</a>", b"<!DOCTYPE x>" + old))
)


# --- JSON ---------------------------------------------------------------------------------------------------------


def json_value(data: bytes, rng: Random) -> bytes:
    """Another value, a missing one, one more, or the same one deep inside, in the file or in a line of it."""
    rows = data.split(b"\n")
    at = rng.randrange(len(rows))
    for whole, text in ((True, data), (False, rows[at])):
        try:
            tree = json.loads(text)
        except (ValueError, RecursionError):
            continue
        new = json.dumps(_changed(tree, rng), ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
        return new if whole else b"\n".join([*rows[:at], new, *rows[at + 1 :]])
    return string(data, rng)


def _changed(tree: Any, rng: Random) -> Any:
    places = _places(tree)
    if not places:
        return rng.choice(values.JSON)
    holder, key = rng.choice(places)
    match rng.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case 1:
            holder[rng.choice(values.STRINGS)] = holder[key]
        case 2:
            for _ in range(rng.choice((1, 5, 200))):
                holder[key] = [holder[key]] if rng.random() < 0.5 else {"a": holder[key]}
        case 3:
            other = rng.choice(places)
            holder[key] = json.loads(json.dumps(other[0][other[1]])) if _has(other) else None
        case _:
            holder[key] = rng.choice((*values.JSON, *values.STRINGS))
    return tree


def _places(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    todo = [tree]
    while todo:
        holder = todo.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        found += [(holder, key) for key in keys]
        todo += [holder[key] for key in keys]
    return found


def _has(place: tuple[Any, Any]) -> bool:
    holder, key = place
    return key in holder if isinstance(holder, dict) else key < len(holder)


# --- archives -----------------------------------------------------------------------------------------------------


def member(data: bytes, rng: Random) -> bytes:
    """An archive with something wrong in a member, its name, or its being there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:
        return flip(data, rng)
    at = rng.randrange(len(found)) if found else 0
    if found:
        name, inside = found[at]
        match rng.randrange(4):
            case 0:
                del found[at]
            case 1:
                found[at] = rng.choice(values.STRINGS).replace("\0", "") or "x", inside
            case _:
                found[at] = name, changed(inside, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, inside in dict(found).items():
            archive.writestr(name, inside)
    return out.getvalue()


# --- any of them --------------------------------------------------------------------------------------------------

_OF_BYTES: tuple[Change, ...] = (flip, delete, double, insert, cut, move)
_OF_TEXT: tuple[Change, ...] = (lines, number, string, word, encoded)


def changed(data: bytes, rng: Random) -> bytes:
    """One step further, of a kind that suits what is there."""
    if not data:
        return rng.choice(values.BYTES)
    kinds: tuple[Change, ...] = _OF_BYTES
    start = data[:200].lstrip()
    if data.startswith(b"PK"):
        kinds = (*kinds, member, member, member, member)
    elif data.startswith(b"SQLite format 3\0"):
        kinds = (flip, flip, cut, tables.header, tables.cell, tables.cell, tables.cell, tables.schema)
    else:
        kinds += _OF_TEXT
        if start[:1] in (b"{", b"["):
            kinds += (json_value,) * 6
        elif start[:1] == b"<":
            kinds += (attribute, attribute, tag, tag)
    return rng.choice(kinds)(data, rng)[:MOST]


def steps(data: bytes, seeds: list[int]) -> bytes:
    """As many steps as there are seeds."""
    for seed in seeds:
        data = changed(data, Random(seed))
    return data
