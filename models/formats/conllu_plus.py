"""CoNLL-U Plus: `# global.columns = ID FORM MISC NISHAN:NE` in the first line, then sentences of numbered tokens.

`# newdoc id` begins an article, `# text` is a sentence as it reads. The white space around tokens stands in MISC as
UDPipe writes it (`SpaceAfter=No`, `SpacesAfter=\\s\\n`, `SpacesBefore=`; `\\uXXXX` for rarer signs), so that texts come
back exactly. The last column has the tag (`B-PERSON`). Of other people's files the column of that kind may be called
NE, NER or ENTITY, with or without a namespace, or stand in MISC as `NER=` or `NE=`. A file without `# newdoc` is one
article when it has up to 50 sentences, else an article for every 20 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.report import counted, file_name
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.options import Overlaps, Scheme, Unit
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tags import begins_with_inside, in_parts, spans_of
from models.formats.support.tokenized import TaggedTokens, tag_names, tagged
from models.formats.text import title_of

_COLUMNS = "# global.columns ="
_OWN = ["ID", "FORM", "MISC", "NISHAN:NE"]
_USUAL = "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC".split()
_READ = {"ID", "FORM", "MISC"}
_ENTITY = re.compile(r"(?:.*:)?(?:NE|NER|ENTITY)")
_ESCAPES = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p", "\\": "\\\\"}
_SIGNS = {escape[1]: sign for sign, escape in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\(?:([stnrp\\])|u([0-9a-f]{4,6});)")


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
            out.writelines(_document(article, found, number))
            sink.report.articles += 1


def _document(article: AnnotatedArticle, found: TaggedTokens, number: int) -> Iterator[str]:
    text, first = article.text, 0
    yield f"# newdoc id = {' '.join(article.source.split())}\n"
    for sentence, after in enumerate(found.sentences, 1):
        whole = text[found.starts[first] : found.ends[after - 1]]
        yield f"# sent_id = {number}-{sentence}\n# text = {' '.join(whole.split())}\n"
        for index in range(first, after):
            end = found.starts[index + 1] if index + 1 < len(found.starts) else len(text)
            gap = text[found.ends[index] : end]
            misc = "_" if gap == " " else f"SpacesAfter={_escape(gap)}" if gap else "SpaceAfter=No"
            if not index and found.starts[0]:
                misc = f"SpacesBefore={_escape(text[: found.starts[0]])}{'' if misc == '_' else '|' + misc}"
            yield f"{index - first + 1}\t{found.texts[index]}\t{misc}\t{found.tags[0][index]}\n"
        yield "\n"
        first = after


def _escape(gap: str) -> str:
    return "".join(_ESCAPES.get(sign) or f"\\u{ord(sign):04x};" for sign in gap)


@dataclass
class _Sentence:
    """What a sentence says: words with the white space before the first and after each, and their tags."""

    document: int
    name: str = ""
    text: str = ""
    paragraph: bool = False
    before: str = ""
    words: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    spaced: bool = False  # some MISC speaks of white space
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    reach: int = 0  # the last word that a multiword token speaks for

    def describe(self, key: str, value: str) -> None:
        """Take a comment before the words."""
        if key in {"newdoc id", "newdoc"}:
            self.document, self.name = self.document + 1, value
        elif key == "text":
            self.text = value
        elif key.startswith("newpar"):
            self.paragraph = True


def sniff(head: Head) -> str:
    """Return why this is CoNLL-U Plus: its first line names the columns."""
    return "its first line names its columns" if head.text.startswith("# global.columns") else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read the articles of a file. Raises UserError when it holds no token."""
    head = source.head()
    inside_begins = begins_with_inside(line.rpartition("\t")[2] for line in head.lines if not line.startswith("#"))
    number = 0
    for document, sentences in groupby(_sentences(source), key=lambda sentence: sentence.document):
        for part in in_parts(sentences) if document == 0 else iter([list(sentences)]):
            number += 1
            yield _article(part, number, source, inside_begins=inside_begins)
    if not number:
        raise UserError(f"{source.at()}: holds no token; a CoNLL-U Plus file has one a line.")


def _sentences(source: SourceFile) -> Iterator[_Sentence]:
    columns = _USUAL
    found = _Sentence(0)
    told: set[str] = set()
    for number, line in source.lines():
        if not line.strip():
            if found.words:
                yield found
                found = _Sentence(found.document, found.name)
        elif line.startswith("#") and not found.words:
            key, _, value = (part.strip() for part in line[1:].partition("="))
            if key == "global.columns":
                columns = value.upper().split()
                if "FORM" not in columns:
                    raise UserError(f"{source.at(number)}: names no column FORM; there are no tokens without it.")
            found.describe(key, value)
        elif not line.startswith("# "):
            cells = line.split("\t")
            if why := _lost(columns, cells, told):
                source.report.note(source.at(number), why)
            _take(found, dict(zip(columns, cells, strict=False)), number, source)
    if found.words:
        yield found


def _lost(columns: list[str], cells: list[str], told: set[str]) -> str:
    """Return what of a line is not read, said once a file for each column; empty when nothing is."""
    if len(cells) != len(columns) and any(cells[1:]) and "" not in told:
        told.add("")
        return f"{counted(len(cells), 'cell')} for {len(columns)} columns, here or later, too; read as far as they go"
    filled = [name for name, cell in zip(columns, cells, strict=False) if cell.strip() not in ("", "_", "O", "*")]
    others = [name for name in filled if name not in _READ | told and not _ENTITY.fullmatch(name)]
    told.update(others)
    return f"what the column {' and '.join(others)} says, here and later; left out" if others else ""


def _take(found: _Sentence, row: dict[str, str], number: int, source: SourceFile) -> None:
    """Take the token of a line; the words of a multiword token give no more than their tag."""
    token_id = row.get("ID", "").strip()
    first, _, last = token_id.partition("-")
    if "." in token_id:  # an empty node: nothing of the text
        return
    misc = dict(part.partition("=")[::2] for part in row.get("MISC", "").split("|"))
    tag = next((value for name, value in row.items() if _ENTITY.fullmatch(name)), misc.get("NER") or misc.get("NE"))
    tag = (tag or "O").strip()
    if not last and found.words and first.isascii() and first.isdigit() and int(first[:9]) <= found.reach:
        if found.tags[-1] in {"O", "_"}:
            found.tags[-1] = tag  # a word of a multiword token
        return
    word = " ".join(row.get("FORM", "").split())
    if not word:
        source.report.note(source.at(number), "a line without a token; left out")
        return
    if not found.words:
        found.before = _unescape(misc.get("SpacesBefore", ""))
    found.spaced |= bool(misc.keys() & {"SpaceAfter", "SpacesAfter", "SpacesBefore"})
    found.words.append(word)
    after = "" if misc.get("SpaceAfter") == "No" else " "
    found.gaps.append(_unescape(misc["SpacesAfter"]) if "SpacesAfter" in misc else after)
    found.tags.append(tag)
    found.lines.append(number)
    if last.isascii() and last.isdigit():
        found.reach = int(last[:9])


def _unescape(escaped: str) -> str:
    def sign(match: re.Match[str]) -> str:
        if match[1]:
            return _SIGNS[match[1]]
        code = int(match[2], 16)
        return chr(code) if code < 0x110000 else ""

    return _ESCAPED.sub(sign, escaped)


def _align(sentence: _Sentence) -> None:
    """The gaps of a sentence whose MISC says nothing of white space, by its text where that has its words."""
    gaps, position = [], 0
    for word in sentence.words:
        at = sentence.text.find(word, position)
        if at < 0 or sentence.text[position:at].strip():
            return
        gaps.append(sentence.text[position:at])
        position = at + len(word)
    sentence.gaps[:-1] = gaps[1:]


def _article(sentences: list[_Sentence], number: int, source: SourceFile, *, inside_begins: bool) -> AnnotatedArticle:
    where = source.at(sentences[0].lines[0])
    parts: list[str] = []
    spans: list[LabelledSpan] = []
    position = 0
    for sentence in sentences:
        if sentence.text and not sentence.spaced:
            _align(sentence)
        if sentence.paragraph and parts and "\n" not in parts[-1]:
            sentence.before = "\n" + sentence.before
        starts = []
        parts.append(sentence.before)
        position += len(sentence.before)
        for word, gap in zip(sentence.words, sentence.gaps, strict=True):
            starts.append(position)
            parts += [word, gap]
            position += len(word) + len(gap)
        for first, after, label in spans_of(sentence.tags, sentence.lines, source, inside_begins=inside_begins):
            spans.append(LabelledSpan(starts[first], starts[after - 1] + len(sentence.words[after - 1]), label))
    cleaned = article_text("".join(parts), where, keep_bom=True)
    placed = tuple(one._replace(start=cleaned.place(one.start), end=cleaned.place(one.end)) for one in spans)
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
    (".conllup",),
    read=read,
    write=write,
    sniff=sniff,
    rank=60,
    one_layer=True,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST),
    schemes=(Scheme.IOB2, Scheme.IOB1, Scheme.IOBES),
    units=(Unit.SENTENCE, Unit.ARTICLE),
)
