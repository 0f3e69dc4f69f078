"""The articles of a project with their layers, as a stream: memory for a few hundred at most.

Every text and every row that is read is verified, whether it is written or not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import AnnotatorId, AnnotatorKind, ArticleId, Status
from models.exporting.spans import Names, Spans
from models.project.facts import is_there, without_removed
from models.project.project import Project
from models.project.sound import Unsound, refuse_missing, refusing_damage
from models.storage.tables import checksums
from models.storage.tables.rows import digest, from_json, status_of

_BATCH = 200  # articles in memory at once


def annotated(
    project: Project,
    annotator: AnnotatorId | None,
    among: frozenset[ArticleId] | None = None,
    step: Callable[[int], None] = lambda _articles: None,
) -> Iterator[AnnotatedArticle]:
    """Yield articles in order with one annotator's layer, or with everybody's but the suggesters'.

    `among`: these alone. `step` is told how many articles are done with since the last call. The tables of
    `sound.LISTS` have been verified before. Raises Unsound, at the end at the latest, when anything of the project
    is damaged or missing.
    """
    # By name, not in the order they came: the same work gives the same file from every copy of a project.
    people = sorted(project.annotators(), key=lambda found: found.name)
    names = {found.id: found for found in people if found.kind is not AnnotatorKind.SUGGESTER}
    everybody = {found.id for found in people}
    chosen = [who for who in names if annotator in (None, who)]
    labels = Names({label.id: label.name for label in project.labels()})
    spans, found = Spans(project, labels), _Articles(project)
    while batch := found.next():
        layers = _layers(project, found.last_before, found.last, spans, labels)
        ids = {row["id"] for row in batch}
        if not all(article in ids and who in everybody for article, who in layers):
            raise Unsound  # work on what is not there
        wanted = [row for row in batch if not row["deleted"] and (among is None or row["id"] in among)]
        for row in wanted:
            raws = [(names[who], layers[row["id"], who]) for who in chosen if (row["id"], who) in layers]
            yield _article(row, tuple(_layer(who.name, who.kind, raw) for who, raw in raws))
        step(len(wanted))
    found.refuse_missing()
    spans.refuse_missing()


def at_work(project: Project, me: AnnotatorId) -> frozenset[AnnotatorId]:
    """Return who has done something: everybody that time or a status is kept of, and `me` with spans alone, too."""
    there = is_there(project, "article_id")
    found = {who for (who,) in project.rows(f"SELECT DISTINCT annotator_id FROM work WHERE {there}")}
    if me not in found:
        mine = f"SELECT annotator_id FROM span WHERE annotator_id = ? AND deleted = 0 AND {there} LIMIT 1"
        found |= {who for (who,) in project.rows(mine, (me,))}
    return frozenset(found)


def article_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield all articles that are not removed, as their table has them. Raises Unsound, at the end at the latest."""
    found = _Articles(project)
    while batch := found.next():
        yield from (row for row in batch if not row["deleted"])
    found.refuse_missing()


def articles_that_are(
    project: Project, annotator: AnnotatorId | None, statuses: frozenset[Status]
) -> frozenset[ArticleId]:
    """Return the articles that the annotator, or anybody but a suggester, has brought as far as one of `statuses`."""
    people = [found.id for found in project.annotators() if found.kind is not AnnotatorKind.SUGGESTER]
    whose = {"ids": json.dumps(people if annotator is None else [annotator])}
    among = "annotator_id IN (SELECT value FROM json_each(:ids))"
    said = {
        (article, who): status_of(status, 0)
        for article, who, status in project.rows(
            f"SELECT article_id, annotator_id, status FROM work WHERE {among}", whose
        )
    }
    labelled = f"SELECT DISTINCT article_id, annotator_id FROM span WHERE {among} AND deleted = 0"
    for article, who in project.rows(labelled, whose):
        said[article, who] = status_of(said.get((article, who), Status.NEW), 1)
    found: dict[ArticleId, set[Status]] = {}
    for (article, _), status in said.items():
        found.setdefault(article, set()).add(status)
    every = without_removed(project, (row[0] for row in project.rows("SELECT id FROM article")))
    return frozenset(article for article in every if found.get(article, {Status.NEW}) & statuses)


def _article(row: dict[str, Any], layers: tuple[Layer, ...]) -> AnnotatedArticle:
    what, meta, changes = f"{row['title'][:80]}: what is kept with the text", row["meta"], row["changes"]
    return AnnotatedArticle(
        source=row["source"],
        title=row["title"],
        text=row["text"],
        meta={} if meta == "{}" else from_json(meta, what, dict),
        changes=() if changes == "[]" else tuple(from_json(changes, what, list)),
        layers=layers,
        uid=row["uid"],
    )


class _Articles:
    """Reads the articles, some at a time, with their texts."""

    _COLUMNS = checksums.COLUMNS["article"]

    def __init__(self, project: Project) -> None:
        self._project = project
        self.last_before = self.last = 0
        self._count = self._total = 0

    def next(self) -> list[dict[str, Any]]:
        """Return the rows of the next articles; empty at the end. Raises Unsound."""
        select = f"SELECT {', '.join(self._COLUMNS)}, checksum, text FROM article WHERE id > ? ORDER BY id LIMIT ?"
        with refusing_damage():
            rows = self._project.rows(select, (self.last, _BATCH))
        if checksums.wrong("article", rows) or not all(_is_text(row[-1], row[4]) for row in rows):
            raise Unsound
        ids = [self.last, *(row[0] for row in rows)]
        if any(after <= before for before, after in pairwise(ids)):
            raise Unsound  # damaged pages give rows out of order, or again and again
        if rows:
            self.last_before, self.last = self.last, rows[-1][0]
        self._count += len(rows)
        self._total += sum(row[0] for row in rows)
        names = (*self._COLUMNS, "checksum", "text")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def refuse_missing(self) -> None:
        """Raise Unsound when the index knows other articles than came."""
        refuse_missing(self._project, "article", self._count, self._total)


def _is_text(text: object, sha256: bytes) -> bool:
    return isinstance(text, str) and digest(text) == sha256


class _Raw:
    """What the tables say of one layer of one article."""

    __slots__ = ("labels", "rejections", "seconds", "spans", "status")

    def __init__(self, status: str = "new", seconds: float = 0.0) -> None:
        self.status, self.seconds = status, seconds
        self.spans: tuple[LabelledSpan, ...] = ()
        self.labels: list[str] = []
        self.rejections: list[LabelledSpan] = []


def _layers(
    project: Project, after: int, last: int, spans: Spans, labels: dict[Any, str]
) -> dict[tuple[int, int], _Raw]:
    """Return (article, annotator) -> its layer, for the articles in `(after, last]`. Raises Unsound."""
    between = "article_id > ? AND article_id <= ?"
    work = f"SELECT article_id, annotator_id, status, seconds FROM work WHERE {between}"
    layers = {
        (row["article_id"], row["annotator_id"]): _Raw(row["status"], row["seconds"])
        for row in project.query(work, (after, last))
    }
    for key, made in spans.layers(after, last):
        _at(layers, *key).spans = made
    marks = project.rows(
        "SELECT article_id, annotator_id, label_id FROM article_label CROSS JOIN label ON label.id = label_id "
        f"WHERE {between} AND article_label.deleted = 0 ORDER BY position, label.id",
        (after, last),
    )
    for article, annotator, label in marks:
        _at(layers, article, annotator).labels.append(labels[label])
    rejected = project.rows(
        f'SELECT article_id, annotator_id, start, "end", label_id FROM rejection WHERE {between} AND deleted = 0 '
        'ORDER BY start, "end" DESC',
        (after, last),
    )
    for article, annotator, start, end, label in rejected:
        if label in labels:
            _at(layers, article, annotator).rejections.append(LabelledSpan(start, end, labels[label]))
    return layers


def _at(layers: dict[tuple[int, int], _Raw], article: int, annotator: int) -> _Raw:
    found = layers.get((article, annotator))
    if found is None:  # nothing was said about it yet
        found = layers[article, annotator] = _Raw()
    return found


def _layer(name: str, kind: AnnotatorKind, raw: _Raw) -> Layer:
    status = status_of(raw.status, len(raw.spans))
    return Layer(name, kind, status, raw.seconds, raw.spans, tuple(raw.labels), tuple(raw.rejections))
