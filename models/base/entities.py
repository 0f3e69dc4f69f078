"""The vocabulary of Nishan as frozen values. Offsets are code points, end-exclusive."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, NewType

from models.base.uids import uid_of

ArticleId = NewType("ArticleId", int)
LabelId = NewType("LabelId", int)
AnnotatorId = NewType("AnnotatorId", int)

NAMESPACE = bytes.fromhex("6e697368616e5e6e9c6b757264750001")  # of every derived id; must never change


class Status(StrEnum):
    """How far one annotator is with one article."""

    NEW = "new"
    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"


class Granularity(StrEnum):
    """What a selection snaps to."""

    CHARACTERS = "characters"
    WORDS = "words"
    SENTENCES = "sentences"


class AnnotatorKind(StrEnum):
    """What an annotator is."""

    PERSON = "person"
    CURATOR = "curator"
    SUGGESTER = "suggester"


class Scope(StrEnum):
    """What a label is put on."""

    SPAN = "span"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of entity, or (`scope`) of whole articles.

    `color` is `#rrggbb`; `key` is one character or empty; `examples` are lines of text. Article labels that
    share a `choice` ("Topic") exclude each other on one article; without one, a label stands for itself.
    """

    name: str
    urdu_name: str = ""
    short: str = ""
    color: str = "#5b6b7b"
    key: str = ""
    description: str = ""
    id: LabelId = LabelId(0)
    uid: str = ""
    examples: str = ""
    scope: Scope = Scope.SPAN
    choice: str = ""
    position: int = 0
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Annotator:
    """Whose layer a span is in."""

    id: AnnotatorId
    uid: str
    name: str
    kind: AnnotatorKind = AnnotatorKind.PERSON


@dataclass(frozen=True, slots=True)
class Article:
    """One text to annotate. `changes` names what import did to it (line ends, BOM)."""

    id: ArticleId
    uid: str
    source: str
    title: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What can be changed of an article, by `annotator`: its title, what is kept with it, whether it is removed.

    `text` and `source` are those of an article that is not there yet, and mean nothing for one that is.
    """

    article: ArticleId
    annotator: AnnotatorId
    title: str
    meta: dict[str, Any] = field(default_factory=dict)
    deleted: bool = False
    source: str = ""
    text: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as a list shows it, seen by one annotator."""

    id: ArticleId
    title: str
    status: Status
    spans: int


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch `[start, end)` of an article, in one annotator's layer."""

    uid: str
    article: ArticleId
    annotator: AnnotatorId
    start: int
    end: int
    label: LabelId
    origin: str = "manual"
    note: str = ""
    confidence: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    rev: int = 0
    updated_at: str = ""
    deleted: bool = False

    def touches(self, position: int) -> bool:
        """Return whether a caret at `position` (code points) is in or beside the span."""
        return self.start <= position <= self.end


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """A label that an annotator has put on a whole article, or (`deleted`) taken off it."""

    article: ArticleId
    annotator: AnnotatorId
    label: LabelId
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """A suggestion `[start, end)` (code points) that an annotator does not want to see again."""

    article: ArticleId
    annotator: AnnotatorId
    start: int
    end: int
    label: LabelId
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stretch `[start, end)` (code points) that could carry a label. `by`: `repeat`, or a suggester's name."""

    start: int
    end: int
    label: LabelId
    by: str


@dataclass(frozen=True, slots=True)
class Work:
    """How far an annotator is with an article."""

    article: ArticleId
    annotator: AnnotatorId
    status: Status


@dataclass(frozen=True, slots=True)
class Guideline:
    """One version of the guidelines, Markdown."""

    version: int
    text: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Rows as they are to be after one gesture. `guidelines` is a new version's text, None for no new version."""

    spans: tuple[Span, ...] = ()
    labels: tuple[Label, ...] = ()
    article_labels: tuple[ArticleLabel, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    works: tuple[Work, ...] = ()
    guidelines: str | None = None
    facts: tuple[ArticleFacts, ...] = ()

    @property
    def articles(self) -> frozenset[ArticleId]:
        """The articles that it touches."""
        rows = (self.spans, self.article_labels, self.rejections, self.works, self.facts)
        return frozenset(row.article for kind in rows for row in kind)


def joined(first: Edit, second: Edit) -> Edit:
    """Return the rows of both edits as one."""
    names = [each.name for each in fields(Edit) if each.name != "guidelines"]
    rows = {name: getattr(first, name) + getattr(second, name) for name in names}
    return Edit(**rows, guidelines=second.guidelines if first.guidelines is None else first.guidelines)


@dataclass(frozen=True, slots=True)
class Effort:
    """What a gesture took since the one before: seconds, and strokes of keys and mouse buttons."""

    seconds: float = 0.0
    strokes: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What a transaction changed, so that views read again only that."""

    articles: frozenset[ArticleId] = frozenset()
    labels: bool = False
    structure: bool = False
    guidelines: bool = False
    article_labels: bool = False
    spans: tuple[Span, ...] = field(default=(), compare=False)
    """The spans as they were written, deleted ones too, so that nobody has to read them back."""

    @classmethod
    def of(cls, edit: Edit, written: tuple[Span, ...]) -> Changes:
        """Return what writing the rows of `edit` changes, its spans as `written`."""
        return cls(
            edit.articles,
            labels=bool(edit.labels),
            structure=bool(edit.facts),
            guidelines=edit.guidelines is not None,
            article_labels=bool(edit.article_labels),
            spans=written,
        )

    @property
    def beyond_rows(self) -> bool:
        """Whether anything but the rows of articles changed: labels, guidelines, or which articles there are."""
        return self.labels or self.structure or self.guidelines


def article_uid(source: str, text: str) -> str:
    """Return the id of an article: the same source and text give the same id on every machine."""
    import hashlib  # noqa: PLC0415 - no part of a start

    digest = hashlib.sha1(NAMESPACE + f"{source}\0{text}".encode(), usedforsecurity=False).digest()
    return uid_of(digest[:16], 5)  # as uuid.uuid5 does, without its detours
