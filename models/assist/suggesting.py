"""Writes what a learner suggests into a project, as the layer of a suggester: nobody's spans until accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from models.assist.combined import Offer
from models.base.entities import Annotator, AnnotatorKind, Article, ArticleId, Edit, LabelId, Span
from models.base.errors import UserError
from models.base.uids import new_uid
from models.project.project import Project

GESTURE = "suggest"


def suggester_named(project: Project, name: str) -> Annotator:
    """Return the suggester of that name, made when new. Raises UserError for the name of a person."""
    found = project.annotator_named(name)
    if found is not None and found.kind is not AnnotatorKind.SUGGESTER:
        raise UserError(f"{name} is a person in this project; choose another name for the model.")
    return found or project.annotator(name, AnnotatorKind.SUGGESTER)


def write_offers(
    project: Project,
    suggester: Annotator,
    offers: Iterable[tuple[Article, Sequence[Offer]]],
    labels: Mapping[str, LabelId],
) -> int:
    """Make these offers the suggester's layer of these articles, all or none; return how many there are.

    What it suggested before and does not any more goes; what it suggests again stays as it is.
    """
    count = 0
    with project.transaction():
        for article, some in offers:
            wanted = {(each.start, each.end, labels[each.label]): each for each in some if each.label in labels}
            count += len(wanted)
            here = project.spans(article.id, suggester.id)
            there = {(span.start, span.end, span.label) for span in here}
            gone = [replace(span, deleted=True) for span in here if (span.start, span.end, span.label) not in wanted]
            fresh = [_span(article.id, suggester, key, offer) for key, offer in wanted.items() if key not in there]
            if gone or fresh:
                project.put(Edit(spans=(*gone, *fresh)), GESTURE)
    return count


def _span(article: ArticleId, suggester: Annotator, key: tuple[int, int, LabelId], offer: Offer) -> Span:
    how = {"score": round(offer.confidence, 3)}
    return Span(new_uid(), article, suggester.id, *key, origin=f"learned: {offer.by}", attributes=how)
