"""One article of the records that hold one span each, with the text over again. No format itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer


def joined(articles: Iterable[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
    """Yield one article for each run of the same text; what differs in the meta goes to the spans of its record."""
    for _, group in groupby(articles, lambda article: article.text):
        run = list(group)
        yield run[0] if len(run) == 1 else _one(run)


def _one(run: list[AnnotatedArticle]) -> AnnotatedArticle:
    common = {name: value for name, value in run[0].meta.items() if all(_says(one, name, value) for one in run[1:])}
    first: dict[str, Layer] = {}
    spans: dict[str, list[LabelledSpan]] = {}
    labels: dict[str, dict[str, None]] = {}
    kept = dict[str, Any]()
    for article in run:
        own = {name: value for name, value in article.meta.items() if name not in common}
        if not any(layer.spans for layer in article.layers):
            kept = own | kept
        for layer in article.layers:
            first.setdefault(layer.annotator, layer)
            spans.setdefault(layer.annotator, []).extend(_with(span, own) for span in layer.spans)
            labels.setdefault(layer.annotator, {}).update(dict.fromkeys(layer.labels))
    layers = tuple(replace(layer, spans=tuple(spans[who]), labels=tuple(labels[who])) for who, layer in first.items())
    return replace(run[0], meta=common | kept, layers=layers)


def _says(article: AnnotatedArticle, name: str, value: Any) -> bool:
    return name in article.meta and article.meta[name] == value


def _with(span: LabelledSpan, more: dict[str, Any]) -> LabelledSpan:
    return span._replace(attributes={**more, **span.attributes}) if more else span
