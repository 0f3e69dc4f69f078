"""Tokens of an article with the spans of its first layer, for formats that hold tags. No format itself.

An article that came with tokens of its own keeps them: its meta says `"tokens": "spaced"`, and then its tokens are
what stands between white space, and its sentences are its lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
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
_LINE_SIGN = re.compile(f"[{''.join(map(chr, _LINE))}]")
_NUMBERS = [str(number) for number in range(1, 257)]
_tuple = tuple.__new__
_CHUNK = re.compile(r"\S+")


class TaggedTokens(NamedTuple):
    """The tokens of an article, column by column, offsets in code points.

    `tags`: for each level of nesting, as many tags as tokens ("O", "B-PERSON"); there is always a first one.
    `sentences`: how many tokens there are before each sentence's end; the last is the number of all tokens.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]
    tags: list[list[str]]
    sentences: list[int]


class TokenSpan(NamedTuple):
    """A span on the tokens `[first, after)`."""

    span: LabelledSpan
    first: int
    after: int


def cut(article: AnnotatedArticle) -> Columns:
    """Return the tokens and sentences of an article: its own, or as they are found."""
    if article.meta.get("tokens") != "spaced":
        return columns(article.text)
    matches = list(_CHUNK.finditer(article.text))
    starts = [match.start() for match in matches]
    lines = [bisect_left(starts, match.start()) for match in re.finditer("\n", article.text)]
    return Columns(
        [match[0] for match in matches], starts, [match.end() for match in matches], _ends(lines, len(starts))
    )


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
    return Columns(texts, starts, ends, [befores[count] for count in tokens.sentences])


def edges_of(spans: Iterable[LabelledSpan]) -> Iterator[int]:
    """Yield where spans begin and end, in code points."""
    for span in spans:
        yield span.start
        yield span.end


def one_line(text: str) -> str:
    """Return a text of as many characters on one line: a space for each sign that ends a line, or is a tab."""
    return text.translate(_LINE) if _LINE_SIGN.search(text) else text


def id_line(article: AnnotatedArticle, report: Report) -> str:
    """Return the id of an article as a comment holds it, with single blanks alone; a changed one is noted."""
    name = " ".join(article.source.split())
    if name != article.source:
        report.note(article.title, f"its id is written as {name!r}, as one line holds it")
    return name


def numbers(count: int) -> Sequence[str]:
    """Return `1`, `2` and so on as text, `count` of them at least: most sentences need the same few."""
    return _NUMBERS if count <= len(_NUMBERS) else [str(number) for number in range(1, count + 1)]


def _ends(found: Iterable[int], count: int) -> list[int]:
    return sorted({*found, count} - {0})


def token_range(tokens: Columns | TaggedTokens, start: int, end: int) -> tuple[int, int]:
    """Return the numbers `[first, after)` of the tokens that `[start, end)` (code points) touches; may be empty."""
    first = bisect_right(tokens.ends, start)
    return first, max(first, bisect_left(tokens.starts, end, first))


def placed(article: AnnotatedArticle, tokens: Columns, report: Report) -> Iterator[TokenSpan]:
    """Yield the spans of the first layer on their tokens, in order. Those that touch none or a part are noted."""
    for span in article.layers[0].spans if article.layers else ():
        first, after = token_range(tokens, span.start, span.end)
        if first >= after:
            report.note_span(article, span, "holds no token; left out")
        else:
            yield _tuple(TokenSpan, (span, first, after))  # in a third of the time: a corpus has millions of them


def note_edges(article: AnnotatedArticle, tokens: Columns, one: TokenSpan, report: Report) -> None:
    """Note a span whose ends are not those of its tokens."""
    span, start, end = one.span, tokens.starts[one.first], tokens.ends[one.after - 1]
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


class _Names(dict[str, str]):
    """For labels that the project does not list: their names without white space."""

    def __missing__(self, name: str) -> str:
        return "_".join(name.split())


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
        _note_hidden(article, tokens, levels, report)
        _count_space(article, tokens, report)
    spell = _SPELLINGS[options.scheme]
    ends = [count] if options.unit is Unit.ARTICLE else tokens.sentences
    tags = []
    for level in levels:
        tags.append(spell(level, count, _Names(names or {})))
        ends = _outside(ends, level)
    return TaggedTokens(tokens.texts, tokens.starts, tokens.ends, tags, ends if count else [])


def _split(
    article: AnnotatedArticle, tokens: Columns, report: Report, policy: Overlaps
) -> tuple[Columns, list[list[TokenSpan]]]:
    """Return the tokens cut at the edges of the spans that are kept, and these, level by level."""
    all_spans = article.layers[0].spans if article.layers else ()
    levels = _levels(article, split_at(article.text, tokens, edges_of(all_spans)), report, policy)
    kept = [one.span for level in levels for one in level]
    found = split_at(article.text, tokens, edges_of(kept))
    return found, [
        [TokenSpan(one.span, *token_range(found, one.span.start, one.span.end)) for one in level] for level in levels
    ]


def _levels(article: AnnotatedArticle, tokens: Columns, report: Report, policy: Overlaps) -> list[list[TokenSpan]]:
    """Return the spans that are kept, level by level, in order; the first level is always there."""
    inner = policy is Overlaps.INNERMOST
    most = MAX_DEPTH if policy is Overlaps.LAYERS else 1
    levels: list[list[TokenSpan]] = [[]]
    taken = [bytearray(len(tokens.texts))]
    spans = list(placed(article, tokens, report))
    sign = 1 if inner else -1
    spans.sort(key=lambda one: (sign * (one[0][1] - one[0][0]), one[0][0]))
    for one in spans:
        span, first, after = one
        depth = 0
        while depth < len(taken) and taken[depth].find(1, first, after) >= 0:
            depth += 1
        if depth >= most:
            what = "a shorter span" if inner else "a longer span" if most == 1 else f"{most} others"
            report.note_span(article, span, f"overlaps {what}; left out")
            report.losses.add_spans(Holds.NESTING, article, [span])
            continue
        if depth == len(levels):
            levels.append([])
            taken.append(bytearray(len(tokens.texts)))
        taken[depth][first:after] = b"\1" * (after - first)
        levels[depth].append(one)
        if tokens.starts[first] != span.start or tokens.ends[after - 1] != span.end:
            note_edges(article, tokens, one, report)
    report.spans += sum(map(len, levels))
    for level in levels:
        level.sort(key=lambda one: one.first)
    return levels


def _count_space(article: AnnotatedArticle, tokens: Columns, report: Report) -> None:
    """Count a text that is not its tokens with one space between them, one sentence a line."""
    lines = "\n".join(" ".join(tokens.texts[first:after]) for first, after in pairwise([0, *tokens.sentences]))
    if lines != article.text:
        report.losses.add_article(Holds.TEXT, article.title)


def _note_hidden(article: AnnotatedArticle, tokens: Columns, levels: list[list[TokenSpan]], report: Report) -> None:
    for level in levels:
        for span, first, after in level:
            if after - first > 1:
                inside = article.text[tokens.starts[first] : tokens.ends[after - 1]]
                if "".join(tokens.texts[first:after]) != "".join(inside.split()):
                    report.note_span(article, span, "holds hidden signs between its tokens; written without them")


def _outside(ends: list[int], level: list[TokenSpan]) -> list[int]:
    """Return sentence ends without those inside a span."""
    inside: set[int] = set()
    for _, first, after in level:
        if after - first > 1:
            inside.update(ends[bisect_right(ends, first) : bisect_left(ends, after)])
    return [end for end in ends if end not in inside] if inside else ends


def _iob2(level: list[TokenSpan], count: int, names: dict[str, str]) -> list[str]:
    tags = ["O"] * count
    for span, first, after in level:
        name = names[span.label]
        tags[first] = f"B-{name}"
        if after - first > 1:
            tags[first + 1 : after] = [f"I-{name}"] * (after - first - 1)
    return tags


def _iob1(level: list[TokenSpan], count: int, names: dict[str, str]) -> list[str]:
    """Spell tags with B- only where a span follows one of its own label at once."""
    tags = ["O"] * count
    for span, first, after in level:
        name = names[span.label]
        tags[first:after] = [f"I-{name}"] * (after - first)
        if first and tags[first - 1][2:] == name:
            tags[first] = f"B-{name}"
    return tags


def _iobes(level: list[TokenSpan], count: int, names: dict[str, str]) -> list[str]:
    tags = ["O"] * count
    for span, first, after in level:
        name = names[span.label]
        middle = [f"I-{name}"] * (after - first - 2)
        tags[first:after] = [f"B-{name}", *middle, f"E-{name}"] if after - first > 1 else [f"S-{name}"]
    return tags


_SPELLINGS: dict[Scheme, Callable[[list[TokenSpan], int, dict[str, str]], list[str]]] = {
    Scheme.IOB2: _iob2,
    Scheme.IOB1: _iob1,
    Scheme.IOBES: _iobes,
}
