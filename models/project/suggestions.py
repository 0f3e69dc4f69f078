"""Suggestions for an article: matches of its labelled strings, and spans of suggesters. Offsets are code points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from models.base.entities import LabelId, Rejection, Span, Suggestion
from models.text.text_index import TextIndex

REPEAT = "repeat"
_SPANS = 400  # read in one step
_MATCHES = 500  # tested in one step
_COMPARED, _CHANGED = 2_000, 100  # suggestions compared, or changed, in one step
_LOOK_UP = 10  # what looking a string up costs, in matches

_Result = TypeVar("_Result")
Steps = Generator[None, None, list[Suggestion]]


def repeat_steps(text: TextIndex, spans: Sequence[Span], rejections: Collection[Rejection] = ()) -> Steps:
    """Find every further match of the strings that `spans` label, in steps of a few milliseconds.

    Returns them in reading order. No match overlaps a span, or another match: the longer string's stays. Rejected ones
    are left out.
    """
    while spans and text.step():
        yield
    labels = yield from _labels(text, spans)
    rejected = {(each.start, each.end, each.label) for each in rejections}
    taken = _taken(len(text.text), spans)
    suggestions: list[Suggestion] = []
    tested = 0
    for needle in sorted(labels, key=len, reverse=True):
        wanted, label = labels[needle]
        yield from text.look_up(wanted)
        matches = text.matches(wanted)
        tested += _LOOK_UP + len(matches)
        if tested > _MATCHES:
            tested = 0
            yield
        for start, end in matches:
            if taken.find(1, start, end) < 0 and (start, end, label) not in rejected:
                taken[start:end] = b"\1" * (end - start)
                suggestions.append(Suggestion(start, end, label, REPEAT))
    return sorted(suggestions, key=attrgetter("start"))


def _labels(text: TextIndex, spans: Sequence[Span]) -> Generator[None, None, dict[str, tuple[str, LabelId]]]:
    """Return match key -> a string that has it, and the label that it has most often; of equals the latest."""
    counts: dict[str, Counter[LabelId]] = defaultdict(Counter)
    latest: dict[tuple[str, LabelId], tuple[str, int]] = {}
    strings: dict[str, str] = {}
    for number, span in enumerate(spans, start=1):
        if number % _SPANS == 0:
            yield
        wanted = text.text[span.start : span.end]
        needle = text.needle(wanted)
        strings[needle] = wanted
        counts[needle][span.label] += 1
        moment = (span.updated_at, span.start)
        latest[needle, span.label] = max(latest.get((needle, span.label), moment), moment)
    return {
        needle: (strings[needle], max(found, key=lambda label: (found[label], latest[needle, label])))
        for needle, found in counts.items()
    }


def usual_label(text: TextIndex, spans: Sequence[Span], wanted: str) -> LabelId | None:
    """Return the label that `spans` give this string most often, of equals the latest; None when it has none."""
    needle = text.needle(wanted)
    same = [span for span in spans if text.needle(text.text[span.start : span.end]) == needle]
    found = _finished(_labels(text, same)) if needle else {}
    return found[needle][1] if needle in found else None


def _taken(length: int, spans: Iterable[Span]) -> bytearray:
    """Return one byte a character: 1 where a span lies."""
    taken = bytearray(length)
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return taken


def offered(
    suggested: Iterable[tuple[str, Span]], spans: Sequence[Span], rejections: Collection[Rejection] = ()
) -> list[Suggestion]:
    """Return the spans of suggesters, given as (name, span), that are neither accepted nor rejected, in reading order.

    One is accepted when a span of the annotator's with that label overlaps it.
    """
    rejected = {(each.start, each.end, each.label) for each in rejections}
    by_label: dict[LabelId, list[Span]] = defaultdict(list)
    for span in spans:
        by_label[span.label].append(span)
    length = max((span.end for span in spans), default=0)
    taken = {label: _taken(length, own) for label, own in by_label.items()}
    found: dict[tuple[int, int, LabelId], Suggestion] = {}
    for name, span in suggested:
        key = (span.start, span.end, span.label)
        if key not in rejected and (span.label not in taken or taken[span.label].find(1, span.start, span.end) < 0):
            found.setdefault(key, Suggestion(*key, name))
    return sorted(found.values(), key=in_order)


def open_still(suggestions: Iterable[Suggestion], spans: Sequence[Span]) -> list[Suggestion]:
    """Return those that `spans` do not decide: any span that overlaps it decides a repeat, one of its label another."""
    taken = _taken(max((span.end for span in spans), default=0), spans)
    return [
        each
        for each in suggestions
        if taken.find(1, each.start, each.end) < 0
        or (each.by != REPEAT and not any(_decides(span, each) for span in spans))
    ]


def _decides(span: Span, suggestion: Suggestion) -> bool:
    return span.label == suggestion.label and span.start < suggestion.end and span.end > suggestion.start


Change = tuple[list[Suggestion], list[Suggestion]]
"""Suggestions that are gone, and new ones."""


def changes(before: Mapping[Suggestion, object], now: Sequence[Suggestion]) -> Iterator[Change]:
    """Yield what makes `before` into `now`, in small portions: first what goes, then what comes."""
    kept: set[Suggestion] = set()
    for some in _portions(now, _COMPARED):
        kept.update(some)
        yield [], []
    for some in _portions(list(before), _COMPARED):
        yield [each for each in some if each not in kept], []
    fresh: list[Suggestion] = []
    for some in _portions(now, _CHANGED):
        fresh += [each for each in some if each not in before]
        if len(fresh) >= _CHANGED:
            yield [], fresh
            fresh = []
    yield [], fresh


def _portions(rows: Sequence[Suggestion], size: int) -> Iterator[Sequence[Suggestion]]:
    return (rows[first : first + size] for first in range(0, len(rows), size))


def together(*kinds: Sequence[Suggestion]) -> list[Suggestion]:
    """Return suggestions of several kinds in reading order; one that several make is there once, from the first.

    Each kind is in reading order already.
    """
    there = [kind for kind in kinds if kind]
    if len(there) <= 1:
        return [*chain.from_iterable(there)]
    found: dict[tuple[int, int, LabelId], Suggestion] = {}
    for each in chain.from_iterable(there):
        found.setdefault((each.start, each.end, each.label), each)
    return sorted(found.values(), key=in_order)


def in_order(suggestion: Suggestion) -> tuple[int, int, int, str]:
    """Return the key that sorts suggestions in reading order, outer before inner."""
    return suggestion.start, -suggestion.end, suggestion.label, suggestion.by


def _finished(steps: Generator[None, None, _Result]) -> _Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: _Result = end.value
            return found
