"""What a process that is going to be killed has promised, line by line, in a file that outlives it.

`try` comes before a gesture is written, with the rows that it makes; `saved` comes after the window has shown it as
saved. The rows that were promised and those in the file are flat: `{"span <uid>": [values]}`, deleted ones included.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.base.entities import Edit
from models.project.project import Project

Rows = dict[str, list[Any]]
_LABEL = "name, urdu_name, short, color, key, description, examples, scope, choice, position, deleted"


class Journal:
    """Writes lines that are with the kernel at once: what is killed after that takes none of them along."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, **entry: Any) -> None:
        os.write(self._file, json.dumps(entry).encode() + b"\n")


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines; one that was cut promises nothing."""
    if path.exists():
        for line in path.read_bytes().split(b"\n")[:-1]:
            yield json.loads(line)


def promised(edit: Edit) -> tuple[int, Rows]:
    """How many rows an edit writes, each with an event, and what they will be."""
    rows: Rows = {}
    for s in edit.spans:
        values = [s.article, s.annotator, s.start, s.end, s.label, s.origin, s.note, s.confidence, int(s.deleted)]
        rows[f"span {s.uid}"] = values
    for label in edit.labels:
        names = _LABEL.split(", ")
        rows[f"label {label.id}"] = [_plain(getattr(label, name)) for name in names]
    for m in edit.article_labels:
        rows[f"mark {m.article} {m.annotator} {m.label}"] = [int(m.deleted)]
    for r in edit.rejections:
        rows[f"rejection {r.article} {r.annotator} {r.start} {r.end} {r.label}"] = [int(r.deleted)]
    for work in edit.works:
        rows[f"work {work.article} {work.annotator}"] = [work.status.value]
    if edit.guidelines is not None:
        rows["guidelines"] = [edit.guidelines]
    every = (edit.spans, edit.labels, edit.article_labels, edit.rejections, edit.works)
    return sum(map(len, every)) + (edit.guidelines is not None), rows


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else getattr(value, "value", value)


def kept(project: Project) -> Rows:
    """The same rows as the file has them."""
    span = 'SELECT uid, article_id, annotator_id, start, "end", label_id, origin, note, confidence, deleted FROM span'
    rows: Rows = {f"span {uid}": values for uid, *values in project.rows(span)}
    rows |= {f"label {key}": values for key, *values in project.rows(f"SELECT id, {_LABEL} FROM label")}
    marks = "SELECT article_id, annotator_id, label_id, deleted FROM article_label"
    rows |= {f"mark {a} {w} {label}": [deleted] for a, w, label, deleted in project.rows(marks)}
    refused = 'SELECT article_id, annotator_id, start, "end", label_id, deleted FROM rejection'
    rows |= {f"rejection {' '.join(map(str, key))}": [deleted] for *key, deleted in project.rows(refused)}
    # Time spent makes rows of its own, with the status `new`: they are the clock's, not a gesture's.
    works = "SELECT article_id, annotator_id, status FROM work"
    rows |= {f"work {a} {w}": [status] for a, w, status in project.rows(works)}
    return rows | {"guidelines": [project.guidelines()]}


def events(project: Project) -> int:
    return int(project.value("SELECT count(*) FROM event"))


@dataclass
class Promise:
    """What a file must hold: `rows` and `events`, and all or nothing of the one gesture that was under way."""

    rows: Rows
    events: int
    under_way: Rows = field(default_factory=dict)
    under_way_events: int = 0
    gestures: int = 0
    unfounded: int = 0  # times that something was shown as saved before it was written
    past: list[tuple[int, Rows]] = field(default_factory=list)  # (events, rows that changed) of each gesture

    def hear(self, entries: Iterable[dict[str, Any]]) -> None:
        """Take in what a process wrote."""
        for entry in entries:
            if "try" in entry:
                self.under_way, self.under_way_events = entry["rows"], entry["try"]
            elif "saved" in entry and self.under_way:
                self.gestures += 1
                self.take()
            elif entry.get("saved") == "saved":
                self.unfounded += 1  # of nothing that was written
            elif "refused" in entry:
                self.under_way, self.under_way_events = {}, 0

    def take(self) -> None:
        """The gesture under way is done."""
        self.past.append((self.under_way_events, self.under_way))
        self.rows = self.rows | self.under_way
        self.events += self.under_way_events
        self.under_way, self.under_way_events = {}, 0
