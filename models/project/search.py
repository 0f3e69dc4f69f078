"""Search in all articles of a project, and the filters that narrow the list of articles.

Strings match by match key, so ی finds ي and diacritics do not matter. Offsets are code points, end-exclusive, into
the stored text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.base.entities import AnnotatorId, ArticleId, Label, LabelId, Span, Status
from models.project.facts import removed_articles
from models.project.project import Project
from models.project.spanned import AT_ONCE, Spanned
from models.text.offsets import ceil_edge, floor_edge
from models.text.text_index import TextIndex
from models.text.urdu import match_text

_LINE_END = re.compile("[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of an article that matches, grown to whole graphemes, with the text around it on one line.

    `spans` are the annotator's spans that overlap it, where they are asked for.
    """

    article: ArticleId
    title: str
    start: int
    end: int
    before: str
    text: str
    after: str
    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> tuple[ArticleId, int, int]:
        """The article and the stretch (code points)."""
        return self.article, self.start, self.end

    def has(self, label: Label | None) -> bool:
        """Return whether a span of exactly this stretch carries the label."""
        labels = {span.label for span in self.spans if (span.start, span.end) == (self.start, self.end)}
        return label is not None and label.id in labels


def context(text: str, start: int, end: int, width: int = 40) -> tuple[str, str, str]:
    """Return `[start, end)` on one line with up to `width` code points around it: before, match, after.

    Line ends and tabs become spaces, one for one; no grapheme is cut at the outer ends.
    """
    first = ceil_edge(text, start - width) if start > width else 0
    last = floor_edge(text, end + width) if end + width < len(text) else len(text)
    before, match, after = (
        _LINE_END.sub(" ", text[a:b]) for a, b in ((min(first, start), start), (start, end), (end, max(last, end)))
    )
    return before, match, after


_NOT_STORED = re.compile("[\0\ud800-\udfff]")  # neither is in any article, nor can SQLite be asked for it


def _phrase(wanted: str, *, prefix: bool) -> str:
    """Return `wanted` as one phrase for the full-text index; `prefix`: its last word may be the beginning of one."""
    key = match_text(_NOT_STORED.sub("\ufffd", wanted))
    return '"' + key.replace('"', '""') + '"' + (" *" if prefix else "")


_FIRST_PAGE, _LARGEST_PAGE = 50, 5_000  # ids
_ALL = "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?"
_INDEXED = "SELECT rowid AS id FROM article_fts WHERE article_fts MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?"


def search_steps(project: Project, wanted: str, *, whole_words: bool = False) -> Iterator[Match | None]:
    """Yield the matches in the texts of all articles, as they are read, and None after each article.

    No match is missed, whole words or not: first come the articles that the full-text index knows to hold these words
    (or words that begin so), then all others are read, for matches inside words, at signs, or of punctuation. Either
    part is in order of import. Titles are not searched.
    """
    needle = match_text(wanted)
    if not needle:
        return
    known = set(removed_articles(project))  # in which nothing is looked for
    if len(needle) > 1 or whole_words:  # a single letter begins words nearly everywhere: the index is no help
        for article in _in_pages(project, _INDEXED, _phrase(wanted, prefix=not whole_words)):
            if article not in known:
                known.add(article)
                yield from _matches(project, article, wanted, whole_words)
    for article in _in_pages(project, _ALL):
        if article not in known:
            yield from _matches(project, article, wanted, whole_words)


def _in_pages(project: Project, sql: str, *values: object) -> Iterator[ArticleId]:
    """Yield the ids that a query gives for (..., last id, limit): the first ones at once, in ever larger pages."""
    last, limit = 0, _FIRST_PAGE
    while (rows := project.query(sql, (*values, last, limit))) and rows[-1]["id"] > last:  # else pages are damaged
        yield from (ArticleId(row["id"]) for row in rows)
        last, limit = rows[-1]["id"], min(limit * 4, _LARGEST_PAGE)


def _matches(project: Project, article: ArticleId, wanted: str, whole_words: bool) -> Iterator[Match | None]:
    for row in project.query("SELECT title, text FROM article WHERE id = ?", (article,)):
        text = row["text"]
        for start, end in TextIndex(text).find(wanted, whole_words=whole_words):
            yield Match(article, row["title"], start, end, *context(text, start, end))
    yield None


def _spans_of(who: str) -> str:
    return f"SELECT 1 FROM span WHERE article_id = article.id AND annotator_id = :{who} AND deleted = 0"


def _status_by(who: str) -> str:
    return f"coalesce((SELECT status FROM work WHERE article_id = article.id AND annotator_id = :{who}), 'new')"


# An article with a span has been started, though no status was ever set.
_STATUS = f"CASE WHEN {_status_by('me')} <> 'new' THEN {_status_by('me')} WHEN EXISTS ({_spans_of('me')}) THEN "
_STATUS += "'started' ELSE 'new' END"
_CARRIED = "SELECT 1 FROM article_label AS own WHERE own.article_id = article.id AND own.annotator_id = :layer "
_CARRIED += "AND own.label_id = :label AND own.deleted = 0"


@dataclass(frozen=True, slots=True)
class Filter:
    """The conditions that narrow a list of articles; an article must meet all. Without any, all articles do.

    `status`: how far the annotator is. `label`: there is a span of it, or the article as a whole carries it, in the
    layer of `by`, else in the annotator's. `by`: that annotator has worked on it. `text`: words in title or text,
    the last may be a beginning; text without a letter or digit narrows nothing. `removed`: it is removed; without,
    it is not.
    """

    status: Status | None = None
    label: LabelId | None = None
    by: AnnotatorId | None = None
    text: str = ""
    removed: bool = False


_Narrow = Callable[[list[ArticleId]], list[ArticleId]]
_ENDED = frozenset((Status.DONE, Status.SKIPPED))


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
    conditions: list[str] = []
    has_status: _Narrow = _everything
    if wanted.status is not None and len(candidates) <= AT_ONCE:
        conditions.append(f"{_STATUS} = :status")
    elif wanted.status is not None:
        spanned = spanned or Spanned(project, annotator)
        has_status = _by_status(project, annotator, wanted.status, spanned)
        if wanted.status in _ENDED or spanned.knows(candidates):
            candidates, has_status = has_status(candidates), _everything  # nothing has to be asked of each
    if wanted.label is not None:
        conditions.append(f"(EXISTS ({_spans_of('layer')} AND label_id = :label) OR EXISTS ({_CARRIED}))")
    elif wanted.by is not None:
        conditions.append(f"({_status_by('by')} <> 'new' OR EXISTS ({_spans_of('by')}))")
    if not conditions and has_status is _everything:
        yield candidates
        return
    values: dict[str, object] = {"me": annotator, "by": wanted.by, "layer": wanted.by or annotator}
    values |= {"label": wanted.label, "status": wanted.status}
    for first in range(0, len(candidates), AT_ONCE):
        found = has_status(candidates[first : first + AT_ONCE])
        yield _that_meet(project, found, conditions, values) if conditions and found else found


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
    values: tuple[object, ...] = (_phrase(text, prefix=True),)
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
