"""WebAnno TSV 3 as INCEpTION writes and reads it: one article a file, a line a token. Offsets are UTF-16 units.

Every sentence's `#Text=` goes on to the next one's start, and blanks in which a span begins or ends, or with which
the article begins, are tokens of their own: so text and spans come back exactly, from INCEpTION's reader, too. Read are
version 3 in all its forms and version 2.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.losses import Holds
from models.base.report import counted, file_name
from models.formats.columns.webanno_2 import Webanno2, is_header
from models.formats.documents.text import title_of
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.layers import (
    CHAIN,
    ENTITY,
    RELATION,
    SPAN,
    LayerAnnotation,
    LayerUse,
    labelled,
    labels_of,
)
from models.formats.support.names import UniqueNames
from models.formats.support.numbered import Numbers
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tokenized import joined
from models.text.offsets import Cleaned, Utf16Map
from models.text.tokens import Columns, tokens_and_sentences

_HEAD = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={ENTITY}|value\n\n"
_RESERVED = re.compile(r"->|[\\\[\]|_;\t\n*]")
_CONTROLS = {**{chr(c): chr(c) for c in range(32) if not 7 < c < 14}, "\\": "\\"}
_CONTROLS |= {"\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b"}
_PLAIN = {escaped: sign for sign, escaped in _CONTROLS.items()}
_TO_ESCAPE = re.compile(f"[{re.escape(''.join(_CONTROLS))}]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_SELDOM = [sign for sign in _CONTROLS if sign != "\n"]
_PLACES, _BEGINS, _STOPS = Numbers(after="\t"), Numbers(after="-"), Numbers(after="\t")


def _escape_value(value: str) -> str:
    names = {"\t": "\\t", "\n": "\\n"}
    return _RESERVED.sub(lambda found: names.get(found[0], "\\" + found[0]), value)


def _escape_text(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: "\\" + _CONTROLS[found[0]], text)


def _unescape_text(text: str) -> str:
    return _ESCAPED.sub(lambda found: _PLAIN.get(found[1], found[0]), text)


def _unescape_value(value: str) -> str:
    return _ESCAPED.sub(lambda found: {"t": "\t", "n": "\n"}.get(found[1], found[1]), value)


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write a `.tsv` an article."""
    names, folder = UniqueNames(), sink.folder
    for article in articles:
        stem = names.file_of(article, ".tsv", sink.report, _id_of)
        layer = article.layers[0] if article.layers else Layer()
        with sink.open(folder / f"{stem}.tsv") as out:
            out.write(_HEAD + _sentences(article.text, layer.spans))
        sink.report.articles += 1
        sink.report.spans += len(layer.spans)


def _id_of(name: str) -> str:
    """Return the id of the article in a file of that name: for `news.txt.tsv` the text from which it was made."""
    found = _OF_TEXT.fullmatch(name)
    return found[1] if found else name


def _sentences(text: str, spans: Sequence[LabelledSpan]) -> str:
    """Return the lines of all sentences, put together column by column."""
    found = tokens_and_sentences(text)
    starts, ends = _with_blanks(text, found.tokens, spans)
    if not starts:
        return ""
    escaped = any(map(text.__contains__, _SELDOM))
    surfaces = found.tokens.texts
    if escaped or starts is not found.tokens.starts:  # blanks may be line ends
        surfaces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        surfaces = [_CONTROL.sub(" ", surface) for surface in surfaces]
    firsts = sorted({0, *(bisect_left(starts, start) for start, _ in found.sentences)} - {len(starts)})
    ids: list[str] = []
    places: list[str] = []
    for number, (first, after) in enumerate(pairwise((*firsts, len(starts))), 1):
        body = text[starts[first] : starts[after] if after < len(starts) else len(text)]
        if after < len(starts):
            body = body.removesuffix("\n")  # the end of the last `#Text=` is one
        lines = body.split("\n")
        ids += [f"{number}-"] * (after - first)
        places += _PLACES.of(range(1, after - first + 1))
        head = "".join([f"#Text={_escape_text(line) if escaped else line}\n" for line in lines])
        ids[first] = f"\n{head}{number}-"
    units = Utf16Map(text)
    begins, stops = _BEGINS.of(units.all_to_utf16(starts)), _STOPS.of(units.all_to_utf16(ends))
    values = ["\t_\t\n"] * len(starts)
    alone, others = _cells(starts, ends, spans)
    for index, value in alone.items():
        values[index] = f"\t{value}\t\n"
    for index, cell in others.items():
        token = ids[index].rpartition("\n")[2] + places[index][:-1]
        values[index] = _values_of((starts[index], ends[index]), token, cell, text, units)
    return joined(ids, places, begins, stops, surfaces, values)


def _values_of(
    whole: tuple[int, int], token: str, cell: dict[tuple[int, int], list[str]], text: str, units: Utf16Map
) -> str:
    """Return the end of the line of a token with what spans say of it, and lines for the parts that spans are on."""
    rows = [f"\t{'|'.join(cell.get(whole, ())) or '_'}\t\n"]
    for part, (start, end) in enumerate(sorted(cell.keys() - {whole}), 1):
        place = f"{units.to_utf16(start)}-{units.to_utf16(end)}"
        surface = _CONTROL.sub(" ", text[start:end])
        rows.append(f"{token}.{part}\t{place}\t{surface}\t{'|'.join(cell[start, end])}\t\n")
    return "".join(rows)


def _with_blanks(text: str, found: Columns, spans: Sequence[LabelledSpan]) -> tuple[list[int], list[int]]:
    """Return starts and ends of the tokens, and of those stretches between them that nothing else would keep."""
    starts, ends, gaps = found.starts, found.ends, set()
    for edge in {0, *(span.start for span in spans), *(span.end - 1 for span in spans)}:
        after = bisect_right(starts, edge)
        done = ends[after - 1] if after else 0
        if done <= edge:
            gaps.add((done, starts[after] if after < len(starts) else len(text)))
    if not gaps:
        return starts, ends
    every = sorted([*zip(starts, ends, strict=True), *gaps])
    return [start for start, _ in every], [end for _, end in every]


def _cells(
    starts: list[int], ends: list[int], spans: Sequence[LabelledSpan]
) -> tuple[dict[int, str], dict[int, dict[tuple[int, int], list[str]]]]:
    """Return what stands on the lines of tokens that one span is on, whole, as nearly always; and of the others.

    Of those, it is what stands on their own line and on those of their parts.
    """
    alone: dict[int, int] = {}
    others: dict[int, dict[tuple[int, int], list[int]]] = {}
    for number, (start, end, *_) in enumerate(spans):
        for index in range(bisect_right(starts, start) - 1, bisect_left(starts, end)):
            begin, stop = starts[index], ends[index]
            if start <= begin and stop <= end and index not in alone and index not in others:
                alone[index] = number
                continue
            if index in alone:
                others[index] = {(begin, stop): [alone.pop(index)]}
            others.setdefault(index, {}).setdefault((max(begin, start), min(stop, end)), []).append(number)
    seen: dict[int, int] = {}
    for index in sorted([*alone, *others]):
        for numbers in others[index].values() if index in others else ((alone[index],),):
            for number in numbers:
                seen[number] = seen.get(number, 0) + 1 + (len(numbers) > 1)
    ids = {number: f"[{place}]" for place, number in enumerate((n for n in seen if seen[n] > 1), 1)}
    names = {label: _escape_value(label) for label in {span[2] for span in spans}}
    said = [names[span[2]] + ids.get(number, "") for number, span in enumerate(spans)]
    return {index: said[number] for index, number in alone.items()}, {
        index: {part: [said[number] for number in numbers] for part, numbers in cell.items()}
        for index, cell in others.items()
    }


_FORMAT = re.compile(r"#FORMAT=WebAnno TSV (\d{1,3})(?:\.\d{1,3})?\s*")
_OF_TEXT = re.compile(r"(.+\.[A-Za-z][A-Za-z0-9]{0,4})\.tsv", re.DOTALL)
_UNIT = re.compile(r"[0-9]+-[0-9]+(\.[0-9]+)?\t([0-9]{1,9})-([0-9]{1,9})\t")
_STACK = re.compile(r"(?:[^\\|]|\\.)+|(?<=\|)(?=\||$)", re.DOTALL)
_ID = re.compile(r"((?:[^\\]|\\.)*?)\[([0-9]{1,9})\]", re.DOTALL)
_LINK = re.compile(r"(.*)->([0-9]{1,9}-[0-9]{1,9})", re.DOTALL)
_SLOT = re.compile(r"ROLE_[^:|]*:([^_|]*)_.*")
_KINDS = {"#T_SP": SPAN, "#T_RL": RELATION, "#T_CH": CHAIN}


@dataclass
class _Columns:
    """A layer of the header: its features, each with its column from 0, and its slots, which are roles of others."""

    use: LayerUse
    first: int
    features: list[tuple[str, int]] = field(default_factory=list)
    slots: list[tuple[str, int]] = field(default_factory=list)
    filled_slots: Counter[str] = field(default_factory=Counter)


@dataclass
class _Reading:
    """What the lines so far say; the text in `parts`, of `length` UTF-16 units."""

    layers: list[_Columns] = field(default_factory=list)
    columns: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    pending: list[str] = field(default_factory=list)
    found: list[LayerAnnotation] = field(default_factory=list)
    by_id: dict[tuple[str, str], LayerAnnotation] = field(default_factory=dict)


def sniff(head: Head) -> str:
    """Return why this is WebAnno's: its first line says so, or names layers as version 2 does."""
    if head.text.startswith("#FORMAT=WebAnno TSV "):
        return "its first line says WebAnno TSV"
    old = is_header(head.lines[0]) and any(line.startswith("#text=") for line in head.lines[1:4])
    return "its first line names layers of WebAnno TSV 2" if old else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article. Raises UserError for another version, a broken line, or offsets that do not fit."""
    lines = source.lines()
    _, first = next(lines, (1, ""))
    text, uses, found = _old(first, lines, source) if is_header(first) else _parsed(first, lines, source)
    cleaned = article_text(text, source.at(), keep_bom=True)
    yield AnnotatedArticle(
        source=_id_of(file_name(source.path)),
        title=title_of(cleaned.text),
        text=cleaned.text,
        changes=cleaned.changes,
        layers=(Layer(spans=tuple(_spans(uses, found, text, cleaned, source))),),
        where=source.at(),
    )


_Parsed = tuple[str, list[LayerUse], list[LayerAnnotation]]


def _old(first: str, lines: Iterator[tuple[int, str]], source: SourceFile) -> _Parsed:
    """Return text, layers and annotations of a file of version 2."""
    old = Webanno2(first)
    old.take((source.at(number), line) for number, line in lines)
    return old.text, old.uses, old.found


def _parsed(first: str, lines: Iterator[tuple[int, str]], source: SourceFile) -> _Parsed:
    """Return text, layers and annotations of a file of version 3."""
    version = _FORMAT.fullmatch(first)
    if not version or version[1] != "3":
        raise UserError(f"{source.at(1)}: not WebAnno TSV 3 ({first[:40]}); export it as WebAnno TSV 3.3.")
    given = _Reading()
    for number, line in lines:
        _take(number, line, given, source)
    for layer in given.layers:
        for name, count in layer.filled_slots.items():
            source.report.note(source.at(), f"{counted(count, 'slot')} {name} of {layer.use.name}; left out")
    return "".join(given.parts).removesuffix("\n"), [layer.use for layer in given.layers], given.found


def _spans(
    uses: list[LayerUse], found: list[LayerAnnotation], text: str, cleaned: Cleaned, source: SourceFile
) -> Iterator[LabelledSpan]:
    """Yield the annotations of the layers that say labels."""
    units, by_name = Utf16Map(text), {use.name: use for use in uses}
    for one in found:
        by_name[one.layer].add(one)
    chosen = labels_of(source, by_name.values())
    for one in found:
        if one.layer not in chosen:
            continue
        a, b = (cleaned.place(units.to_points(edge)) for edge in (one.start, one.end))
        spans = [LabelledSpan(a, b, label, attributes=more) for label, more in labelled(one, chosen[one.layer])]
        if not spans:
            source.report.note(source.at(one.line), f"[{one.start}, {one.end}) has no label; left out")
        elif 0 <= a < b <= len(cleaned.text):
            yield from spans
        else:
            what = f"[{one.start}, {one.end}) {spans[0].label}"
            source.report.note(source.at(one.line), f"{what} holds no text; left out")


def _take(number: int, line: str, given: _Reading, source: SourceFile) -> None:
    where = source.at(number)
    if line[:5] in _KINDS and line[5:6] == "=":
        _header(line, given)
    elif line.startswith("#Text="):
        given.pending.append(_unescape_text(line[6:]) + "\n")
    elif line and not line.startswith("#"):
        unit = _UNIT.match(line)
        if not unit:
            raise UserError(f"{where}: no line of a token (1-1, tab, offsets, tab, text); the file may be broken.")
        start, end = int(unit[2]), int(unit[3])
        if given.pending:
            _begin_sentence(start, given, where)
        if not start <= end <= given.length:
            raise UserError(f"{where}: the token [{start}, {end}) does not lie in the text of {given.length}.")
        _values(line.split("\t"), start, end, given, source, number)


def _header(line: str, given: _Reading) -> None:
    """Take a layer: a column for each feature, one for none; roles and relations have one for an end."""
    name, *names = line[6:].rstrip().split("|")
    names = [*filter(None, names)] or [""]
    use = LayerUse(name, _KINDS[line[:5]], entity=name == ENTITY)
    layer = _Columns(use, given.columns)
    after_role = False
    for place, feature in enumerate(names, given.columns):
        if role := _SLOT.fullmatch(feature):
            layer.slots.append((role[1], place))
        elif not after_role:
            layer.features.append(("" if feature.startswith("BT_") else feature, place))
        after_role = bool(role)
    use.features = tuple(feature for feature, _ in layer.features if feature)
    given.layers.append(layer)
    given.columns += len(names)


def _begin_sentence(start: int, given: _Reading, where: object) -> None:
    """As INCEpTION does: a line end too many goes, a gap becomes spaces."""
    if given.length == start + 1:
        given.parts[-1] = given.parts[-1].removesuffix("\n")
        given.length = start
    if given.length > start or start - given.length > 1_000_000:
        raise UserError(f"{where}: the sentence begins at {start}, the text before it ends at {given.length}.")
    text = "".join(given.pending)
    given.parts += [" " * (start - given.length), text]
    given.length = start + len(text) + sum(sign > "\uffff" for sign in text)
    given.pending.clear()


def _values(fields: list[str], start: int, end: int, given: _Reading, source: SourceFile, number: int) -> None:
    """Take what the columns of a line say of its token."""
    cells = fields[3:]
    if len(cells) < given.columns:
        source.report.note(source.at(number), "the line ends before the column of labels; read as without any")
    for layer in given.layers:
        for name, place in layer.slots:
            layer.filled_slots[name] += place < len(cells) and cells[place].strip("_*") not in ("", "[")
        columns = [(name, _STACK.findall(cells[at])) for name, at in layer.features if at < len(cells)]
        for place in range(max((len(stack) for _, stack in columns), default=0)):
            stacked = [(name, stack[place]) for name, stack in columns if place < len(stack)]
            if any(value != "_" for _, value in stacked):
                _add(layer.use, stacked, (start, end, number), given)


def _add(use: LayerUse, stacked: list[tuple[str, str]], place: tuple[int, int, int], given: _Reading) -> None:
    """Take an annotation on a token, or the further token of one that has an id. The id of a chain is its link's."""
    start, end, number = place
    values, id_ = {}, ""
    for name, cell in stacked:
        value = cell
        if use.kind == CHAIN and (link := _LINK.fullmatch(value)):
            value, id_ = link[1], link[2]
        elif found := _ID.fullmatch(value):
            value = found[1]
            id_ = found[2] if use.kind == SPAN else id_
        if name and value not in ("", "*", "_") and (plain := _unescape_value(value)).strip():
            values[name] = plain
    known = given.by_id.get((use.name, id_)) if id_ else None
    if known:
        known.start, known.end = min(known.start, start), max(known.end, end)
        known.values = values | known.values
        return
    given.found.append(LayerAnnotation(use.name, start, end, values, number))
    if id_:
        given.by_id[use.name, id_] = given.found[-1]


FORMAT = Format(
    "webanno-tsv",
    "WebAnno TSV 3.3 (INCEpTION)",
    (".tsv",),
    read=read,
    write=write,
    holds=frozenset({Holds.NESTING, Holds.ID}),
    sniff=sniff,
    rank=80,
    by_name=False,
    folder=True,
    one_layer=True,
)
