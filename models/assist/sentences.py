"""Sentences as a learner sees them: tokens by their match keys, and spans as tags on them.

Offsets are code points into the text that a sentence was cut from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from models.text.tokens import columns
from models.text.urdu import match_text

OUTSIDE = "O"
_LONGEST = 120  # tokens: what is longer is no sentence, and would take a learner's time for nothing

key_of = lru_cache(maxsize=100_000)(match_text)


class Stretch(NamedTuple):
    """A labelled stretch `[start, end)`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence: their match keys, and where they start and end."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence with a tag on each token: `B-` and `I-` before a label, or `OUTSIDE`."""

    sentence: Sentence
    tags: tuple[str, ...]


def sentences_of(text: str) -> list[Sentence]:
    """Cut a text into sentences of `_LONGEST` tokens at most; those without a token are left out."""
    found, first, made = columns(text), 0, []
    for end in found.sentences:
        for begin in range(first, end, _LONGEST):
            some = slice(begin, min(begin + _LONGEST, end))
            keys = tuple(map(key_of, found.texts[some]))
            made.append(Sentence(keys, tuple(found.starts[some]), tuple(found.ends[some])))
        first = end
    return made


def outermost(spans: Iterable[Stretch]) -> list[Stretch]:
    """Return the spans that no other one holds or overlaps from before, in order: the longer of two stays."""
    kept: list[Stretch] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.label)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end - span.start > kept[-1].end - kept[-1].start:
            kept[-1] = span
    return kept


def tagged(sentences: Sequence[Sentence], spans: Iterable[Stretch]) -> list[TaggedSentence]:
    """Return sentences with the tags of the outermost spans; a token belongs to a span that touches it."""
    left = outermost(spans)
    made, at = [], 0
    for sentence in sentences:
        tags = []
        before = -1
        for start, end in zip(sentence.starts, sentence.ends, strict=True):
            while at < len(left) and left[at].end <= start:
                at += 1
            if at < len(left) and left[at].start < end:
                tags.append(f"{'I' if before == at else 'B'}-{left[at].label}")
                before = at
            else:
                tags.append(OUTSIDE)
                before = -1
        made.append(TaggedSentence(sentence, tuple(tags)))
    return made


def runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of tags as (first token, token after the last, label)."""
    start, label = -1, ""
    for number, tag in enumerate((*tags, OUTSIDE)):
        goes_on = tag.startswith("I-") and tag[2:] == label
        if not goes_on and label:
            yield start, number, label
            label = ""
        if tag != OUTSIDE and not goes_on:
            start, label = number, tag[2:]


def stretches(sentence: Sentence, tags: Sequence[str]) -> list[Stretch]:
    """Return the spans of a sentence's tags as stretches of its text."""
    return [Stretch(sentence.starts[first], sentence.ends[end - 1], label) for first, end, label in runs(tags)]
