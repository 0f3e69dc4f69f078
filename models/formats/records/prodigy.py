"""Prodigy: JSON lines with all tokens, and spans that are ranges of them (`token_end` is the last token itself)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import Scope, Status
from models.base.json_lines import line_of
from models.base.report import Report, counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.any_json import reading as any_json
from models.formats.support.any_json.items import person_name
from models.formats.support.any_json.rows import beginning
from models.formats.support.any_json.shapes import Keys, Shape
from models.formats.support.any_json.taken import Finder
from models.formats.support.any_json.unread import Unread
from models.formats.support.base import Format
from models.formats.support.fields import article_text, field, objects, placed, source_id, whole
from models.formats.support.options import Unit
from models.formats.support.records import Record, articles_of_records, first_record, meta_of, overlapping, records
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.text.offsets import Cleaned
from models.text.tokens import Token, tokens

_KNOWN = {"id", "text", "title", "meta", "tokens", "spans", "answer", "accept", "options", "relations", "arcs"}
_ANSWERS = ("accept", "reject", "ignore")
_SESSIONS = ("_annotator_id", "_session_id")
_SPAN = {"start", "end", "label", "token_start", "token_end", "text", "answer"}
_SHAPE = Shape({0: Keys("start", "end", None, "label")})
_TIME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")  # a session that nobody named


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one task a line. Spans grow or shrink to whole tokens, with a note."""
    options = [{"id": label.name, "text": label.name} for label in sink.labels if label.scope is Scope.ARTICLE]
    nested, bare = False, 0
    with sink.open() as out:
        for article in articles:
            found = list(tokens(article.text))
            spans = _spans(article, found, sink)
            row: dict[str, Any] = {"id": article.source, "title": article.title, "text": article.text}
            row |= {"meta": article.meta, "tokens": _tokens(article.text, found), "spans": spans}
            names = [name for layer in article.layers for name in layer.labels]
            if names:
                row |= {"options": options, "accept": names}
            out.write(line_of(row | {"answer": "accept"}))
            sink.report.articles += 1
            sink.report.spans += len(spans)
            sink.report.article_labels += len(names)
            nested = nested or overlapping((span["start"], span["end"]) for span in spans)
            bare += sum(bool(span[5] or span[6] or span[7]) for layer in article.layers for span in layer.spans)
    if nested:
        what = "some spans overlap; Prodigy takes them for spans.manual and spancat, not for ner"
        sink.report.note(sink.path.name, what)
    if bare:
        what = f"the notes, confidences and attributes of {counted(bare, 'span')} are not there: Prodigy has none"
        sink.report.note(sink.path.name, what)


def _tokens(text: str, found: list[Token]) -> list[dict[str, Any]]:
    return [
        {
            "text": text[token.start : token.end],
            "start": token.start,
            "end": token.end,
            "id": number,
            "ws": text[token.end : token.end + 1].isspace(),
        }
        for number, token in enumerate(found)
    ]


def _spans(article: AnnotatedArticle, found: list[Token], sink: Sink) -> list[dict[str, Any]]:
    """Return the spans as ranges of tokens; those that are none, or become what is there already, are noted."""
    starts, ends = [token.start for token in found], [token.end for token in found]
    exact = {(span.start, span.end, span.label) for layer in article.layers for span in layer.spans}
    rows: list[dict[str, Any]] = []
    taken: set[tuple[int, int, str]] = set()
    for span in (span for layer in article.layers for span in layer.spans):
        first, after = bisect_right(ends, span.start), bisect_left(starts, span.end)
        if first >= after:
            sink.report.note_span(article, span, "holds no token; left out")
            continue
        start, end = starts[first], ends[after - 1]
        here = (start, end, span.label)
        moved = (start, end) != (span.start, span.end)
        if here in taken or (moved and here in exact):
            sink.report.note_span(article, span, f"as whole tokens it is another span [{start}, {end}); left out")
            continue
        taken.add(here)
        if moved:
            _note(article, span, start, end, sink)
        edges = {"start": start, "end": end, "token_start": first, "token_end": after - 1}
        rows.append(edges | {"label": span.label})
    return rows


def _note(article: AnnotatedArticle, span: LabelledSpan, start: int, end: int, sink: Sink) -> None:
    if start < span.start or end > span.end:
        sink.report.note_span(article, span, f"ends inside a token; widened to [{start}, {end})")
    else:
        sink.report.note_span(article, span, f"ends outside of tokens; narrowed to [{start}, {end})")


def sniff(head: Head) -> str:
    """Return why this is a file of Prodigy's: its records have tokens, an answer, or its hashes."""
    found = beginning(head)
    if found[:1] != [first_record(head)]:
        return ""  # tuples, or a list inside an object
    found = [record for record in found if "text" in record and "layers" not in record]
    if any(record.get("answer") in _ANSWERS for record in found):
        return 'its records have "text" and an "answer"'
    if any("_input_hash" in record or "_task_hash" in record for record in found):
        return 'its records have "text" and hashes'
    lists = [record for record in found if isinstance(record.get("tokens"), list)]
    if any(_is_spans(record.get("spans")) and _is_tokens(record["tokens"]) for record in lists):
        return 'its records have "text", "tokens" and "spans"'
    return ""


def _is_spans(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _is_tokens(value: list[Any]) -> bool:
    return all(isinstance(token, dict) for token in value)


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a task; tasks of one text become layers of one article. Raises UserError as `records` does."""
    if source.options.roles.keys() - {"annotator", "id", "title"}:
        yield from any_json.read(source)  # a person says what the fields are
        return
    tasks = _Tasks(source)
    yield from articles_of_records(source, tasks.article)
    tasks.note()


class _Tasks:
    """Makes articles of tasks, and counts what is no data."""

    def __init__(self, source: SourceFile) -> None:
        self._source, self._name = source, file_name(source.path)
        self._unread, self._counts = Unread(), Counter[str]()
        quiet = SourceFile(source.path, Report(), options=replace(source.options, strict=False))
        first = [record for _, _, record in islice(records(quiet), any_json.LOOKED_AT)]
        roles = {"text": ("text",), "token": (), "tag": (), "spans": (), "label": ()}
        usual = {role: parts for role, parts in roles.items() if all(any(p in row for row in first) for p in parts)}
        self._taken = Finder(first, replace(source.options, roles={**usual, **source.options.roles})).find()
        self._taken.spans = tuple(name for name in ("spans",) if any(row.get(name) for row in first))
        self._taken.shapes = dict.fromkeys(self._taken.spans, _SHAPE)
        if source.options.chosen("annotator") is None:
            self._taken.annotator = next((name for name in _SESSIONS if any(row.get(name) for row in first)), "")
        source.took(self._taken.reading())

    def article(self, where: FileLocation, number: int, row: Record) -> AnnotatedArticle:
        """Return the article of a task. Raises UserError when it has no text."""
        cleaned = article_text(field(row, "text", str, None, where), where)
        text_id = row.get("_input_hash")
        if isinstance(text_id, int):  # what several people have annotated is one article
            number = text_id
        title = row.get("title")
        known = _KNOWN | {"label"} if self._has_label(row) else _KNOWN
        rest = {name: value for name, value in row.items() if name not in known}
        self._unread.look(rest, self._taken)
        return AnnotatedArticle(
            source=source_id(row, "id", f"{self._name}:{number}", where),
            title=title if isinstance(title, str) and title.strip() else title_of(cleaned.text),
            text=cleaned.text,
            meta=meta_of(row, known),
            changes=cleaned.changes,
            layers=(self._layer(row, cleaned, where),),
            where=where,
        )

    def note(self) -> None:
        """Tell what was not read, and how many spans have an answer by which they are no data."""
        self._unread.note(self._source)
        for answer, count in self._counts.items():
            what = f'{counted(count, "span")} with the answer "{answer}", so no data; left out'
            self._source.report.note(self._source.at(), what)

    @staticmethod
    def _has_label(row: Record) -> bool:
        return isinstance(row.get("label"), str) and bool(row["label"].strip())

    def _layer(self, row: Record, cleaned: Cleaned, where: FileLocation) -> Layer:
        """Return the work that a task holds: none when it was not accepted, for then it is no data."""
        given = objects(row, "spans", where) if row.get("spans") is not None else []
        answer = field(row, "answer", str, "", where) if row.get("answer") is not None else ""
        who = self._annotator(row)
        if answer not in ("", "accept"):
            spans = counted(len(given), "span")
            self._source.report.note(where, f'its answer is "{answer[:40]}", so it is no data; {spans} left out')
            return Layer(who, status=Status.SKIPPED)
        if row.get("relations") or row.get("arcs"):
            self._source.report.note(where, "relations between spans left out")
        spans_ = [span for item in given if (span := self._span(item, row, cleaned, where))]
        status = Status.DONE if answer else Status.NEW
        return Layer(who, status=status, spans=tuple(spans_), labels=self._labels(row, where))

    def _labels(self, row: Record, where: FileLocation) -> tuple[str, ...]:
        """Return the labels of the whole text: those that were chosen, and the one that was accepted."""
        chosen: list[Any] = field(row, "accept", list, [], where) if row.get("accept") is not None else []
        options = row.get("options") if isinstance(row.get("options"), list) else []
        texts = {str(one.get("id")): one.get("text") for one in options or [] if isinstance(one, dict)}
        names = [name if isinstance(name, str) else texts.get(str(name)) for name in chosen]
        kept = [name for name in names if isinstance(name, str) and name.strip()]
        if len(kept) < len(names):
            self._source.report.note(where, f"{counted(len(names) - len(kept), 'choice')} without a name left out")
        return tuple(dict.fromkeys([*kept, *([row["label"].strip()] if self._has_label(row) else [])]))

    def _annotator(self, row: Record) -> str:
        """Return who answered; empty where a session bears no name of its own."""
        chosen = self._source.options.chosen("annotator")
        if chosen is not None:
            return person_name(row.get(chosen)) if chosen else ""
        for name in _SESSIONS:
            value = row.get(name)
            if isinstance(value, str) and value.strip() and not _TIME.search(value):
                return value.strip()
        return ""

    def _span(self, item: Record, row: Record, cleaned: Cleaned, where: FileLocation) -> LabelledSpan | None:
        label, answer = item.get("label"), item.get("answer")
        if answer in ("reject", "ignore"):
            self._counts[answer] += 1
            return None
        if not isinstance(label, str) or not label.strip():
            what = f"the span [{item.get('start')!r}, {item.get('end')!r}) has no label; left out"
            self._source.report.note(where, what)
            return None
        said = _by_tokens(item, row)
        edges = (item.get("start"), item.get("end")) if {"start", "end"} & item.keys() else said or (None, None)
        if said and said != (whole(edges[0]), whole(edges[1])):
            what = f"by its tokens the span is [{said[0]}, {said[1]}), by its characters [{edges[0]!r}, {edges[1]!r})"
            self._source.report.note(where, f"{what}; the characters were taken")
        place = placed(self._source, cleaned, edges[0], edges[1], where)
        if place is None:
            return None
        extras = {name: value for name, value in item.items() if name not in _SPAN}
        return LabelledSpan(*place, label, attributes=extras) if extras else LabelledSpan(*place, label)


def _by_tokens(item: Record, row: Record) -> tuple[int, int] | None:
    """Return where a span is by the tokens of its task, if there are such tokens."""
    found, first, last = row.get("tokens"), item.get("token_start"), item.get("token_end")
    if type(first) is not int or type(last) is not int or not isinstance(found, list):
        return None
    if not 0 <= first <= last < len(found) or not all(isinstance(found[at], dict) for at in (first, last)):
        return None
    start, end = found[first].get("start"), found[last].get("end")
    return (start, end) if type(start) is int and type(end) is int else None


FORMAT = Format(
    "prodigy",
    "Prodigy JSON lines",
    (".jsonl",),
    read=read,
    write=write,
    sniff=sniff,
    rank=30,
    one_layer=True,
    units=(Unit.ARTICLE, Unit.SENTENCE),
)
