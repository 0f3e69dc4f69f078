"""GLiNER's training data: a JSON list of `{"tokenized_text": […], "ner": [[first, last, label], …]}`.

`first` and `last` are numbers of tokens, both inclusive, as GLiNER's `json.load` and its processors take them; spans
may overlap. Tokens are the program's own, cut once more where a span begins or ends inside one, so that no span
moves. A record is a line of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from models.base.documents import AnnotatedArticle
from models.base.json_lines import line_of
from models.base.losses import Holds
from models.base.report import counted
from models.formats.support.base import Format
from models.formats.support.options import Unit
from models.formats.support.sink import Sink
from models.formats.support.tokenized import cut
from models.text.offsets import trim_space

LONGEST = 384
"""How many tokens of a record GLiNER's usual settings (`max_len`) look at."""


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one record a line, in a list."""
    long = 0
    with sink.open() as out:
        out.write("[")
        for number, article in enumerate(articles):
            record = _record(article, sink)
            long += len(record["tokenized_text"]) > LONGEST
            out.write(("," if number else "") + "\n" + line_of(record)[:-1])
            sink.report.articles += 1
        out.write("\n]\n")
    if long:
        what = (
            f"{counted(long, 'record has', 'records have')} more than {LONGEST} tokens, behind which GLiNER cuts texts"
        )
        sink.report.note(sink.path.name, f"{what}; write sentences (--unit sentence), or set its max_len")


def _record(article: AnnotatedArticle, sink: Sink) -> dict[str, Any]:
    text, kept = article.text, []
    for span in article.layers[0].spans if article.layers else ():
        start, end = trim_space(text, span.start, span.end)
        if start >= end:
            sink.report.note_span(article, span, "holds white space alone; left out")
            continue
        if (start, end) != (span.start, span.end):
            what = f"begins or ends with white space; narrowed to [{start}, {end})"
            sink.report.note_span(article, span, what)
        kept.append((start, end, span.label))
    edges = {edge for start, end, _ in kept for edge in (start, end)}
    pieces = _pieces(article, edges)
    starts = {start: number for number, (start, _) in enumerate(pieces)}
    ends = {end: number for number, (_, end) in enumerate(pieces)}
    sink.report.spans += len(kept)
    words = [text[start:end] for start, end in pieces]
    if " ".join(words) != text:
        sink.report.losses.add_article(Holds.TEXT, article.title)
    return {
        "tokenized_text": words,
        "ner": [[starts[start], ends[end], label] for start, end, label in kept],
    }


def _pieces(article: AnnotatedArticle, edges: set[int]) -> list[tuple[int, int]]:
    """Return the tokens as stretches (code points), with what spans hold of the signs between them; cut at `edges`."""
    text, tokens = article.text, cut(article)
    cuts = sorted({*edges, *tokens.starts, *tokens.ends})
    found = []
    token = 0
    for start, end in pairwise(cuts):
        while token < len(tokens.ends) and tokens.ends[token] <= start:
            token += 1
        in_token = token < len(tokens.ends) and tokens.starts[token] <= start
        first, last = (start, end) if in_token else trim_space(text, start, end)
        if in_token or (first < last and not edges.isdisjoint((first, last))):  # a span of signs that are no token
            found.append((first, last))
    return found


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
