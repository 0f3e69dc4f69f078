"""Sentences as records of their own, for formats whose record is any text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from models.base.documents import AnnotatedArticle, LabelledSpan
from models.base.report import Report
from models.text.offsets import trim_space
from models.text.tokens import sentences


def by_sentence(articles: Iterable[AnnotatedArticle], report: Report) -> Iterator[AnnotatedArticle]:
    """Yield every sentence of every article, white space around it left out, with its spans at offsets of its own.

    A sentence end inside a span is no end. What belongs to whole articles (labels, rejections) is left out.
    The source is the article's with the number of the sentence: `news.txt#3`.
    """
    for article in articles:
        stretches = _stretches(article, report)
        starts = [start for start, _ in stretches]
        parts: list[list[list[LabelledSpan]]] = [[[] for _ in article.layers] for _ in stretches]
        for number, layer in enumerate(article.layers):
            for span in layer.spans:
                index = bisect_right(starts, span.start) - 1
                _put(parts, stretches, index, number, span, article, report)
        for index, (start, end) in enumerate(stretches):
            layers = tuple(
                replace(layer, spans=tuple(spans), labels=(), rejections=(), seconds=0.0)
                for layer, spans in zip(article.layers, parts[index], strict=True)
            )
            text = article.text[start:end]
            yield replace(article, source=f"{article.source}#{index + 1}", text=text, layers=layers, uid="")


def _stretches(article: AnnotatedArticle, report: Report) -> list[tuple[int, int]]:
    """Return the sentences, those joined that a span runs over, without their white space."""
    ends = {end for _, end in sentences(article.text)}
    for layer in article.layers:
        for span in layer.spans:
            ends -= {end for end in ends if span.start < end < span.end and article.text[end : span.end].strip()}
    edges = [0, *sorted(ends)]
    trimmed = (trim_space(article.text, start, end) for start, end in pairwise(edges))
    return [(start, end) for start, end in trimmed if end > start]


def _put(
    parts: list[list[list[LabelledSpan]]],
    stretches: list[tuple[int, int]],
    index: int,
    layer: int,
    span: LabelledSpan,
    article: AnnotatedArticle,
    report: Report,
) -> None:
    first, last = stretches[index] if index >= 0 else (0, 0)
    start, end = max(span.start, first), min(span.end, last)
    if start >= end:
        report.note_span(article, span, "holds white space alone; left out")
        return
    if (start, end) != (span.start, span.end):
        report.note_span(article, span, f"begins or ends with white space; narrowed to [{start}, {end})")
    parts[index][layer].append(span._replace(start=start - first, end=end - first))
