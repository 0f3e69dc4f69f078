"""Search in all articles of a project.

Strings match by match key, so ی finds ي and diacritics do not matter. Offsets are code points, end-exclusive, into
the stored text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.base.entities import ArticleId, Label, Span
from models.project.facts import removed_articles
from models.project.project import Project
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


def phrase(wanted: str, *, prefix: bool) -> str:
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
        for article in _in_pages(project, _INDEXED, phrase(wanted, prefix=not whole_words)):
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
