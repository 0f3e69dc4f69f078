"""Counts of a project, for people and scripts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from models.project.project import Project


def stats(project: Project) -> dict[str, Any]:
    """Count articles, characters and spans, for each label and annotator, too. Plain JSON values.

    `labels` counts spans, `article_labels` articles, once for each annotator who put the label there.
    """
    articles = project.query("SELECT count(*) AS n, coalesce(sum(length), 0) AS characters FROM article")[0]
    labels = project.query("SELECT id, name, scope FROM label WHERE deleted = 0 ORDER BY position, id")
    of_label, of_annotator = _spans(project)
    on_articles = dict(project.rows("SELECT label_id, count(*) FROM article_label WHERE deleted = 0 GROUP BY label_id"))
    people, effort = project.annotators(), _effort(project)
    return {
        "project": str(project.path),
        "articles": articles["n"],
        "characters": articles["characters"],
        "spans": of_label.total(),
        "labels": {row["name"]: of_label[row["id"]] for row in labels if row["scope"] == "span"},
        "article_labels": {row["name"]: on_articles.get(row["id"], 0) for row in labels if row["scope"] == "article"},
        "effort": {found.name: effort.get(found.id) or _per_span(0, None, None) for found in people},
        "annotators": {found.name: {"spans": of_annotator[found.id]} | _work(project, found.id) for found in people},
    }


def _spans(project: Project) -> tuple[Counter[int], Counter[int]]:
    """Count the spans of each label and of each layer, in one pass over an index."""
    of_label, of_annotator = Counter[int](), Counter[int]()
    counts = "SELECT label_id, deleted, annotator_id, count(*) FROM span GROUP BY label_id, deleted, annotator_id"
    for label, deleted, annotator, count in project.rows(counts):
        if not deleted:
            of_label[label] += count
            of_annotator[annotator] += count
    return of_label, of_annotator


def _work(project: Project, annotator: int) -> dict[str, Any]:
    row = project.query(
        """
        SELECT count(*) FILTER (WHERE status = 'done') AS done,
               count(*) FILTER (WHERE status = 'skipped') AS skipped,
               coalesce(sum(seconds), 0) AS seconds
        FROM work WHERE annotator_id = ?
        """,
        (annotator,),
    )[0]
    return {"done": row["done"], "skipped": row["skipped"], "seconds": round(row["seconds"], 1)}


def _effort(project: Project) -> dict[int, dict[str, Any]]:
    """Return what one span took each annotator in the window, relabelling and undoing included, in one pass.

    A span made is an event without a before that is about no other thing.
    """
    rows = project.rows(
        """
        SELECT annotator_id, sum(seconds), sum(strokes), count(*) FILTER (WHERE before IS NULL
            AND object NOT IN ('article_label', 'guidelines', 'rejection', 'work') AND object NOT GLOB 'label *')
        FROM event WHERE gesture <> 'import' AND annotator_id IS NOT NULL GROUP BY +annotator_id
        """
    )
    return {annotator: _per_span(spans, seconds, strokes) for annotator, seconds, strokes, spans in rows}


def _per_span(spans: int, seconds: float | None, strokes: int | None) -> dict[str, Any]:
    """None for what is not known, before any was made."""

    def each(total: float | None) -> float | None:
        return round(total / spans, 2) if spans and total is not None else None

    return {"spans": spans, "seconds_per_span": each(seconds), "strokes_per_span": each(strokes)}
