"""What could still be labelled in an article: further places of labelled strings, and what suggesters have marked.

Offsets are code points, end-exclusive.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar

from models.base.entities import LabelId, Rejection, Span, Suggestion
from models.text.text_index import TextIndex

REPEAT = "repeat"
_SPANS = 400  # read at once
_PLACES = 500  # looked at at once
_COMPARED, _CHANGED = 2_000, 100  # suggestions compared, or changed, at once
_PLACES_A_STRING = 10  # what looking a string up costs, in places

_Result = TypeVar("_Result")
Steps = Generator[None, None, list[Suggestion]]


def repeats(text: TextIndex, spans: Sequence[Span], rejections: Collection[Rejection] = ()) -> list[Suggestion]:
    """Every further place of a string that `spans` label, whole words, by match key, in reading order.

    No place overlaps a span, or another place: of two the longer string's stays. Rejected ones are left out.
    """
    return _finished(repeat_steps(text, spans, rejections))


def repeat_steps(text: TextIndex, spans: Sequence[Span], rejections: Collection[Rejection] = ()) -> Steps:
    """`repeats` in steps of a few milliseconds."""
    while spans and text.step():
        yield
    labels = yield from _labels(text, spans)
    refused = {(found.start, found.end, found.label) for found in rejections}
    taken = _taken(len(text.text), spans)
    found: list[Suggestion] = []
    looked = 0
    for needle in sorted(labels, key=len, reverse=True):
        wanted, label = labels[needle]
        yield from text.look_up(wanted)
        places = text.matches(wanted) if needle else []
        looked += _PLACES_A_STRING + len(places)
        if looked > _PLACES:
            looked = 0
            yield
        for start, end in places:
            if taken.find(1, start, end) < 0 and (start, end, label) not in refused:
                taken[start:end] = b"\1" * (end - start)
                found.append(Suggestion(start, end, label, REPEAT))
    return sorted(found, key=attrgetter("start"))


def _labels(text: TextIndex, spans: Sequence[Span]) -> Generator[None, None, dict[str, tuple[str, LabelId]]]:
    """Match key -> a string that has it, and the label that it has most often; of two the later one."""
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
    """The label that `spans` give this string most often, of two the later one; None when it has none."""
    needle = text.needle(wanted)
    same = [span for span in spans if text.needle(text.text[span.start : span.end]) == needle]
    found = _finished(_labels(text, same)) if needle else {}
    return found[needle][1] if needle in found else None


def _taken(length: int, spans: Iterable[Span]) -> bytearray:
    """One byte a character: 1 where a span lies."""
    taken = bytearray(length)
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return taken


def offered(
    suggested: Iterable[tuple[str, Span]], spans: Sequence[Span], rejections: Collection[Rejection] = ()
) -> list[Suggestion]:
    """The spans of suggesters, as (name, span), that are neither accepted nor rejected, in reading order.

    One is accepted when a span of the annotator's with that label overlaps it.
    """
    refused = {(found.start, found.end, found.label) for found in rejections}
    by_label: dict[LabelId, list[Span]] = defaultdict(list)
    for span in spans:
        by_label[span.label].append(span)
    length = max((span.end for span in spans), default=0)
    taken = {label: _taken(length, own) for label, own in by_label.items()}
    found: dict[tuple[int, int, LabelId], Suggestion] = {}
    for name, span in suggested:
        place = (span.start, span.end, span.label)
        if place not in refused and (span.label not in taken or taken[span.label].find(1, span.start, span.end) < 0):
            found.setdefault(place, Suggestion(*place, name))
    return sorted(found.values(), key=in_order)


def open_still(suggestions: Iterable[Suggestion], spans: Sequence[Span]) -> list[Suggestion]:
    """Those that `spans` have not overtaken: repeats by any span that overlaps them, others by one of their label."""
    length = max((span.end for span in spans), default=0)
    taken = _taken(length, spans)
    found = []
    for suggestion in suggestions:
        free = taken.find(1, suggestion.start, suggestion.end) < 0
        if free or (suggestion.by != REPEAT and not any(_overtakes(span, suggestion) for span in spans)):
            found.append(suggestion)
    return found


def _overtakes(span: Span, suggestion: Suggestion) -> bool:
    return span.label == suggestion.label and span.start < suggestion.end and span.end > suggestion.start


Change = tuple[list[Suggestion], list[Suggestion]]
"""Suggestions that are gone, and new ones."""


def changes(before: Mapping[Suggestion, object], now: Sequence[Suggestion]) -> Iterator[Change]:
    """What makes `before` into `now`, in small portions: first what goes, then what comes."""
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


def together(*kinds: Iterable[Suggestion]) -> list[Suggestion]:
    """Suggestions of several kinds in reading order; what two say is said once, by the first."""
    found: dict[tuple[int, int, LabelId], Suggestion] = {}
    for kind in kinds:
        for suggestion in kind:
            found.setdefault((suggestion.start, suggestion.end, suggestion.label), suggestion)
    return sorted(found.values(), key=in_order)


def in_order(suggestion: Suggestion) -> tuple[int, int, int, str]:
    """The key that sorts suggestions in reading order, outer before inner."""
    return suggestion.start, -suggestion.end, suggestion.label, suggestion.by


def _finished(steps: Generator[None, None, _Result]) -> _Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: _Result = end.value
            return found
