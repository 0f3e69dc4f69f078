"""Long articles into several: at lines, blank lines, headings, or every so many sentences. Offsets are code points.

What stands between two pieces is white space or nothing. It is kept in the meta of the piece before it ("cut",
"after"), so that the pieces joined are the text. A cut that would go through a span is not made.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.formats.documents.text import title_of
from models.text.offsets import trim_space
from models.text.tokens import sentences

Edges = list[tuple[int, int]]
"""Stretches `[start, end)`, in order."""

_MOST = 1_000_000  # sentences of a piece
_LINES = re.compile(r"\n(?:[^\S\n]*\n)*")
_PARAGRAPHS = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE = re.compile(r"[^\n]+")
_DIGITS = "0-9۰-۹٠-٩"
_MARKED = re.compile(r"\s{0,3}#{1,6}[ \t]+\S")
_NUMBERED = re.compile(rf"\s*(?:[{_DIGITS}]{{1,4}}[.۔)\-–:]\s*)+[^\W\d_]|\s*(?:باب|فصل|حصہ|حصّہ|Chapter|Part)\s+\S")
_SENTENCE_ENDS = tuple("۔؟!.?…،,؛;:")
_LONGEST_HEADING = 80  # characters


class CutAt(StrEnum):
    """Where a text is cut."""

    LINES = "lines"
    PARAGRAPHS = "paragraphs"
    HEADINGS = "headings"
    SENTENCES = "sentences"


@dataclass(frozen=True, slots=True)
class Cut:
    """A way of cutting; `count`: the sentences of a piece. As text: `lines`, `sentences:20`."""

    way: CutAt
    count: int = 0

    @classmethod
    def named(cls, given: str) -> Cut:
        """Return the cut of that name. Raises UserError."""
        name, sign, number = given.strip().lower().partition(":")
        if name in set(CutAt) and (name == CutAt.SENTENCES) == bool(sign):
            if not sign:
                return cls(CutAt(name))
            if number.isdecimal() and 0 < int(number[:9]) <= _MOST:
                return cls(CutAt.SENTENCES, int(number[:9]))
        raise UserError(f"{given}: no way to cut; choose lines, paragraphs, headings or sentences:20.")

    def __str__(self) -> str:
        return f"{self.way}:{self.count}" if self.count else str(self.way)


USUAL_CUTS = (Cut(CutAt.LINES), Cut(CutAt.PARAGRAPHS), Cut(CutAt.HEADINGS), Cut(CutAt.SENTENCES, 20))
"""What is offered to a person."""


def extents(article: AnnotatedArticle) -> Edges:
    """Return the stretches that the spans of all layers cover, those that overlap as one."""
    every = chain.from_iterable((*layer.spans, *layer.rejections) for layer in article.layers)
    return joined((span.start, span.end) for span in every)


def joined(edges: Iterable[tuple[int, int]]) -> Edges:
    """Return stretches in order, those that overlap as one."""
    found: Edges = []
    for start, end in sorted(edges):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def gaps(text: str, cut: Cut, covered: Edges, *, spaced: bool = False) -> Edges:
    """Return what stands between the pieces of a text, in order: white space or nothing, none of it in `covered`.

    `spaced`: the sentences of the text are its lines.
    """
    first, last = trim_space(text, 0, len(text))
    free = [gap for gap in _places(text, cut, spaced=spaced) if _is_free(gap, covered)]
    inside = [gap for gap in free if first < gap[0] and gap[1] < last]
    if cut.way is CutAt.SENTENCES:
        inside = _every(inside, cut.count, text, spaced=spaced)
    return inside


def _places(text: str, cut: Cut, *, spaced: bool) -> Iterable[tuple[int, int]]:
    if cut.way is CutAt.HEADINGS:
        return _before_headings(text)
    if cut.way is CutAt.SENTENCES and not spaced:
        return _between_sentences(text)
    pattern = _PARAGRAPHS if cut.way is CutAt.PARAGRAPHS else _LINES
    return (match.span() for match in pattern.finditer(text))


def _between_sentences(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in sentences(text):
        first, last = trim_space(text, start, end)
        if first < last:
            if done:
                yield done, first
            done = last


def _every(free: Edges, count: int, text: str, *, spaced: bool) -> Edges:
    """Return of the places where a cut may be those after every `count` sentences, or the next one after that."""
    begin, _ = trim_space(text, 0, len(text))  # blank lines before the first sentence end none
    places = _places(text, Cut(CutAt.SENTENCES, count), spaced=spaced)
    starts = [start for start, _ in places if start > begin]
    chosen: Edges = []
    done = 0
    for gap in free:
        place = bisect_right(starts, gap[0])
        if place - done >= count:
            chosen.append(gap)
            done = place
    return chosen


def _before_headings(text: str) -> Iterator[tuple[int, int]]:
    """Yield the white space before each heading that comes after something else than headings."""
    lines = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    body = False
    for number, (start, end) in enumerate(lines):
        before = lines[number - 1][1] if number else 0
        after = lines[number + 1][0] if number + 1 < len(lines) else len(text)
        if _is_heading(text[start:end], text[before:start], text[end:after], first=number == 0):
            if body:
                yield before, start
            body = False
        else:
            body = True


def _is_heading(line: str, before: str, after: str, *, first: bool) -> bool:
    if _MARKED.match(line):
        return True
    alone = first or before.count("\n") > 1
    said = line.strip()
    if not alone or len(said) > _LONGEST_HEADING or said.endswith(_SENTENCE_ENDS) or not any(map(str.isalnum, said)):
        return False
    return bool(_NUMBERED.match(line)) or after.count("\n") > 1


def _is_free(gap: tuple[int, int], covered: Edges) -> bool:
    """Whether no stretch that is covered reaches into a gap, or across it."""
    place = bisect_left(covered, gap[1], key=lambda edges: edges[0])
    return place == 0 or covered[place - 1][1] <= gap[0]


def pieces(article: AnnotatedArticle, cut: Cut, covered: Edges) -> list[AnnotatedArticle]:
    """Return the articles that a cut makes of one, each with the spans in it; the article itself where it makes one.

    `covered`: at least the `extents` of the article.
    """
    text = article.text
    between = gaps(text, cut, covered, spaced=article.meta.get("tokens") == "spaced")
    if not between:
        return [article]
    starts, ends = [0, *(end for _, end in between)], [*(start for start, _ in between), len(text)]
    layers = [_Dealt(layer, starts) for layer in article.layers]
    own_title = article.title != title_of(text)
    found = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        piece = text[start:end]
        title = f"{article.title} #{number}" if own_title else title_of(piece)
        after = text[end : starts[number]] if number < len(starts) else ""
        mine = tuple(layer.of_piece(number - 1) for layer in layers)
        found.append(_piece(replace(article, title=title, text=piece, layers=mine), number, after))
    return found


def _piece(article: AnnotatedArticle, number: int, after: str) -> AnnotatedArticle:
    """Return a piece with what tells it from the others, and what they are pieces of."""
    about = {"of": article.source, "number": number, "after": after}
    before = {"cut": article.meta["cut"]} if "cut" in article.meta else {}
    first = number == 1  # what was changed in the text is told once
    return replace(
        article,
        source=f"{article.source}#{number}",
        meta=article.meta | {"cut": about | before},
        changes=article.changes if first else (),
        past=article.past if first else (*article.past, *article.changes),
        uid="",
    )


class _Dealt:
    """A layer whose spans are dealt to the pieces that begin at `starts`."""

    def __init__(self, layer: Layer, starts: list[int]) -> None:
        self._layer = layer
        self._spans, self._rejections = _dealt(layer.spans, starts), _dealt(layer.rejections, starts)

    def of_piece(self, number: int) -> Layer:
        """Return what is in a piece, from 0; the time spent is that of the first one."""
        spans, rejections = tuple(self._spans.get(number, ())), tuple(self._rejections.get(number, ()))
        return replace(self._layer, spans=spans, rejections=rejections, seconds=0.0 if number else self._layer.seconds)


def _dealt(spans: Iterable[LabelledSpan], starts: list[int]) -> dict[int, list[LabelledSpan]]:
    found: dict[int, list[LabelledSpan]] = {}
    for span in spans:
        number = max(bisect_right(starts, span.start) - 1, 0)
        shift = starts[number]
        found.setdefault(number, []).append(span._replace(start=span.start - shift, end=span.end - shift))
    return found
