"""CoNLL-2003: a token a line, its tag last, a blank line after each sentence, `-DOCSTART-` before each article.

Out: four columns, `token -X- _ tag`. With overlaps as layers there is a file for each depth of nesting, all with the
same tokens: `name.conll`, `name.2.conll`, ...

In: any table of tokens (see `token_table`): which columns hold tokens, tags, sentences and articles is found out, or
chosen, in any of the usual schemes. The text is the tokens with a space between them, one sentence a line, and the
article keeps these tokens and sentences (see `tokenized`). A file that does not say where articles begin is one
article when it has up to 50 sentences, else an article for every 20 of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from models.base.documents import AnnotatedArticle
from models.formats.support.base import Format
from models.formats.support.options import Cut, Overlaps, Scheme, Unit
from models.formats.support.sink import Sink
from models.formats.support.source import Head
from models.formats.support.token_table.layout import why_table
from models.formats.support.token_table.reading import read
from models.formats.support.tokenized import TaggedTokens, joined, tag_names, tagged

_START = "-DOCSTART-"
_MARKS = (_START, "#begin document")


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = tag_names(sink.span_labels, sink.report)
    with ExitStack() as stack:
        files = [stack.enter_context(sink.open())]
        for article in articles:
            found = tagged(article, sink.report, sink.options, names, only_tokens=True)
            while len(files) < len(found.marks):
                deeper = sink.beside(f".{len(files) + 1}{sink.path.suffix}")
                files.append(stack.enter_context(sink.open(deeper)))
                _copy_bare(files[0], sink.path, files[-1])
            for depth, out in enumerate(files):
                out.write(_section(found, found.marks[depth] if depth < len(found.marks) else {}))
            sink.report.articles += 1


def _section(found: TaggedTokens, marks: dict[int, str]) -> str:
    behind = [" -X- _ O\n"] * len(found.texts)
    for number, tag in marks.items():
        behind[number] = f" -X- _ {tag}\n"
    for end in found.sentences:
        behind[end - 1] += "\n"
    return f"{_START} -X- O O\n\n{joined(found.texts, behind)}"


def _copy_bare(first: TextIO, path: Path, out: TextIO) -> None:
    """Write what the first file has so far, without its tags."""
    first.flush()
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            out.write(line if line == "\n" or line.startswith(_START) else f"{line.partition(' ')[0]} -X- _ O\n")


def sniff(head: Head) -> str:
    """Return why this is a table of tokens: it begins so, or a column of it holds tags."""
    first = next((line for line in head.lines if line.strip()), "")
    if head.record or head.text.startswith(("#FORMAT=", "# global.columns")):
        return ""
    if begun := next((mark for mark in _MARKS if first.startswith(mark)), ""):
        return f"it begins with {begun}"
    return why_table(head, FORMAT.suffixes)


FORMAT = Format(
    "conll2003",
    "CoNLL-2003",
    (".conll", ".iob", ".bio", ".iob2", ".iob1", ".iobes", ".bioes", ".bilou", ".bmes", ".ner"),
    read=read,
    write=write,
    sniff=sniff,
    rank=55,
    one_layer=True,
    exact=False,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST, Overlaps.LAYERS),
    cuts=(Cut.WHOLE, Cut.SPLIT),
    schemes=(Scheme.IOB2, Scheme.IOB1, Scheme.IOBES),
    units=(Unit.SENTENCE, Unit.ARTICLE),
    by_depth=True,
)
