"""Flat, token-based views of a layer, for formats that hold one label a token. No format itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from models.annotated import Annotated, LabelledSpan
from models.report import Report
from models.urdu import Token, sentences, tokens


@dataclass(frozen=True, slots=True)
class TaggedToken:
    """A token at `[start, end)`; `label` is empty outside spans, `first` says that a span begins here."""

    text: str
    start: int
    end: int
    label: str = ""
    first: bool = False


def tagged_sentences(article: Annotated, report: Report) -> list[list[TaggedToken]]:
    """The sentences of an article with the spans of its first layer, the outermost where they overlap.

    Every span that tokens cannot hold as it is gets a note. A sentence end inside a span is no end.
    """
    found = list(tokens(article.text))
    if article.layers and article.layers[0].labels:
        report.note(article.title, f"labels of the whole article left out: {', '.join(article.layers[0].labels)}")
    taken = _place(article, found, report)
    ends = _sentence_ends(article.text, found, taken)
    rows, sentence = [], []
    for index, token in enumerate(found):
        label, first = taken.get(index, ("", False))
        sentence.append(TaggedToken(article.text[token.start : token.end], token.start, token.end, label, first))
        if index + 1 in ends:
            rows.append(sentence)
            sentence = []
    return rows


def _place(article: Annotated, found: list[Token], report: Report) -> dict[int, tuple[str, bool]]:
    """Token index -> (label, whether the span begins there)."""
    taken: dict[int, tuple[str, bool]] = {}
    starts, ends = [token.start for token in found], [token.end for token in found]
    spans = article.layers[0].spans if article.layers else ()
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        first, after = bisect_right(ends, span.start), bisect_left(starts, span.end)
        if first >= after:
            report.note_span(article, span, "holds no token; left out")
        elif any(index in taken for index in range(first, after)):
            report.note_span(article, span, "overlaps a longer span; left out")
        else:
            _note_edges(article, span, starts[first], ends[after - 1], report)
            report.spans += 1
            taken.update({index: (span.label, index == first) for index in range(first, after)})
    return taken


def _note_edges(article: Annotated, span: LabelledSpan, start: int, end: int, report: Report) -> None:
    if start < span.start or end > span.end:
        report.note_span(article, span, f"ends inside a token; widened to [{start}, {end})")
    elif (start, end) != (span.start, span.end):
        report.note_span(article, span, f"begins or ends with white space; narrowed to [{start}, {end})")


def _sentence_ends(text: str, found: list[Token], taken: dict[int, tuple[str, bool]]) -> set[int]:
    """The numbers of tokens before each sentence's end, those inside a span left out."""
    starts = [token.start for token in found]
    ends = {bisect_left(starts, end) for _, end in sentences(text)}
    inside = {index for index, (_, first) in taken.items() if not first}
    return (ends - inside) | {len(found)}
