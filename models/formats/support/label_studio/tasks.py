"""What a record of Label Studio holds, whichever of its formats it is: full, JSON_MIN, a table's row or a plain task.

JSON_MIN and CSV have one record an annotation: first the data, then the task's id, then each control under its name,
then `annotator` and `annotation_id`. The type of a control is not there: lists of stretches are spans; one short
string is taken for a choice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models.base.documents import FileLocation
from models.base.errors import UserError

_TASK = {
    *("id", "data", "meta", "annotations", "completions", "predictions", "drafts", "created_at", "updated_at"),
    *("project", "inner_id", "total_annotations", "cancelled_annotations", "total_predictions", "comment_count"),
    *("unresolved_comment_count", "last_comment_updated_at", "updated_by", "comment_authors", "file_upload", "overlap"),
    *("is_labeled", "allow_skip", "annotations_results", "predictions_results", "state"),
}
_MIN = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "history")
_DATA = {"title", "headline", "url", "link", "source", "author", "date", "name", "file", "filename", "language"}
_LONGEST_CHOICE = 40  # code points; what is longer, or of several lines, is an answer

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """A task. `choices`: the names of controls whose one string was taken for a choice."""

    data: Row
    id: str = ""
    meta: Row = field(default_factory=dict)
    annotations: tuple[Row, ...] = ()
    predictions: tuple[Row, ...] = ()
    drafts: int = 0
    bad: int = 0
    choices: tuple[str, ...] = ()

    @property
    def ours(self) -> bool:
        """Whether Nishan wrote it."""
        return list(self.data) == ["text", "id", "title"]


def id_of(value: object) -> str:
    """Return an id as text; empty for what is none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def regions_in(value: object) -> bool:
    """Whether a field is a list of stretches with labels, as JSON_MIN has them under a control's name."""
    return isinstance(value, list) and any(_is_region(item) for item in value)


def _is_region(item: object) -> bool:
    return isinstance(item, dict) and "start" in item and "end" in item and bool(_label_fields(item))


def _label_fields(item: Row) -> list[str]:
    return [name for name, value in item.items() if name.endswith("labels") and isinstance(value, list)]


def is_min(record: Row) -> bool:
    """Whether a record is one of JSON_MIN, or of a table that Label Studio wrote."""
    return "data" not in record and ("annotation_id" in record or any(map(regions_in, record.values())))


def task_of(record: Row, where: FileLocation) -> Task:
    """Return the task that a record is. Raises UserError when it is none."""
    if is_min(record):
        return _min_task(record)
    data = record.get("data")
    if isinstance(data, str) or (data is None and record and not record.keys() & {"annotations", "predictions"}):
        return Task(record, id_of(record.get("id")))
    if not isinstance(data, dict):
        what = 'there is no "data"' if data is None else '"data" must be an object'
        raise UserError(f"{where}: {what}.")
    annotations, bad = _rows(record, ("annotations", "completions"), where)
    predictions, bad_predictions = _rows(record, ("predictions",), where)
    drafts = record.get("drafts")
    return Task(
        data=data,
        id=id_of(record.get("id")),
        meta=_meta(record),
        annotations=annotations,
        predictions=predictions,
        drafts=len(drafts) if isinstance(drafts, list) else 0,
        bad=bad + bad_predictions,
    )


def _rows(record: Row, names: tuple[str, ...], where: FileLocation) -> tuple[tuple[Row, ...], int]:
    """Return the objects of the first of some fields that has any, and how many of its items are none."""
    for name in names:
        found = record.get(name) or []
        if not isinstance(found, list):
            raise UserError(f'{where}: "{name}" must be a list.')
        if found:
            good = tuple(row for row in found if isinstance(row, dict))
            return good, sum(not isinstance(row, (dict, int)) for row in found)  # numbers: ids of what is elsewhere
    return (), 0


def _meta(record: Row) -> Row:
    """Return the fields of a task that are not Label Studio's own, and its meta."""
    further = {name: value for name, value in record.items() if name not in _TASK}
    own = record.get("meta")
    return further | (own if isinstance(own, dict) else {"meta": own} if own else {})


def _min_task(record: Row) -> Task:
    controls = {name: record[name] for name in _controls(record)}
    choices = tuple(name for name, value in controls.items() if _is_choice(value))
    results = [result for name, value in controls.items() for result in _results(name, value)]
    data = {name: value for name, value in record.items() if name not in (*controls, *_MIN, "id")}
    annotation: Row = {
        "id": record.get("annotation_id"),
        "completed_by": record.get("annotator"),
        "lead_time": record.get("lead_time"),
        "result": results,
    }
    return Task(data, id_of(record.get("id")), annotations=(annotation,), choices=choices)


def _controls(record: Row) -> list[str]:
    """Return the fields that are controls: lists of stretches, and what else stands behind the id that is no data."""
    names = list(record)
    begins = names.index("id") + 1 if "id" in names else len(names)
    ends = next((names.index(name) for name in _MIN if name in names), len(names))
    between = [name for name in names[begins:ends] if name not in _DATA]
    texts_before = any(isinstance(record[name], str) for name in names[: begins - 1])
    lists = [name for name in names if regions_in(record[name])]
    behind = between.index(lists[0]) if lists and lists[0] in between else 0
    further = between[behind:] if texts_before or (lists and lists[0] in between) else []
    objects = [name for name in between if isinstance(record[name], (dict, list))]
    found = {*lists, *objects, *further}
    return [name for name in names if name in found]


def _is_choice(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_CHOICE and "\n" not in value.strip()


def _results(name: str, value: Any) -> list[Row]:
    """Return the results of one control in the form that the full format has."""
    shape = {"from_name": name}
    if _is_choice(value):
        return [shape | {"type": "choices", "value": {"choices": [value]}}]
    if isinstance(value, str):
        return [shape | {"type": "textarea", "value": {"text": [value]}}] if value.strip() else []
    items = value if isinstance(value, list) else [] if value is None else [value]
    return [shape | {"type": _type(item), "value": item} for item in items]


def _type(item: object) -> str:
    if isinstance(item, str):
        return "textarea"
    if not isinstance(item, dict):
        return "rating"
    fields = _label_fields(item)
    return fields[0] if fields else "choices" if isinstance(item.get("choices"), list) else next(iter(item), "")
