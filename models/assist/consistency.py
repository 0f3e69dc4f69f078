"""Places where labels disagree with each other: by rule, then by string. Only rules whose findings are mostly right.

What is compared are the done articles of one annotator: in others, much is not labelled yet. Strings are compared by
the match keys of their tokens. Offsets are code points.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.assist.sentences import Sentence, Stretch, key_of, sentences_of
from models.base.entities import ArticleId
from models.text.tokens import columns

String = tuple[str, ...]
_MAJORITY = (4, 0.8)  # places at least, and their share, that say what a string is
_OFTEN, _HALF = (3, 0.8), 0.5
_FIGURES = 0.5  # of a label's strings that are figures: a word of such a label is not missed everywhere
_LONGEST = 8  # tokens
_LIST_WORDS = 8
_EDGES = "۔،؛؟!?.:;,\"'”“’‘»«()[]{}-–—/"
_PAIRS = ("()", "[]", "{}", "«»", "“”", "‘’")
_COMMA = "،"


class Rule(StrEnum):
    """What is wrong, the surest first."""

    OTHER_LABEL = "other-label"
    SEVERAL_LABELS = "several-labels"
    UNLABELLED = "unlabelled"
    UNLABELLED_WORDS = "unlabelled-words"
    UNLABELLED_WORD = "unlabelled-word"
    EDGE = "edge"
    BRACKET = "bracket"
    LIST = "list"


SENTENCES = {
    Rule.OTHER_LABEL: "labelled otherwise than most of its places",
    Rule.SEVERAL_LABELS: "labelled now so, now so",
    Rule.UNLABELLED: "not labelled here, and labelled nearly everywhere else",
    Rule.UNLABELLED_WORDS: "not labelled here, and labelled in half of its places or more",
    Rule.UNLABELLED_WORD: "one word, labelled in half of its places or more, and not here",
    Rule.EDGE: "begins or ends with a sign",
    Rule.BRACKET: "has one bracket of a pair",
    Rule.LIST: "several things in one span",
}
"""What each rule says of a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: the stretch `[start, end)` of an article, and its label; empty where none is."""

    article: ArticleId
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The places of one string that break a rule. `wanted`: the label that it should have, or has most often."""

    rule: Rule
    text: str
    wanted: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class CheckedArticle:
    """An article with its spans, as it is checked."""

    id: ArticleId
    text: str
    spans: Sequence[Stretch]


@dataclass
class _Known:
    """What is known of one string: its words as they first stand, and the places of each label; "" for none."""

    text: str
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def labelled(self) -> Counter[str]:
        return Counter({label: len(places) for label, places in self.places.items() if label})


def check_steps(articles: Iterable[CheckedArticle]) -> Iterator[list[Finding]]:
    """Yield findings: those of single spans as their articles are read, those of strings at the end, by rule."""
    strings: dict[String, _Known] = {}
    read: list[tuple[CheckedArticle, list[Sentence]]] = []
    for article in articles:
        read.append((article, sentences_of(article.text)))
        found = []
        for span in article.spans:
            words = article.text[span.start : span.end]
            place = Place(article.id, *span)
            known = strings.setdefault(string_of(words), _Known(words))
            known.places[span.label].append(place)
            if (rule := _alone(words)) is not None:
                found.append(Finding(rule, words, span.label, (place,)))
        yield found
    sizes = sorted({min(len(string), _LONGEST + 1) for string in strings} - {0, _LONGEST + 1})
    for article, sentences in read:
        _add_unlabelled(article, sentences, strings, sizes)
        yield []
    figures = _of_figures(strings)
    by_rule: dict[Rule, list[Finding]] = defaultdict(list)
    for string, known in strings.items():
        for finding in _of_string(string, known, figures):
            by_rule[finding.rule].append(finding)
    for rule in Rule:
        yield sorted(by_rule[rule], key=lambda finding: (-len(finding.places), finding.text))


def check(articles: Iterable[CheckedArticle]) -> list[Finding]:
    """Return all findings, by rule in the order of `Rule`, of each rule the strings with most places first."""
    found = [finding for some in check_steps(articles) for finding in some]
    order = list(Rule)
    return sorted(found, key=lambda each: (order.index(each.rule), -len(each.places), each.text, each.places[0].start))


def string_of(words: str) -> String:
    """Return the match keys of the tokens of some words, by which strings are compared."""
    return tuple(map(key_of, columns(words).texts))


def _alone(words: str) -> Rule | None:
    """Return what is wrong with the edges or the inside of a span, whatever others are."""
    if any((words.count(pair[0]) != words.count(pair[1])) for pair in _PAIRS):
        return Rule.BRACKET
    inside = words.strip()
    if not inside:
        return None
    ends = inside[0] in _EDGES or inside[-1] in _EDGES
    if ends and f"{inside[0]}{inside[-1]}" not in _PAIRS and any(sign.isalnum() for sign in inside):
        opened = any(pair[1] == inside[-1] and pair[0] in inside for pair in _PAIRS)
        closed = any(pair[0] == inside[0] and pair[1] in inside for pair in _PAIRS)
        acronym = inside[-1] == "." and "." in inside[:-1]
        if not (opened or closed or acronym):
            return Rule.EDGE
    return Rule.LIST if _COMMA in inside and len(inside.split()) > _LIST_WORDS else None


def _add_unlabelled(
    article: CheckedArticle, sentences: Sequence[Sentence], strings: Mapping[String, _Known], sizes: Sequence[int]
) -> None:
    """Add the places of known strings that no span touches; of those that overlap, the longest first."""
    taken = bytearray(len(article.text))
    for span in article.spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for sentence in sentences:
        keys = sentence.keys
        for size in reversed(sizes):
            for at in range(len(keys) - size + 1):
                known = strings.get(keys[at : at + size])
                if known is None:
                    continue
                start, end = sentence.starts[at], sentence.ends[at + size - 1]
                if taken.find(1, start, end) < 0:
                    known.places[""].append(Place(article.id, start, end, ""))
                    taken[start:end] = b"\1" * (end - start)


def _of_figures(strings: Mapping[String, _Known]) -> set[str]:
    """Return the labels of numbers: most of whose one-word strings are figures."""
    words: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for string, known in strings.items():
        if len(string) == 1:
            for label, count in known.labelled().items():
                words[label] += count
                figures[label] += count * any(sign.isdigit() for sign in string[0])
    return {label for label, count in words.items() if figures[label] >= _FIGURES * count}


def _of_string(string: String, known: _Known, figures: set[str]) -> Iterator[Finding]:
    labelled, bare = known.labelled(), known.places.get("", [])
    count, whole = labelled.total(), labelled.total() + len(bare)
    label, most = labelled.most_common(1)[0]
    if most >= _MAJORITY[0] and _MAJORITY[1] * count <= most < count:
        others = [place for other, places in known.places.items() if other not in ("", label) for place in places]
        yield Finding(Rule.OTHER_LABEL, known.text, label, _in_order(others))
    elif len(labelled) > 1:
        every = [place for other, places in known.places.items() if other for place in places]
        yield Finding(Rule.SEVERAL_LABELS, known.text, label, _in_order(every))
    if not bare or count < _HALF * whole or (len(string) == 1 and label in figures):
        return
    if count >= _OFTEN[0] and count >= _OFTEN[1] * whole:
        rule = Rule.UNLABELLED
    else:
        rule = Rule.UNLABELLED_WORDS if len(string) > 1 else Rule.UNLABELLED_WORD
    yield Finding(rule, known.text, label, _in_order(bare))


def _in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (place.article, place.start)))
