"""Which articles an annotator has spans in: asked once of each article, and again of those that are changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from models.base.entities import AnnotatorId, ArticleId
from models.base.errors import UserError
from models.project.project import Project

AT_ONCE = 2_000
"""Articles that are asked about in one step, which takes some milliseconds."""
_WITH_SPANS = (
    "SELECT json_group_array(value) FROM json_each(?) WHERE EXISTS "
    "(SELECT 1 FROM span WHERE article_id = value AND annotator_id = ? AND deleted = 0)"
)


class Spanned:
    """Keeps the answers for one annotator. Right only while `forget` is told of each article that is written to."""

    def __init__(self, project: Project, annotator: AnnotatorId) -> None:
        self._project, self._annotator = project, annotator
        self._known: dict[ArticleId, bool] = {}

    def forget(self, articles: Iterable[ArticleId]) -> None:
        """Ask again of these articles, when they are wanted next."""
        for article in articles:
            self._known.pop(article, None)

    def knows(self, articles: Iterable[ArticleId]) -> bool:
        """Whether `of` has the answers for all of `articles` already."""
        return all(map(self._known.__contains__, articles))

    def of(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, bool]:
        """Return whether the annotator has a span in each of `articles`, and in others that are known."""
        known = self._known
        if unknown := [article for article in articles if article not in known]:
            found = self._project.value(_WITH_SPANS, (json.dumps(unknown), self._annotator))
            known |= dict.fromkeys(unknown, False)
            known |= dict.fromkeys(map(ArticleId, json.loads(found)), True)
        return known

    def learn(self, articles: Sequence[ArticleId]) -> Iterator[None]:
        """Ask of all of `articles`, some at a step; what cannot be read is told when somebody wants to know."""
        with suppress(UserError):
            for first in range(0, len(articles), AT_ONCE):
                self.of(articles[first : first + AT_ONCE])
                yield
