"""Likely duplicates: new articles whose text is that of another one but for white space, spelling or signs."""

from __future__ import annotations

from collections.abc import Iterator

from models.base.report import Report
from models.importing.same_text import source_of
from models.project.facts import removed_articles
from models.project.project import Project
from models.text.urdu import match_text

_MAX_NAMED = 100  # pairs that are noted; the others are counted
_EDGE = 64  # code points at either end of a stored text that are looked at first
_FOLDED = 16  # folded code points that must be alike there
_STEP = 4_000  # stored articles that are looked at together


class LikelyDuplicates:
    """Folded texts, eight bytes of each: match keys without white space.

    New articles are compared as they come, with what was in the project before at the end, by the beginnings first.
    """

    def __init__(self, project: Project, before: int) -> None:
        """`before`: articles with smaller ids were there before."""
        self._project, self._before = project, before
        self._new: dict[int, int] = {}  # hash of a folded text -> the first article that has it
        self._beginnings: set[int] = set()
        self._ends: set[int] = set()
        self._pairs: list[tuple[int, int]] = []
        self._count = 0

    def add(self, article: int, key: str) -> None:
        """Add a new article with the match key of its text."""
        folded = _without_space(key)
        if not folded:
            return
        first = self._new.setdefault(hash(folded), article)
        if first != article:
            self._found(article, first)
        elif self._before > 1:
            self._beginnings.add(hash(folded[:_FOLDED]))
            self._ends.add(hash(folded[-_FOLDED:]))

    def _found(self, article: int, other: int) -> None:
        self._count += 1
        if len(self._pairs) < _MAX_NAMED:
            self._pairs.append((article, other))

    def tell(self, report: Report) -> None:
        """Count the pairs in a report and note them, with the names of both articles."""
        for other, text in self._stored() if self._beginnings else ():
            article = self._new.get(hash(_folded(text)))
            if article is not None:
                self._found(article, other)
        report.duplicates += self._count
        what = "likely a duplicate, but for white space, spelling or signs"
        for article, other in self._pairs:
            of = source_of(self._project, other)
            report.note(source_of(self._project, article), f"{what}, of {of}; kept as an article of its own")
        if self._count > len(self._pairs):
            report.further[what] += self._count - len(self._pairs)

    def _stored(self) -> Iterator[tuple[int, str]]:
        """Yield id and text of the articles that were there and begin and end like new ones."""
        select = f"SELECT id, substr(text, 1, {_EDGE}) FROM article WHERE id > ? AND id < ? ORDER BY id LIMIT {_STEP}"
        last, removed = -1, removed_articles(self._project)
        while rows := self._project.rows(select, (last, self._before)):  # a damaged id may be beyond all others
            for article, beginning in rows:
                if (
                    article not in removed
                    and _may_be(beginning, slice(_FOLDED), self._beginnings)
                    and self._ends_alike(article)
                ):
                    yield article, self._project.value("SELECT text FROM article WHERE id = ?", (article,))
            if rows[-1][0] <= last:
                return
            last = rows[-1][0]

    def _ends_alike(self, article: int) -> bool:
        end = self._project.value(f"SELECT substr(text, -{_EDGE}) FROM article WHERE id = ?", (article,))
        return _may_be(end, slice(-_FOLDED, None), self._ends)


def _may_be(edge: str, part: slice, known: set[int]) -> bool:
    """Whether the folded edge of a text is a known one, or is too short to tell."""
    folded = _folded(edge)
    return hash(folded[part]) in known or len(folded) < _FOLDED <= len(edge)


def _folded(text: str) -> str:
    return _without_space(match_text(text))


def _without_space(key: str) -> str:
    """Return a match key without white space; nearly all of it is blanks and line ends, which go fastest so."""
    return "".join(key.replace(" ", "").replace("\n", "").split())
