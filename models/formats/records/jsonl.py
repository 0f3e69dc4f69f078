"""Nishan's own JSON lines: one article a line, with its layers; nothing of a project's data is lost.

`{"id", "title", "text", "meta", "changes", "labels", "layers": [{"annotator", "kind", "status", "seconds",
"labels", "spans": [{"start", "end", "label", "text", "uid", "origin", "note", "confidence", "attributes", "rev",
"updated_at"}]}]}`. Only `text` is needed; the article's `labels` describe all labels of the project and stand in
the first line only; a layer's `labels` are names, of the whole article's labels, and its `rejections` are
suggestions not to be made again, as `[start, end, label]`. Fields with their usual value are left out. Offsets are
code points, end-exclusive. Other fields are read into `meta`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeVar

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer, SpanColumns
from models.base.entities import AnnotatorKind, Label, Scope, Status
from models.base.errors import UserError
from models.base.json_lines import json_of, one_line
from models.base.losses import Holds
from models.base.report import file_name
from models.formats.documents.text import title_of
from models.formats.support.any_json.taken import Taken, flat_of
from models.formats.support.any_json.unread import Unread
from models.formats.support.base import Format
from models.formats.support.fields import article_text, field, is_uid, objects, source_id, stretch, uid_of
from models.formats.support.records import articles_of_records
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.text.offsets import BOM, Cleaned, clean

_T = TypeVar("_T")
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_KNOWN = {"id", "title", "text", "meta", "changes", "labels", "layers", "spans"}
_SPAN_EXTRAS = {
    "uid": "",
    "origin": "import",
    "note": "",
    "confidence": "",
    "attributes": MappingProxyType({}),
    "rev": 1,
    "updated_at": "",
}
_PLAIN = {
    4: itemgetter("start", "end", "label", "text"),
    6: itemgetter("start", "end", "label", "text", "uid", "updated_at"),
}
_INT, _STR = {int}, {str}
SPAN_FIELDS = frozenset({"start", "end", "label", "text", *_SPAN_EXTRAS})
"""What a span of ours may say; those of others say whose they are, or what they mean."""
_LABEL_FIELDS = ("uid", "name", "urdu_name", "short", "color", "key", "description")
_LABEL_EXTRAS = {"examples": "", "scope": "span", "choice": ""}
_PRODIGYS = {"tokens", "answer", "_task_hash", "_input_hash"}  # fields of a format that has spans as well


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one line an article."""
    labels: dict[str, Any] = {"labels": [_label_row(label) for label in sink.labels]}
    with sink.open() as out:
        for article in articles:
            row: dict[str, Any] = {"id": article.source, "title": article.title, "text": article.text}
            if article.meta:
                row["meta"] = article.meta
            if article.changes or article.text.startswith(BOM):  # without it, the mark would be one of the file
                row["changes"] = article.changes
            row |= labels
            labels = {}
            layers = ",".join([_layer_json(layer, article.text) for layer in article.layers])
            out.write(one_line(f'{_dump(row)[:-1]},"layers":[{layers}]}}\n'))
            sink.report.count(article)


def _label_row(label: Label) -> dict[str, Any]:
    row = {name: getattr(label, name) for name in _LABEL_FIELDS}
    extras = {name: getattr(label, name) for name in _LABEL_EXTRAS}
    return row | {name: value for name, value in extras.items() if value != _LABEL_EXTRAS[name]}


def _layer_json(layer: Layer, text: str) -> str:
    row: dict[str, Any] = {
        "annotator": layer.annotator,
        "kind": layer.kind.value,
        "status": layer.status.value,
        "seconds": layer.seconds,
    }
    if layer.labels:
        row["labels"] = layer.labels
    if layer.rejections:
        row["rejections"] = [(span.start, span.end, span.label) for span in layer.rejections]
    spans = ",".join([_span_json(span, text) for span in layer.spans])
    return f'{_dump(row)[:-1]},"spans":[{spans}]}}'


def _span_json(span: LabelledSpan, text: str) -> str:
    """Return the object of a span. Put together here, as a corpus has millions of them, out of JSON's own strings."""
    start, end, label, uid, origin, note, confidence, attributes, rev, at = span
    if uid and at and origin == "import" and rev == 1 and not (note or confidence or attributes):  # most of them
        places = f'{{"start":{start},"end":{end},"label":{json_of(label)},"text":{json_of(text[start:end])}'
        return f'{places},"uid":{json_of(uid)},"updated_at":{json_of(at)}}}'
    more = f',"uid":{json_of(uid)}' if uid else ""
    if origin != "import":
        more += f',"origin":{json_of(origin)}'
    if note:
        more += f',"note":{json_of(note)}'
    if confidence:
        more += f',"confidence":{json_of(confidence)}'
    if attributes:
        more += f',"attributes":{_dump(dict(attributes))}'
    if rev != 1:
        more += f',"rev":{rev}'
    if at:
        more += f',"updated_at":{json_of(at)}'
    surface = json_of(text[start:end])
    return f'{{"start":{start},"end":{end},"label":{json_of(label)},"text":{surface}{more}}}'


def sniff(head: Head) -> str:
    """Return why this is a file of ours: records with layers, or with spans under their own names."""
    if "layers" in head.record and "text" in head.record:
        return 'its records have "text" and "layers"'
    spans = head.record.get("spans")
    foreign = isinstance(spans, list) and any(
        isinstance(span, dict) and not span.keys() <= SPAN_FIELDS for span in spans
    )
    if "text" in head.record and isinstance(spans, list) and not foreign and not _PRODIGYS & head.record.keys():
        return 'its records have "text" and "spans"'
    return ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a line; records and spans that cannot be read are left out and told. Raises UserError.

    Fields of others that look like annotations are told: records of another kind may follow ours, or be too long to
    tell the format by.
    """
    unread = Unread()
    try:
        yield from articles_of_records(source, lambda where, number, row: _article(row, where, number, source, unread))
    finally:
        unread.note(source)


def _article(
    row: dict[str, Any], where: FileLocation, number: int, source: SourceFile, unread: Unread
) -> AnnotatedArticle:
    past = _changes(row, where)
    cleaned = article_text(field(row, "text", str, None, where), where, keep_bom="changes" in row)
    layers = [_layer(layer, cleaned, where, source) for layer in objects(row, "layers", where)]
    if row.get("spans") is not None:
        layers.append(_layer({"spans": row["spans"]}, cleaned, where, source))
    meta = {name: value for name, value in row.items() if name not in _KNOWN}
    if meta:
        unread.look(flat_of(meta), Taken())
    return AnnotatedArticle(
        source=source_id(row, "id", f"{file_name(source.path)}:{number}", where),
        title=field(row, "title", str, "", where) or title_of(cleaned.text),
        text=cleaned.text,
        meta=meta | field(row, "meta", dict, {}, where),
        changes=cleaned.changes,
        layers=tuple(layers),
        labels=tuple(_label(label, where) for label in objects(row, "labels", where)),
        where=where,
        past=tuple(past),
    )


def _changes(row: dict[str, Any], where: FileLocation) -> list[str]:
    changes: list[str] = field(row, "changes", list, [], where)
    if not all(isinstance(change, str) for change in changes):
        raise UserError(f'{where}: "changes" must be a list of words.')
    return changes


def _label(row: dict[str, Any], where: FileLocation) -> Label:
    names = (*_LABEL_FIELDS, *_LABEL_EXTRAS)
    texts: dict[str, Any] = {name: field(row, name, str, "", where) for name in names if name in row}
    if not texts.get("name", "").strip():
        raise UserError(f'{where}: a label needs a "name".')
    try:
        scope = Scope(texts.get("scope", "span"))
    except ValueError as error:
        raise UserError(f'{where}: {error}; a label\'s "scope" is "span" or "article".') from error
    return Label(**texts | {"uid": uid_of(texts.get("uid", "")), "scope": scope})


def _layer(row: dict[str, Any], cleaned: Cleaned, where: FileLocation, source: SourceFile) -> Layer:
    seconds = 0.0 if row.get("seconds") is None else row["seconds"]
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds < 1e10:
        raise UserError(f'{where}: "seconds" must be a number that is not negative.')
    try:
        kind = AnnotatorKind(field(row, "kind", str, "person", where))
        status = Status(field(row, "status", str, "new", where))
    except ValueError as error:
        raise UserError(f"{where}: {error}; the layer's kind or status is unknown.") from error
    labels: list[Any] = field(row, "labels", list, [], where)
    if not all(isinstance(name, str) and name.strip() for name in labels):
        raise UserError(f'{where}: "labels" of a layer must be a list of names.')
    given = objects(row, "spans", where)
    plain = None if cleaned.removed else _plain(given, cleaned.text)
    spans = plain or _kept(given, lambda span: _span(span, cleaned, where), where, source)
    rejected = field(row, "rejections", list, [], where)
    return Layer(
        annotator=field(row, "annotator", str, "", where),
        kind=kind,
        status=status,
        seconds=float(seconds),
        spans=spans,
        labels=tuple(dict.fromkeys(labels)),
        rejections=_kept(rejected, lambda one: _rejection(one, cleaned, where), where, source),
        whole="annotator" in row and "spans" in row and len(spans) == len(given) and _have_ids(spans),
    )


def _have_ids(spans: Sequence[LabelledSpan]) -> bool:
    return all(spans.uids if isinstance(spans, SpanColumns) else [span.uid for span in spans])


def _plain(given: list[dict[str, Any]], text: str) -> SpanColumns | None:
    """Return the spans, where all say rightly what nearly all spans say and nothing else; None otherwise.

    That is place, label and words, and of a project's own id and time. They are looked at together, field by field,
    as a corpus has millions of them.
    """
    sizes = {*map(len, given)}
    fields = _PLAIN.get(sizes.pop()) if len(sizes) == 1 else None
    try:
        starts, ends, labels, words, *own = zip(*map(fields, given), strict=True) if fields else ((), (), (), ())
        named = all(map(str.strip, {*labels}))
    except (KeyError, TypeError):  # another field, a label that is no text
        return None
    if not (named and {*map(type, starts), *map(type, ends)} == _INT):
        return None
    if min(starts) < 0 or min(ends) < 0 or max(ends) > len(text):  # below zero would count from the text's end
        return None
    # None of the words is empty, so that each span ends after its start.
    if not all(words) or [text[start:end] for start, end in zip(starts, ends, strict=True)] != [*words]:
        return None
    uids, times = own or [("",) * len(given)] * 2
    if own and not (all(map(is_uid, uids)) and {*map(type, times)} == _STR):
        return None
    return SpanColumns(starts, ends, labels, uids, times)


def _kept(
    given: list[_T], make: Callable[[_T], LabelledSpan], where: FileLocation, source: SourceFile
) -> tuple[LabelledSpan, ...]:
    """Return what `make` makes of each; those of which it raises UserError are left out and told."""
    try:
        return tuple([make(one) for one in given])  # nearly always
    except UserError:
        return tuple(_one_by_one(given, make, where, source))


def _one_by_one(
    given: list[_T], make: Callable[[_T], LabelledSpan], where: FileLocation, source: SourceFile
) -> Iterator[LabelledSpan]:
    for one in given:
        try:
            yield make(one)
        except UserError as error:
            source.leave_out_span(where, error)


def _rejection(given: Any, cleaned: Cleaned, where: FileLocation) -> LabelledSpan:
    if not isinstance(given, list) or len(given) != 3 or not isinstance(given[2], str) or not given[2].strip():
        raise UserError(f'{where}: "rejections" must be a list of [start, end, label].')
    return LabelledSpan(*stretch(cleaned, given[0], given[1], where), given[2])


def _span(row: dict[str, Any], cleaned: Cleaned, where: FileLocation) -> LabelledSpan:
    given = field(row, "start", int, None, where), field(row, "end", int, None, where)
    start, end = stretch(cleaned, *given, where)
    text, label = cleaned.text, field(row, "label", str, None, where)
    surface = field(row, "text", str, "", where)
    if surface and surface != text[start:end] and clean(surface, where).text != text[start:end]:
        raise UserError(
            f"{where}: the span [{given[0]}, {given[1]}) reads '{text[start:end][:40]}', the file says "
            f"'{surface[:40]}'; offsets must count code points."
        )
    if not label.strip():
        raise UserError(f"{where}: the span [{given[0]}, {given[1]}) has no label.")
    return LabelledSpan(start, end, label, **_extras(row, where))


def _extras(row: dict[str, Any], where: FileLocation) -> dict[str, Any]:
    kinds = {"rev": int, "attributes": dict}
    found = {n: field(row, n, kinds.get(n, str), usual, where) for n, usual in _SPAN_EXTRAS.items() if n in row}
    if not 1 <= found.get("rev", 1) < 2**53:
        raise UserError(f'{where}: "rev" must be 1 or more.')
    return found | {"uid": uid_of(found.get("uid", ""))}


FORMAT = Format(
    "jsonl",
    "Nishan JSON lines (lossless)",
    (".jsonl", ".ndjson"),
    read=read,
    write=write,
    holds=frozenset(Holds),
    sniff=sniff,
    rank=40,
    columns=(
        *(("id", "string"), ("title", "string"), ("text", "string"), ("meta", "json"), ("changes", "string[]")),
        *(("labels", "json"), ("layers", "json")),
    ),
)
