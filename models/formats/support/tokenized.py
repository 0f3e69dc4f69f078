"""Tokens of an article with the spans of its first layer, for formats that hold tags. No format itself.

An article that came with tokens of its own keeps them: its meta says `"tokens": "spaced"`, and then its tokens are
what stands between white space, and its sentences are its lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from models.base.documents import AnnotatedArticle, LabelledSpan
from models.base.entities import Label
from models.base.losses import Holds
from models.base.report import Report
from models.formats.support.names import first_free
from models.formats.support.options import AS_USUAL, Cut, Overlaps, Scheme, Unit, WriteOptions
from models.text.tokens import Columns, columns

SPACED = {"tokens": "spaced"}
"""The meta of an article whose tokens stand between white space, one sentence a line."""
MAX_DEPTH = 64
"""How many levels of nesting are told apart: each may be a file of its own."""
UNSAFE = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
"""Signs that some programs take for the end of a line, and control characters: what is written for them."""

_LINE = UNSAFE | dict.fromkeys(map(ord, "\n\r\t"), " ")
_LINE_SIGNS = [chr(sign) for sign in _LINE if sign != ord("\n")]
_NUMBERS = [f"{number}\t" for number in range(1, 257)]
_first = itemgetter(1)
_CHUNK = re.compile(r"\S+")


class TaggedTokens(NamedTuple):
    """The tokens of an article, column by column, offsets in code points.

    `marks`: for each level of nesting, number of a token -> its tag ("B-PERSON"), in order; those that no span is on
    have none. There is always a first level.
    `sentences`: how many tokens there are before each sentence's end; the last is the number of all tokens. `gaps`: see
    `Columns`.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]
    marks: list[dict[int, str]]
    sentences: list[int]
    gaps: Sequence[int]

    @property
    def tags(self) -> list[str]:
        """The tags of the first level, as many as there are tokens: "O" for those that no span is on."""
        tags = ["O"] * len(self.texts)
        for number, tag in self.marks[0].items():
            tags[number] = tag
        return tags


TokenSpan = tuple[LabelledSpan, int, int]
"""A span on the tokens `[first, after)`. A bare tuple: a corpus has millions of them."""


def cut(article: AnnotatedArticle) -> Columns:
    """Return the tokens and sentences of an article: its own, or as they are found."""
    if article.meta.get("tokens") != "spaced":
        return columns(article.text)
    matches = list(_CHUNK.finditer(article.text))
    starts = [match.start() for match in matches]
    lines = [bisect_left(starts, match.start()) for match in re.finditer("\n", article.text)]
    texts, ends = [match[0] for match in matches], [match.end() for match in matches]
    return Columns(texts, starts, ends, _ends(lines, len(starts)), range(len(starts)))


def split_at(text: str, tokens: Columns, edges: Iterable[int]) -> Columns:
    """Return the tokens of `text` with each that an edge (code points) lies in cut there; sentences end as before."""
    starts, ends, befores = [], [], [0]
    cuts = sorted({*edges})
    at = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        at = bisect_right(cuts, start, at)
        after = bisect_left(cuts, end, at)
        for first, last in pairwise((start, *cuts[at:after], end)):
            starts.append(first)
            ends.append(last)
        at = after
        befores.append(len(starts))
    texts = [text[first:last] for first, last in zip(starts, ends, strict=True)]
    return Columns(texts, starts, ends, [befores[count] for count in tokens.sentences], range(len(starts)))


def edges_of(spans: Iterable[LabelledSpan]) -> Iterator[int]:
    """Yield where spans begin and end, in code points."""
    for span in spans:
        yield span.start
        yield span.end


def one_line(text: str) -> str:
    """Return a text of as many characters on one line: a space for each sign that ends a line, or is a tab."""
    # Looking for the few signs takes a tenth of the time of translating, and nearly no text has them.
    return text.translate(_LINE) if any(map(text.__contains__, _LINE_SIGNS)) else text.replace("\n", " ")


def id_line(article: AnnotatedArticle, report: Report) -> str:
    """Return the id of an article as a comment holds it, with single blanks alone; a changed one is noted."""
    name = " ".join(article.source.split())
    if name != article.source:
        report.note(article.title, f"its id is written as {name!r}, as one line holds it")
    return name


def joined(*columns: Sequence[str]) -> str:
    """Return columns of texts as one text, row by row: in a third of the time that a text a row takes."""
    parts = [""] * (len(columns) * len(columns[0]))
    for place, column in enumerate(columns):
        parts[place :: len(columns)] = column
    return "".join(parts)


def numbers(found: TaggedTokens) -> list[str]:
    """Return the numbers of the tokens in their sentences, from 1 on, with a tab after each."""
    made: list[str] = []
    for first, after in pairwise((0, *found.sentences)):
        made += _NUMBERS[: after - first]
        made += [f"{number}\t" for number in range(len(_NUMBERS) + 1, after - first + 1)]
    return made


def _ends(found: Iterable[int], count: int) -> list[int]:
    return sorted({*found, count} - {0})


def token_range(tokens: Columns | TaggedTokens, start: int, end: int) -> tuple[int, int]:
    """Return the numbers `[first, after)` of the tokens that `[start, end)` (code points) touches; may be empty."""
    first = bisect_right(tokens.ends, start)
    return first, max(first, bisect_left(tokens.starts, end, first))


def note_edges(article: AnnotatedArticle, tokens: Columns, one: TokenSpan, report: Report) -> None:
    """Note a span whose ends are not those of its tokens."""
    span, first, after = one
    start, end = tokens.starts[first], tokens.ends[after - 1]
    if start == span.start and end == span.end:
        return
    if start < span.start or end > span.end:
        report.note_span(article, span, f"ends inside a token; widened to [{start}, {end})")
    else:
        report.note_span(article, span, f"begins or ends with white space; narrowed to [{start}, {end})")


def tag_names(labels: Iterable[Label], report: Report) -> dict[str, str]:
    """Return label -> what tags call it: without white space, no two alike; a changed one is noted."""
    names = [label.name for label in labels]
    taken = {name for name in names if "_".join(name.split()) == name}
    found: dict[str, str] = {}
    for name in names:
        plain = "_".join(name.split())
        found[name] = tag = name if plain == name else first_free(plain, taken.__contains__, "{}_{}")
        taken.add(tag)
        if tag != name:
            report.note_once(f"label {name}", f"tags hold no white space; written as {tag}")
    return found


class _Tags(dict[str, tuple[str, str, str, str]]):
    """Label -> its tags: at the beginning of a span, inside, at its end, and of a span of one token."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, label: str) -> tuple[str, str, str, str]:
        name = self._names.get(label)
        if name is None:  # one that the project does not list
            name = "_".join(label.split())
        made = self[label] = (f"B-{name}", f"I-{name}", f"E-{name}", f"S-{name}")
        return made


def tagged(
    article: AnnotatedArticle,
    report: Report,
    options: WriteOptions = AS_USUAL,
    names: dict[str, str] | None = None,
    *,
    only_tokens: bool = False,
) -> TaggedTokens:
    """Return tags for the first layer of an article, under a policy for overlaps; `names` are those of `tag_names`.

    Every span that tokens cannot hold as it is gets a note, those that are held are counted. A sentence end inside
    a span is no end. Where tokens are to be split, those that a span with a tag ends in are. `only_tokens`: the format
    has no place for hidden signs between tokens; spans around some are noted.
    """
    tokens = cut(article)
    if options.tokens is Cut.SPLIT:
        tokens, levels = _split(article, tokens, report, options.overlaps)
    else:
        levels = _levels(article, tokens, report, options.overlaps)
    count = len(tokens.texts)
    if only_tokens:
        _tell_between(article, tokens, levels, report)
    spell, own = _SPELLINGS[options.scheme], _Tags(names or {})
    ends = [count] if options.unit is Unit.ARTICLE else tokens.sentences
    for level in levels:
        ends = _outside(ends, level)
    marks = [spell(level, own) for level in levels]
    return TaggedTokens(tokens.texts, tokens.starts, tokens.ends, marks, ends if count else [], tokens.gaps)


def _split(
    article: AnnotatedArticle, tokens: Columns, report: Report, policy: Overlaps
) -> tuple[Columns, list[list[TokenSpan]]]:
    """Return the tokens cut at the edges of the spans that are kept, and these, level by level."""
    all_spans = article.layers[0].spans if article.layers else ()
    levels = _levels(article, split_at(article.text, tokens, edges_of(all_spans)), report, policy)
    kept = [span for level in levels for span, _, _ in level]
    found = split_at(article.text, tokens, edges_of(kept))
    return found, [[(span, *token_range(found, span.start, span.end)) for span, _, _ in level] for level in levels]


def _levels(article: AnnotatedArticle, tokens: Columns, report: Report, policy: Overlaps) -> list[list[TokenSpan]]:
    """Return the spans that are kept, level by level, in order; the first level is always there."""
    alone, others = _apart(article, tokens, report)
    levels: list[list[TokenSpan]] = [alone]
    inner = policy is Overlaps.INNERMOST
    most = MAX_DEPTH if policy is Overlaps.LAYERS else 1
    taken: list[bytearray] = []
    sign = 1 if inner else -1
    others.sort(key=lambda one: (sign * (one[0][1] - one[0][0]), one[0][0]))
    for one in others:
        span, first, after = one
        depth = 0
        while depth < len(taken) and taken[depth].find(1, first, after) >= 0:
            depth += 1
        if depth >= most:
            what = "a shorter span" if inner else "a longer span" if most == 1 else f"{most} others"
            report.note_span(article, span, f"overlaps {what}; left out")
            report.losses.add_spans(Holds.NESTING, article, [span])
            continue
        if depth == len(taken):
            taken.append(bytearray(len(tokens.texts)))
            if depth:
                levels.append([])
        taken[depth][first:after] = b"\1" * (after - first)
        levels[depth].append(one)
        note_edges(article, tokens, one, report)
    report.spans += sum(map(len, levels))
    for level in levels if others else ():
        level.sort(key=_first)
    return levels


def _apart(article: AnnotatedArticle, tokens: Columns, report: Report) -> tuple[list[TokenSpan], list[TokenSpan]]:
    """Return the spans of the first layer on their tokens: those about which nothing is to be said, and the others.

    Of most of them there is nothing: they overlap no other, and end with tokens. Those that touch no token are noted.
    """
    alone: list[TokenSpan] = []
    others: list[TokenSpan] = []
    starts, ends = tokens.starts, tokens.ends
    reach = before = 0
    for span in article.layers[0].spans if article.layers else ():
        start, end = span[0], span[1]
        first = bisect_right(ends, start)
        after = bisect_left(starts, end, first)
        if after <= first:
            report.note_span(article, span, "holds no token; left out")
            continue
        one = (span, first, after)
        if first < before:  # in no order: any may overlap any
            others += alone
            alone.clear()
            reach = len(starts) + 1
        if first < reach:
            if alone and alone[-1][2] > first:
                others.append(alone.pop())
            others.append(one)
        elif starts[first] != start or ends[after - 1] != end:
            others.append(one)
        else:
            alone.append(one)
        before, reach = first, max(reach, after)
    return alone, others


def _tell_between(article: AnnotatedArticle, tokens: Columns, levels: list[list[TokenSpan]], report: Report) -> None:
    """Note spans with hidden signs between their tokens; count a text that spaces between its tokens do not make."""
    text, count = article.text, len(tokens.texts)
    length = len("".join(tokens.texts))
    if length + text.count(" ") + text.count("\n") != len(text):
        _note_hidden(article, tokens, levels, report)
    if length + max(count - 1, 0) != len(text) or _spaced(tokens) != text:
        report.losses.add_article(Holds.TEXT, article.title)


def _spaced(tokens: Columns) -> str:
    """Return the tokens with one space between them, one sentence a line."""
    return "\n".join(" ".join(tokens.texts[first:after]) for first, after in pairwise([0, *tokens.sentences]))


def _note_hidden(article: AnnotatedArticle, tokens: Columns, levels: list[list[TokenSpan]], report: Report) -> None:
    for level in levels:
        for span, first, after in level:
            if after - first > 1:
                inside = article.text[tokens.starts[first] : tokens.ends[after - 1]]
                if "".join(tokens.texts[first:after]) != "".join(inside.split()):
                    report.note_span(article, span, "holds hidden signs between its tokens; written without them")


def _outside(ends: list[int], level: list[TokenSpan]) -> list[int]:
    """Return sentence ends without those inside a span."""
    if len(ends) < 2:  # the last is behind all spans
        return ends
    firsts = [*map(_first, level)]
    inside = {end for end in ends if (place := bisect_left(firsts, end)) and level[place - 1][2] > end}
    return [end for end in ends if end not in inside] if inside else ends


def _iob2(level: list[TokenSpan], tags: _Tags) -> dict[int, str]:
    marks: dict[int, str] = {}
    for span, first, after in level:
        begin, inside, _, _ = tags[span[2]]
        marks[first] = begin
        if after - first > 1:
            marks |= dict.fromkeys(range(first + 1, after), inside)
    return marks


def _iob1(level: list[TokenSpan], tags: _Tags) -> dict[int, str]:
    """Spell tags with B- only where a span follows one of its own label at once."""
    marks: dict[int, str] = {}
    for span, first, after in level:
        begin, inside, _, _ = tags[span[2]]
        follows = marks.get(first - 1, "")[2:] == begin[2:]
        marks |= dict.fromkeys(range(first, after), inside)
        if follows:
            marks[first] = begin
    return marks


def _iobes(level: list[TokenSpan], tags: _Tags) -> dict[int, str]:
    marks: dict[int, str] = {}
    for span, first, after in level:
        begin, inside, end, single = tags[span[2]]
        marks |= dict.fromkeys(range(first, after), inside)
        marks[first] = begin
        marks[after - 1] = end if after - first > 1 else single
    return marks


_SPELLINGS: dict[Scheme, Callable[[list[TokenSpan], _Tags], dict[int, str]]] = {
    Scheme.IOB2: _iob2,
    Scheme.IOB1: _iob1,
    Scheme.IOBES: _iobes,
}
