"""What of a dataset a format has no place for: the kinds of things, how much of each, and the first by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from models.base.documents import AnnotatedArticle, LabelledSpan


class Holds(StrEnum):
    """What a dataset format may have a place for, besides texts and labelled spans.

    What the program keeps for its own use (ids of spans, when and how each was made) is none of it.
    """

    NOTE = "note"
    CONFIDENCE = "confidence"
    ATTRIBUTES = "attributes"
    NESTING = "nesting"
    ARTICLE_LABELS = "article_labels"
    REJECTIONS = "rejections"
    LAYERS = "layers"
    ANNOTATOR = "annotator"
    STATUS = "status"
    TIME = "time"
    ID = "id"
    TITLE = "title"
    METADATA = "metadata"
    CHANGES = "changes"
    TEXT = "text"


OF_SPANS = frozenset({Holds.NOTE, Holds.CONFIDENCE, Holds.ATTRIBUTES})

_CALLED = {
    Holds.NOTE: "notes",
    Holds.ARTICLE_LABELS: "article labels",
    Holds.LAYERS: "work of others",
    Holds.TIME: "time spent",
    Holds.CHANGES: "what import changed",
    Holds.TEXT: "exact text",
}
_NAMED = 3
"""How many articles or spans are named."""
_VALUES = 10
"""How many fields, labels or annotators are named."""
_LONGEST = 40  # characters of such a name, and of a title
_FSI, _PDI = "\u2068", "\u2069"


class Named(NamedTuple):
    """What is named of a loss: an article by its title, and which span of it (empty for the whole article)."""

    title: str
    span: str = ""

    @property
    def isolated(self) -> str:
        """The name with the title in a bidi isolate, so that Urdu leaves the order of what is around it alone."""
        return f"{_FSI}{self.title}{_PDI}{self.span}"


def short_title(title: str) -> str:
    """Return a title on one line; that of an article without one is its whole first line."""
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


@dataclass
class Loss:
    """What of one kind is not there: how many spans have it (0 for what articles have), in how many articles.

    `first`: the first of them by name. `values`: which fields, labels or people these are, each once.
    """

    spans: int = 0
    articles: int = 0
    first: list[Named] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def add_values(self, values: Iterable[str]) -> None:
        """Keep the first names, each once."""
        for value in values:
            if len(self.values) < _VALUES and (short := value[:_LONGEST]) not in self.values:
                self.values.append(short)


class Losses(dict[Holds, Loss]):
    """Kind -> what of it a format has no place for."""

    def add_article(self, kind: Holds, title: str, values: Iterable[str] = ()) -> None:
        """Count an article that has such a thing."""
        found = self._of(kind)
        found.articles += 1
        found.add_values(values)
        if len(found.first) < _NAMED:
            found.first.append(Named(short_title(title)))

    def add_spans(
        self, kind: Holds, article: AnnotatedArticle, spans: Sequence[LabelledSpan], values: Iterable[str] = ()
    ) -> None:
        """Count spans of one article that have such a thing."""
        found = self._of(kind)
        found.spans += len(spans)
        found.articles += 1
        found.add_values(values)
        for span in spans[: _NAMED - len(found.first)]:
            found.first.append(Named(short_title(article.title), f" [{span.start}, {span.end}) {span.label}"))

    def _of(self, kind: Holds) -> Loss:
        found = self.get(kind)
        if found is None:
            found = self[kind] = Loss()
        return found

    def keep(self, kinds: Iterable[Holds]) -> None:
        """Forget all other kinds, for which there is a place."""
        for kind in self.keys() - {*kinds}:
            del self[kind]

    def told(self) -> list[tuple[Holds, Loss]]:
        """Return the kinds in their order; without nesting, of which every span has a note of its own."""
        return [(kind, self[kind]) for kind in Holds if kind in self and kind is not Holds.NESTING]

    def sentence(self) -> str:
        """Return a clause with all counts: `NOT in it: notes of 3 spans, id of 2 articles`; empty without losses."""
        said = ", ".join(f"{_called(kind)} of {_many(loss)}" for kind, loss in self.told())
        return f"NOT in it: {said}" if said else ""

    def lines(self) -> list[tuple[str, str]]:
        """Return for each kind (what of how many, why and which): the whole account."""
        return [(f"{_called(kind)} of {_many(loss)}", _which(loss)) for kind, loss in self.told()]

    def to_json(self) -> dict[str, Any]:
        """Return the account for scripts."""
        return {
            kind.value: asdict(self[kind]) | {"first": ["".join(named) for named in self[kind].first]}
            for kind in Holds
            if kind in self
        }


def _called(kind: Holds) -> str:
    return _CALLED.get(kind, kind.value)


def _many(loss: Loss) -> str:
    number, noun = (loss.spans, "span") if loss.spans else (loss.articles, "article")
    return f"{number} {noun}{'s' * (number != 1)}"


def _which(loss: Loss) -> str:
    values = f" ({', '.join(loss.values)}{', …' * (len(loss.values) == _VALUES)})" if loss.values else ""
    more = " …" if (loss.spans or loss.articles) > len(loss.first) else ""
    return f"no place for it in this format{values}: {', '.join(named.isolated for named in loss.first)}{more}"
