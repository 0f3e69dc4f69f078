"""brat standoff: a `.txt` with the text, and beside it an `.ann` with a line for each span.

Offsets are code points of the `.txt`, or what else most of the texts in the `.ann` fit; those that stand beside their
offsets are taken where they stand. What an `.ann` line says that does not fit the text is noted by its line and
left out; an `.ann` without a single line of brat's is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.losses import OF_SPANS, Holds
from models.base.presence import exists, is_file
from models.base.report import file_name
from models.formats.documents.text import title_of
from models.formats.support.base import Format
from models.formats.support.brat.conf import Attributes, write_annotation, write_visual
from models.formats.support.fields import article_text
from models.formats.support.inline_marks import is_yedda
from models.formats.support.names import LabelNames, UniqueNames
from models.formats.support.offsets.quotations import Quotations, alike
from models.formats.support.offsets.ways import USUAL, WAYS, Place, Way, placer, same_in
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.told import Told
from models.text.offsets import Cleaned

Fragments = list[tuple[int, int]]


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write a `.txt` and an `.ann` an article, `annotation.conf` and `visual.conf` with labels and attributes."""
    names, labels, attributes = UniqueNames(), LabelNames(sink.report), Attributes()
    folder = sink.folder
    labels.reserve([label.name for label in sink.span_labels])
    for article in articles:
        stem = names.file_of(article, ".txt", sink.report)
        if article.text.startswith("\ufeff"):
            sink.report.note(article.title, "begins with U+FEFF, which readers take for a mark of the file and drop")
        with sink.open(folder / f"{stem}.txt") as out:
            out.write(article.text)
        with sink.open(folder / f"{stem}.ann") as out:
            out.write("".join(_ann_lines(article, labels, attributes, sink)))
        sink.report.articles += 1
    named = [(labels.of(label.name), label) for label in sink.span_labels]
    with sink.open(folder / "annotation.conf") as out:
        write_annotation(out, [name for name, _ in named], attributes, sink.report)
    with sink.open(folder / "visual.conf") as out:
        write_visual(out, named, sink.report)


def _ann_lines(article: AnnotatedArticle, labels: LabelNames, known: Attributes, sink: Sink) -> Iterator[str]:
    number = notes = attributes = 0
    for span in article.layers[0].spans if article.layers else ():
        start, end, label, _, _, *said, _, _ = span
        surface = article.text[start:end]
        if not any(said) and surface.splitlines() == [surface]:  # nearly always
            number += 1
            sink.report.spans += 1
            yield f"T{number}\t{labels.of(label)} {start} {end}\t{surface}\n"
            continue
        whole = _kept(span) or [(start, end)]
        parts = [part for first, last in whole for part in _pieces(article.text, first, last)]
        if not parts:
            sink.report.note_span(article, span, "holds line ends alone; left out")
            continue
        if (parts[0][0], parts[-1][1]) != (start, end):
            edges = f"[{parts[0][0]}, {parts[-1][1]})"
            sink.report.note_span(article, span, f"begins or ends with a line end; narrowed to {edges}")
        number += 1
        sink.report.spans += 1
        where = ";".join(f"{first} {last}" for first, last in parts)
        surface = " ".join(article.text[first:last] for first, last in parts)
        yield f"T{number}\t{labels.of(label)} {where}\t{surface}\n"
        if span.note:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes T{number}\t{_note(article, span, sink)}\n"
        for name, value in _attributes(article, span, sink):
            if _BLANK.search(value):
                notes += 1
                yield f"#{notes}\t{name} T{number}\t{value}\n"
            else:
                attributes += 1
                known.add(name, value)
                yield f"A{attributes}\t{name} T{number}{value and f' {value}'}\n"


def _note(article: AnnotatedArticle, span: LabelledSpan, sink: Sink) -> str:
    note = " ".join(span.note.splitlines())
    if note != span.note:
        sink.report.note_span(article, span, "its note has several lines; they are written as one")
    return note


def _kept(span: LabelledSpan) -> Fragments:
    """Return the fragments that a span came with; none where it has no or other edges by now."""
    given = span.attributes.get("fragments")
    if not isinstance(given, (list, tuple)) or not all(isinstance(part, (list, tuple)) for part in given):
        return []
    edges = [edge for part in given for edge in part]
    if not all(type(edge) is int for edge in edges) or any(len(part) != 2 or part[0] >= part[1] for part in given):
        return []
    fits = edges == sorted(edges) and edges[:1] == [span.start] and edges[-1:] == [span.end]
    return [(start, end) for start, end in given] if fits else []


def _pieces(text: str, start: int, end: int) -> Fragments:
    """Return the pieces of a stretch between line ends: all that Python, and so brat, takes for one."""
    found = []
    for line in text[start:end].splitlines(keepends=True):
        bare = len(line.splitlines()[0])
        if bare:
            found.append((start, start + bare))
        start += len(line)
    return found


def _attributes(article: AnnotatedArticle, span: LabelledSpan, sink: Sink) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of those attributes that brat can hold: "" for a flag; one of several words is a comment."""
    given: dict[str, Any] = dict(span.attributes)
    if span.confidence and not {_CONFIDENCE, _CONFIDENCE.lower()} & given.keys():
        given[_CONFIDENCE] = span.confidence
    elif span.confidence:
        sink.report.note_span(article, span, "its confidence is not written: it has an attribute of that name")
    if _kept(span):
        del given["fragments"]
    for name, own in given.items():
        value = str(own) if type(own) in (int, float) else own
        if name == "fragments" and isinstance(value, (list, tuple)):
            sink.report.note_span(article, span, "its fragments do not fit its edges; written as one stretch")
        elif _is_word(name) and (value is True or _is_word(value) or (name != _NOTES and _is_line(value))):
            if name.lower() == _CONFIDENCE.lower() and name in span.attributes and value is not True:
                sink.report.note_span(article, span, f"its attribute {name} is read as its confidence")
            elif value is not own:
                sink.report.note_span(article, span, f"its attribute {name} is a number; written as text")
            yield name, "" if value is True else value
        else:
            why = "does not fit into one line" if isinstance(value, str) else "is no text, number or flag"
            sink.report.note_span(article, span, f"its attribute {name} {why}; not written")


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and value != "" and not _BLANK.search(value)


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and value == value.strip() and len(value.splitlines()) == 1 and "\t" not in value


_CONFIDENCE, _NOTES = "Confidence", "AnnotatorNotes"
_BLANK = re.compile(r"[\s\x00-\x1f]")
_WORD = r"[^\s\x00-\x1f]+"
_SPAN = re.compile(rf"(T{_WORD})\t({_WORD}) ([0-9]{{1,12}} [0-9]{{1,12}}(?:;[0-9]{{1,12}} [0-9]{{1,12}})*)(?:\t(.*))?")
_ATTRIBUTE = re.compile(rf"[AM]{_WORD}\t({_WORD}) (T{_WORD})(?: ({_WORD}))?\s*")
_NOTE = re.compile(rf"#{_WORD}\t({_WORD}) (T{_WORD})\t(.*)")
_OF_OTHERS = re.compile(rf"[AM#]{_WORD}\t{_WORD} [ERN]{_WORD}(?:\s.*)?")
_OTHER = re.compile(r"[ERNTAM#][^\t]*\t|\*\t")
_KINDS = {"E": "an event", "R": "a relation", "N": "a normalisation", "*": "an equivalence", "#": "a comment"}
_PLURALS = {"an event": "events", "a relation": "relations", "a normalisation": "normalisations"}
_PLURALS |= {"an equivalence": "equivalences", "about an event or relation": "lines about events or relations"}


@dataclass
class _Line:
    """A T line: what it says, and what others say of it."""

    number: int
    label: str
    given: Fragments
    surface: str | None
    note: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


def sniff(head: Head) -> str:
    """Return why this is brat's: an `.ann`, or a text with an `.ann` beside it."""
    if head.suffix == ".ann":
        return "" if is_yedda(head.text) and not _SPAN.match(head.text) else "its name ends in .ann"
    beside = _beside(head.path, ".ann")
    if head.suffix != ".txt" or not is_file(beside) or is_yedda(Head.of(beside, head.encoding).text):
        return ""
    return "an .ann lies beside it"


def text_of(path: Path) -> Path:
    """Return the file with the text."""
    return path if path.suffix.lower() == ".txt" else _beside(path, ".txt")


def _beside(path: Path, suffix: str) -> Path:
    """Return the file that belongs to another by its name; its suffix may be in capitals, as Windows has it."""
    usual, capitals = path.with_suffix(suffix), path.with_suffix(suffix.upper())
    return capitals if is_file(capitals) and not exists(usual) else usual


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article. Raises UserError when the text is missing or empty, or the `.ann` is nothing of brat's."""
    where, ann = source.at(), source.neighbour(_beside(source.path, ".ann").suffix)
    if not exists(source.path):
        raise UserError(f"{source.path}: the text of {ann.path.name} is missing; put it beside that file.")
    given = source.text()
    cleaned = article_text(given, where)
    lines = _parse(ann) if exists(ann.path) else []
    if not exists(ann.path):
        source.report.note(where, f"there is no {ann.path.name} beside it; read without spans")
    _settle(lines, given, cleaned, ann)
    spans = [span for line in lines if (span := _span(line, cleaned.text, ann))]
    yield AnnotatedArticle(
        source=file_name(source.path),
        title=title_of(cleaned.text),
        text=cleaned.text,
        changes=cleaned.changes,
        layers=(Layer(spans=tuple(spans)),),
        where=where,
    )


def _parse(ann: SourceFile) -> list[_Line]:
    """Return the T lines with the notes and attributes of later lines. Raises UserError when no line is brat's."""
    found: dict[str, _Line] = {}
    others: list[tuple[int, str]] = []
    known = filled = 0
    for number, line in ann.lines():
        if not line.strip():
            continue
        filled += 1
        known += bool(_OTHER.match(line))
        if (match := _SPAN.fullmatch(line)) and match[1] not in found:
            pairs = [part.split(" ") for part in match[3].split(";")]
            found[match[1]] = _Line(number, match[2], [(int(a), int(b)) for a, b in pairs], match[4])
        else:
            others.append((number, line))
    if filled and not known:
        raise UserError(f"{ann.path}: no line of it is one of brat's (T1, a tab, a label with offsets, a tab, text).")
    _tell([(number, line, why) for number, line in others if (why := _attach(line, found))], ann)
    return list(found.values())


def _tell(reasons: list[tuple[int, str, str]], ann: SourceFile) -> None:
    """Note each line (its number, itself, why) that is left out; relations and such are counted by their type."""
    kinds: dict[str, Counter[str]] = {}
    for _, line, why in reasons:
        kinds.setdefault(why, Counter())[re.split(r"[\t :]", f"{line}\t")[1]] += why in _PLURALS
    for number, _, why in reasons:
        if kinds[why].total() < 2:
            ann.report.note(ann.at(number), f"{why}; left out")
    for why, named in kinds.items():
        if named.total() > 1:
            names = ", ".join(f"{name} {count}" for name, count in named.most_common())
            ann.report.note(ann.at(), f"{named.total()} {_PLURALS[why]} ({names}); left out")


def _attach(line: str, found: dict[str, _Line]) -> str:
    """Put a note or an attribute to its span; what speaks against it, or empty."""
    if (note := _NOTE.fullmatch(line)) and (owner := found.get(note[2])):
        if note[1] == _NOTES:
            owner.note = f"{owner.note}\n{note[3]}" if owner.note else note[3]
        else:
            owner.attributes.setdefault(note[1], note[3].strip())
        return ""
    if (match := _ATTRIBUTE.fullmatch(line)) and (owner := found.get(match[2])):
        if match[1] in owner.attributes:
            return f"the attribute {match[1]} is there already"
        owner.attributes[match[1]] = match[3] or True
        return ""
    return "no span of that id" if note or match else _why_not(line, found)


def _why_not(line: str, found: dict[str, _Line]) -> str:
    """Return what a line is that says nothing of a span."""
    if (twice := _SPAN.fullmatch(line)) and twice[1] in found:
        return f"a second {twice[1]}"
    if _OF_OTHERS.fullmatch(line):
        return "about an event or relation"
    return _KINDS.get(line[0], "no line of brat's as it stands")


def _settle(lines: list[_Line], given: str, cleaned: Cleaned, ann: SourceFile) -> None:
    """Put each line at code points of the stored text, counted as most of the texts fit; others stay as they are."""
    chosen = ann.options.offsets
    if not chosen and all(_stands_there(line, given) for line in lines):  # nearly always, and cheap to see
        for line in lines:
            line.given = [(cleaned.place(start), cleaned.place(end)) for start, end in line.given]
        return
    ways = [Way(chosen)] if chosen else list(dict.fromkeys(same_in(given, way) for way in WAYS))
    places = {way: placer(given, way) for way in ways}
    best = max(ways, key=lambda way: sum(_fits(line, given, _moved(line, places[way])) for line in lines))
    if best != USUAL and not chosen:
        ann.report.note(ann.at(), f"its offsets fit the text as {best}; read as such")
    quotations, told = Quotations(given), Told(ann)
    for line in lines:
        parts = _moved(line, places[best])
        where = _found(line, parts, quotations) if line.surface else []
        if where not in ([], parts) or not _fits(line, given, parts):
            told.add("spans taken where their text stands, not at their offsets", ann.at(line.number), bool(where))
            parts = where
        if parts:
            line.given = [(cleaned.place(start), cleaned.place(end)) for start, end in parts]
    told.note()


def _stands_there(line: _Line, text: str) -> bool:
    """Whether the text of a line stands at its offsets, code points, to the letter, a blank between its parts."""
    surface, there = line.surface or "", " ".join([text[start:end] for start, end in line.given])
    return there == surface == surface.strip() and all(start < end <= len(text) for start, end in line.given)


def _moved(line: _Line, place: Place) -> Fragments:
    return [(place(start), place(end)) for start, end in line.given]


def _found(line: _Line, parts: Fragments, quotations: Quotations) -> Fragments:
    """Return where the text of a line without gaps stands at or near its offsets; none where there is no telling."""
    if len(parts) > 1 or line.surface is None:
        return []
    if quotations.fits(*parts[0], line.surface):
        return [quotations.trimmed(*parts[0], line.surface)]
    near = parts[0] if 0 <= parts[0][0] < parts[0][1] else line.given[0]
    found = quotations.find(*near, line.surface)
    return [(found.start, found.end)] if found and not found.ambiguous else []


def _fits(line: _Line, text: str, parts: Fragments) -> bool:
    if not all(0 <= start < end <= len(text) for start, end in parts):
        return False
    return line.surface is None or alike("".join(text[start:end] for start, end in parts), line.surface)


def _span(line: _Line, text: str, ann: SourceFile) -> LabelledSpan | None:
    parts = sorted(line.given)
    start, end = parts[0][0], max(last for _, last in parts)
    named = f"the span [{line.given[0][0]}, {line.given[-1][1]}) {line.label}"
    if any(not 0 <= first < last <= len(text) for first, last in parts):
        ann.report.note(ann.at(line.number), f"{named} does not lie in the text of {len(text)}; left out")
        return None
    if not _fits(line, text, parts):
        says = f"reads '{text[start:end][:40]}', the file says '{(line.surface or '')[:40]}'"
        ann.report.note(ann.at(line.number), f"{named} {says}; left out")
        return None
    if parts != _pieces(text, start, end):
        line.attributes.setdefault("fragments", [list(part) for part in parts])
    if any(text[before:after].strip() for (_, before), (after, _) in pairwise(parts)):
        ann.report.note(ann.at(line.number), f"{named} has {len(parts)} parts with words between; read as one span")
    return LabelledSpan(
        start, end, line.label, note=line.note, confidence=_confidence(line), attributes=line.attributes
    )


def _confidence(line: _Line) -> str:
    """Take the confidence from among the attributes; none where it is a flag."""
    name = next((name for name in line.attributes if name.lower() == "confidence"), "")
    return line.attributes.pop(name) if isinstance(line.attributes.get(name), str) else ""


FORMAT = Format(
    "brat",
    "brat standoff (.txt and .ann)",
    (".ann",),
    read=read,
    write=write,
    holds=OF_SPANS | {Holds.NESTING, Holds.ID},
    sniff=sniff,
    rank=60,
    main_file=text_of,
    folder=True,
    one_layer=True,
    offsets=True,
)
