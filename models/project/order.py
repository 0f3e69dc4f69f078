"""The orders of the list of articles."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from models.base.entities import AnnotatorId, ArticleId, Status
from models.project.project import Project
from models.text.title_order import title_key


class Order(StrEnum):
    """What articles are sorted by; of equals, the one imported first comes first."""

    IMPORT = "import"
    TITLE = "title"
    STATUS = "status"
    LENGTH = "length"
    DATE = "date"
    SPANS = "spans"
    CHANGE = "last change"
    MIXED = "mixed"


FOLLOWS_WORK = frozenset({Order.STATUS, Order.SPANS, Order.CHANGE})
"""Orders that the annotator's gestures change."""
_DATE_FIELDS = ("date", "published", "publication_date", "pub_date", "pubdate", "published_at", "created_at", "time")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_STATUS_ORDER = {status.value: place for place, status in enumerate(Status)}
_NO_DATE = (1, 0, 0, 0)


def in_order(
    project: Project, annotator: AnnotatorId, order: Order, articles: Sequence[ArticleId], *, turned: bool = False
) -> list[ArticleId]:
    """Return articles, given in order of import, sorted; `turned`: the last one first.

    By length the shortest comes first, by date the oldest, by spans the one with fewest, by last change the newest.
    Mixed ones are as if drawn by lot, the same each time, with the articles of each source file spread over all.
    """
    found = [*articles]
    if order is not Order.IMPORT:
        keys, usual = _KEYS[order](project, annotator)
        found.sort(key=lambda article: keys.get(article, usual))
    return found[::-1] if turned else found


_Key = tuple[Any, ...]
_Keys = tuple[Mapping[int, _Key], _Key]


def _titles(project: Project, _: AnnotatorId) -> _Keys:
    return {key: title_key(str(title)) for key, title in project.rows("SELECT id, title FROM article")}, title_key("")


def _single(pairs: Iterable[tuple[int, int]]) -> Mapping[int, _Key]:
    return {article: (value,) for article, value in pairs}


def _lengths(project: Project, _: AnnotatorId) -> _Keys:
    return _single(project.rows("SELECT id, length FROM article INDEXED BY article_length")), (0,)


def _counts(project: Project, me: AnnotatorId) -> dict[int, int]:
    sql = "SELECT article_id, count(*) FROM span WHERE annotator_id = ? AND deleted = 0 GROUP BY article_id"
    return dict(project.rows(sql, (me,)))


def _spans(project: Project, me: AnnotatorId) -> _Keys:
    return _single(_counts(project, me).items()), (0,)


def _statuses(project: Project, me: AnnotatorId) -> _Keys:
    started = _STATUS_ORDER[Status.STARTED.value]
    found = dict.fromkeys(_counts(project, me), started)
    for article, status in project.rows("SELECT article_id, status FROM work WHERE annotator_id = ?", (me,)):
        found[article] = _STATUS_ORDER.get(status, 0) or found.get(article, 0)
    return _single(found.items()), (0,)


def _changes(project: Project, _: AnnotatorId) -> _Keys:
    sql = "SELECT article_id, max(id) FROM event WHERE article_id IS NOT NULL GROUP BY article_id"
    return _single((article, -last) for article, last in project.rows(sql)), (0,)


def _dates(project: Project, _: AnnotatorId) -> _Keys:
    rows = project.rows("SELECT id, meta FROM article WHERE meta <> '{}'")
    return {key: date_key(meta) for key, meta in rows}, _NO_DATE


def _mixed(project: Project, _: AnnotatorId) -> _Keys:
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which no start needs

    sources: dict[str, list[tuple[bytes, int]]] = defaultdict(list)
    for article, source in project.rows("SELECT id, source FROM article"):
        file = str(source).rpartition(":")[0] or str(source)  # before the line of a record
        sources[file].append((hashlib.blake2b(f"{source}\0{article}".encode(errors="replace")).digest(), article))
    found: dict[int, _Key] = {}
    for lots in sources.values():
        for place, (lot, article) in enumerate(sorted(lots)):
            found[article] = ((place + lot[0] / 256) / len(lots), lot)
    return found, (2.0, b"")


def date_key(meta: str) -> tuple[int, int, int, int]:
    """Return a key that sorts metadata (JSON) by its first date; without one it is last."""
    try:
        fields = json.loads(meta)
        folded = {str(name).casefold(): value for name, value in fields.items()}
    except (ValueError, AttributeError, TypeError):
        return _NO_DATE
    for name in _DATE_FIELDS:
        if (found := _date(str(folded.get(name, "")))) is not None:
            return found
    return _NO_DATE


def _date(text: str) -> tuple[int, int, int, int] | None:
    if match := _YEAR_LAST.search(text):
        day, month, year = (int(part) for part in match.groups())
        return 0, year, month, day
    if match := _YEAR_FIRST.search(text):
        year, month, day = (int(part or 0) for part in match.groups())
        return 0, year, month, day
    return None


_KEYS: dict[Order, Callable[[Project, AnnotatorId], _Keys]] = {
    Order.TITLE: _titles,
    Order.STATUS: _statuses,
    Order.LENGTH: _lengths,
    Order.DATE: _dates,
    Order.SPANS: _spans,
    Order.CHANGE: _changes,
    Order.MIXED: _mixed,
}
