"""Checks the texts, the spans in them, and the labels that they carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter, lt
from typing import Any

from models.base.entities import article_uid
from models.base.errors import UserError
from models.checks.found import Problem
from models.project.around import UnreadableRows, pages
from models.project.names import RowNames
from models.project.project import Project
from models.storage.tables.rows import digest
from models.text.offsets import floor_edge, unsure_edges

_PAGE = 50  # articles
_COLUMNS = ("uid", "source", "CAST(text AS BLOB)", "sha256", "length")
_SPANS = (
    'SELECT uid, start, "end", label_id, annotator_id FROM span '
    'WHERE article_id = ? AND deleted = 0 ORDER BY start, "end"'
)
_SPANS_FROM = (
    'SELECT article_id, uid, start, "end" FROM span INDEXED BY span_layer '
    "WHERE article_id BETWEEN ? AND ? AND deleted = 0 ORDER BY article_id"
)
_Span = tuple[Any, ...]
"""An article, a uid, a start and an end."""


def texts(project: Project, names: RowNames, ask: Callable[[], object] = lambda: None) -> Iterator[Problem]:
    """Yield texts that are not what was imported, articles with a wrong uid, and spans where none can be."""
    for page in pages(project, "article", _COLUMNS, _PAGE):
        ask()
        if isinstance(page, UnreadableRows):
            continue
        spans = _spans_of(project, [row[0] for row in page])
        for row in page:
            text, length = _decoded(row[3]), row[5]
            yield from _text(names, text, row)
            if spans is None or not _are_sound(spans.get(row[0], ()), text, length):
                yield from _spans(project, names, row[0], text, length)


def _spans_of(project: Project, articles: list[Any]) -> dict[Any, list[_Span]] | None:
    """Return the spans of articles that follow each other; None where each has to be asked for by itself."""
    if any(type(key) is not int for key in articles) or articles != sorted(articles):
        return None
    try:
        found = project.rows(_SPANS_FROM, (articles[0], articles[-1]))
    except UserError:
        return None
    return {key: [*spans] for key, spans in groupby(found, itemgetter(0))}


def _are_sound(spans: Sequence[_Span], text: str | None, length: int) -> bool:
    """Return whether `_spans` would certainly find nothing wrong with all the spans of an article."""
    if not spans:
        return True
    _, uids, starts, ends = zip(*spans, strict=True)
    if (
        text is None
        or length != len(text)
        or {*map(type, starts), *map(type, ends), *map(type, uids), type(length)} != {int, str}
    ):
        return False
    if min(starts) < 0 or max(ends) > length or not all(map(lt, starts, ends)) or not all(uids):
        return False
    together = "".join(uids)
    if not together.isprintable() or " " in together:  # as `_is_uid`: of white space only that can be printed
        return False
    unsure = unsure_edges(text)
    return all(floor_edge(text, edge) == edge for edge in {*starts, *ends} & unsure)


def _text(names: RowNames, text: str | None, row: Sequence[Any]) -> Iterator[Problem]:
    key, uid, source, _, sha256, length = row
    if text is None:
        yield Problem("text", f"{names.article(key)}: its text is damaged and no UTF-8 any more")
        return
    if digest(text) != sha256:
        yield Problem("text", f"{names.article(key)}: its text is not what was imported")
    elif article_uid(source, text) != uid:
        yield Problem("uid", f"{names.article(key)}: its id is not that of its source and text")
    if len(text) != length:
        yield Problem("length", f"{names.article(key)}: its length is said to be {length}, and is {len(text)}")


def _decoded(stored: bytes | None) -> str | None:
    try:
        return stored.decode() if stored is not None else None
    except UnicodeDecodeError:
        return None


def _spans(project: Project, names: RowNames, article: int, text: str | None, length: int) -> Iterator[Problem]:
    try:
        found = project.query(_SPANS, (article,))
    except UserError as error:
        yield Problem("unreadable", f"some spans of {names.article(article)} cannot be read: {error}")
        return
    for row in found:
        if not _is_uid(row["uid"]):
            yield Problem("uid", f"{names.span(row | {'article_id': article})}: its id is none")
        if not _lies_in(row["start"], row["end"], length):
            place = f"[{row['start']}, {row['end']})"
            yield Problem("bounds", f"span {row['uid']} {place} lies outside {names.article(article)}")
        elif text is not None and row["end"] <= len(text):
            yield from _edges(names, article, row, text)


def _edges(names: RowNames, article: int, row: dict[str, Any], text: str) -> Iterator[Problem]:
    for edge in (row["start"], row["end"]):
        if floor_edge(text, edge) != edge:
            what = names.span(row | {"article_id": article})
            yield Problem("edge", f"{what}: {edge} divides a letter from its sign")


def _lies_in(start: object, end: object, length: object) -> bool:
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(length, int)):
        return False
    return 0 <= start < end <= length


def _is_uid(uid: object) -> bool:
    """Return whether a program may have made that uid: not empty, without white space and control characters."""
    return (
        isinstance(uid, str) and bool(uid) and uid.isprintable() and not any(character.isspace() for character in uid)
    )


def rejections(project: Project, names: RowNames) -> Iterator[Problem]:
    """Yield rejected suggestions that reach beyond their articles."""
    for row in project.query(
        'SELECT article_id, start, "end" FROM rejection JOIN article ON article.id = article_id '
        'WHERE rejection.deleted = 0 AND "end" > length LIMIT 1000'
    ):
        place = f"[{row['start']}, {row['end']})"
        yield Problem("bounds", f"a rejected suggestion {place} lies outside {names.article(row['article_id'])}")


def labels(project: Project, names: RowNames) -> Iterator[Problem]:
    """Yield rows whose label is deleted, or of another scope."""
    for table, noun, scope in (
        ("span", "span", "span"),
        ("rejection", "rejected suggestion", "span"),
        ("article_label", "label of a whole article", "article"),
    ):
        wrong = "SELECT id, name, scope, deleted FROM label WHERE deleted = 1 OR scope <> ?"
        for label, name, other, gone in project.rows(wrong, (scope,)):
            what = "was deleted" if gone else f"is one for {other}s"
            marks = f"SELECT article_id FROM {table} WHERE label_id = ? AND deleted = 0 LIMIT 1000"
            for (article,) in project.rows(marks, (label,)):
                yield Problem("label", f"a {noun} in {names.article(article)} has the label {name}, which {what}")
