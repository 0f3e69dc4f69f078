"""Fields of records that name the person whose work a record is, by their names and by what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from models.base.documents import AnnotatedArticle, Layer
from models.formats.support.any_json.items import person_name
from models.formats.support.any_json.names import plain

LOOKED_AT = 200
"""Articles of a file by which its fields are told."""
_SURE = (
    *("annotator", "annotatorname", "annotatorid", "annotatedby", "annotationagent", "completedby", "sessionid"),
    *("labeler", "labeller", "labeledby", "labelledby", "coder", "rater", "worker", "workerid", "نشانزن"),
)
_MAYBE = ("username", "user", "userid", "createdusername", "createdby")  # or authors of the texts
_TIME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")  # a session that nobody named
_MOST = 50  # people who annotate one file
_FEW = 4  # records a person, on the average: a field with more names than that tells of authors of texts
_LONGEST = 100  # characters of a name


def person_in(value: Any) -> str:
    """Return the name in a field; empty for what is none."""
    name = person_name(value)
    return "" if len(name) > _LONGEST or _TIME.search(name) else name


def people_fields(articles: Sequence[AnnotatedArticle]) -> list[str]:
    """Return the fields that may name people, the most likely first."""
    names = dict.fromkeys(chain.from_iterable(article.meta for article in articles))
    order = (*_SURE, *_MAYBE)
    likely = {name: order.index(plain(name)) for name in names if plain(name) in order}
    return sorted((name for name in likely if _are_people(articles, name)), key=likely.__getitem__)


def _are_people(articles: Sequence[AnnotatedArticle], field: str) -> bool:
    """Whether a field names people, and few of them for many records, or several for one text."""
    given = [(article.text, name) for article in articles if (name := person_in(article.meta.get(field)))]
    people, texts = {name for _, name in given}, {text for text, _ in given}
    if not people or len(people) > _MOST:
        return False
    if plain(field) in _SURE or len(texts) < len(set(given)):
        return True
    return len(people) * _FEW <= max(len(given), 2 * _FEW)


def by_field(article: AnnotatedArticle, field: str, *, asked: bool) -> AnnotatedArticle:
    """Return an article whose layers are those of the person that a field of its meta names.

    Layers that name somebody stay theirs unless `asked`, and records of ours as they are. The field is no part of the
    meta then.
    """
    if article.own and not asked:
        return article
    name = person_in(article.meta.get(field))
    if not name:
        return article
    layers = tuple(named(layer, name, asked=asked) for layer in article.layers) or (Layer(name),)
    meta = {key: value for key, value in article.meta.items() if key != field}
    return replace(article, layers=layers, meta=meta)


def named(layer: Layer, name: str, *, asked: bool) -> Layer:
    """Return a layer as that of `name`, unless the file says otherwise and nobody asked."""
    return layer if layer.annotator and not asked else replace(layer, annotator=name)


def has_work(articles: Iterable[AnnotatedArticle]) -> bool:
    """Whether any of the articles came with somebody's layer."""
    return any(article.layers for article in articles)
