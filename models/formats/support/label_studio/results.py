"""The layers of one task: what its annotations and predictions say of its text. No format itself."""

from __future__ import annotations

import json
import re
from typing import Any

from models.base.documents import FileLocation, LabelledSpan, Layer
from models.base.entities import AnnotatorKind, Status
from models.formats.support.counting import Counting
from models.formats.support.fields import uid_of
from models.formats.support.told import Told
from models.text.offsets import Cleaned

EMAIL = re.compile(r"[^\s@,]+@[^\s@,]+")
_REGION = {"id", "from_name", "to_name", "type", "value", "meta", "origin", "source", "hidden", "readonly", "locked"}
_VALUE = {"start", "end", "text", "labels", "globalOffsets"}
_OWN_META = {"confidence", "attributes"}
_IN_HTML = {"hypertextlabels", "paragraphlabels"}

Row = dict[str, Any]


class Results:
    """What is said about one task's text. What is left out goes to `told`, once a file."""

    def __init__(self, text: str, cleaned: Cleaned, where: FileLocation, counting: Counting, told: Told) -> None:
        self._text, self._cleaned, self._where = text, cleaned, where
        self._counting, self._told = counting, told
        self._names = set[str]()

    def tell(self, what: str, count: int = 1) -> None:
        """Count something that was left out or changed in this task."""
        if count:
            self._told.add(what, self._where, count)

    def annotation(self, row: Row) -> Layer:
        """Return a person's layer; one that was skipped is no data."""
        name = self._own(annotator(row), "annotation")
        skipped = row.get("was_cancelled") is True or row.get("skipped") is True
        spans, labels = self._results(row)
        if skipped:
            self.tell("spans and labels of skipped annotations, which are no data, left out", len(spans) + len(labels))
        status = {"started": Status.STARTED, "new": Status.NEW}.get(str(row.get("status")), Status.DONE)
        return Layer(
            name,
            status=Status.SKIPPED if skipped else status,
            seconds=_seconds(row.get("lead_time")),
            spans=() if skipped else spans,
            labels=() if skipped else labels,
        )

    def prediction(self, row: Row) -> Layer:
        """Return the suggestions of a model."""
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
            self.tell(f"more than one {noun} of {name or 'nobody in particular'} in a task, a layer each")
        self._names.add(own)
        return own

    def _results(self, row: Row) -> tuple[tuple[LabelledSpan, ...], tuple[str, ...]]:
        found = row.get("result")
        results = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
        if found is not None and (not isinstance(found, list) or len(results) < len(found)):
            self.tell("results that are no objects, left out")
        spans = {str(item.get("id")) for item in results if "id" in item and item.get("type") == "labels"}
        given: list[tuple[Row, Row]] = []
        labels: list[str] = []
        for item in results:
            kind, value = str(item.get("type"))[:40], item.get("value")
            if kind in ("labels", *_IN_HTML) and isinstance(value, dict):
                if self._is_stretch(value, kind):
                    given.append((item, value))
            elif kind == "choices" and isinstance(value, dict) and str(item.get("id")) not in spans:
                labels += self._choices(value)
            else:
                self.tell(f"results of type {kind}, which have no place here, left out")
        return self._placed(given), tuple(dict.fromkeys(labels))

    def _is_stretch(self, value: Row, kind: str) -> bool:
        """Whether a region's edges are numbers; in HTML and dialogues they are paths and paragraphs."""
        if kind in _IN_HTML or any(
            isinstance(value.get(edge), str) and "/" in value[edge] for edge in ("start", "end")
        ):
            self.tell("spans in HTML or paragraphs, whose places are no offsets in the text, left out")
            return False
        return True

    def _choices(self, value: Row) -> list[str]:
        if "start" in value or "end" in value:
            self.tell("choices for a part of the text, which have no place here, left out")
            return []
        return self._names_in(value.get("choices"))

    def _names_in(self, labels: object) -> list[str]:
        if type(labels) is list and len(labels) == 1 and type(labels[0]) is str and "\n" not in labels[0]:  # nearly all
            return [name] if (name := labels[0].strip()) else []
        given = [labels] if isinstance(labels, str) else labels if isinstance(labels, list) else []
        good = [label for label in given if isinstance(label, str)]
        self.tell("labels that are no names, left out", len(given) - len(good))
        return [name for label in good if (name := " ".join(label.split("\n")).strip())]

    def _placed(self, given: list[tuple[Row, Row]]) -> tuple[LabelledSpan, ...]:
        edges = [(value.get("start"), value.get("end")) for _, value in given]
        quotes = [text if isinstance(text := value.get("text"), str) else "" for _, value in given]
        places = self._counting.stretches(self._text, self._cleaned, edges, self._where, quotes)
        spans: list[LabelledSpan] = []
        for (item, value), place in zip(given, places, strict=True):
            labels = self._names_in(value.get("labels", value.get(str(item.get("type")))))
            if place and not labels:
                self._counting.source.leave_out_span(
                    self._where, f"the span [{value['start']}, {value['end']}) has no label"
                )
            uid = uid_of(item.get("id")) if len(str(item.get("id"))) == 36 else ""  # ten letters are one task's alone
            if place:
                extras = _extras(item, value)
                spans += [LabelledSpan(*place, label, uid, **extras) for label in labels[:1]]
                spans += [LabelledSpan(*place, label, **extras) for label in labels[1:]]
        return tuple(spans)


def _extras(item: Row, value: Row) -> Row:
    """Note, confidence and attributes of a span."""
    if item.keys() <= _REGION and value.keys() <= _VALUE and not item.get("meta") and item.get("from_name") == "label":
        return {}  # most of them
    further = {name: found for name, found in item.items() if name not in _REGION}
    further |= {name: found for name, found in value.items() if name not in _VALUE and name != item.get("type")}
    if item.get("from_name", "label") != "label":
        further["from_name"] = item["from_name"]
    meta = item["meta"] if isinstance(item.get("meta"), dict) else {"meta": item["meta"]} if item.get("meta") else {}
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


def annotator(row: Row) -> str:
    """Return who made an annotation: the address, a name, or the number of an account."""
    by, shown = row.get("completed_by"), row.get("created_username")
    if isinstance(by, dict):
        names = " ".join(str(by.get(part) or "") for part in ("first_name", "last_name")).strip()
        found = by.get("email") or names or by.get("username") or _numbered(by.get("id"))
        return str(found).strip()
    said = shown if isinstance(shown, str) and shown.strip() else by
    if not isinstance(said, str):
        return _numbered(by)
    address = re.fullmatch(rf"(?:.*\s)?({EMAIL.pattern}), *\d+", said.strip())  # "Sana K s@example.org, 3"
    number = "" if said is shown else _numbered(said.strip())
    return address[1] if address else number or said.strip()


def _numbered(account: object) -> str:
    if isinstance(account, float) and account.is_integer():
        account = int(account)
    if isinstance(account, str):
        account = int(account.removesuffix(".0")) if re.fullmatch(r"\d{1,12}(\.0)?", account, re.ASCII) else None
    return f"annotator {account}" if isinstance(account, int) and not isinstance(account, bool) else ""


def _seconds(value: object) -> float:
    if isinstance(value, str) and re.fullmatch(r"\d{1,10}(\.\d{1,20})?", value, re.ASCII):
        value = float(value)
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e10
    return float(value) if good else 0.0  # type: ignore[arg-type]
