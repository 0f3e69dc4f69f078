"""CoNLL-2003: four columns, token first and IOB2 tag last, a blank line after each sentence."""

from __future__ import annotations

from collections.abc import Iterable

from models.annotated import Annotated
from models.formats.base import Format
from models.formats.sink import Sink
from models.formats.tokenized import TaggedToken, tagged_sentences


def write(articles: Iterable[Annotated], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = {label.name: "_".join(label.name.split()) for label in sink.span_labels}
    for name, tag in names.items():
        if tag != name:
            sink.report.note(f"label {name}", f"tags hold no white space; written as {tag}")
    with sink.open() as out:
        for article in articles:
            out.write("-DOCSTART- -X- O O\n\n")
            for sentence in tagged_sentences(article, sink.report):
                out.writelines(f"{token.text} -X- _ {_tag(token, names)}\n" for token in sentence)
                out.write("\n")
            sink.report.articles += 1


def _tag(token: TaggedToken, names: dict[str, str]) -> str:
    return f"{'B' if token.first else 'I'}-{names[token.label]}" if token.label else "O"


FORMAT = Format("conll2003", "CoNLL-2003 (IOB2)", (".conll",), write=write, one_layer=True, exact=False)
