"""Prodigy: JSON lines with all tokens, and spans that are ranges of them (`token_end` is the last token itself).

Out: the tokens, with a space after each that has `ws`, are the text. Other white space is tokens of its own, as spaCy
has it, and a token that a span begins or ends in is split there, so that each span is exactly its tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import Scope, Status
from models.base.json_lines import json_of, line_of
from models.base.losses import Holds
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.any_json import reading as any_json
from models.formats.support.any_json.items import person_name
from models.formats.support.any_json.rows import beginning
from models.formats.support.any_json.shapes import Keys, Shape
from models.formats.support.any_json.taken import Finder
from models.formats.support.any_json.unread import Unread
from models.formats.support.base import Format
from models.formats.support.fields import article_text, field, objects, placed, source_id, whole
from models.formats.support.numbered import Numbers
from models.formats.support.options import Unit
from models.formats.support.pieces import Pieces, pieces_of
from models.formats.support.records import (
    Record,
    articles_of_records,
    first_record,
    first_records,
    meta_of,
    overlapping,
)
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tokenized import cut, joined
from models.text.offsets import Cleaned

_KNOWN = {"id", "text", "title", "meta", "tokens", "spans", "answer", "accept", "options", "relations", "arcs"}
_OURS = ["id", "title", "text", "meta"]  # in this order `write` has them, and Prodigy has not
_ANSWERS = ("accept", "reject", "ignore")
_SESSIONS = ("_annotator_id", "_session_id")
_SPAN = {"start", "end", "label", "token_start", "token_end", "text", "answer"}
_SHAPE = Shape({0: Keys("start", "end", None, "label")})
_BOOLEANS = ("false", "true")
_TIME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")  # a session that nobody named


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one task a line. Tokens and the spaces after them (`ws`) are the text; spans begin and end with tokens."""
    options = [{"id": label.name, "text": label.name} for label in sink.labels if label.scope is Scope.ARTICLE]
    nested, blank = False, False
    with sink.open() as out:
        for article in articles:
            given = [span for layer in article.layers for span in layer.spans]
            pieces = pieces_of(article.text, cut(article), given)
            names = [name for layer in article.layers for name in layer.labels]
            about = {"id": article.source, "title": article.title, "text": article.text, "meta": article.meta}
            rest: dict[str, Any] = {"options": options, "accept": names} if names else {}
            # The tokens, nine tenths of the line, are written at once: as objects they take five times as long.
            lists = f',"tokens":[{_tokens(article.text, pieces)}],"spans":[{",".join(_spans(given, pieces))}]'
            out.write(line_of(about, lists, rest | _answer(article, len(given) + len(names), sink)))
            sink.report.articles += 1
            sink.report.spans += len(given)
            sink.report.article_labels += len(names)
            nested = nested or overlapping(span[:2] for span in given)
            blank = blank or _is_blank_ended(article.text, given)
    if nested:
        what = "some spans overlap; Prodigy takes them for spans.manual and spancat, not for ner"
        sink.report.note(sink.path.name, what)
    if blank:
        what = "some spans begin or end with white space, as they are; spaCy learns no entity from those"
        sink.report.note(sink.path.name, what)


def _answer(article: AnnotatedArticle, said: int, sink: Sink) -> dict[str, str]:
    """Return the answer of a task, if somebody has finished it; what is no data then, or has no word, is noted.

    `said`: how many spans and labels there are. Of a sentence, how far somebody is says nothing.
    """
    layer = next(iter(article.layers), Layer())
    if layer.status is Status.SKIPPED and said:
        what = f"{layer.annotator} skipped it; {counted(said, 'span or label is', 'spans or labels are')} no data there"
        sink.report.note(article.title, what)
    elif layer.status is Status.STARTED and not layer.spans and sink.options.unit is not Unit.SENTENCE:
        what = f"{layer.annotator} has begun and marked no span; a task without an answer does not say so"
        sink.report.note(article.title, what)
    given = {Status.DONE: "accept", Status.SKIPPED: "ignore"}.get(layer.status)
    return {"answer": given} if given else {}


def _tokens(text: str, pieces: Pieces) -> str:
    """Return the tokens as JSON: column by column, in half of the time that a text a token takes."""
    starts, ends, spaces = pieces
    if not starts:
        return ""
    texts = [json_of(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    behind = ['true},{"text":' if space else 'false},{"text":' for space in spaces]
    behind[-1] = f"{_BOOLEANS[spaces[-1]]}}}"
    ids = _IDS.of(range(len(starts)))
    return '{"text":' + joined(texts, _STARTS.of(starts), _ENDS.of(ends), ids, behind)


_STARTS, _ENDS, _IDS = Numbers(',"start":'), Numbers(',"end":'), Numbers(',"id":', ',"ws":')


def _spans(given: Iterable[LabelledSpan], pieces: Pieces) -> Iterator[str]:
    """Yield the spans with the first and the last of the tokens that each is, as JSON."""
    for start, end, label, *_ in given:
        first, last = bisect_left(pieces.starts, start), bisect_left(pieces.ends, end)
        place = f'"start":{start},"end":{end},"token_start":{first},"token_end":{last}'
        yield f'{{{place},"label":{json_of(label)}}}'


def _is_blank_ended(text: str, spans: list[LabelledSpan]) -> bool:
    """Return whether a span begins or ends with white space."""
    return any(text[span[0]].isspace() or text[span[1] - 1].isspace() for span in spans)


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
    try:
        yield from articles_of_records(source, tasks.article)
    finally:
        tasks.note()


class _Tasks:
    """Makes articles of tasks, and counts what is no data."""

    def __init__(self, source: SourceFile) -> None:
        self._source, self._name = source, file_name(source.path)
        self._unread, self._counts = Unread(), Counter[str]()
        first = first_records(source, any_json.LOOKED_AT)
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
        ours = list(row)[: len(_OURS)] == _OURS
        cleaned = article_text(field(row, "text", str, None, where), where, keep_bom=ours)
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
            own=ours and not rest,
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
            what = f"the span [{item.get('start')!r}, {item.get('end')!r}) has no label"
            self._source.leave_out_span(where, what)
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
    holds=frozenset({Holds.NESTING, Holds.ARTICLE_LABELS, Holds.STATUS, Holds.ID, Holds.TITLE, Holds.METADATA}),
    sniff=sniff,
    rank=30,
    one_layer=True,
    units=(Unit.ARTICLE, Unit.SENTENCE),
    columns=(
        *(("id", "string"), ("title", "string"), ("text", "string"), ("meta", "json"), ("tokens", "json")),
        *(("spans", "json"), ("options", "json"), ("accept", "string[]"), ("answer", "string")),
    ),
)
