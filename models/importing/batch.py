"""The rows of a batch of articles, and how they are written together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from models.base.documents import AnnotatedArticle, span_uid, uid_head
from models.base.errors import UserError
from models.base.json_text import MAX_DEPTH, NotJson, is_deep
from models.base.report import Report
from models.project.project import Project
from models.storage.tables.checksums import in_article, span_checksum, span_head
from models.storage.tables.rows import to_json

_BATCH = 256  # articles written at once, by one statement: the full-text index begins another segment for each
_ARTICLE = "INSERT INTO article (id, uid, source, title, text, sha256, length, meta, changes, imported_at, checksum)"
_INDEX = "INSERT INTO article_fts (rowid, title, text)"
_WORK = "INSERT INTO work (article_id, annotator_id, status, seconds, updated_at, checksum)"
_SPAN = 'INSERT INTO span (uid, article_id, annotator_id, start, "end", label_id, origin, updated_at, checksum)'
_FULL_SPAN = f"{_SPAN[:-1]}, note, confidence, attributes, rev)"
_SKIP_SPAN = "ON CONFLICT (uid) DO NOTHING"
_MARK = "INSERT INTO article_label (article_id, annotator_id, label_id, updated_at, checksum)"
_MARKS_THERE = """
    SELECT count(*) FROM json_each(?) AS given CROSS JOIN article_label AS mark
    ON article_id = json_extract(given.value, '$[0]') AND annotator_id = json_extract(given.value, '$[1]')
    AND label_id = json_extract(given.value, '$[2]')
"""
_REJECTION = 'INSERT INTO rejection (article_id, annotator_id, start, "end", label_id, updated_at, checksum)'
_REJECTIONS = "SELECT count(*) FROM rejection"
_SKIP = "ON CONFLICT DO NOTHING"
Rows = list[tuple[Any, ...]]


@dataclass
class Batch:
    """Rows that are written together."""

    articles: Rows = field(default_factory=list)
    index: Rows = field(default_factory=list)
    work: Rows = field(default_factory=list)
    spans: Rows = field(default_factory=list)  # those of which nothing more is known: nearly all
    full_spans: Rows = field(default_factory=list)
    before_full: list[int] = field(default_factory=list)  # how many of `spans` were given before each of `full_spans`
    marks: Rows = field(default_factory=list)  # labels of whole articles
    rejections: Rows = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return len(self.articles) >= _BATCH or len(self.spans) + len(self.full_spans) >= 80 * _BATCH

    def write(self, project: Project, report: Report) -> None:
        """Write all rows, and count in `report` those that were not there."""
        insert = project.insert_rows
        insert(_ARTICLE, self.articles)
        insert(_INDEX, self.index)
        insert(_WORK, self.work, _SKIP)
        for head, rows in self._spans_in_turn():
            before = _last_span(project)
            insert(head, rows, _SKIP_SPAN)
            if _last_span(project) - before < len(rows):
                insert(head, _elsewhere(project, rows), _SKIP_SPAN)
            report.spans += _last_span(project) - before
        report.article_labels += _new_marks(project, self.marks)
        insert(_MARK, self.marks, _SKIP)
        before = project.unlocked_rows(_REJECTIONS)[0][0] if self.rejections else 0
        insert(_REJECTION, self.rejections, _SKIP)
        report.rejections += project.unlocked_rows(_REJECTIONS)[0][0] - before if self.rejections else 0

    def _spans_in_turn(self) -> Iterator[tuple[str, Rows]]:
        """Yield rows of spans with the statement for each: of one kind after the other, unless they share ids.

        Then they come as they were given: the first span keeps the id, however many are written together.
        """
        full = {row[0] for row in self.full_spans}
        if full.isdisjoint(row[0] for row in self.spans):
            yield from ((_SPAN, self.spans), (_FULL_SPAN, self.full_spans))
            return
        done = 0
        for at, rows in groupby(zip(self.before_full, self.full_spans, strict=True), itemgetter(0)):
            yield _SPAN, self.spans[done:at]
            yield _FULL_SPAN, [row for _, row in rows]
            done = at
        yield _SPAN, self.spans[done:]


def _last_span(project: Project) -> int:
    """Return the last `span.id`: they count up by one, and only the thread that asks writes spans meanwhile."""
    ((last,),) = project.unlocked_rows("SELECT coalesce(max(id), 0) FROM span")
    return int(last)


def _new_marks(project: Project, marks: Rows) -> int:
    """Count the labels of whole articles that are not there yet."""
    keys = {row[:3] for row in marks}
    ((there,),) = project.unlocked_rows(_MARKS_THERE, (to_json([*keys]),)) if keys else [(0,)]
    return len(keys) - int(there)


def _elsewhere(project: Project, spans: Rows) -> Rows:
    """Return spans whose id belongs to another article or layer, under ids of their own: none is lost."""
    uids = to_json([row[0] for row in spans])
    select = "SELECT uid, article_id, annotator_id FROM span WHERE uid IN (SELECT value FROM json_each(?))"
    owners = {uid: owner for uid, *owner in project.unlocked_rows(select, (uids,))}
    return [
        _renamed(row, span_uid(uid_head(row[0], str(row[2]), str(row[1])), row[3], row[4]))
        for row in spans
        if owners.get(row[0], [*row[1:3]]) != [*row[1:3]]
    ]


def _renamed(row: tuple[Any, ...], uid: str) -> tuple[Any, ...]:
    """Return a row for `_SPAN` or `_FULL_SPAN` under another id."""
    _, article, annotator, start, end, label, origin, at, _, *more = row
    head = in_article(span_head(annotator, label, origin, at, *more), article)
    return (uid, *row[1:8], span_checksum(head, start, end, uid), *more)


def full_row(
    row: tuple[Any, ...], attributes: Mapping[str, Any], rev: int, article: AnnotatedArticle
) -> tuple[Any, ...]:
    """Return a row for `_FULL_SPAN` with its checksum. Raises UserError as `_kept_json`."""
    return _renamed((*row, _kept_json(attributes, article, "what a span carries"), rev), row[0])


def meta_json(article: AnnotatedArticle) -> str:
    """Return what is kept with the text. Raises UserError when it could not be read again."""
    return _kept_json(article.meta, article, "what stands beside the text") if article.meta else "{}"


def _kept_json(value: Mapping[str, Any], article: AnnotatedArticle, what: str) -> str:
    try:
        text = to_json(dict(value))
        deep = is_deep(text)
    except (RecursionError, NotJson):
        deep = True
    if deep:
        raise UserError(f"{article.where}: {what} is nested deeper than {MAX_DEPTH}; make it flat, or leave it out.")
    return text
