"""Logs what an import did to articles that were there before, so that their earlier states can be computed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from models.project.project import Project
from models.storage.tables.rows import to_json

Layers = dict[int, dict[int, dict[str, Any]]]
"""Article -> annotator -> what the import wrote there: `spans` as first and last `span.id` and their number,
`labels` of the whole article as ids, `status`; what it wrote nothing of is left out."""

_SPANS = (
    "SELECT article_id, annotator_id, min(span.id), max(span.id), count(*) FROM json_each(?) AS there "
    "CROSS JOIN span ON article_id = there.value AND span.id > ? GROUP BY article_id, annotator_id"
)
_MARKS = (
    "SELECT article_id, annotator_id, label_id FROM json_each(?) AS there "
    "CROSS JOIN article_label AS mark ON article_id = there.value WHERE mark.updated_at = ? AND rev = 1 "
)
_WORKS = (
    "SELECT article_id, annotator_id, status FROM json_each(?) AS there "
    "CROSS JOIN work AS mark ON article_id = there.value WHERE mark.updated_at = ? AND rev = 1 AND status <> 'new' "
)
_NO_GESTURE = (  # of the same millisecond wrote the row
    "AND NOT EXISTS (SELECT 1 FROM event WHERE event.article_id = mark.article_id "
    "AND event.annotator_id = mark.annotator_id AND event.at = mark.updated_at AND object = ?{same})"
)
_SAME_LABEL = " AND json_extract(event.after, '$.label_id') = mark.label_id"


def article_events(
    project: Project, articles: Sequence[int], span_before: int, at: str, files: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the events, for `write_events`, of those of `articles` that an import changed; all were there before.

    `span_before` is the last `span.id` before it: ids grow and no row is ever deleted, so that first and last say
    which spans it brought. `at` is the time that its rows bear.
    """
    found = _written(project, articles, span_before, at) if articles else {}
    for article, layers in found.items():
        after = {"layers": [{"annotator": annotator} | what for annotator, what in layers.items()], "files": files[:3]}
        yield at, "import", None, article, "import", None, to_json(after), None, None


def _written(project: Project, articles: Sequence[int], span_before: int, at: str) -> Layers:
    found: Layers = {}
    these = json.dumps([*articles])

    def layer(article: int, annotator: int) -> dict[str, Any]:
        return found.setdefault(article, {}).setdefault(annotator, {})

    for article, annotator, *reach in project.rows(_SPANS, (these, span_before)):
        layer(article, annotator)["spans"] = reach
    for article, annotator, label in project.rows(
        _MARKS + _NO_GESTURE.format(same=_SAME_LABEL), (these, at, "article_label")
    ):
        layer(article, annotator).setdefault("labels", []).append(label)
    for article, annotator, status in project.rows(_WORKS + _NO_GESTURE.format(same=""), (these, at, "work")):
        layer(article, annotator)["status"] = status
    return found
