"""Finding: in one text, in all articles of a project, and the articles that a list is narrowed to.

Everything is found by match key, so ی finds ي and diacritics do not matter. Offsets are code points,
end-exclusive, into the stored text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from models.base.entities import AnnotatorId, ArticleId, LabelId, Status
from models.project.project import Project
from models.text.offsets import ceil_edge, floor_edge
from models.text.text_index import cuts
from models.text.urdu import MatchKey, match_key, match_text, matches

# --- one text -----------------------------------------------------------------------------------------------------

_LINE_END = re.compile("[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")


class SearchText:
    """A text to search several times: its key is made once, the map back only around hits."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = cuts(text)
        keys = [match_text(text[start:end]) for start, end in zip(self._starts, [*self._starts[1:], None], strict=True)]
        self._key_starts = [0, *accumulate(len(key) for key in keys)]
        self._mapped: tuple[int, MatchKey] | None = None
        self.key = "".join(keys)

    def find(self, wanted: str, *, whole_words: bool = False) -> Iterator[tuple[int, int]]:
        """Each place whose key is that of `wanted`, in order, not overlapping."""
        return matches(self, wanted, whole_words=whole_words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of text behind key characters `[start, end)`, as `MatchKey.span` gives it.

        Raises IndexError for an empty or reversed range.
        """
        if not 0 <= start < end <= len(self.key):
            raise IndexError(f"no key characters in [{start}, {end})")
        return self._piece(start)[0], self._piece(end - 1)[1]

    def _piece(self, index: int) -> tuple[int, int]:
        """The stretch of text behind one key character."""
        block = bisect_right(self._key_starts, index) - 1
        if self._mapped is None or self._mapped[0] != block:
            start = self._starts[block]
            end = self._starts[block + 1] if block + 1 < len(self._starts) else len(self._text)
            self._mapped = block, match_key(self._text[start:end])
        key, inside, base = self._mapped[1], index - self._key_starts[block], self._starts[block]
        return base + key.starts[inside], base + key.ends[inside]


def find(text: str, wanted: str, *, whole_words: bool = False) -> list[tuple[int, int]]:
    """Each place in `text` whose match key is that of `wanted`, in order, not overlapping.

    The same as `occurrences(match_key(text), wanted)`, six times faster in a long text.
    """
    return list(SearchText(text).find(wanted, whole_words=whole_words))


def context(text: str, start: int, end: int, width: int = 40) -> tuple[str, str, str]:
    """`[start, end)` on one line with up to `width` code points before and after it: before, hit, after.

    Line ends and tabs become spaces, one for one; no grapheme is cut at the outer ends.
    """
    first = ceil_edge(text, start - width) if start > width else 0
    last = floor_edge(text, end + width) if end + width < len(text) else len(text)
    before, hit, after = (
        _LINE_END.sub(" ", text[a:b]) for a, b in ((min(first, start), start), (start, end), (end, max(last, end)))
    )
    return before, hit, after


# --- the index ----------------------------------------------------------------------------------------------------

_NOT_STORED = re.compile("[\0\ud800-\udfff]")  # neither is in any article, nor can SQLite be asked for it


def _phrase(wanted: str, *, prefix: bool) -> str:
    """`wanted` as one phrase for the full-text index, whatever signs it holds; the last word as a beginning."""
    key = match_text(_NOT_STORED.sub("\ufffd", wanted))
    return '"' + key.replace('"', '""') + '"' + (" *" if prefix else "")


def search_articles(project: Project, wanted: str, *, after: int = 0, limit: int = 50) -> list[ArticleId]:
    """A page of the articles whose title or text holds these words, in order of import; the last may be a beginning.

    The next page: `after` the last id of this one. By the index alone: nothing inside words is found, and nothing
    at all for punctuation.
    """
    return _page(project, _phrase(wanted, prefix=True), after, limit)


def count_articles(project: Project, wanted: str) -> int:
    """How many articles `search_articles` has on all its pages."""
    sql = "SELECT count(*) FROM article_fts WHERE article_fts MATCH ?"
    return int(project.value(sql, (_phrase(wanted, prefix=True),)))


def _page(project: Project, phrase: str, after: int, limit: int) -> list[ArticleId]:
    rows = project.query(
        "SELECT rowid AS id FROM article_fts WHERE article_fts MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
        (phrase, after, limit),
    )
    return [ArticleId(row["id"]) for row in rows]


# --- all articles -------------------------------------------------------------------------------------------------

_FIRST_PAGE, _LARGEST_PAGE = 50, 5_000  # ids


@dataclass(frozen=True, slots=True)
class Match:
    """A place in an article, grown to whole graphemes, with what stands around it on one line."""

    article: ArticleId
    title: str
    start: int
    end: int
    before: str
    text: str
    after: str


def occurrences_in_project(project: Project, wanted: str, *, whole_words: bool = False) -> Iterator[Match]:
    """Every place in the texts of all articles whose key is that of `wanted`, read as they are asked for.

    Nothing is missed, whole words or not: first come the articles that the index knows to hold these words (or
    words that begin so), then all others are read, for what stands inside words, at signs, or is punctuation.
    Either part is in order of import. Titles are not searched.
    """
    return (hit for hit in search_steps(project, wanted, whole_words=whole_words) if hit is not None)


def search_steps(project: Project, wanted: str, *, whole_words: bool = False) -> Iterator[Match | None]:
    """`occurrences_in_project` in steps so short that a window may wait for each: None after each article."""
    needle = match_text(wanted)
    if not needle:
        return
    known: set[ArticleId] = set()
    if len(needle) > 1 or whole_words:  # a single letter begins words nearly everywhere: the index is no help
        for article in _by_index(project, _phrase(wanted, prefix=not whole_words)):
            known.add(article)
            yield from _hits(project, article, wanted, whole_words)
    for article in _all(project):
        if article not in known:
            yield from _hits(project, article, wanted, whole_words)


def _by_index(project: Project, phrase: str) -> Iterator[ArticleId]:
    """The articles that the index finds, the first ones at once."""
    last, limit = 0, _FIRST_PAGE
    while page := _page(project, phrase, last, limit):
        yield from page
        last, limit = page[-1], min(limit * 4, _LARGEST_PAGE)


def _all(project: Project) -> Iterator[ArticleId]:
    last, limit = 0, _FIRST_PAGE
    while rows := project.query("SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?", (last, limit)):
        yield from (ArticleId(row["id"]) for row in rows)
        last, limit = rows[-1]["id"], min(limit * 4, _LARGEST_PAGE)


def _hits(project: Project, article: ArticleId, wanted: str, whole_words: bool) -> Iterator[Match | None]:
    for row in project.query("SELECT title, text FROM article WHERE id = ?", (article,)):
        text = row["text"]
        for found in SearchText(text).find(wanted, whole_words=whole_words):
            start, end = floor_edge(text, found[0]), ceil_edge(text, found[1])
            yield Match(article, row["title"], start, end, *context(text, start, end))
    yield None


# --- narrowing the list -------------------------------------------------------------------------------------------

_AT_ONCE = 2_000  # articles that are looked at in one step


def _spans_of(who: str) -> str:
    return f"SELECT 1 FROM span WHERE article_id = article.id AND annotator_id = :{who} AND deleted = 0"


def _said_by(who: str) -> str:
    return f"coalesce((SELECT status FROM work WHERE article_id = article.id AND annotator_id = :{who}), 'new')"


# A span says that an article has been started, whatever was never said about it.
_STATUS = f"CASE WHEN {_said_by('me')} <> 'new' THEN {_said_by('me')} WHEN EXISTS ({_spans_of('me')}) THEN 'started' "
_STATUS += "ELSE 'new' END"
_CARRIED = "SELECT 1 FROM article_label AS own WHERE own.article_id = article.id AND own.annotator_id = :layer "
_CARRIED += "AND own.label_id = :label AND own.deleted = 0"


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list of articles; as it comes it narrows nothing. All of it must be true of an article.

    `status`: how far the annotator is. `label`: there is a span of it, or the article as a whole carries it, in the
    layer of `by`, else in the annotator's. `by`: that annotator has worked on it. `text`: words in title or text,
    the last may be a beginning; text without a letter or digit narrows nothing.
    """

    status: Status | None = None
    label: LabelId | None = None
    by: AnnotatorId | None = None
    text: str = ""


def filter_articles(
    project: Project,
    annotator: AnnotatorId,
    *,
    status: Status | None = None,
    label: LabelId | None = None,
    by: AnnotatorId | None = None,
    text: str = "",
) -> list[ArticleId]:
    """The articles that a `Filter` of this lets through, in order of import."""
    return [each for step in filter_steps(project, annotator, Filter(status, label, by, text)) for each in step]


def filter_steps(
    project: Project, annotator: AnnotatorId, wanted: Filter, among: Sequence[ArticleId] | None = None
) -> Iterator[list[ArticleId]]:
    """`filter_articles` in pieces: in a project of 100,000 articles the first are there in a tenth of a second.

    `among`: look at these articles only, in order of import.
    """
    conditions = []
    if wanted.status is not None:
        conditions.append(f"{_STATUS} = :status")
    if wanted.label is not None:
        conditions.append(f"(EXISTS ({_spans_of('layer')} AND label_id = :label) OR EXISTS ({_CARRIED}))")
    elif wanted.by is not None:
        conditions.append(f"({_said_by('by')} <> 'new' OR EXISTS ({_spans_of('by')}))")
    candidates = _candidates(project, wanted.text, among)
    if not conditions:
        yield candidates
        return
    where = " AND ".join(conditions)
    # In place of the table, whose every row would be looked up among the texts to no purpose.
    sql = f"WITH article (id) AS (SELECT value FROM json_each(:ids)) SELECT id FROM article WHERE {where}"
    values: dict[str, object] = {"me": annotator, "by": wanted.by, "layer": wanted.by or annotator}
    values |= {"label": wanted.label, "status": wanted.status}
    for first in range(0, len(candidates), _AT_ONCE):
        values["ids"] = json.dumps(candidates[first : first + _AT_ONCE])
        yield sorted(ArticleId(row["id"]) for row in project.query(sql, values))


def _candidates(project: Project, text: str, among: Sequence[ArticleId] | None) -> list[ArticleId]:
    """The articles with `text` by the index, all without; one value, as rows take longer than numbers."""
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
    """The articles that an annotator has done."""
    sql = "SELECT json_group_array(article_id) FROM work WHERE annotator_id = ? AND status = 'done'"
    return set(json.loads(project.value(sql, (annotator,))))
