"""The articles of a project with their layers, as a stream: memory for a few hundred at most."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import AnnotatorId, AnnotatorKind, ArticleId, Status
from models.project.project import Project
from models.storage.rows import damaged, digest, from_json, status_of, text_of

_BATCH = 200  # articles in memory at once
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def annotated(
    project: Project,
    annotator: AnnotatorId | None,
    among: frozenset[ArticleId] | None = None,
    step: Callable[[int], None] = lambda _articles: None,
) -> Iterator[AnnotatedArticle]:
    """Articles in order with one annotator's layer, or with everybody's but the suggesters'.

    `among`: these alone. `step` is told how many articles are done with since the last call.
    """
    # By name, not in the order they came: the same work gives the same file from every copy of a project.
    people = sorted(project.annotators(), key=lambda found: found.name)
    names = {found.id: found for found in people if found.kind is not AnnotatorKind.SUGGESTER}
    chosen = [who for who in names if annotator in (None, who)]
    labels = _Names({label.id: label.name for label in project.labels()})
    last = 0
    select = "SELECT id, source, title, text, sha256, meta, changes, uid FROM article WHERE id > ? ORDER BY id LIMIT ?"
    while batch := project.query(select, (last, _BATCH)):
        layers = _layers(project, last, batch[-1]["id"], labels)
        wanted = [row for row in batch if among is None or row["id"] in among]
        for row in wanted:
            raws = [(names[who], layers[row["id"], who]) for who in chosen if (row["id"], who) in layers]
            yield _article(row, tuple(_layer(who.name, who.kind, raw) for who, raw in raws))
        last = batch[-1]["id"]
        step(len(wanted))


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
    every = (row[0] for row in project.rows("SELECT id FROM article"))
    return frozenset(article for article in every if found.get(article, {Status.NEW}) & statuses)


def _article(row: dict[str, Any], layers: tuple[Layer, ...]) -> AnnotatedArticle:
    if not isinstance(row["text"], str) or digest(row["text"]) != row["sha256"]:
        raise damaged(f"{text_of(row['title'])[:80]}: its text")  # nobody would notice it in the dataset
    return AnnotatedArticle(
        source=row["source"],
        title=row["title"],
        text=row["text"],
        meta=from_json(row["meta"], f"{row['title'][:80]}: what is kept with the text", dict),
        changes=tuple(from_json(row["changes"], f"{row['title'][:80]}: what is kept with the text", list)),
        layers=layers,
        uid=row["uid"],
    )


class _Names(dict[Any, str]):
    """Label ids -> names."""

    def __missing__(self, label: Any) -> str:
        raise damaged(f"a label in use (number {label})")


class _Raw:
    """What the tables say of one layer of one article."""

    __slots__ = ("labels", "rejections", "seconds", "spans", "status")

    def __init__(self, status: str = "new", seconds: float = 0.0) -> None:
        self.status, self.seconds = status, seconds
        self.spans: list[LabelledSpan] = []
        self.labels: list[str] = []
        self.rejections: list[LabelledSpan] = []


def _layers(project: Project, after: int, last: int, labels: dict[Any, str]) -> dict[tuple[int, int], _Raw]:
    """Return (article, annotator) -> its layer, for the articles in `(after, last]`."""
    between = "article_id > ? AND article_id <= ?"
    work = f"SELECT article_id, annotator_id, status, seconds FROM work WHERE {between}"
    layers = {
        (row["article_id"], row["annotator_id"]): _Raw(row["status"], row["seconds"])
        for row in project.query(work, (after, last))
    }
    spans = project.rows(
        f'SELECT article_id, annotator_id, start, "end", label_id, uid, origin, note, confidence, attributes, rev, '
        f"updated_at FROM span WHERE {between} AND deleted = 0 "
        'ORDER BY article_id, annotator_id, start, "end" DESC, id',
        (after, last),
    )
    key, found = (0, 0), _Raw()
    for article, annotator, start, end, label, uid, origin, note, confidence, attributes, rev, at in spans:
        if (article, annotator) != key:
            key = (article, annotator)
            found = _at(layers, *key)
        decoded = from_json(attributes, f"a span of article {article}", dict) if attributes != "{}" else _NOTHING
        found.spans.append(LabelledSpan(start, end, labels[label], uid, origin, note, confidence, decoded, rev, at))
    marks = project.rows(
        "SELECT article_id, annotator_id, label_id FROM article_label JOIN label ON label.id = label_id "
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
    return Layer(name, kind, status, raw.seconds, tuple(raw.spans), tuple(raw.labels), tuple(raw.rejections))
