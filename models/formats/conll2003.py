"""CoNLL-2003: four columns, token first and tag last, a blank line after each sentence."""

from __future__ import annotations

from collections.abc import Iterable

from models.annotated import Annotated
from models.formats.base import Format, Overlaps, Scheme, Unit
from models.formats.sink import Sink
from models.formats.tokenized import Tagged, tag_names, tagged


def write(articles: Iterable[Annotated], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = tag_names(sink.span_labels, sink.report)
    with sink.open() as out:
        for article in articles:
            found = tagged(article, sink.report, sink.options, names)
            out.write(_section(found, found.tags[0]))
            sink.report.articles += 1


def _section(found: Tagged, tags: list[str]) -> str:
    lines = [f"{text} -X- _ {tag}\n" for text, tag in zip(found.texts, tags, strict=True)]
    for end in found.sentences:
        lines[end - 1] += "\n"
    return "-DOCSTART- -X- O O\n\n" + "".join(lines)


FORMAT = Format(
    "conll2003",
    "CoNLL-2003",
    (".conll",),
    write=write,
    one_layer=True,
    exact=False,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST),
    schemes=(Scheme.IOB2, Scheme.IOB1, Scheme.IOBES),
    units=(Unit.SENTENCE, Unit.ARTICLE),
)
