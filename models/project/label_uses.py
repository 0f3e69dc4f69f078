"""Where labels are put: how often each, and the very rows of one, whoever put them there."""

from __future__ import annotations

from models.base.entities import ArticleLabel, LabelId, Rejection, Span
from models.project.project import Project
from models.project.writer import SPAN_COLUMNS
from models.storage.tables.rows import span_of


def uses(project: Project) -> dict[LabelId, int]:
    """Count the spans of each label, or the articles that carry it, in all layers; unused labels are left out."""
    rows = project.query(
        "SELECT label_id, count(*) AS n FROM span WHERE deleted = 0 GROUP BY label_id "
        "UNION ALL SELECT label_id, count(*) FROM article_label WHERE deleted = 0 GROUP BY label_id"
    )
    found: dict[LabelId, int] = {}
    for row in rows:
        found[row["label_id"]] = found.get(row["label_id"], 0) + row["n"]
    return found


def spans_with(project: Project, label: LabelId) -> list[Span]:
    """Return the spans of a label in all layers, in the order in which they were made."""
    rows = project.query(f"SELECT {SPAN_COLUMNS} FROM span WHERE label_id = ? AND deleted = 0 ORDER BY id", (label,))
    return [span_of(row) for row in rows]


def article_labels_with(project: Project, *labels: LabelId) -> list[ArticleLabel]:
    """Return which annotators have put one of these labels on which article."""
    places = ", ".join("?" * len(labels))
    rows = project.query(
        "SELECT article_id AS article, annotator_id AS annotator, label_id AS label FROM article_label "
        f"WHERE label_id IN ({places}) AND deleted = 0",
        labels,
    )
    return [ArticleLabel(**row) for row in rows]


def rejections_with(project: Project, label: LabelId) -> list[Rejection]:
    """Return the suggestions of a label that annotators have rejected."""
    rows = project.query(
        'SELECT article_id AS article, annotator_id AS annotator, start, "end", label_id AS label FROM rejection '
        "WHERE label_id = ? AND deleted = 0",
        (label,),
    )
    return [Rejection(**row) for row in rows]
