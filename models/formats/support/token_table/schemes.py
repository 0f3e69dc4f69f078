"""How tags of a column are spelled: `B-PER`, `B_PER`, `PER-B`, `b-per`, `B`, `PER`, and the one spelling of `tags`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from models.formats.support.source import SourceFile
from models.formats.support.tags import begins_with_inside, spans_of

ENTITY = "ENTITY"
"""The label of spans whose tags name none."""
NO_LABELS = f"the tags name no label; their spans are labelled {ENTITY}"
OUTSIDE = frozenset({"O", "o", "_"})
_NOTHING = frozenset({"other", "none", "out", "outside", "null", "nil", "nan", "na", "0", "-", "*", ""})
_SIGNS = "-_:./|"
_UPPER, _LOWER = "BIESLUMW", "bieslumw"
_FORMS: dict[str, re.Pattern[str]] = {}
for _letters in (_UPPER, _LOWER):
    for _sign in _SIGNS:
        _FORMS[f"{_letters[0]}{_sign}X"] = re.compile(rf"(?P<place>[{_letters}]){re.escape(_sign)}(?P<label>\S.*)")
    for _sign in _SIGNS:
        _FORMS[f"X{_sign}{_letters[0]}"] = re.compile(rf"(?P<label>.*\S){re.escape(_sign)}(?P<place>[{_letters}])")
_BARE = re.compile(f"(?P<place>[{_UPPER}{_LOWER}])(?P<label>)")
_PLAIN = re.compile(r"(?P<place>)(?P<label>[^\W\d_].*)")
_CHUNKS = frozenset("NP VP PP ADVP ADJP SBAR PRT CONJP INTJ LST UCP NX QP WHNP VGF VGNF VGNN CCP JJP RBP BLK".split())
_MOST_LABELS = 80  # of a column of plain labels: more are words
_ENOUGH = 0.9  # of the cells of a column of tags are tags; some files have strays


@dataclass(frozen=True)
class Scheme:
    """How the tags of a column are spelled. `labels`: those that it uses; `found`: how many tags have one."""

    name: str
    pattern: re.Pattern[str]
    outside: frozenset[str]
    labels: frozenset[str]
    found: int

    @property
    def plain(self) -> bool:
        """Whether tags are labels alone, so that a span goes on as long as its label does."""
        return self.pattern is _PLAIN

    @property
    def bare(self) -> bool:
        """Whether tags name no label."""
        return self.pattern is _BARE

    def fits(self, tag: str) -> bool:
        """Whether a cell is a tag as this column spells them; of plain labels one that is known."""
        if tag in self.outside:
            return True
        match = self.pattern.fullmatch(tag)
        return bool(match) and (not self.plain or tag in self.labels)

    def canonical(self, tag: str) -> str:
        """Return a tag as `B-LABEL` or `O`; one that is no tag stays as it is."""
        if tag in self.outside:
            return "O"
        if match := self.pattern.fullmatch(tag):
            return _spelled(match)
        others = (form.fullmatch(tag) for form in _FORMS.values())
        known = next((match for match in others if match and match["label"] in self.labels), None)
        return _spelled(known) if known else tag


def _spelled(match: re.Match[str]) -> str:
    place = match["place"].upper()
    return f"{'U' if place == 'W' else place or 'I'}-{match['label'] or ENTITY}"


USUAL = Scheme("B-X", _FORMS["B-X"], OUTSIDE, frozenset(), 0)
"""What tags are where nothing tells."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How tags are spelled, and whether spans begin with I- (IO, IOB1)."""

    scheme: Scheme
    inside_begins: bool

    def spans(self, tags: Iterable[str], lines: list[int], source: SourceFile) -> list[tuple[int, int, str]]:
        """Return (first, after, label) of the spans of one sentence, as `spans_of` does."""
        return spans_of([*map(self.scheme.canonical, tags)], lines, source, inside_begins=self.inside_begins)


def spelling_of(sentences: Iterable[Sequence[str]]) -> Spelling:
    """Return how the tags of sentences are spelled; as usual where nothing tells."""
    tags = list(sentences)
    scheme = scheme_of([*chain.from_iterable(tags)], plain=True) or USUAL
    return Spelling(scheme, begins_inside(scheme, tags))


def begins_inside(scheme: Scheme, sentences: Iterable[Sequence[str]]) -> bool:
    """Return whether spans begin with I- in these sentences; those of plain labels do."""
    return scheme.plain or begins_with_inside(tag for tags in sentences for tag in (*map(scheme.canonical, tags), ""))


def scheme_of(cells: Sequence[str], *, plain: bool = False) -> Scheme | None:
    """Return how a column spells its tags; None when it holds none. `plain`: labels alone are tags, too."""
    counts = Counter(cells)
    outside = _outside(counts, len(cells))
    inside = {tag: count for tag, count in counts.items() if tag not in outside}
    total = sum(inside.values())
    free = len(cells) - total
    if not inside:
        return Scheme("O", USUAL.pattern, outside, frozenset(), 0) if counts["O"] + counts["o"] else None
    found = _forms_found(inside)
    name, best = max(((name, found[name]) for name in _FORMS), key=lambda one: one[1])
    if best and best + free >= _ENOUGH * len(cells):
        labels = _labels(_FORMS[name], inside)
        return None if labels <= _CHUNKS else Scheme(name, _FORMS[name], outside, labels, best)
    if _bare(inside, counts) and free:
        return Scheme("B", _BARE, outside, frozenset({ENTITY}), total)
    if best and best >= total / 2 and counts["O"] + counts["o"] + best >= len(cells) / 2:
        return Scheme(name, _FORMS[name], outside, _labels(_FORMS[name], inside), best)
    return _plain(inside, free, outside, len(cells)) if plain else None


def _outside(counts: Counter[str], total: int) -> frozenset[str]:
    """Return what says that a token is in no span: O, or what a file has instead of it."""
    if counts["O"] + counts["o"]:
        return OUTSIDE
    common = {cell for cell, count in counts.items() if cell.casefold() in _NOTHING and count * 10 >= total * 3}
    return OUTSIDE | common


def _forms_found(inside: dict[str, int]) -> Counter[str]:
    """Return form -> how many tags have it, by their ends alone: any text has cells that are no tags."""
    found: Counter[str] = Counter()
    for tag, count in inside.items():
        if len(tag) < len("B-X"):
            continue
        for place, sign, beside, form in ((tag[0], tag[1], tag[2], "{}{}X"), (tag[-1], tag[-2], tag[-3], "X{1}{0}")):
            if sign in _SIGNS and place in _UPPER + _LOWER and not beside.isspace():
                found[form.format("B" if place in _UPPER else "b", sign)] += count
    return found


def _labels(form: re.Pattern[str], inside: dict[str, int]) -> frozenset[str]:
    return frozenset(match["label"] for match in map(form.fullmatch, inside) if match)


def _bare(inside: dict[str, int], counts: Counter[str]) -> bool:
    begun = any(tag in "BSUbsu" for tag in inside)
    return begun and bool(counts["O"] + counts["o"]) and all(_BARE.fullmatch(tag) for tag in inside)


def _plain(inside: dict[str, int], free: int, outside: frozenset[str], total: int) -> Scheme | None:
    labels = _labels(_PLAIN, inside)
    fitting = sum(count for tag, count in inside.items() if tag in labels)
    most = 20 if outside == OUTSIDE else 3  # a column with O is hardly one of words
    enough = fitting + free >= _ENOUGH * total and free * most >= total
    few = len(labels) <= _MOST_LABELS and not any(" " in label for label in labels)
    few = few and any(len(label) > 1 for label in labels)
    return Scheme("X", _PLAIN, outside, labels, fitting) if labels and enough and few else None
