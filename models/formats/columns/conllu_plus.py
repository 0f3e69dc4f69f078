"""CoNLL-U Plus: `# global.columns = ID FORM MISC NISHAN:NE` in the first line, then sentences of numbered tokens.

`# newdoc id` begins an article, `# text` is a sentence as it reads. What is between tokens stands in MISC as Universal
Dependencies has it: `SpaceAfter=No`, else `SpacesAfter=\\s\\n` where it is no single space, `SpacesBefore=` before the
first token. The words with that between them are `# text` again, in which a line end or tab is a space. Signs that
would break a line, as U+2028, are a space in both; `NishanSpacesAfter=\\u2028;` has what is there, so that texts come
back exactly. The last column has the tag (`B-PERSON`). Of other people's files the column of that kind may be called
NE, NER or ENTITY, with or without a namespace, or stand in MISC under any name, as `NER=B-PER` or `Entity=(place`
(see `conllu_tags`). A file without `# newdoc` is one
article when it has up to 50 sentences, else an article for every 20 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.losses import Holds
from models.base.report import file_name
from models.formats.documents.text import title_of
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.options import Cut, Overlaps, Scheme, Unit
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tags import in_parts
from models.formats.support.token_table.conllu import ESCAPES, EXACT, Sentence, sentences_of
from models.formats.support.token_table.conllu_tags import USUAL, Tagging, tagging_of
from models.formats.support.token_table.oddities import Oddities
from models.formats.support.tokenized import UNSAFE, TaggedTokens, id_line, joined, numbers, one_line, tag_names, tagged

_COLUMNS = "# global.columns ="
_OWN = ["ID", "FORM", "MISC", "NISHAN:NE"]
_LOOKED_AT = 400  # lines
_SHAPE = {
    0: re.compile(r"\d+(?:[-.]\d+)?"),
    6: re.compile(r"\d+|_"),
    9: re.compile(r"_|[^|=\s][^|=]*=.*|.*\|.*=.*"),
}


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = tag_names(sink.span_labels, sink.report)
    with sink.open() as out:
        out.write(f"{_COLUMNS} {' '.join(_OWN)}\n")
        for number, article in enumerate(articles, 1):
            found = tagged(article, sink.report, sink.options, names)
            if not found.texts:
                sink.report.note(article.title, "the article holds no token; left out")
                continue
            out.write(f"# newdoc id = {id_line(article, sink.report)}\n")
            out.write(_document(article, found, number))
            sink.report.articles += 1


def _document(article: AnnotatedArticle, found: TaggedTokens, number: int) -> str:
    text, starts, ends = article.text, found.starts, found.ends
    heads, flat, last = numbers(found), one_line(text), len(starts) - 1
    miscs, tags = ["\t_"] * len(starts), ["\tO\n"] * len(starts)
    for place in found.gaps:
        miscs[place] = _AFTER[text[ends[place] : starts[place + 1] if place < last else len(text)]]
    if before := text[: starts[0]]:
        own = miscs[0].removeprefix("\t")
        miscs[0] = "\t" + "|".join(_spaces("SpacesBefore", before) + ([own] if own != "_" else []))
    for place, tag in found.marks[0].items():
        tags[place] = f"\t{tag}\n"
    for sentence, (first, after) in enumerate(pairwise((0, *found.sentences)), 1):
        whole = flat[starts[first] : ends[after - 1]]
        heads[first] = f"# sent_id = {number}-{sentence}\n# text = {whole}\n1\t"
        tags[after - 1] += "\n"
    return joined(heads, found.texts, miscs, tags)


class _After(dict[str, str]):
    """Signs after a token -> a tab and what MISC says of them: of two kinds nearly always."""

    def __missing__(self, gap: str) -> str:
        misc = "\t" + ("|".join(_spaces("SpacesAfter", gap)) or "_")
        if len(self) < _MOST_GAPS:
            self[gap] = misc
        return misc


_AFTER = _After()
_MOST_GAPS = 256


def _spaces(name: str, gap: str) -> list[str]:
    """Return what MISC says of the signs before or after a token."""
    if not gap:
        return ["SpaceAfter=No"]
    plain = gap.translate(UNSAFE)
    parts = [] if plain == " " and name == "SpacesAfter" else [f"{name}={_escape(plain)}"]
    return parts if plain == gap else [*parts, f"{EXACT}{name}={_escape(gap)}"]


def _escape(gap: str) -> str:
    return "".join(ESCAPES.get(sign) or (f"\\u{ord(sign):04x};" if ord(sign) in UNSAFE else sign) for sign in gap)


def sniff(head: Head) -> str:
    """Return why this is CoNLL-U: its first line names the columns, or its rows are numbered and have ten."""
    if head.text.startswith("# global.columns"):
        return "its first line names its columns"
    rows = [line.split("\t") for line in head.lines[:_LOOKED_AT] if line.strip() and not line.startswith("#")]
    fit = sum(len(row) == len(USUAL) and all(kind.fullmatch(row[at]) for at, kind in _SHAPE.items()) for row in rows)
    return "it has the ten columns of CoNLL-U" if rows and fit * 10 >= len(rows) * 9 else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read the articles of a file. Raises UserError when it holds no token, or columns that it lacks were chosen."""
    tagging = tagging_of(source)
    source.took(tagging.reading())
    told = Oddities(source)
    if not tagging.tags:
        source.report.note(
            source.at(), "no column and no field of MISC looks like tags of entities; text alone is read"
        )
    number = 0
    try:
        for document, sentences in groupby(sentences_of(source, tagging, told), key=lambda sentence: sentence.document):
            for part in in_parts(sentences) if document == 0 else iter([list(sentences)]):
                number += 1
                yield _article(part, number, source, tagging)
    finally:
        told.tell()
    if not number:
        raise UserError(f"{source.at()}: holds no token; a CoNLL-U Plus file has one a line.")


def _article(sentences: list[Sentence], number: int, source: SourceFile, tagging: Tagging) -> AnnotatedArticle:
    where = source.at(sentences[0].lines[0])
    parts: list[str] = []
    spans: dict[tuple[int, int, str], None] = {}
    position = 0
    for sentence in sentences:
        if sentence.paragraph and parts and "\n" not in parts[-1]:
            sentence.before = "\n" + sentence.before
        starts = []
        parts.append(sentence.before)
        position += len(sentence.before)
        for word, gap in zip(sentence.words, sentence.gaps, strict=True):
            starts.append(position)
            parts += [word, gap]
            position += len(word) + len(gap)
        for first, after, label in tagging.spans(sentence.tags, sentence.lines, source):
            spans[starts[first], starts[after - 1] + len(sentence.words[after - 1]), label] = None
    cleaned = article_text("".join(parts), where, keep_bom=True)
    placed = tuple(LabelledSpan(cleaned.place(start), cleaned.place(end), label) for start, end, label in spans)
    return AnnotatedArticle(
        source=sentences[0].name or f"{file_name(source.path)}#{number}",
        title=title_of(cleaned.text),
        text=cleaned.text,
        changes=cleaned.changes,
        layers=(Layer(spans=placed),),
        where=where,
    )


FORMAT = Format(
    "conllu-plus",
    "CoNLL-U Plus",
    (".conllup", ".conllu"),
    read=read,
    write=write,
    holds=frozenset({Holds.ID}),
    sniff=sniff,
    rank=60,
    one_layer=True,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST),
    cuts=(Cut.WHOLE, Cut.SPLIT),
    schemes=(Scheme.IOB2, Scheme.IOB1, Scheme.IOBES),
    units=(Unit.SENTENCE, Unit.ARTICLE),
)
