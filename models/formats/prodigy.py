"""Prodigy: JSON lines with all tokens, and spans that are ranges of them (`token_end` is the last token itself)."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import Scope
from models.base.report import counted, file_name
from models.formats.support.base import Format
from models.formats.support.fields import article_text, field, objects, source_id, stretch
from models.formats.support.options import Unit
from models.formats.support.records import Record, first_record, meta_of, overlapping, records
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.text import title_of
from models.text.offsets import Cleaned
from models.text.tokens import Token, tokens

_KNOWN = {"id", "text", "title", "meta", "tokens", "spans", "answer", "accept", "options", "relations", "arcs"}
_ANSWERS = ("accept", "reject", "ignore")
_SESSIONS = ("_annotator_id", "_session_id")
_SPAN = {"start", "end", "label", "token_start", "token_end", "text"}
_TIME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")  # a session that nobody named


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one task a line. Spans grow or shrink to whole tokens, with a note."""
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
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
            out.write(dump(row | {"answer": "accept"}) + "\n")
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
    record = first_record(head)
    if "text" not in record or "layers" in record:
        return ""
    if record.get("answer") in _ANSWERS:
        return 'its records have "text" and an "answer"'
    if "_input_hash" in record or "_task_hash" in record:
        return 'its records have "text" and hashes'
    lists = isinstance(record.get("tokens"), list) and isinstance(record.get("spans"), list)
    return 'its records have "text", "tokens" and "spans"' if lists else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a task; tasks of one text become layers of one article. Raises UserError naming the record."""
    for where, number, record in records(source):
        yield _article(record, where, f"{file_name(source.path)}:{number}", source)


def _article(row: Record, where: FileLocation, fallback_id: str, source: SourceFile) -> AnnotatedArticle:
    cleaned = article_text(field(row, "text", str, None, where), where)
    text_id = row.get("_input_hash")
    if isinstance(text_id, int):  # what several people have annotated is one article
        fallback_id = f"{file_name(source.path)}:{text_id}"
    layer = _layer(row, cleaned, where, source)
    return AnnotatedArticle(
        source=source_id(row, "id", fallback_id, where),
        title=field(row, "title", str, "", where) or title_of(cleaned.text),
        text=cleaned.text,
        meta=meta_of(row, _KNOWN),
        changes=cleaned.changes,
        layers=(layer,) if layer else (),
        where=where,
    )


def _layer(row: Record, cleaned: Cleaned, where: FileLocation, source: SourceFile) -> Layer | None:
    """Return the work that a task holds; None when it was not accepted: then it is no data."""
    given = objects(row, "spans", where)
    answer = field(row, "answer", str, "accept", where)
    if answer != "accept":
        source.report.note(
            where, f'its answer is "{answer[:40]}", so it is no data; {counted(len(given), "span")} left out'
        )
        return None
    if row.get("relations") or row.get("arcs"):
        source.report.note(where, "relations between spans left out")
    spans = [span for item in given if (span := _span(item, row, cleaned, where, source))]
    names: list[Any] = field(row, "accept", list, [], where)
    kept = [name for name in names if isinstance(name, str) and name.strip()]
    if len(kept) < len(names):
        source.report.note(where, f"{counted(len(names) - len(kept), 'choice')} without a name left out")
    return Layer(_annotator(row), spans=tuple(spans), labels=tuple(dict.fromkeys(kept)))


def _annotator(row: Record) -> str:
    """Who answered; empty where a session bears no name of its own."""
    for name in _SESSIONS:
        value = row.get(name)
        if isinstance(value, str) and value.strip() and not _TIME.search(value):
            return value.strip()
    return ""


def _span(item: Record, row: Record, cleaned: Cleaned, where: FileLocation, source: SourceFile) -> LabelledSpan | None:
    label = item.get("label")
    if not isinstance(label, str) or not label.strip():
        source.report.note(where, f"the span [{item.get('start')!r}, {item.get('end')!r}) has no label; left out")
        return None
    said = _by_tokens(item, row)
    edges = (item.get("start"), item.get("end")) if {"start", "end"} & item.keys() else said or (None, None)
    if said and said != edges:
        what = f"by its tokens the span is [{said[0]}, {said[1]}), by its characters [{edges[0]!r}, {edges[1]!r})"
        source.report.note(where, f"{what}; the characters were taken")
    start, end = stretch(cleaned, edges[0], edges[1], where)
    extras = {name: value for name, value in item.items() if name not in _SPAN}
    return LabelledSpan(start, end, label, attributes=extras) if extras else LabelledSpan(start, end, label)


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
