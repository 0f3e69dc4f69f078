"""Articles with their layers as they go in and out of files. Offsets are code points, end-exclusive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import repeat
from types import MappingProxyType
from typing import Any, NamedTuple, overload

from models.base.entities import AnnotatorKind, Label, Status

_PLACES = 0xFFFFFF  # the largest offset for which half of an id's last group has room

_MANY = 0xFFFF  # code points of nearly all texts: of so many places the digits are kept


@dataclass(frozen=True, slots=True)
class FileLocation:
    """A line (from 1; 0 for the whole) of a file that is read. As text: `news.conll, line 12`."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Layer:
    """All of one annotator's work on one article. Spans carry label names; `labels` are those of the article.

    `annotator` is empty where a file does not name one. `rejections` are suggestions not to be made again. `whole`:
    it is all that the annotator has there, each span with its id, so that what is missing was not there.
    """

    annotator: str = ""
    kind: AnnotatorKind = AnnotatorKind.PERSON
    status: Status = Status.NEW
    seconds: float = 0.0
    spans: Sequence[LabelledSpan] = ()
    labels: tuple[str, ...] = ()
    rejections: tuple[LabelledSpan, ...] = ()
    whole: bool = False


class LabelledSpan(NamedTuple):
    """A span as files hold it: the label by name; `uid` may be empty. A tuple: a corpus has millions of them."""

    start: int
    end: int
    label: str
    uid: str = ""
    origin: str = "import"
    note: str = ""
    confidence: str = ""
    attributes: Mapping[str, Any] = MappingProxyType({})
    rev: int = 1
    updated_at: str = ""


new_span = partial(tuple.__new__, LabelledSpan)
"""Makes a span of a tuple of all its fields, in a third of the time: a corpus has millions of them."""
_USUAL = tuple(LabelledSpan(0, 0, ""))[4:-1]


class SpanColumns(Sequence[LabelledSpan]):
    """Spans that say nothing but place, label, id and time, field by field: nearly all of a corpus's millions.

    They are made one by one only where somebody asks for one. There is at least one; `uids` and `times` may be empty
    texts. Equal to a tuple of the same spans.
    """

    def __init__(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        labels: Sequence[str],
        uids: Sequence[str],
        times: Sequence[str],
    ) -> None:
        self.starts, self.ends, self.labels, self.uids, self.times = starts, ends, labels, uids, times

    __hash__ = None  # type: ignore[assignment]  # nor has a span one

    @cached_property
    def _made(self) -> tuple[LabelledSpan, ...]:
        usual = map(repeat, _USUAL)
        spans = zip(self.starts, self.ends, self.labels, self.uids, *usual, self.times, strict=False)
        return tuple(map(new_span, spans))

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> LabelledSpan: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LabelledSpan, ...]: ...
    def __getitem__(self, index: int | slice) -> LabelledSpan | tuple[LabelledSpan, ...]:
        return self._made[index]

    def __iter__(self) -> Iterator[LabelledSpan]:
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return self._made == (other._made if isinstance(other, SpanColumns) else other)

    def __repr__(self) -> str:
        return repr(self._made)


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its layers, as it goes in and out of files.

    `changes` is what import did to the text: read from a file, what this import did, and `past` what was done
    before. `where` is the place of the file that errors and notes name. `own`: Nishan wrote the record, so
    that no field of its `meta` names anybody.
    """

    source: str
    title: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    layers: tuple[Layer, ...] = ()
    uid: str = ""
    labels: tuple[Label, ...] = ()
    where: FileLocation | str = ""
    past: tuple[str, ...] = ()
    own: bool = False


def uid_head(article: str, annotator: str, label: str) -> str:
    """Return what the ids of all spans of one label in one layer of an article (its UUID) begin with, for `span_uid`.

    The article's own id comes first: the ids of its spans are neighbours in the index, which then grows fast.
    """
    import hashlib  # noqa: PLC0415 - no part of a start

    digest = hashlib.sha1(f"{article}\0{annotator}\0{label}".encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[3], 16) & 3]
    return f"{article[:13]}-8{digest[:3]}-{variant}{digest[4:7]}-"


def span_uid(head: str, start: int, end: int) -> str:
    """Return the id of a span (code points) of a file without ids: a UUID of version 8, always the same."""
    if end > _PLACES:
        import hashlib  # noqa: PLC0415

        return head + hashlib.sha1(f"{start}\0{end}".encode(), usedforsecurity=False).hexdigest()[:12]
    return f"{head}{_hex(start)}{_hex(end - start)}"


def span_uids(heads: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    """Return `span_uid` of each of many spans; there is at least one."""
    most = max(ends)
    if most > _MANY:
        return [*map(span_uid, heads, starts, ends)]
    digits = _hexes(most.bit_length())
    places = zip(heads, starts, ends, strict=True)
    return [f"{head}{digits[start]}{digits[end - start]}" for head, start, end in places]


@lru_cache
def _hexes(bits: int) -> list[str]:
    return [f"{number:06x}" for number in range(1 << bits)]


@lru_cache(maxsize=1 << 14)  # the same few come again for millions of spans
def _hex(place: int) -> str:
    return f"{place:06x}"
