"""The filter that narrows the list of articles: by status, label, annotator and words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.base.entities import AnnotatorId, ArticleId, LabelId, Status
from models.project.facts import removed_articles
from models.project.project import Project
from models.project.search import phrase
from models.project.spanned import AT_ONCE, Spanned
from models.text.urdu import match_text

EVERYBODY = AnnotatorId(0)
"""All people who annotate or curate, in the place of one of them."""
_PEOPLE = "IN (SELECT id FROM annotator WHERE kind <> 'suggester')"


def _layer(who: AnnotatorId) -> str:
    return f"annotator_id {_PEOPLE if who == EVERYBODY else '= :layer'}"


def _spans_of(who: AnnotatorId) -> str:
    return f"SELECT 1 FROM span WHERE article_id = article.id AND {_layer(who)} AND deleted = 0"


def _set_to(who: AnnotatorId, *statuses: Status) -> str:
    listed = ", ".join(f"'{status.value}'" for status in statuses)
    return f"EXISTS (SELECT 1 FROM work WHERE article_id = article.id AND {_layer(who)} AND status IN ({listed}))"


def _has_status(who: AnnotatorId, status: Status) -> str:
    """Return the condition of a status: that of one annotator, or of whoever is furthest."""
    if status is Status.DONE:
        return _set_to(who, Status.DONE)
    if status is Status.SKIPPED:
        return f"{_set_to(who, Status.SKIPPED)} AND NOT {_set_to(who, Status.DONE)}"
    # An article with a span has been started, though no status was ever set.
    begun = f"({_set_to(who, Status.STARTED)} OR EXISTS ({_spans_of(who)}))"
    ended = _set_to(who, *_ENDED)
    return f"{'NOT ' if status is Status.NEW else ''}{begun} AND NOT {ended}"


def _carried(who: AnnotatorId) -> str:
    own = "SELECT 1 FROM article_label WHERE article_id = article.id AND label_id = :label AND deleted = 0"
    return f"{own} AND {_layer(who)}"


@dataclass(frozen=True, slots=True)
class Filter:
    """The conditions that narrow a list of articles; an article must meet all. Without any, all articles do.

    `by`: whose work is meant, the annotator's own without. `status`: how far they are, or who is furthest of
    `EVERYBODY`. `label`: they put it on a span of it, or on the article as a whole. With `by` alone, they have worked
    on it. `text`: words in title or text, the last may be a beginning; text without a letter or digit narrows
    nothing. `removed`: it is removed; without, it is not.
    """

    status: Status | None = None
    label: LabelId | None = None
    by: AnnotatorId | None = None
    text: str = ""
    removed: bool = False


_Narrow = Callable[[list[ArticleId]], list[ArticleId]]
_ENDED = (Status.DONE, Status.SKIPPED)
_WORKED = (Status.STARTED, *_ENDED)


def _everything(articles: list[ArticleId]) -> list[ArticleId]:
    return articles


def filter_steps(
    project: Project,
    annotator: AnnotatorId,
    wanted: Filter,
    among: Sequence[ArticleId] | None = None,
    spanned: Spanned | None = None,
) -> Iterator[list[ArticleId]]:
    """Yield the articles that a filter lets through, in portions, in order of import.

    In a project of 100,000 articles the first portion is there in a tenth of a second. `among`: look at these
    articles only, in order of import. `spanned`: what is known of the annotator's spans; for many articles only.
    """
    removed = removed_articles(project)
    candidates = _candidates(project, wanted.text, among)
    if removed or wanted.removed:
        candidates = [article for article in candidates if (article in removed) is wanted.removed]
    who = annotator if wanted.by is None else wanted.by
    has_status: _Narrow = _everything
    conditions = _conditions(wanted, who)
    if wanted.status is not None and who != EVERYBODY and len(candidates) > AT_ONCE:
        conditions.pop(0)
        spanned = spanned if spanned is not None and who == annotator else Spanned(project, who)
        has_status = _by_status(project, who, wanted.status, spanned)
        if wanted.status in _ENDED or spanned.knows(candidates):
            candidates, has_status = has_status(candidates), _everything  # nothing has to be asked of each
    if not conditions and has_status is _everything:
        yield candidates
        return
    values: dict[str, object] = {"layer": who, "label": wanted.label}
    for first in range(0, len(candidates), AT_ONCE):
        found = has_status(candidates[first : first + AT_ONCE])
        yield _that_meet(project, found, conditions, values) if conditions and found else found


def _conditions(wanted: Filter, who: AnnotatorId) -> list[str]:
    """Return the conditions on an article's work as SQL with `:layer` and `:label`, that of the status first."""
    conditions = [_has_status(who, wanted.status)] if wanted.status is not None else []
    if wanted.label is not None:
        conditions.append(f"(EXISTS ({_spans_of(who)} AND label_id = :label) OR EXISTS ({_carried(who)}))")
    elif wanted.by is not None and wanted.status is None:
        conditions.append(f"({_set_to(who, *_WORKED)} OR EXISTS ({_spans_of(who)}))")
    return conditions


def _that_meet(
    project: Project, articles: list[ArticleId], conditions: list[str], values: dict[str, object]
) -> list[ArticleId]:
    """Return the articles that meet all conditions (SQL with named `values`), in order of import."""
    # In place of the table, whose every row would be looked up among the texts to no purpose.
    sql = "WITH article (id) AS (SELECT value FROM json_each(:ids)) SELECT id FROM article WHERE "
    rows = project.query(sql + " AND ".join(conditions), values | {"ids": json.dumps(articles)})
    return sorted(ArticleId(row["id"]) for row in rows)


def _by_status(project: Project, annotator: AnnotatorId, status: Status, spanned: Spanned) -> _Narrow:
    """Return the function that keeps the articles with a status.

    What was set for many is read at once: that takes a tenth of asking for each.
    """
    set_to = _articles_set_to(project, annotator, status)
    if status in _ENDED:
        return lambda articles: [article for article in articles if article in set_to]
    others = _articles_set_to(project, annotator, *({*Status} - {Status.NEW, status}))

    def narrow(articles: list[ArticleId]) -> list[ArticleId]:
        left = [article for article in articles if article not in others]
        has_spans = spanned.of(left)
        if status is Status.NEW:
            return [article for article in left if not has_spans[article]]
        return [article for article in left if has_spans[article] or article in set_to]

    return narrow


def _candidates(project: Project, text: str, among: Sequence[ArticleId] | None) -> list[ArticleId]:
    """Return the articles with `text` by the index; all without. They come as one value: rows take longer."""
    # An empty filter first: match keys load urduhack, and every start reads the whole list.
    narrows = bool(text) and any(character.isalnum() for character in match_text(text))
    if among is not None and not narrows:
        return [*among]
    if not narrows:
        return sorted(json.loads(project.value("SELECT json_group_array(id) FROM article")))  # no text is read
    sql = "SELECT json_group_array(rowid) FROM article_fts WHERE article_fts MATCH ?"
    values: tuple[object, ...] = (phrase(text, prefix=True),)
    if among is not None:
        sql += " AND rowid IN (SELECT value FROM json_each(?))"
        values += (json.dumps([*among]),)
    return sorted(json.loads(project.value(sql, values)))


def done_articles(project: Project, annotator: AnnotatorId) -> set[ArticleId]:
    """Return the articles that an annotator has done."""
    return _articles_set_to(project, annotator, Status.DONE) - removed_articles(project)


def finished_articles(project: Project, annotator: AnnotatorId) -> set[ArticleId]:
    """Return the articles that an annotator need not come back to: done or skipped."""
    return _articles_set_to(project, annotator, Status.DONE, Status.SKIPPED)


def _articles_set_to(project: Project, annotator: AnnotatorId, *statuses: Status) -> set[ArticleId]:
    sql = "SELECT json_group_array(article_id) FROM work WHERE annotator_id = ? AND status IN "
    sql += "(SELECT value FROM json_each(?))"
    return set(json.loads(project.value(sql, (annotator, json.dumps(statuses)))))
