"""CoNLL-2003: a token a line, its tag last, a blank line after each sentence, `-DOCSTART-` before each article.

Out: four columns, `token -X- _ tag`. With overlaps as layers there is a file for each depth of nesting, all with the
same tokens: `name.conll`, `name.2.conll`, ...

In: two columns or more, by tabs or spaces, in any of the usual schemes. The text is the tokens with a space between
them, one sentence a line, and the article keeps these tokens and sentences (see `tokenized`). A file without
-DOCSTART- is one article when it has up to 50 sentences, else an article for every 20 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TextIO

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.report import file_name
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.options import Overlaps, Scheme, Unit
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tags import begins_with_inside, in_parts, spans_of
from models.formats.support.tokenized import SPACED, TaggedTokens, tag_names, tagged
from models.formats.text import title_of

_START = "-DOCSTART-"
_PLAIN = re.compile(r"O|[BIESLUM]-\S*")
_STRAY = re.compile(r"-\S*")
_CELLS = re.compile(r"[ \t]+")
_ROWS = 3  # lines that look like tags before a file is taken for them: prose may end in O or a dash, too
_NAME = re.compile(r"[A-Z][A-Z_]*")
_EMPTY = frozenset({"_", "-X-", "O", "-", ""})  # columns that say nothing


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = tag_names(sink.span_labels, sink.report)
    with ExitStack() as stack:
        files = [stack.enter_context(sink.open())]
        for article in articles:
            found = tagged(article, sink.report, sink.options, names, only_tokens=True)
            while len(files) < len(found.tags):
                deeper = sink.beside(f".{len(files) + 1}{sink.path.suffix}")
                files.append(stack.enter_context(sink.open(deeper)))
                _copy_bare(files[0], sink.path, files[-1])
            for depth, out in enumerate(files):
                tags = found.tags[depth] if depth < len(found.tags) else ["O"] * len(found.texts)
                out.write(_section(found, tags))
            sink.report.articles += 1


def _section(found: TaggedTokens, tags: list[str]) -> str:
    lines = [f"{text} -X- _ {tag}\n" for text, tag in zip(found.texts, tags, strict=True)]
    for end in found.sentences:
        lines[end - 1] += "\n"
    return f"{_START} -X- O O\n\n" + "".join(lines)


def _copy_bare(first: TextIO, path: Path, out: TextIO) -> None:
    """What the first file has so far, without its tags."""
    first.flush()
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            out.write(line if line == "\n" or line.startswith(_START) else f"{line.partition(' ')[0]} -X- _ O\n")


class _Row(NamedTuple):
    """A line with a token; `section` counts the -DOCSTART- lines before it, `sentence` the sentences."""

    section: int
    sentence: int
    line: int
    tokens: list[str]
    tag: str


def sniff(head: Head) -> str:
    """Return why this is CoNLL: it begins so, or its lines end in tags."""
    rows = [_CELLS.split(line.strip(" \t")) for line in head.lines[:400] if line.strip()]
    if not rows or head.record or head.text.startswith(("#FORMAT=", "# global.columns")):
        return ""
    if rows[0][0] == _START:
        return f"it begins with {_START}"
    if len(rows) < _ROWS:
        return ""
    last = [row[-1] if len(row) > 1 else "" for row in rows]
    plain = sum(bool(_PLAIN.fullmatch(tag)) for tag in last)
    tags = sum(any(kind.fullmatch(tag) for kind in (_PLAIN, _STRAY, _NAME)) for tag in last)
    return "its lines end in tags" if plain * 2 >= len(rows) and tags * 10 >= len(rows) * 9 else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read the articles of a file, section by section. Raises UserError when there is none."""
    head = source.head()
    inside_begins = begins_with_inside((line.split() or [""])[-1] for line in head.lines)
    sections = groupby(_rows(source), key=lambda row: row.section)
    number = 0
    for section, rows in sections:
        sentences = (list(group) for _, group in groupby(rows, key=lambda row: row.sentence))
        parts = in_parts(sentences) if section == 0 else iter([list(sentences)])
        for part in parts:
            number += 1
            yield _article(part, number, source, inside_begins=inside_begins)
    if not number:
        raise UserError(f"{source.at()}: holds no token; a CoNLL file has one a line.")


def _rows(source: SourceFile) -> Iterator[_Row]:
    section = sentence = opened = filled = 0  # `filled`: the last section that holds a token
    tabs: set[bool] = set()
    lost = mixed = False
    for number, line in source.lines():
        given = line.strip()
        if not given:
            sentence += 1
            continue
        if given.split(maxsplit=1)[0] == _START:
            if section > filled:
                source.report.note(source.at(opened), "an article without a token; left out")
            section, sentence, opened = section + 1, sentence + 1, number
            continue
        cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else given.split()
        if len(cells) > 1:
            tabs.add("\t" in line)
        if len(tabs) == 2 and not mixed:
            mixed = True
            source.report.note(source.at(number), "tabs and spaces mixed as separators; each line read by its own")
        if not lost and any(cell not in _EMPTY for cell in cells[1:-1]):
            lost = True
            source.report.note(source.at(number), "columns between token and tag, here and later; left out")
        if tokens := _tokens(cells, source, number):
            filled = section
            yield _Row(section, sentence, number, tokens, cells[-1] if len(cells) > 1 else "O")
    if section > filled:
        source.report.note(source.at(opened), "an article without a token; left out")


def _tokens(cells: list[str], source: SourceFile, number: int) -> list[str]:
    tokens = cells[0].split()
    if not tokens:
        source.report.note(source.at(number), "a tag without a token; left out")
    elif len(cells) == 1:
        source.report.note(source.at(number), "a token without a tag; taken as O")
    elif len(tokens) > 1:
        source.report.note(source.at(number), f"a token with white space; taken as {len(tokens)} tokens")
    return tokens


def _article(sentences: list[list[_Row]], number: int, source: SourceFile, *, inside_begins: bool) -> AnnotatedArticle:
    where = source.at(sentences[0][0].line)
    lines: list[str] = []
    spans: list[LabelledSpan] = []
    position = 0
    for rows in sentences:
        starts = []
        words = [" ".join(row.tokens) for row in rows]
        for word in words:
            starts.append(position)
            position += len(word) + 1
        lines.append(" ".join(words))
        tags = [row.tag for row in rows]
        for first, after, label in spans_of(tags, [row.line for row in rows], source, inside_begins=inside_begins):
            spans.append(LabelledSpan(starts[first], starts[after - 1] + len(words[after - 1]), label))
    text = article_text("\n".join(lines), where, keep_bom=True).text
    name = f"{file_name(source.path)}#{number}"
    layers = (Layer(spans=tuple(spans)),)
    return AnnotatedArticle(name, title_of(text), text, meta=dict(SPACED), layers=layers, where=where)


FORMAT = Format(
    "conll2003",
    "CoNLL-2003",
    (".conll", ".iob", ".bio"),
    read=read,
    write=write,
    sniff=sniff,
    one_layer=True,
    exact=False,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST, Overlaps.LAYERS),
    schemes=(Scheme.IOB2, Scheme.IOB1, Scheme.IOBES),
    units=(Unit.SENTENCE, Unit.ARTICLE),
    by_depth=True,
)
