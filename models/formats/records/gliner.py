"""GLiNER's training data: a JSON list of `{"tokenized_text": […], "ner": [[first, last, label], …]}`.

`first` and `last` are numbers of tokens, both inclusive, as GLiNER's `json.load` and its processors take them; spans
may overlap. Tokens are the program's own, cut once more where a span begins or ends inside one, so that no span
moves. A record is a line of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from models.base.documents import AnnotatedArticle
from models.base.json_lines import json_of, list_of_words, one_line
from models.base.losses import Holds
from models.base.report import counted
from models.formats.support.base import Format
from models.formats.support.options import Unit
from models.formats.support.sink import Sink
from models.formats.support.tokenized import cut
from models.text.offsets import trim_space
from models.text.tokens import Columns

_WORD = re.compile(r"\S+")
LONGEST = 384
"""How many tokens of a record GLiNER's usual settings (`max_len`) look at."""


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one record a line, in a list."""
    long = 0
    with sink.open() as out:
        out.write("[")
        for number, article in enumerate(articles):
            words, record = _record(article, sink)
            long += words > LONGEST
            out.write(("," if number else "") + "\n" + record)
            sink.report.articles += 1
        out.write("\n]\n")
    if long:
        what = (
            f"{counted(long, 'record has', 'records have')} more than {LONGEST} tokens, behind which GLiNER cuts texts"
        )
        sink.report.note(sink.path.name, f"{what}; write sentences (--unit sentence), or set its max_len")


def _record(article: AnnotatedArticle, sink: Sink) -> tuple[int, str]:
    """Return how many words a record has, and the record as JSON."""
    text = article.text
    kept = list(_kept(article, sink))
    pieces = _pieces(text, cut(article), {edge for start, end, _ in kept for edge in (start, end)})
    sink.report.spans += len(kept)
    if " ".join(pieces.texts) != text:
        sink.report.losses.add_article(Holds.TEXT, article.title)
    spans = [
        f"[{bisect_left(pieces.starts, start)},{bisect_left(pieces.ends, end)},{json_of(label)}]"
        for start, end, label in kept
    ]
    record = f'{{"tokenized_text":{list_of_words(pieces.texts)},"ner":[{",".join(spans)}]}}'
    return len(pieces.texts), one_line(record)


def _kept(article: AnnotatedArticle, sink: Sink) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) of the spans without white space at their ends."""
    for span in article.layers[0].spans if article.layers else ():
        start, end = trim_space(article.text, span[0], span[1])
        if start >= end:
            sink.report.note_span(article, span, "holds white space alone; left out")
            continue
        if start != span[0] or end != span[1]:
            what = f"begins or ends with white space; narrowed to [{start}, {end})"
            sink.report.note_span(article, span, what)
        yield start, end, span[2]


class _Pieces(NamedTuple):
    """Stretches (code points) of a text, column by column."""

    texts: list[str]
    starts: list[int]
    ends: list[int]

    def add(self, text: str, start: int, end: int) -> None:
        """Add a stretch."""
        self.texts.append(text[start:end])
        self.starts.append(start)
        self.ends.append(end)


def _pieces(text: str, tokens: Columns, edges: set[int]) -> _Pieces:
    """Return the tokens, with what spans hold of the signs between them; cut at `edges`, none of which is in a space.

    Only where an edge is inside a token, or another sign than a space between two, there is something to cut.
    """
    made, starts, ends = _Pieces([], [], []), tokens.starts, tokens.ends
    nexts = [*starts[1:], len(text)]
    touched = {number for number in tokens.gaps if ends[number] < nexts[number]}
    touched = {number for number in touched if not text[ends[number] : nexts[number]].isspace()}
    for edge in edges:
        number = bisect_right(starts, edge) - 1
        if number >= 0 and starts[number] < edge < ends[number]:
            touched.add(number)
    _add_gap(made, text, edges, 0, starts[0] if starts else len(text))
    done = 0
    for number in [*sorted(touched), len(starts)]:
        made.texts.extend(tokens.texts[done:number])
        made.starts.extend(starts[done:number])
        made.ends.extend(ends[done:number])
        if number < len(starts):
            for first, last in pairwise(_with_cuts(edges, starts[number], ends[number])):
                made.add(text, first, last)
            _add_gap(made, text, edges, ends[number], nexts[number])
        done = number + 1
    return made


def _add_gap(made: _Pieces, text: str, edges: set[int], start: int, end: int) -> None:
    """Add the spans of signs that are no token, white space inside them left out: a word has none."""
    for piece in pairwise(_with_cuts(edges, start, end)):
        first, last = trim_space(text, *piece)
        if first < last and not edges.isdisjoint((first, last)):
            for word in _WORD.finditer(text, first, last):
                made.add(text, *word.span())


def _with_cuts(edges: set[int], start: int, end: int) -> list[int]:
    """Return the ends of a stretch and the edges inside, in order."""
    return [start, *sorted(edge for edge in edges if start < edge < end), end] if start < end else []


FORMAT = Format(
    "gliner",
    "GLiNER training data (JSON)",
    (".json",),
    write=write,
    one_layer=True,
    exact=False,
    holds=frozenset({Holds.NESTING}),
    units=(Unit.ARTICLE, Unit.SENTENCE),
    columns=(("tokenized_text", "string[]"), ("ner", "json")),
)
