"""The records of any JSON: one a line, a list, a list inside an object, columns, or tuples. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from models.base import json_text
from models.base.documents import FileLocation
from models.base.errors import UserError
from models.base.presence import is_file
from models.formats.support import json_array
from models.formats.support.any_json.names import TEXT, TOKENS, plain
from models.formats.support.fields import parse
from models.formats.support.records import Record, lines_of
from models.formats.support.source import MAX_BYTES, Head, SourceFile

_DEEPEST = 3
_FIRST = 20  # lines looked at to tell whether each is a record
_MOST_CUT = 20  # lists whose end is beyond the beginning: the records' and those around it
_BETWEEN = re.compile(r"[ \t\r\n,]*")
_TAG = re.compile(r"O|_|[A-Za-z]{1}[-_].+|.+[-_][BIESLUO]", re.DOTALL)

Row = tuple[FileLocation, int, Any]


@dataclass
class Rows:
    """The records of a file, and what stands `around` their list: names of labels, settings, or further lists."""

    each: Iterator[Row]
    around: Record = field(default_factory=dict)


def rows_of(source: SourceFile) -> Rows:
    """Return the records of a file, each as an object where it can be made one. Raises UserError when it is no JSON."""
    head = source.head()
    if _by_line(head):
        return Rows(_lines(source, head))
    if is_file(source.path) and source.path.stat().st_size > MAX_BYTES:
        return Rows(_streamed(source))
    text = source.text().removeprefix("\ufeff")
    try:
        found = json_text.parse(text)
    except json_text.NotJson:
        if source.options.strict and not text.lstrip().startswith("{"):
            parse(text, source.at())  # raises, and says where
        return Rows(_streamed(source))  # objects over several lines, one after another, or the place that is wrong
    records, around = listed(found)
    return Rows(_numbered(source, records), around)


def beginning(head: Head, most: int = 50) -> list[Record]:
    """Return the first records of a file, as far as its beginning shows them; nothing when it is no JSON."""
    text = head.text.lstrip()
    if text[:1] not in ("{", "["):
        return []
    if _by_line(head):
        found = [_value(line) for line in [line for line in head.lines if line.strip()][:most]]
        return [record for value in found if isinstance(record := as_record(value), dict)]
    try:
        return [record for value in listed(json_text.parse(text))[0][:most] if (record := _object(value))]
    except json_text.NotJson:
        return list(_cut_off(text, most))


def as_record(value: Any) -> Any:
    """Return a record as an object: tuples of text and annotations, and lists of tokens with tags, become one."""
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, list) or not value:
        return value
    if isinstance(value[0], str) and len(value) > 1 and isinstance(value[1], (dict, list)):
        more = value[1] if isinstance(value[1], dict) else {"entities": value[1]}
        return {"text": value[0]} | more
    if all(isinstance(pair, list) and len(pair) > 1 and _is_tag(pair[-1]) and _is_word(pair[0]) for pair in value):
        return {"tokens": [pair[0] for pair in value], "ner_tags": [pair[-1] for pair in value]}
    first, second = (value[0], value[1]) if len(value) == 2 else (None, None)
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second) and all(map(_is_word, first)):
        return {"tokens": first, "ner_tags": second}
    return value


def _is_tag(value: Any) -> bool:
    return isinstance(value, str) and bool(_TAG.fullmatch(value))


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


def _object(value: Any) -> Record:
    found = as_record(value)
    return found if isinstance(found, dict) else {}


def is_record(value: Any) -> bool:
    """Return whether a value has a text or tokens of its own."""
    found = {} if isinstance(value, str) else _object(value)
    return any(
        (isinstance(inner, str) and plain(name) in TEXT and bool(inner.strip()))
        or (isinstance(inner, list) and plain(name) in TOKENS and bool(inner))
        or (plain(name) == "paragraphs" and isinstance(inner, list))
        for name, inner in _inner(found)
    )


def _inner(record: Record) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        yield name, value
        if isinstance(value, dict):
            yield from value.items()


def listed(found: Any) -> tuple[list[Any], Record]:
    """Return the records that a whole file holds, and what stands around them."""
    if isinstance(found, list):
        return ([found], {}) if isinstance(as_record(found), dict) else (_with_paragraphs(found), {})
    if not isinstance(found, dict):
        return [found], {}
    if (table := _columns(found)) is not None:
        return table, {}
    if len(found) > 1 and (named := _named(found)):
        return named
    if is_record(found) and not _better_list(found):
        return _with_paragraphs([found]), {}
    records, around = _within(found, 0) or ([found], {})
    return _with_paragraphs(records), around


def _better_list(found: Record) -> bool:
    """Return whether an object describes itself in a sentence, and has its records in a list."""
    texts = [value for name, value in found.items() if isinstance(value, str) and plain(name) in TEXT]
    others = [value for name, value in found.items() if plain(name) not in TOKENS]
    lists = [value for value in others if isinstance(value, list) and value and isinstance(value[0], dict)]
    return any(sum(map(is_record, value)) * 2 > len(value) for value in lists) and (
        not texts
        or any(isinstance(_object(item).get("text"), str) and _marked(item) for value in lists for item in value)
    )


def _marked(item: Any) -> bool:
    return any(isinstance(value, (list, dict)) for value in _object(item).values())


def _within(found: Record, depth: int) -> tuple[list[Any], Record] | None:
    """Return the longest list of records below an object, and the other fields beside it."""
    best: tuple[list[Any], Record] | None = None
    for name, value in found.items():
        inner: tuple[list[Any], Record] | None = None
        if isinstance(value, list) and any(is_record(item) for item in value[:_FIRST]):
            inner = value, {}
        elif isinstance(value, dict) and depth < _DEEPEST:
            inner = _named(value) or _within(value, depth + 1)
        if inner and (best is None or len(inner[0]) > len(best[0])):
            best = inner[0], {key: other for key, other in found.items() if key != name} | inner[1]
    return best or (_named(found) if depth == 0 else None)


def _named(found: Record) -> tuple[list[Any], Record] | None:
    """Return the records of an object that holds one under each name, which is its id."""
    if len(found) < 1 or not all(isinstance(value, dict) and is_record(value) for value in found.values()):
        return None
    if any(plain(name) in TEXT for value in found.values() for name in value if isinstance(value[name], dict)):
        return None
    return [{"id": name} | value for name, value in found.items()], {}


def _columns(found: Record) -> list[Any] | None:
    """Return the rows of a table that is written column by column, as data frames are."""
    names, data = found.get("columns"), found.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        return [dict(zip(map(str, names), row, strict=False)) for row in data]
    texts = [value for name, value in found.items() if plain(name) in TEXT]
    if found and all(isinstance(value, dict) for value in found.values()):
        keys = [list(value) for value in found.values()]
        if len(found) > 1 and keys[0] and all(key == keys[0] for key in keys) and (texts or keys[0][0].isdigit()):
            return [{name: value[key] for name, value in found.items()} for key in keys[0]]
    if texts and isinstance(texts[0], list) and all(isinstance(text, str) for text in texts[0]):
        length = len(texts[0])
        columns = {name: value for name, value in found.items() if isinstance(value, list) and len(value) == length}
        return [{name: value[at] for name, value in columns.items()} for at in range(length)]
    return None


def _with_paragraphs(records: list[Any]) -> list[Any]:
    """Return records with each of their paragraphs as one of its own: spaCy's of old, SQuAD's."""
    found: list[Any] = []
    for record in records:
        parts = record.get("paragraphs") if isinstance(record, dict) else None
        if isinstance(parts, list) and parts and all(isinstance(part, dict) for part in parts):
            rest = {name: value for name, value in record.items() if name != "paragraphs"}
            number = rest.pop("id", None)
            named = {} if number is None else {"id": str(number)} if len(parts) == 1 else None
            found += [
                (named if named is not None else {"id": f"{number}.{at}"}) | rest | part
                for at, part in enumerate(parts, 1)
            ]
        else:
            found.append(record)
    return found


def _by_line(head: Head) -> bool:
    """Return whether each line is a record: the first is JSON of its own, and so is another."""
    lines = [line for line in head.lines if line.strip()][:_FIRST]
    if len(lines) < 2 or not lines[0].lstrip().startswith(("{", "[")):
        return False
    if _value(lines[0]) is not None:
        return True
    whole = [line for line in lines[1:] if line.startswith("{") and _value(line) is not None]
    return lines[0].lstrip().startswith("{") and bool(whole)


def _value(line: str) -> Any:
    try:
        found = json_text.parse(line)
    except json_text.NotJson:
        return None
    return found if isinstance(found, (dict, list)) else None


def _lines(source: SourceFile, head: Head) -> Iterator[Row]:
    for number, line in lines_of(source, head):
        if line.strip():
            where = source.at(number)
            try:
                value = as_record(parse(line, where))
            except UserError as error:
                source.leave_out(where, error)
            else:
                yield from ((where, number, one) for one in _with_paragraphs([value]))


def _streamed(source: SourceFile) -> Iterator[Row]:
    for number, (where, record) in enumerate(json_array.records(source), 1):
        yield from ((where, number, one) for one in _with_paragraphs([record]))


def _numbered(source: SourceFile, records: list[Any]) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        if record is not None:
            yield FileLocation(f"{source.path}, record {number}"), number, as_record(record)


def _cut_off(text: str, most: int) -> Iterator[Record]:
    """Yield the first records of a list whose end is beyond the beginning that is looked at."""
    cut = 0
    for match in re.finditer(r"\[", text[:4096]):
        at, found = match.end(), list[Record]()
        while len(found) < most:
            at = _after_blanks(text, at)
            try:
                value, at = json_text.parse_at(text, at)
            except json_text.NotJson as error:
                cut += error.at != at  # what is no JSON at its first character costs nothing
                break
            if not is_record(value):
                break
            found.append(_object(value))
        if found:
            yield from found
        if found or cut > _MOST_CUT:
            return


def _after_blanks(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at
