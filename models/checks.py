"""Whether a project is sound: the file, the texts, the spans, the labels that they carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.errors import UserError
from models.project import Project
from models.rows import digest
from models.text import floor_edge


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `kind` for scripts, `what` for people."""

    kind: str
    what: str


def check(project: Project) -> list[Problem]:
    """Everything that is wrong with a project, damage first. Changes nothing."""
    problems: list[Problem] = []
    for part in (_file, _texts, _spans, _rejections, _labels):
        try:
            problems += part(project)
        except UserError as error:  # a damaged page must not hide what the other parts can still find
            problems.append(Problem("damaged", str(error)))
    return problems


def _file(project: Project) -> Iterator[Problem]:
    for row in project.query("PRAGMA integrity_check"):
        if row["integrity_check"] != "ok":
            yield Problem("damaged", f"the file is damaged: {row['integrity_check']}")
    for row in project.query("PRAGMA foreign_key_check"):
        yield Problem("orphan", f"row {row['rowid']} of {row['table']} points to a missing row of {row['parent']}")


def _texts(project: Project) -> Iterator[Problem]:
    last = 0
    while rows := project.query(
        "SELECT id, title, text, sha256 FROM article WHERE id > ? ORDER BY id LIMIT 200", (last,)
    ):
        for row in rows:
            if digest(row["text"]) != row["sha256"]:
                yield Problem("text", f"article {row['id']} ({row['title'][:40]}): its text is not what was imported")
        last = rows[-1]["id"]


def _spans(project: Project) -> Iterator[Problem]:
    for row in project.query(
        'SELECT span.uid, article_id, start, "end" FROM span JOIN article ON article.id = article_id '
        'WHERE span.deleted = 0 AND ("end" > length OR start >= length)'
    ):
        yield Problem(
            "bounds", f"span {row['uid']} [{row['start']}, {row['end']}) lies outside article {row['article_id']}"
        )
    yield from _split_letters(project)


def _split_letters(project: Project) -> Iterator[Problem]:
    """Spans that begin or end between a letter and its sign."""
    text, current = "", 0
    for row in project.query(
        'SELECT span.uid, article_id, start, "end" FROM span JOIN article ON article.id = article_id '
        'WHERE span.deleted = 0 AND "end" <= length ORDER BY article_id, start'
    ):
        if row["article_id"] != current:
            current = row["article_id"]
            text = project.value("SELECT text FROM article WHERE id = ?", (current,))
        for edge in (row["start"], row["end"]):
            if floor_edge(text, edge) != edge:
                yield Problem("edge", f"span {row['uid']} of article {current}: {edge} divides a letter from its sign")


def _rejections(project: Project) -> Iterator[Problem]:
    for row in project.query(
        'SELECT article_id, start, "end" FROM rejection JOIN article ON article.id = article_id '
        'WHERE rejection.deleted = 0 AND "end" > length'
    ):
        yield Problem("bounds", f"a rejected suggestion [{row['start']}, {row['end']}) lies outside {_article(row)}")


def _labels(project: Project) -> Iterator[Problem]:
    """Rows whose label is deleted, or one for something else."""
    for table, thing, scope in (
        ("span", "span", "span"),
        ("rejection", "rejected suggestion", "span"),
        ("article_label", "label of a whole article", "article"),
    ):
        for row in project.query(
            f"SELECT article_id, name, scope, label.deleted AS gone FROM {table} AS mark "
            "JOIN label ON label.id = label_id WHERE mark.deleted = 0 AND (label.deleted = 1 OR scope <> ?)",
            (scope,),
        ):
            what = "was deleted" if row["gone"] else f"is one for {row['scope']}s"
            yield Problem("label", f"a {thing} in {_article(row)} has the label {row['name']}, which {what}")


def _article(row: dict[str, Any]) -> str:
    return f"article {row['article_id']}"
