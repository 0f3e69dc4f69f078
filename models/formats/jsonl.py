"""Nishan's own JSON lines: one article a line, with its layers; nothing of a project's data is lost.

`{"id", "title", "text", "meta", "changes", "labels", "layers": [{"annotator", "kind", "status", "seconds",
"labels", "spans": [{"start", "end", "label", "text", "uid", "origin", "note", "confidence", "attributes", "rev",
"updated_at"}]}]}`. Only `text` is needed; the article's `labels` describe all labels of the project and stand in
the first line only; a layer's `labels` are names, of the whole article's labels. Fields with their usual value are
left out. Offsets are code points, end-exclusive. Other fields are read into `meta`. Rejected suggestions stay in
the project: they are nobody's data.
"""

from __future__ import annotations

import codecs
import json
import math
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from models.corpus import Annotated, Kind, Label, LabelledSpan, Layer, Scope, Status
from models.errors import UserError
from models.formats.base import Format, Sink, Source, file_name
from models.formats.text import title_of
from models.text import Cleaned, clean

MAX_LINE = 64 * 1024 * 1024
_KNOWN = {"id", "title", "text", "meta", "changes", "labels", "layers", "spans"}
_SPAN_EXTRAS = {
    "uid": "",
    "origin": "import",
    "note": "",
    "confidence": "",
    "attributes": {},
    "rev": 1,
    "updated_at": "",
}
_LABEL_FIELDS = ("uid", "name", "urdu_name", "short", "color", "key", "description")
_LABEL_EXTRAS = {"examples": "", "scope": "span", "choice": ""}


# --- out --------------------------------------------------------------------------------------------------------


def write(articles: Iterable[Annotated], sink: Sink) -> None:
    """Write one line an article."""
    labels: dict[str, Any] = {"labels": [_label_row(label) for label in sink.labels]}
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for article in articles:
        row: dict[str, Any] = {"id": article.source, "title": article.title, "text": article.text}
        if article.meta:
            row["meta"] = article.meta
        if article.changes:
            row["changes"] = article.changes
        row |= labels
        labels = {}
        row["layers"] = [_layer_row(layer, article.text) for layer in article.layers]
        sink.out.write(dump(row) + "\n")
        sink.report.articles += 1
        sink.report.spans += sum(len(layer.spans) for layer in article.layers)
        sink.report.article_labels += sum(len(layer.labels) for layer in article.layers)


def _label_row(label: Label) -> dict[str, Any]:
    row = {name: getattr(label, name) for name in _LABEL_FIELDS}
    extras = {name: getattr(label, name) for name in _LABEL_EXTRAS}
    return row | {name: value for name, value in extras.items() if value != _LABEL_EXTRAS[name]}


def _layer_row(layer: Layer, text: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "annotator": layer.annotator,
        "kind": layer.kind.value,
        "status": layer.status.value,
        "seconds": layer.seconds,
    }
    if layer.labels:
        row["labels"] = layer.labels
    return row | {"spans": [_span_row(span, text) for span in layer.spans]}


def _span_row(span: LabelledSpan, text: str) -> dict[str, Any]:
    row = {"start": span.start, "end": span.end, "label": span.label, "text": text[span.start : span.end]}
    extras = {name: getattr(span, name) for name in _SPAN_EXTRAS}
    return row | {name: value for name, value in extras.items() if value != _SPAN_EXTRAS[name]}


# --- in ---------------------------------------------------------------------------------------------------------


def read(source: Source) -> Iterator[Annotated]:
    """Read one article a line. Raises UserError naming the line of whatever cannot be read as it stands."""
    try:
        with source.path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
                where = f"{source.path}, line {number}"
                if len(line) > MAX_LINE:
                    raise UserError(f"{where}: longer than {MAX_LINE // 2**20} MB; write one article a line.")
                source.advance(len(line))
                row = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                if row.strip():
                    yield _article(_parse(row, where), where, f"{file_name(source.path)}:{number}")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"{source.path}: the file cannot be read ({reason}).") from error


def _parse(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
        if b"\\ud" in line or b"\\uD" in line:
            json.dumps(row, ensure_ascii=False).encode()  # half a surrogate pair in any string
    except UnicodeDecodeError as error:
        raise UserError(f"{where}: not UTF-8 (byte {error.start + 1}); save the file as UTF-8.") from error
    except UnicodeEncodeError as error:
        raise UserError(f"{where}: holds half of a surrogate pair; export the file again from its source.") from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"{where}: not JSON ({error}); every line must be one whole object.") from error
    if not isinstance(row, dict):
        raise UserError(f'{where}: not a JSON object with a "text" field.')
    return row


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise ValueError(f"{number[:40]} is too large a number")
    return value


def _article(row: dict[str, Any], where: str, fallback_id: str) -> Annotated:
    text = _field(row, "text", str, None, where)
    changes = _changes(row, where)
    cleaned = clean(text, where, keep_bom="bom" in changes)
    if not cleaned.text.strip():
        raise UserError(f'{where}: "text" is empty; an article needs text.')
    meta = {name: value for name, value in row.items() if name not in _KNOWN}
    layers = [_layer(layer, cleaned, where) for layer in _rows(row, "layers", where)]
    if "spans" in row:
        layers.append(_layer({"spans": row["spans"]}, cleaned, where))
    source = row.get("id", fallback_id)
    if isinstance(source, bool) or not isinstance(source, (str, int)):
        raise UserError(f'{where}: "id" must be text or a number.')
    return Annotated(
        source=str(source),
        title=_field(row, "title", str, "", where) or title_of(cleaned.text),
        text=cleaned.text,
        meta=meta | _field(row, "meta", dict, {}, where),
        changes=tuple(dict.fromkeys((*changes, *cleaned.changes))),
        layers=tuple(layers),
        labels=tuple(_label(label, where) for label in _rows(row, "labels", where)),
        where=where,
    )


def _changes(row: dict[str, Any], where: str) -> list[str]:
    changes: list[str] = _field(row, "changes", list, [], where)
    if not all(isinstance(change, str) for change in changes):
        raise UserError(f'{where}: "changes" must be a list of words.')
    return changes


def _field(row: dict[str, Any], name: str, kind: type, default: Any, where: str) -> Any:
    """A field of the type it must have; a missing one is its default, or an error when that is None."""
    value = row.get(name, default)
    if value is None and default is None:
        raise UserError(f'{where}: there is no "{name}".')
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        names = {str: "text", int: "a whole number", float: "a number", list: "a list", dict: "an object"}
        raise UserError(f'{where}: "{name}" must be {names[kind]}.')
    return value


def _rows(row: dict[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _field(row, name, list, [], where)
    if not all(isinstance(item, dict) for item in rows):
        raise UserError(f'{where}: "{name}" must be a list of objects.')
    return rows


def _label(row: dict[str, Any], where: str) -> Label:
    names = (*_LABEL_FIELDS, *_LABEL_EXTRAS)
    texts: dict[str, Any] = {name: _field(row, name, str, "", where) for name in names if name in row}
    if not texts.get("name", "").strip():
        raise UserError(f'{where}: a label needs a "name".')
    try:
        scope = Scope(texts.get("scope", "span"))
    except ValueError as error:
        raise UserError(f'{where}: {error}; a label\'s "scope" is "span" or "article".') from error
    return Label(**texts | {"uid": _uid(texts.get("uid", "")), "scope": scope})


def _layer(row: dict[str, Any], cleaned: Cleaned, where: str) -> Layer:
    seconds = row.get("seconds", 0.0)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds < 1e10:
        raise UserError(f'{where}: "seconds" must be a number that is not negative.')
    try:
        kind = Kind(_field(row, "kind", str, "person", where))
        status = Status(_field(row, "status", str, "new", where))
    except ValueError as error:
        raise UserError(f"{where}: {error}; the layer's kind or status is unknown.") from error
    spans = tuple(_span(span, cleaned, where) for span in _rows(row, "spans", where))
    labels: list[Any] = _field(row, "labels", list, [], where)
    if not all(isinstance(name, str) and name.strip() for name in labels):
        raise UserError(f'{where}: "labels" of a layer must be a list of names.')
    name = _field(row, "annotator", str, "", where)
    return Layer(name, kind, status, float(seconds), spans, tuple(dict.fromkeys(labels)))


def _span(row: dict[str, Any], cleaned: Cleaned, where: str) -> LabelledSpan:
    given_start, given_end = _field(row, "start", int, None, where), _field(row, "end", int, None, where)
    start, end = cleaned.place(given_start), cleaned.place(given_end)
    text, label = cleaned.text, _field(row, "label", str, None, where)
    if not 0 <= start < end <= len(text):
        raise UserError(f"{where}: the span [{given_start}, {given_end}) does not lie in the text of {len(text)}.")
    surface = _field(row, "text", str, "", where)
    if surface and surface != text[start:end] and clean(surface, where).text != text[start:end]:
        raise UserError(
            f"{where}: the span [{given_start}, {given_end}) reads '{text[start:end][:40]}', the file says "
            f"'{surface[:40]}'; offsets must count code points."
        )
    if not label.strip():
        raise UserError(f"{where}: the span [{given_start}, {given_end}) has no label.")
    extras = {n: _field(row, n, type(usual), usual, where) for n, usual in _SPAN_EXTRAS.items() if n in row}
    if not 1 <= extras.get("rev", 1) < 2**53:
        raise UserError(f'{where}: "rev" must be 1 or more.')
    return LabelledSpan(start, end, label, **extras | {"uid": _uid(extras.get("uid", ""))})


def _uid(value: str) -> str:
    """A UUID in its usual spelling; anything else is as good as none."""
    try:
        return str(uuid.UUID(value))
    except ValueError:
        return ""


FORMAT = Format("jsonl", "Nishan JSON lines (lossless)", (".jsonl", ".ndjson"), read=read, write=write)
