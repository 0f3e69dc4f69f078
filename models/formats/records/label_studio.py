"""Label Studio's JSON tasks: its exports in, and a file that it imports out, with the labelling config beside it.

Offsets are code points, as the page of Label Studio 1.23 saves them. Others write UTF-16 units, count CRLF as one or
set an end one too far: `Counting` compares with the `value.text` of each span.

Out: one task an article, one annotation a layer. The title and id stand in `data`, the rest of what is known of an
article in the task's `meta`, which Label Studio keeps. `completed_by` is written for names that are e-mail addresses
alone: Label Studio refuses a file with any other name, and those it does not know; such a name goes to
`created_username`. `meta.text` of a span is its note, as in Label Studio. Article labels are choices.
In: also JSON_MIN, tables of one annotation a row, and tasks that nobody has annotated. An annotation is a layer, a
prediction is suggestions; which is ground truth goes to the meta. Dates, counts and ids of tasks, annotations and
users are Label Studio's bookkeeping and not kept.
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
from models.base.losses import Holds
from models.base.report import Report, counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.base import Format
from models.formats.support.counting import Counting
from models.formats.support.fields import article_text, unpacked
from models.formats.support.json_array import records
from models.formats.support.label_studio.config import choice_controls, config
from models.formats.support.label_studio.results import EMAIL, Results, annotator
from models.formats.support.label_studio.tasks import Row, Task, id_of, is_min, regions_in, task_of
from models.formats.support.label_studio.text_field import TextField
from models.formats.support.options import Unit
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tables import columns_in, distinct, rows_of
from models.formats.support.told import Told

_CONFIG = ".config.xml"
_SHAPE = re.compile(
    r'"(annotations|completions|predictions)"\s*:\s*\[\s*\{.*"(result|from_name)"\s*:|"annotation_id"\s*:', re.DOTALL
)
_TABLES = (".csv", ".tsv")


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
            if sink.options.unit is not Unit.SENTENCE:  # of a sentence, that says nothing
                _tell_begun(article, sink.report)
            unnamed |= {layer.annotator for layer in article.layers if not EMAIL.fullmatch(layer.annotator)}
        out.write("\n]\n")
    for name in sorted(unnamed):
        what = "no e-mail address; Label Studio gives the work to whoever imports it"
        sink.report.note_once(f"annotator {name}", what)


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


def _tell_begun(article: AnnotatedArticle, report: Report) -> None:
    """Note work without a label that nobody has called done: status and time of it have no place."""
    for layer in article.layers:
        if not _said(layer) and (layer.status is not Status.NEW or layer.seconds):
            what = "has begun and labelled nothing; an annotation would say that it is done, so there is none"
            report.note(article.title, f"{layer.annotator} {what}")


def _said(layer: Layer) -> bool:
    """Return whether an annotation is written: one without a label says that somebody is done."""
    return bool(layer.spans or layer.labels or layer.status in (Status.DONE, Status.SKIPPED))


def _annotation(layer: Layer, article: AnnotatedArticle, controls: dict[str, str], report: Report) -> dict[str, Any]:
    skipped = layer.status is Status.SKIPPED
    many = ((len(layer.spans), "span"), (len(layer.labels), "label of the article", "labels of the article"))
    if skipped and (found := " and ".join(counted(*one) for one in many if one[0])):
        report.note(article.title, f"{layer.annotator} skipped it; {found} no data there")
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
    if EMAIL.fullmatch(layer.annotator):
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
    if head.suffix in _TABLES:
        return 'it has a column "annotation_id"' if "annotation_id" in columns_in(head) else ""
    start = head.text.lstrip().removeprefix("[").lstrip()
    if not start.startswith("{"):
        return ""
    try:
        record, _ = json_text.parse_at(start)
    except json_text.NotJson:
        cut_off = len(head.start) >= 1024 * 1024 or start.count("\n") > 0
        return "it has results of annotations" if cut_off and _SHAPE.search(start) else ""
    if not isinstance(record, dict):
        return ""
    data = record.get("data")
    if isinstance(data, dict) and any(isinstance(value, str) for value in data.values()):
        return 'its records have "data"'
    return 'its records have "annotation_id"' if is_min(record) and "annotation_id" in record else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a task; one that cannot be read is left out and told. Raises UserError when none can."""
    counting, fields, told = Counting(source), TextField(source), Told(source)
    counting.first_look(lambda quiet: _articles(quiet, fields, Told(quiet.source)))
    read_any, left_out = False, source.report.left_out
    try:
        for article in _articles(counting, fields, told):
            read_any = True
            yield article
    finally:
        counting.note()
        told.note()
    if not read_any and source.report.left_out > left_out:
        why = source.report.notes[-1].what if source.report.notes else ""
        raise UserError(f"{source.path}: no task of it can be read; the last was {why}.")


def _articles(counting: Counting, fields: TextField, told: Told) -> Iterator[AnnotatedArticle]:
    source = counting.source
    for number, (_, record) in enumerate(_records(source), 1):
        own = id_of(record.get("id"))
        where = FileLocation(f"{source.path}, task {own}" if own else f"{source.path}, record {number}")
        try:
            task = task_of(record, where)
            article = _article(task, where, f"{file_name(source.path)}:{number}", counting, fields, told)
        except UserError as error:
            source.leave_out(where, error)
        else:
            yield article


def _records(source: SourceFile) -> Iterator[tuple[FileLocation, Row]]:
    """Yield the records of a file of JSON, or of a table whose cells hold JSON."""
    if source.path.suffix.lower() not in _TABLES:
        yield from records(source)
        return
    rows = rows_of(source)
    header = next(rows, None)
    names = distinct(header.cells) if header else []
    for row in rows:
        record = {name: unpacked(cell) for name, cell in zip(names, row.cells, strict=False) if cell}
        if re.fullmatch(r"\d+\.0", str(record.get("id")), re.ASCII):  # pandas writes 7.0 where some rows have none
            record["id"] = record["id"][:-2]
        yield source.at(row.line), record


def _article(
    task: Task, where: FileLocation, fallback_id: str, counting: Counting, fields: TextField, told: Told
) -> AnnotatedArticle:
    key = fields.of(task, where)
    fields.tell(task, key)
    text = str(task.data[key])
    cleaned = article_text(text, where, keep_bom=task.ours)
    results = Results(text, cleaned, where, counting, told)
    layers = [*map(results.annotation, task.annotations), *map(results.prediction, task.predictions)]
    _tell(task, results)
    title = task.data.get("title") if key != "title" else None
    return AnnotatedArticle(
        source=id_of(task.data.get("id")) or task.id or fallback_id,
        title=title if isinstance(title, str) and title.strip() else title_of(cleaned.text),
        text=cleaned.text,
        meta=_meta(task, key),
        changes=cleaned.changes,
        layers=tuple(layers),
        where=where,
        own=task.ours,
    )


def _tell(task: Task, results: Results) -> None:
    results.tell("drafts that nobody has submitted, left out", task.drafts)
    results.tell("annotations that are no objects, left out", task.bad)
    for name in task.choices:
        results.tell(f'the field "{name}", short text under the name of a control, taken for a label of the article')
    if not task.annotations and not task.predictions:
        for name, value in task.data.items():
            if regions_in(value) or (isinstance(value, list) and any(isinstance(item, list) for item in value)):
                results.tell(f'the field "{name}", which looks like annotations and is not read here, kept in the meta')


def _meta(task: Task, key: str) -> Row:
    """Return what else is said of an article: the other fields of the data and the task, and which work is true."""
    meta = {name: value for name, value in task.data.items() if name != key}
    if id_of(meta.get("id")):
        del meta["id"]
    if isinstance(meta.get("title"), str):
        del meta["title"]
    true = [annotator(row) for row in task.annotations if row.get("ground_truth") is True]
    if true and not task.ours:  # there it says whose layer is the curator's
        meta["ground_truth"] = true
    own = task.meta
    return meta | own | {f"data.{name}": meta[name] for name in sorted(own.keys() & meta.keys())}


FORMAT = Format(
    "label-studio",
    "Label Studio JSON tasks",
    (".json",),
    read=read,
    write=write,
    holds=frozenset(Holds) - {Holds.REJECTIONS, Holds.CHANGES},
    sniff=sniff,
    rank=60,
    units=(Unit.ARTICLE, Unit.SENTENCE),
    offsets=True,
    beside=(_CONFIG,),
    columns=(("id", "int64"), ("data", "json"), ("meta", "json"), ("annotations", "json")),
)
