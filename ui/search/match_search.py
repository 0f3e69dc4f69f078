"""Searches for the lists of matches, in steps: each gives the matches to list next, often none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.base.entities import AnnotatorId, ArticleId, Span
from models.project.project import Project
from models.project.search import Match, context, search_steps
from models.text.text_index import TextIndex
from ui.article.spans.span_index import SpanIndex

_BATCH = 200  # matches of one article that are listed at once


def in_article(text_index: TextIndex, article: ArticleId, wanted: str, spans: Sequence[Span]) -> Iterator[list[Match]]:
    """Yield the whole-word matches in one article, with the spans that overlap them."""
    while not text_index.ready:
        text_index.step()
        yield []
    for _ in text_index.look_up(wanted):
        yield []
    text, index = text_index.text, span_index(spans)
    found = text_index.matches(wanted)
    for first in range(0, len(found), _BATCH):
        batch = found[first : first + _BATCH]
        matches = (Match(article, "", start, end, *context(text, start, end)) for start, end in batch)
        yield [with_spans(match, index) for match in matches]


def in_project(
    project: Project, wanted: str, *, whole_words: bool, annotator: AnnotatorId | None = None
) -> Iterator[list[Match]]:
    """Yield the matches in all articles, the very first one at once; with the spans of `annotator`, if one is given."""
    batch: list[Match] = []
    largest = 1
    for match in search_steps(project, wanted, whole_words=whole_words):
        if match is not None:
            batch.append(match)
            if len(batch) < largest:
                yield []
                continue
        if batch:
            largest = _BATCH
            if annotator is not None:
                index = span_index(project.spans(batch[0].article, annotator))
                batch = [with_spans(each, index) for each in batch]
        yield batch
        batch = []


def span_index(spans: Sequence[Span]) -> SpanIndex:
    """Return an index of spans by code points."""
    index = SpanIndex()
    index.update(spans, lambda point: point)
    return index


def with_spans(match: Match, index: SpanIndex) -> Match:
    """Return the match with the spans of the index that overlap it."""
    return replace(match, spans=tuple(indexed.span for indexed in index.between(match.start, match.end)))
