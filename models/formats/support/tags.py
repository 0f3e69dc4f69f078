"""Tags of files that are read, as spans: IO, IOB1, IOB2, IOBES, BILOU, and repairs of stray ones. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import TypeVar

from models.formats.support.source import SourceFile

MOST_SENTENCES = 50
"""A file that does not say where articles begin is one article when it has no more sentences than this."""
SENTENCES = 20
"""Otherwise, this many sentences are an article: what a person reads at one go."""

OUTSIDE = frozenset({"O", "_"})
_TAG = re.compile(r"([BIESLUM])-(.+)", re.DOTALL)
_BARE = re.compile(r"[^\W\d_][^-]*")  # IO without prefixes: PERSON

T = TypeVar("T")


def begins_with_inside(tags: Iterable[str]) -> bool:
    """Whether spans begin with I- here (IOB1, IO) as far as these tags tell; blank ones are between sentences."""
    before, inside = "O", 0
    for tag in tags:
        if before in OUTSIDE or not before:
            if tag[:2] in {"B-", "S-", "U-"} and len(tag) > 2:
                return False
            inside += tag.startswith("I-")
        before = tag
    return inside > 0


def spans_of(
    tags: list[str], lines: list[int], source: SourceFile, *, inside_begins: bool
) -> list[tuple[int, int, str]]:
    """Return (first, after, label) of the spans of one sentence, in order; stray tags are noted by their line."""
    found: list[tuple[int, int, str]] = []
    open_label, first = "", 0  # of the span that the token before is in
    for number, tag in enumerate([*tags, "O"]):
        prefix, label = _parts(tag)
        if tag not in OUTSIDE and not label:
            source.report.note(source.at(lines[number]), f"{tag or 'an empty tag'} is no tag; left out")
        goes_on = bool(label) and label == open_label and prefix in "IMEL"
        if not goes_on:
            if open_label:
                found.append((first, number, open_label))
            if label and prefix in "IMEL" and tag != label and not inside_begins:
                source.report.note(source.at(lines[number]), f"{tag} without B-{label}; taken as a beginning")
            first = number
        if label and prefix in "ELSU":
            found.append((first, number + 1, label))
            label = ""
        open_label = label
    return found


def is_tag(tag: str) -> bool:
    """Whether a tag has a label, so that it makes or continues a span."""
    return bool(_parts(tag)[1])


@lru_cache(maxsize=1 << 12)  # a corpus has few tags
def _parts(tag: str) -> tuple[str, str]:
    """Return prefix and label of a tag; no label when it is outside or stray."""
    if match := _TAG.fullmatch(tag):
        return match[1], match[2]
    return ("I", tag) if tag not in OUTSIDE and _BARE.fullmatch(tag) else ("", "")


def in_parts(sentences: Iterator[T]) -> Iterator[list[T]]:
    """Yield the sentences of a file that says nothing of articles: all, or so many at a time when it is long."""
    start = list(islice(sentences, MOST_SENTENCES + 1))
    if len(start) <= MOST_SENTENCES:
        if start:
            yield start
        return
    rest = chain(start, sentences)
    while part := list(islice(rest, SENTENCES)):
        yield part
