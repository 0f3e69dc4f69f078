"""Articles of JSON of any shape, when its records are looked through once to tell which field is what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation
from models.base.errors import UserError
from models.base.report import counted
from models.formats.support.any_json.class_names import given_names, names_for
from models.formats.support.any_json.items import items_of
from models.formats.support.any_json.joining import joined
from models.formats.support.any_json.making import Maker
from models.formats.support.any_json.rows import Row, Rows, rows_of
from models.formats.support.any_json.taken import RECORD, Finder, Taken
from models.formats.support.any_json.tokens import tags_of, tokens_of
from models.formats.support.counting import Counting
from models.formats.support.records import Record
from models.formats.support.source import SourceFile
from models.formats.support.token_table.schemes import NO_LABELS, spelling_of

LOOKED_AT = 200
"""So many records tell what the fields are."""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a record. Raises UserError when the file is no JSON, or no record of it has a text."""
    yield from articles_of(source, rows_of(source))


def articles_of(source: SourceFile, rows: Rows, kind: str = "field") -> Iterator[AnnotatedArticle]:
    """Yield one article a record of some rows, whose parts are called `kind`. Raises UserError where none has a text.

    Records that hold a single span each, with the text over again, are one article where they follow each other.
    """
    each = iter(rows.each)
    first, broken = _first(each)
    records = [value for _, _, value in first if isinstance(value, dict)]
    try:
        taken = Finder(records, source.options).find()
    except UserError as error:
        raise UserError(f"{source.path}: {str(error).replace('field', kind) if kind != 'field' else error}") from error
    if not taken.text and not taken.tokens:
        raise _no_text(source, records)
    name_numbers(taken, rows.around, source)
    source.took(replace(taken.reading(), kind=kind))
    counting = Counting(source)
    counting.first_look(lambda quiet: _articles(iter(first), Maker(quiet, taken)))
    maker = Maker(counting, taken)
    maker.unread.around(rows.around)
    articles = _articles(chain(first, each), maker)
    try:
        yield from joined(articles) if RECORD in taken.spans else articles
        if broken is not None:
            raise broken
    finally:
        maker.note()


def _first(each: Iterator[Row]) -> tuple[list[Row], UserError | None]:
    """Return the first records, and why there is no more where the file breaks off after some of them."""
    first: list[Row] = []
    try:
        for row in islice(each, LOOKED_AT):
            first.append(row)
    except UserError as error:
        if not first:
            raise
        return first, error
    return first, None


def _articles(rows: Iterator[Row], maker: Maker) -> Iterator[AnnotatedArticle]:
    for where, number, value in rows:
        try:
            article = _article(maker, where, number, value)
        except UserError as error:
            maker.source.leave_out(where, error)
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


def name_numbers(taken: Taken, around: Record, source: SourceFile) -> None:
    """Find out what numbers stand for, and how the tags of the file are spelled."""
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
    for path in taken.tags:
        taken.spelled[path] = spelling_of(_tags(taken, path))
        if taken.spelled[path].scheme.bare:
            source.report.note(source.at(), NO_LABELS)


def _numbers(taken: Taken, path: str) -> set[int]:
    found: set[int] = set()
    for flat in taken.first:
        value = flat.get(path)
        if path in taken.tags:
            tokens = tokens_of(flat.get(taken.tokens))
            values: list[Any] = (tags_of(value, tokens) if tokens else None) or []
        elif path in taken.spans:
            shape = taken.shapes[path]
            values = [label for item in items_of(value) for label in shape.labels(item)]
        else:
            values = value if isinstance(value, list) else [value]
        found |= {one for one in values if type(one) is int}
    return found


def _tags(taken: Taken, path: str) -> Iterator[list[str]]:
    """Yield the tags of each of the first records, under their names."""
    names = taken.names.get(path, {})
    for flat in taken.first:
        tokens = tokens_of(flat.get(taken.tokens))
        if tokens is not None:
            tags = tokens.tags if path == taken.tokens else tags_of(flat.get(path), tokens) or []
            yield [names.get(tag, "O") if isinstance(tag, int) else tag or "O" for tag in tags]
