"""What a learner is given of a project: done articles with their spans, and the words of all articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from models.assist.consistency import CheckedArticle
from models.assist.sentences import Stretch, TaggedSentence, sentences_of, tagged
from models.base.entities import Annotator, ArticleId, LabelId, Status
from models.base.errors import UserError
from models.base.report import Progress, no_progress
from models.project.filters import Filter, filter_steps
from models.project.project import Project

_MOST_WORDS = 1_500_000  # of all texts: more would take memory and teach little


def name_of(project: Project) -> str:
    """Return a name for a folder that belongs to this project alone, whatever its uid is."""
    uid = project.value("SELECT value FROM meta WHERE key = 'uid'")
    return hashlib.sha256(str(uid).encode()).hexdigest()[:24]


def done_articles(
    project: Project, who: Annotator, progress: Progress = no_progress
) -> dict[ArticleId, list[TaggedSentence]]:
    """Return the articles that an annotator has done, as tagged sentences: a half-read one teaches that names are none.

    Those that cannot be read are left out: damage is told by a check.
    """
    every = checked_articles(project, who, progress)
    return {article.id: tagged(sentences_of(article.text), article.spans) for article in every}


def checked_articles(project: Project, who: Annotator, progress: Progress = no_progress) -> Iterator[CheckedArticle]:
    """Yield the articles that an annotator has done, with their spans, to be compared; damaged ones are left out."""
    names = {label.id: label.name for label in project.labels()}
    wanted = [each for some in filter_steps(project, who.id, Filter(Status.DONE)) for each in some]
    for number, article in enumerate(wanted, start=1):
        with suppress(UserError):
            yield CheckedArticle(article, project.article(article).text, _stretches(project, article, who, names))
        progress(number, len(wanted))


def _stretches(project: Project, article: ArticleId, who: Annotator, names: Mapping[LabelId, str]) -> list[Stretch]:
    spans = project.spans(article, who.id)
    return [Stretch(span.start, span.end, names[span.label]) for span in spans if span.label in names]


def words_of_all(project: Project, who: Annotator, background: Path | None = None) -> list[tuple[str, ...]]:
    """Return the match keys of the sentences of all articles, and of the texts in a folder, which are only read."""
    found: list[tuple[str, ...]] = []
    left = _MOST_WORDS
    for text in _texts(project, who, background):
        for sentence in sentences_of(text):
            found.append(sentence.keys)
            left -= len(sentence)
        if left < 0:
            break
    return found


def _texts(project: Project, who: Annotator, background: Path | None) -> Iterator[str]:
    for some in filter_steps(project, who.id, Filter()):
        for article in some:
            with suppress(UserError):
                yield project.article(article).text
    for file in sorted(background.rglob("*.txt")) if background is not None else ():
        with suppress(OSError):
            yield file.read_text(encoding="utf-8", errors="ignore")
