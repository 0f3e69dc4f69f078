"""Label Studio's JSON tasks: its exports in, and a file that it imports out, with the labelling config beside it.

Offsets are code points, as the page of Label Studio 1.23 saves them. Other programs write UTF-16 units: what is read
is compared with the `value.text` of each span in both units.

Out: one task an article, one annotation a layer. The title and id stand in `data`, the rest of what is known of an
article in the task's `meta`, which Label Studio keeps. `completed_by` is written for names that are e-mail addresses
alone: Label Studio refuses a file with any other name, and those it does not know; such a name goes to
`created_username`. `meta.text` of a span is its note, as in Label Studio. Article labels are choices.
In: an annotation is a layer, a prediction is suggestions. Dates, counts and ids of tasks, annotations and users are
Label Studio's bookkeeping and not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from models.base import json_text
from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import AnnotatorKind, Status
from models.base.errors import UserError
from models.base.report import Report, counted, file_name
from models.formats.support.base import Format
from models.formats.support.fields import article_text, field, objects, uid_of
from models.formats.support.json_array import records
from models.formats.support.label_studio_config import choice_controls, config
from models.formats.support.label_studio_units import LabelStudioSpan, placed
from models.formats.support.options import Unit
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.text import title_of
from models.text.offsets import Cleaned

_EMAIL = re.compile(r"[^\s@,]+@[^\s@,]+")
_CONFIG = ".config.xml"
_TASK = {
    *("id", "data", "meta", "annotations", "completions", "predictions", "drafts", "created_at", "updated_at"),
    *("project", "inner_id", "total_annotations", "cancelled_annotations", "total_predictions", "comment_count"),
    *("unresolved_comment_count", "last_comment_updated_at", "updated_by", "comment_authors", "file_upload", "overlap"),
    *("is_labeled", "allow_skip", "annotations_results", "predictions_results", "state"),
}
_REGION = {"id", "from_name", "to_name", "type", "value", "meta", "origin", "source", "hidden", "readonly", "locked"}
_VALUE = {"start", "end", "text", "labels", "globalOffsets"}
_OWN_META = {"confidence", "attributes"}
_SHAPE = re.compile(r'"(annotations|completions|predictions)"\s*:\s*\[\s*\{.*"(result|from_name)"\s*:', re.DOTALL)


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write a JSON array, a task a line, and `NAME.config.xml` with the labels."""
    controls = choice_controls(sink.labels)
    with sink.open(sink.beside(_CONFIG)) as out:
        out.write(config(sink.labels, sink.report))
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    unnamed: set[str] = set()
    with sink.open() as out:
        out.write("[")
        for number, article in enumerate(articles, 1):
            task = _task(number, article, controls, sink.report)
            out.write(("\n" if number == 1 else ",\n") + dump(task))
            unnamed |= {layer.annotator for layer in article.layers if not _EMAIL.fullmatch(layer.annotator)}
        out.write("\n]\n")
    for name in sorted(unnamed):
        sink.report.note(f"annotator {name}", "no e-mail address; Label Studio gives the work to whoever imports it")


def _task(number: int, article: AnnotatedArticle, controls: dict[str, str], report: Report) -> dict[str, Any]:
    layers = [layer for layer in article.layers if _said(layer)]
    report.articles += 1
    report.spans += sum(len(layer.spans) for layer in layers)
    report.article_labels += sum(len(layer.labels) for layer in layers)
    return {
        "id": number,
        "data": {"text": article.text, "id": article.source, "title": article.title},
        "meta": article.meta,
        "annotations": [_annotation(layer, article, controls, report) for layer in layers],
    }


def _said(layer: Layer) -> bool:
    """Return whether an annotation is written: one without a label says that somebody is done."""
    return bool(layer.spans or layer.labels or layer.status in (Status.DONE, Status.SKIPPED))


def _annotation(layer: Layer, article: AnnotatedArticle, controls: dict[str, str], report: Report) -> dict[str, Any]:
    skipped = layer.status is Status.SKIPPED
    if skipped and layer.spans:
        report.note(article.title, f"{layer.annotator} skipped it; {counted(len(layer.spans), 'span')} no data there")
    chosen: dict[str, list[str]] = {}
    for name in layer.labels:
        chosen.setdefault(controls.get(name, "choices"), []).append(name)
    row: dict[str, Any] = {
        "result": [
            *(_region(span, article.text) for span in layer.spans),
            *(_choices(control, names) for control, names in chosen.items()),
        ],
        "was_cancelled": skipped,
        "ground_truth": layer.kind is AnnotatorKind.CURATOR,  # else Label Studio takes every one for it
        "lead_time": layer.seconds,
    }
    if _EMAIL.fullmatch(layer.annotator):
        row["completed_by"] = {"email": layer.annotator}
    else:
        row["created_username"] = layer.annotator
    if not skipped and layer.status is not Status.DONE:
        row["status"] = layer.status.value
    return row


def _region(span: LabelledSpan, text: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": span.uid or f"{span.start}-{span.end}-{span.label}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "origin": "manual",  # the page knows no other word for it
        "value": {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [span.label]},
    }
    meta: dict[str, Any] = {"text": [span.note]} if span.note else {}
    if span.confidence:
        meta["confidence"] = span.confidence
    if span.attributes:
        meta["attributes"] = dict(span.attributes)
    return row | ({"meta": meta} if meta else {})


def _choices(control: str, names: list[str]) -> dict[str, Any]:
    shape = {"id": control, "from_name": control, "to_name": "text", "type": "choices"}
    return shape | {"value": {"choices": names}}


def sniff(head: Head) -> str:
    """Return why these are tasks: records with `data`, or a beginning that has results of annotations."""
    start = head.text.lstrip().removeprefix("[").lstrip()
    if not start.startswith("{"):
        return ""
    try:
        record, _ = json_text.parse_at(start)
    except json_text.NotJson:
        cut_off = len(head.start) >= 1024 * 1024 or start.count("\n") > 0
        return 'it has "annotations" with results' if cut_off and _SHAPE.search(start) else ""
    data = record.get("data") if isinstance(record, dict) else None
    if isinstance(data, dict) and any(isinstance(value, str) for value in data.values()):
        return 'its records have "data"'
    return ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a task. Raises UserError naming the line of whatever cannot be read as it stands."""
    for number, (where, task) in enumerate(records(source), 1):
        yield _article(task, where, f"{file_name(source.path)}:{number}", source.report)


def _article(task: dict[str, Any], where: FileLocation, fallback_id: str, report: Report) -> AnnotatedArticle:
    data = field(task, "data", dict, None, where)
    annotations = _list(task, "annotations", where) or _list(task, "completions", where)
    predictions = _list(task, "predictions", where)
    key = _text_key(data, [*annotations, *predictions], where)
    cleaned = article_text(data[key], where)
    task_id = _id(task.get("id"))
    reader = _Results(data[key], cleaned, where, f"task {task_id}" if task_id else "", report)
    layers = [*(reader.annotation(row) for row in annotations), *(reader.prediction(row) for row in predictions)]
    if drafts := _list(task, "drafts", where):
        reader.note(f"{counted(len(drafts), 'draft')} that nobody has submitted; left out")
    title = data.get("title") if key != "title" else None
    return AnnotatedArticle(
        source=_id(data.get("id")) or task_id or fallback_id,
        title=title if isinstance(title, str) and title.strip() else title_of(cleaned.text),
        text=cleaned.text,
        meta=_meta(task, data, key, where),
        changes=cleaned.changes,
        layers=tuple(layers),
        where=where,
    )


def _list(row: dict[str, Any], name: str, where: FileLocation) -> list[dict[str, Any]]:
    return objects(row, name, where) if row.get(name) is not None else []


def _id(value: object) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _meta(task: dict[str, Any], data: dict[str, Any], key: str, where: FileLocation) -> dict[str, Any]:
    """Return what else is said of an article: the other fields of the data and the task, and the task's own meta."""
    meta = {name: value for name, value in data.items() if name != key}
    if _id(meta.get("id")):
        del meta["id"]
    if isinstance(meta.get("title"), str):
        del meta["title"]
    own = field(task, "meta", dict, {}, where) if task.get("meta") is not None else {}
    further = {name: value for name, value in task.items() if name not in _TASK}
    both = own.keys() & (meta.keys() | further.keys())
    return further | meta | own | {f"data.{name}": (further | meta)[name] for name in sorted(both)}


def _text_key(data: dict[str, Any], annotations: list[dict[str, Any]], where: FileLocation) -> str:
    """Return the field that holds the text: the one that is labelled, `text`, or the only one."""
    texts = [name for name, value in data.items() if isinstance(value, str) and value.strip()]
    for annotation in annotations:
        for region in _list(annotation, "result", where):
            if region.get("type") == "labels" and region.get("to_name") in texts:
                return str(region["to_name"])
    if "text" in data:
        field(data, "text", str, None, where)
        return "text"
    others = [name for name in texts if name not in ("id", "title")] or texts
    if len(others) != 1:
        there = ", ".join(str(name)[:40] for name in list(data)[:10]) or "nothing"
        raise UserError(f'{where}: no telling which field of "data" is the text (there are: {there}); name it "text".')
    return others[0]


class _Results:
    """What is said about one task's text."""

    def __init__(self, text: str, cleaned: Cleaned, where: FileLocation, name: str, report: Report) -> None:
        self._text, self._cleaned, self._where, self._report = text, cleaned, where, report
        self._name, self._names = name, set[str]()

    def note(self, what: str) -> None:
        """Write down a loss in this task."""
        self._report.note(self._where, f"{self._name}: {what}" if self._name else what)

    def annotation(self, row: dict[str, Any]) -> Layer:
        """Return a person's layer; one that was skipped is no data."""
        name = self._own(_annotator(row), "annotation")
        skipped = row.get("was_cancelled") is True or row.get("skipped") is True
        spans, labels = self._results(row)
        if skipped and (spans or labels):
            self.note(f"skipped by {name or 'its annotator'}, so what is labelled there is no data; left out")
        status = Status.STARTED if row.get("status") == "started" else Status.DONE
        return Layer(
            name,
            status=Status.SKIPPED if skipped else status,
            seconds=_seconds(row.get("lead_time")),
            spans=() if skipped else spans,
            labels=() if skipped else labels,
        )

    def prediction(self, row: dict[str, Any]) -> Layer:
        """Suggestions of a model."""
        version = row.get("model_version")
        name = self._own(version.strip() if isinstance(version, str) and version.strip() else "predictions", "model")
        spans, labels = self._results(row)
        return Layer(name, AnnotatorKind.SUGGESTER, spans=spans, labels=labels)

    def _own(self, name: str, noun: str) -> str:
        """Return a name that no layer of this task has: the work of two is never made into one's."""
        own, number = name, 1
        while own in self._names:
            number += 1
            own = f"{name} ({number})" if name else f"{noun} {number}"
        if own != name:
            self.note(f"more than one {noun} of {name or 'nobody in particular'}; this one is named {own}")
        self._names.add(own)
        return own

    def _results(self, row: dict[str, Any]) -> tuple[tuple[LabelledSpan, ...], tuple[str, ...]]:
        regions: list[LabelStudioSpan] = []
        labels: list[str] = []
        results = _list(row, "result", self._where)
        spans = {str(item.get("id")) for item in results if item.get("type") == "labels"}
        for item in results:
            kind = item.get("type")
            if kind == "labels":
                regions += self._given(item)
            elif kind == "choices" and str(item.get("id")) not in spans:
                labels += self._choices(item)
            else:
                self.note(f"a result of type {str(kind)[:40]}, which has no place here; left out")
        return tuple(placed(regions, self._text, self._cleaned, self.note)), tuple(dict.fromkeys(labels))

    def _choices(self, item: dict[str, Any]) -> list[str]:
        value = field(item, "value", dict, None, self._where)
        if "start" in value or "end" in value:
            self.note("choices for a part of the text, which have no place here; left out")
            return []
        return self._labels(value, "choices")

    def _labels(self, value: dict[str, Any], name: str) -> list[str]:
        labels = field(value, name, list, [], self._where)
        if not all(isinstance(label, str) for label in labels):
            raise UserError(f'{self._where}: "{name}" must be a list of names.')
        return [name for label in labels if (name := " ".join(label.split("\n")).strip())]

    def _given(self, item: dict[str, Any]) -> list[LabelStudioSpan]:
        value = field(item, "value", dict, None, self._where)
        labels = self._labels(value, "labels")
        if not labels:
            self.note(f"the span [{value.get('start')}, {value.get('end')}) has no label; left out")
        edges = self._edge(value, "start"), self._edge(value, "end")
        surface = value.get("text")
        extras = self._extras(item, value)
        uid = uid_of(item.get("id")) if len(str(item.get("id"))) == 36 else ""  # its ten letters are one task's alone
        return [
            LabelStudioSpan(*edges, surface if isinstance(surface, str) else "", label, "" if number else uid, extras)
            for number, label in enumerate(labels)
        ]

    def _edge(self, value: dict[str, Any], name: str) -> int:
        found = value.get(name)
        if isinstance(found, str) and found.isdecimal() and len(found) < 16:
            return int(found)
        if isinstance(found, float) and found.is_integer():
            return int(found)
        return int(field(value, name, int, None, self._where))

    def _extras(self, item: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
        """Note, confidence and attributes of a span."""
        further = {name: found for name, found in item.items() if name not in _REGION}
        further |= {name: found for name, found in value.items() if name not in _VALUE}
        if item.get("from_name", "label") != "label":
            further["from_name"] = item["from_name"]
        meta = field(item, "meta", dict, {}, self._where) if item.get("meta") is not None else {}
        own = {name: found for name, found in meta.items() if name not in ("text", *_OWN_META)}
        if isinstance(meta.get("attributes"), dict):
            own |= meta["attributes"]
        elif "attributes" in meta:
            own["attributes"] = meta["attributes"]
        said = meta.get("text")
        lines = said if isinstance(said, list) else [said] if said is not None else []
        confidence = meta.get("confidence")
        return {
            "note": "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines),
            "confidence": confidence if isinstance(confidence, str) else "",
            "attributes": further | own,
        }


def _annotator(row: dict[str, Any]) -> str:
    """Who made an annotation: the address, a name, or the number of an account."""
    by, shown = row.get("completed_by"), row.get("created_username")
    if isinstance(by, dict):
        names = " ".join(str(by.get(part) or "") for part in ("first_name", "last_name")).strip()
        found = by.get("email") or names or by.get("username") or _numbered(by.get("id"))
        return str(found).strip()
    if isinstance(shown, str) and shown.strip():  # "Sana Khan sana@example.org, 3" in files of Label Studio
        address = re.fullmatch(rf"(?:.*\s)?({_EMAIL.pattern}), \d+", shown.strip())
        return address[1] if address else shown.strip()
    return by.strip() if isinstance(by, str) else _numbered(by)


def _numbered(account: object) -> str:
    return f"annotator {account}" if isinstance(account, int) and not isinstance(account, bool) else ""


def _seconds(value: object) -> float:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e10
    return float(value) if good else 0.0  # type: ignore[arg-type]


FORMAT = Format(
    "label-studio",
    "Label Studio JSON tasks",
    (".json",),
    read=read,
    write=write,
    sniff=sniff,
    rank=60,
    units=(Unit.ARTICLE, Unit.SENTENCE),
    beside=(_CONFIG,),
)
