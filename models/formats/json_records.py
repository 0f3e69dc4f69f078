"""JSON of any shape that holds texts: which field is the text, which are spans, tags or labels, is found out.

One record a line, a list, a list inside an object, tuples of spaCy, columns; spans as `[start, end, label]` in any
order, as objects under any names, by label or by person; tokens with tags. What the fields were taken for is told,
and a person may say otherwise (`--field text=data`). What looks like annotations and is not read is told, and kept in
the meta of the article like every other field.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation
from models.base.errors import UserError
from models.base.report import counted
from models.formats import doccano, prodigy
from models.formats.support.any_json.class_names import given_names, names_for
from models.formats.support.any_json.items import items_of
from models.formats.support.any_json.making import Maker
from models.formats.support.any_json.rows import Row, beginning, rows_of
from models.formats.support.any_json.taken import Finder, Taken
from models.formats.support.any_json.tokens import tags_of, tokens_of
from models.formats.support.base import Format
from models.formats.support.options import AS_FOUND
from models.formats.support.records import Record
from models.formats.support.source import Head, SourceFile
from models.formats.support.tags import begins_with_inside

_LOOKED_AT = 200  # records by which the fields are told
_CONFIG = {"suffix_key", "suffixKey", "background_color", "backgroundColor", "text_color", "textColor"}


def sniff(head: Head) -> str:
    """Return why this is such JSON: it has a text, and it is of no tool that has a reader of its own."""
    if head.text.lstrip()[:1] not in ("{", "["):
        return ""
    found = beginning(head)
    if not found or _is_ours(found) or doccano.sniff(head) or prodigy.sniff(head) or is_label_config(found):
        return ""
    taken = Finder(found, AS_FOUND).find()
    if not taken.text and not taken.tokens:
        return ""
    marks = [*taken.spans, *taken.tags, *taken.labels]
    text = taken.text or taken.tokens
    return f'its records have "{text}"' + (f' and "{marks[0]}"' if marks else "")


def is_label_config(found: list[Record]) -> bool:
    """Return whether records are doccano's settings of labels, which have a `text`, a key and colours."""
    return all(isinstance(record.get("text"), str) and record.keys() & _CONFIG for record in found)


def _is_ours(found: list[Record]) -> bool:
    if any(isinstance(record.get("layers"), list) for record in found):
        return True
    spans = [span for record in found if isinstance(record.get("spans"), list) for span in record["spans"]]
    named = all("text" in record for record in found) and any("spans" in record for record in found)
    return named and all(isinstance(span, dict) and {"start", "end", "label"} <= span.keys() for span in spans)


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a record. Raises UserError when the file is no JSON, or no record of it has a text."""
    rows = rows_of(source)
    each = iter(rows.each)
    first = list(islice(each, _LOOKED_AT))
    records = [value for _, _, value in first if isinstance(value, dict)]
    try:
        taken = Finder(records, source.options).find()
    except UserError as error:
        raise UserError(f"{source.path}: {error}") from error
    if not taken.text and not taken.tokens:
        raise _no_text(source, records)
    _name_numbers(taken, rows.around, source)
    source.took(taken.reading())
    maker = Maker(source, taken)
    maker.unread.around(rows.around)
    try:
        yield from _articles(chain(first, each), maker, source)
    finally:
        maker.note()


def _articles(rows: Iterator[Row], maker: Maker, source: SourceFile) -> Iterator[AnnotatedArticle]:
    for where, number, value in rows:
        try:
            article = _article(maker, where, number, value)
        except UserError as error:
            source.leave_out(where, error)
        else:
            yield article


def _article(maker: Maker, where: FileLocation, number: int, value: Any) -> AnnotatedArticle:
    if not isinstance(value, dict):
        raise UserError(f"{where}: not a JSON object in braces.")
    return maker.article(where, number, value)


def _no_text(source: SourceFile, records: list[Record]) -> UserError:
    there = ", ".join(dict.fromkeys(str(name)[:40] for record in records for name in list(record)[:12])) or "none"
    return UserError(
        f"{source.path}: no field looks like a text (there are: {there[:400]}); name it with --field text=NAME."
    )


def _name_numbers(taken: Taken, around: Record, source: SourceFile) -> None:
    """Find out what numbers stand for, and how the tags of the file begin spans."""
    given = given_names(source.options.roles.get("names", ()))
    for path in (*taken.spans, *taken.tags, *taken.labels):
        numbers = _numbers(taken, path)
        if not numbers:
            continue
        names, where = (given, "") if given else names_for(path, around, source)
        if names and max(numbers) <= max(names):
            taken.names[path] = names
            if where and where != "the file":
                what = f'the numbers in "{path}" are named by {where} beside it ({counted(len(names), "name")})'
                source.report.note(source.at(), what)
    taken.inside_begins = begins_with_inside(_tags(taken))


def _numbers(taken: Taken, path: str) -> set[int]:
    found: set[int] = set()
    for flat in taken.first:
        value = flat.get(path)
        if path in taken.tags:
            tokens = tokens_of(flat.get(taken.tokens))
            values: list[Any] = (tags_of(value, tokens) if tokens else None) or []
        elif path in taken.spans:
            marks = [taken.shapes[path].mark(item) for item in items_of(value)]
            values = [label for mark in marks if mark for label in mark.labels]
        else:
            values = value if isinstance(value, list) else [value]
        found |= {one for one in values if type(one) is int}
    return found


def _tags(taken: Taken) -> Iterator[str]:
    for flat in taken.first:
        tokens = tokens_of(flat.get(taken.tokens))
        for path in taken.tags if tokens else ():
            assert tokens is not None
            tags = tokens.tags if path == taken.tokens else tags_of(flat.get(path), tokens) or []
            names = taken.names.get(path, {})
            yield from (names.get(tag, "O") if isinstance(tag, int) else tag or "O" for tag in tags)
            yield ""


FORMAT = Format(
    "json", "JSON (fields found out)", (".json", ".jsonl", ".ndjson"), read=read, sniff=sniff, rank=45, offsets=True
)
