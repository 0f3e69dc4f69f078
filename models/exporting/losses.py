"""The account of losses: what of the articles that are written their format has no place for, whichever it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import AnnotatorId, AnnotatorKind, ArticleId, Status
from models.base.losses import OF_SPANS, Holds, Losses
from models.formats.documents.text import title_of
from models.formats.support.base import Format
from models.formats.support.tokenized import SPACED
from models.project.facts import removed_articles
from models.project.project import Project

OF_SENTENCES = frozenset({Holds.ARTICLE_LABELS, Holds.REJECTIONS, Holds.TIME})
"""What belongs to whole articles, and goes when each of their sentences becomes a record."""
_COUNTED_BY_TOKENS = frozenset({Holds.NESTING, Holds.TEXT})
"""What `tokenized` finds out as it makes tags."""
_OF_LAYERS = frozenset({Holds.ANNOTATOR, Holds.STATUS, Holds.TIME, Holds.ARTICLE_LABELS, Holds.REJECTIONS})


def lacking(format_: Format, *, by_sentence: bool) -> frozenset[Holds]:
    """Return what has no place in a dataset of this format."""
    return format_.lacks | OF_SENTENCES if by_sentence else format_.lacks


def accounted(
    articles: Iterator[AnnotatedArticle], kinds: frozenset[Holds], attributes: frozenset[str], losses: Losses
) -> Iterator[AnnotatedArticle]:
    """Yield the same articles; count in `losses` what they have of `kinds`. Those `attributes` have a place.

    Without kinds to count the stream comes back as it is.
    """
    if not kinds - _COUNTED_BY_TOKENS:
        return articles
    return _accounted(articles, _Account(kinds, attributes, losses))


def _accounted(articles: Iterator[AnnotatedArticle], account: _Account) -> Iterator[AnnotatedArticle]:
    for article in articles:
        account.count(article)
        yield article


class _Account:
    """Counts, article by article."""

    def __init__(self, kinds: frozenset[Holds], attributes: frozenset[str], losses: Losses) -> None:
        self._kinds, self._attributes, self._losses = kinds, attributes, losses
        self._spans, self._layers = bool(kinds & OF_SPANS), kinds & _OF_LAYERS

    def count(self, article: AnnotatedArticle) -> None:
        if self._spans:
            # By place, and most spans have nothing: a corpus has millions of them.
            said = [s for layer in article.layers for s in layer.spans if s[5] or s[6] or s[7]]
            if said:
                self._count_spans(article, said)
        for kind, values in self._of_article(article):
            if kind in self._kinds:
                self._losses.add_article(kind, article.title, values)

    def _count_spans(self, article: AnnotatedArticle, said: list[LabelledSpan]) -> None:
        lost = [(span, self._names(span)) for span in said]
        found = {
            Holds.NOTE: ([span for span in said if span.note], []),
            Holds.CONFIDENCE: ([span for span in said if span.confidence], []),
            Holds.ATTRIBUTES: ([span for span, names in lost if names], [name for _, names in lost for name in names]),
        }
        for kind, (spans, values) in found.items():
            if spans and kind in self._kinds:
                self._losses.add_spans(kind, article, spans, values)

    def _names(self, span: LabelledSpan) -> list[str]:
        # What has a place there is text alone.
        found = span.attributes.items()
        return [name for name, value in found if name not in self._attributes or not isinstance(value, str)]

    def _of_article(self, article: AnnotatedArticle) -> Iterator[tuple[Holds, Collection[str]]]:
        yield Holds.ID, ()
        if article.changes:
            yield Holds.CHANGES, article.changes
        if Holds.METADATA in self._kinds and article.meta:
            own = SPACED.items()  # what every reader of tokens says
            if names := [name for name, value in article.meta.items() if (name, value) not in own]:
                yield Holds.METADATA, names
        if Holds.TITLE in self._kinds and article.title != title_of(article.text):  # else it is made again
            yield Holds.TITLE, ()
        if self._layers:
            yield from _of_layers(article.layers)


def _of_layers(layers: Iterable[Layer]) -> Iterator[tuple[Holds, Collection[str]]]:
    """Yield what layers say, once an article."""
    worked = [layer for layer in layers if _is_work(layer)]
    if names := [layer.annotator for layer in worked if layer.annotator]:
        yield Holds.ANNOTATOR, names
    if said := [layer.status.value for layer in worked if _says_status(layer)]:
        yield Holds.STATUS, said
    if any(layer.seconds for layer in worked):
        yield Holds.TIME, ()
    if labels := [name for layer in worked for name in layer.labels]:
        yield Holds.ARTICLE_LABELS, labels
    if rejected := [one.label for layer in worked for one in layer.rejections]:
        yield Holds.REJECTIONS, rejected


def _is_work(layer: Layer) -> bool:
    return bool(layer.spans or layer.labels or layer.rejections or layer.seconds or layer.status is not Status.NEW)


def _says_status(layer: Layer) -> bool:
    """Return whether a status is another than that which spans alone make."""
    return layer.status is not (Status.STARTED if layer.spans else Status.NEW)


def count_others(project: Project, who: AnnotatorId, among: Collection[ArticleId] | None, losses: Losses) -> None:
    """Count articles with other people's work, which has no spans: else somebody would have said whose to take."""
    if found := _others(project, who, among):
        titles = dict(project.rows("SELECT id, title FROM article"))
        for article, names in sorted(found.items()):
            losses.add_article(Holds.LAYERS, titles.get(article, ""), names)


def not_chosen(project: Project, who: AnnotatorId, among: Collection[ArticleId] | None) -> dict[str, int]:
    """Return the articles with work of each person whose layer a person did not choose."""
    return dict(sorted(Counter(name for names in _others(project, who, among).values() for name in names).items()))


def _others(project: Project, who: AnnotatorId, among: Collection[ArticleId] | None) -> dict[ArticleId, list[str]]:
    """Return article -> the people but `who` that have done something there; suggesters are none."""
    people = {
        found.id: found.name
        for found in project.annotators()
        if found.kind is not AnnotatorKind.SUGGESTER and found.id != who
    }
    rows = project.rows(
        "SELECT article_id, annotator_id FROM span INDEXED BY span_layer WHERE deleted = 0 "
        "UNION SELECT article_id, annotator_id FROM article_label WHERE deleted = 0 "
        "UNION SELECT article_id, annotator_id FROM rejection WHERE deleted = 0 "
        "UNION SELECT article_id, annotator_id FROM work WHERE status IN ('done', 'skipped')"
    )
    found: dict[ArticleId, list[str]] = {}
    removed = removed_articles(project)
    for article, annotator in rows:
        if annotator in people and article not in removed and (among is None or article in among):
            found.setdefault(article, []).append(people[annotator])
    return found
