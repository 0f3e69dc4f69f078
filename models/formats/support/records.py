"""JSON records, one a line or all in one list. No format itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from models.base import json_text
from models.base.documents import AnnotatedArticle, FileLocation
from models.base.errors import UserError
from models.formats.support.fields import parse, parse_object
from models.formats.support.source import Head, SourceFile

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


def records(source: SourceFile) -> Iterator[tuple[FileLocation, int, Record]]:
    """Yield (place, number, record) of each; a list is read whole, lines one by one. Raises UserError."""
    if Head.of(source.path, source.options.encoding).text.lstrip().startswith("["):
        yield from _listed(source)
        return
    for number, line in source.lines():
        if line.strip():
            where = source.at(number)
            try:
                yield where, number, parse_object(line, where)
            except UserError as error:
                source.leave_out(where, error)


def _listed(source: SourceFile) -> Iterator[tuple[FileLocation, int, Record]]:
    found = parse(source.text().removeprefix("\ufeff"), source.at())
    for number, record in enumerate(found, 1):
        where = FileLocation(f"{source.path}, record {number}")
        if isinstance(record, dict):
            yield where, number, record
        else:
            source.leave_out(where, "not a JSON object in braces")


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
