"""JSON records, one a line or all in one list. No format itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

from models.base import json_text
from models.base.documents import AnnotatedArticle, FileLocation
from models.base.errors import UserError
from models.base.report import Report
from models.formats.support import json_array
from models.formats.support.fields import parse, parse_object
from models.formats.support.source import Head, SourceFile
from models.text.encodings import WrongEncodingError, encoding_of

Record = dict[str, Any]


def overlapping(edges: Iterable[tuple[int, int]]) -> bool:
    """Return whether two of these stretches `[start, end)` share a character."""
    last = 0
    for start, end in sorted(edges):
        if start < last:
            return True
        last = end
    return False


def meta_of(record: Record, known: set[str]) -> dict[str, Any]:
    """Return the fields that are not `known`, and those in `meta`."""
    more = record.get("meta")
    meta = {name: value for name, value in record.items() if name not in known}
    return meta | (more if isinstance(more, dict) else {"meta": more} if more else {})


def first_record(head: Head) -> Record:
    """Return the first record of a file; empty when it does not begin with one."""
    text = head.text.lstrip()
    if not text.startswith("["):
        return head.record
    try:
        found, _ = json_text.parse_at(text[1:].lstrip())
    except json_text.NotJson:
        return {}
    return found if isinstance(found, dict) else {}


def first_records(source: SourceFile, most: int) -> list[Record]:
    """Return the first records of a file, as many as can be read; whoever reads all of them tells of the others."""
    quiet = SourceFile(source.path, Report(), options=replace(source.options, strict=False))
    found: list[Record] = []
    with suppress(UserError):
        for _, _, record in islice(records(quiet), most):
            found.append(record)
    return found


def records(source: SourceFile) -> Iterator[tuple[FileLocation, int, Record]]:
    """Yield (place, number, record) of each; what is none is left out, and told.

    Raises UserError where the file breaks off, for a list that is no JSON, and for bytes of another encoding.
    """
    head = source.head()
    if head.text.lstrip().startswith("["):
        yield from _listed(source)
        return
    for number, line in lines_of(source, head):
        if line.strip():
            where = source.at(number)
            try:
                yield where, number, parse_object(line, where)
            except UserError as error:
                source.leave_out(where, error)


def lines_of(source: SourceFile, head: Head) -> Iterator[tuple[int, bytes]] | Iterator[tuple[int, str]]:
    """Yield (number, line): as bytes where they are UTF-8, so that one which is not does not hide the others."""
    if encoding_of(head.start, head.encoding) != "utf-8" or not _holds_utf8(head.start):
        return source.lines()
    return source.bytes_lines()


def _holds_utf8(start: bytes) -> bool:
    """Whether the first lines that are no ASCII are UTF-8, some of them at least."""
    odd = [line for line in start.splitlines() if not line.isascii()]
    return not odd or any(_is_utf8(line) for line in odd)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _listed(source: SourceFile) -> Iterator[tuple[FileLocation, int, Record]]:
    try:
        found = parse(source.text().removeprefix("\ufeff"), source.at())
    except WrongEncodingError:
        raise
    except UserError as error:
        yield from _before_the_break(source, error)
        return
    for number, record in enumerate(found, 1):
        where = FileLocation(f"{source.path}, record {number}")
        if isinstance(record, dict):
            yield where, number, record
        else:
            source.leave_out(where, "not a JSON object in braces")


def _before_the_break(source: SourceFile, error: UserError) -> Iterator[tuple[FileLocation, int, Record]]:
    """Yield the records of a list before the place where it is no JSON, or of one that is too large to be read whole.

    Raises UserError for that place; `error`, when nothing stands before it, and in a strict import.
    """
    number = 0
    try:
        for number, (_, record) in enumerate(json_array.records(source), 1):
            if source.options.strict:
                raise error
            yield FileLocation(f"{source.path}, record {number}"), number, record
    except UserError as broken:
        raise (broken if number and not source.options.strict else error) from broken


def articles_of_records(
    source: SourceFile, make: Callable[[FileLocation, int, Record], AnnotatedArticle]
) -> Iterator[AnnotatedArticle]:
    """Yield what `make` makes of each record; one of which it raises UserError is left out and told."""
    for where, number, record in records(source):
        try:
            article = make(where, number, record)
        except UserError as error:
            source.leave_out(where, error)
        else:
            yield article
