"""Counts of a project, for people and scripts."""

from __future__ import annotations

from typing import Any

from models.project import Project


def stats(project: Project) -> dict[str, Any]:
    """Articles, characters, spans, and per label and annotator what there is. Plain JSON values.

    `labels` counts spans, `article_labels` articles, once for each annotator who put the label there.
    """
    articles = project.query("SELECT count(*) AS n, coalesce(sum(length), 0) AS characters FROM article")[0]
    labels = project.query(
        "SELECT name, count(span.id) AS n FROM label LEFT JOIN span ON span.label_id = label.id AND span.deleted = 0 "
        "WHERE label.deleted = 0 AND scope = 'span' GROUP BY label.id ORDER BY position, label.id"
    )
    on_articles = project.query(
        "SELECT name, count(article_id) AS n FROM label LEFT JOIN article_label AS mark ON mark.label_id = label.id "
        "AND mark.deleted = 0 WHERE label.deleted = 0 AND scope = 'article' GROUP BY label.id "
        "ORDER BY position, label.id"
    )
    return {
        "project": str(project.path),
        "articles": articles["n"],
        "characters": articles["characters"],
        "spans": project.value("SELECT count(*) FROM span WHERE deleted = 0"),
        "labels": {row["name"]: row["n"] for row in labels},
        "article_labels": {row["name"]: row["n"] for row in on_articles},
        "effort": {found.name: _effort(project, found.id) for found in project.annotators()},
        "annotators": {found.name: _of_annotator(project, found.id) for found in project.annotators()},
    }


def _of_annotator(project: Project, annotator: int) -> dict[str, Any]:
    work = project.query(
        """
        SELECT count(*) FILTER (WHERE status = 'done') AS done,
               count(*) FILTER (WHERE status = 'skipped') AS skipped,
               coalesce(sum(seconds), 0) AS seconds
        FROM work WHERE annotator_id = ?
        """,
        (annotator,),
    )[0]
    spans = project.value("SELECT count(*) FROM span WHERE annotator_id = ? AND deleted = 0", (annotator,))
    return {"spans": spans, "done": work["done"], "skipped": work["skipped"], "seconds": round(work["seconds"], 1)}


def _effort(project: Project, annotator: int) -> dict[str, Any]:
    """What one span took in the window, relabelling and undoing included; None before any was made there."""
    row = project.query(
        """
        SELECT sum(seconds) AS seconds, sum(strokes) AS strokes,
               count(*) FILTER (WHERE before IS NULL AND json_extract(after, '$.start') IS NOT NULL
                                AND json_extract(after, '$.uid') IS NOT NULL) AS spans
        FROM event WHERE annotator_id = ? AND gesture <> 'import'
        """,
        (annotator,),
    )[0]

    def per_span(total: float | None) -> float | None:
        return round(total / row["spans"], 2) if row["spans"] and total is not None else None

    return {
        "spans": row["spans"],
        "seconds_per_span": per_span(row["seconds"]),
        "strokes_per_span": per_span(row["strokes"]),
    }
