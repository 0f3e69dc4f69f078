"""Counts of a project, for people and scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from models.base.entities import Status
from models.base.errors import UserError
from models.project.left_out import left_out_of_log
from models.project.project import Project
from models.project.sound import Row, Unsound, read_sound
from models.project.sound_copy import sound_copy
from models.storage.opening import REPAIR_HINT
from models.storage.tables import checksums

_TABLES = ("label", "annotator", "article", "work", "span", "article_label", "event")
_NO_SPANS = {"article_label", "article", "guidelines", "rejection", "work"}  # objects of events


def stats(project: Project) -> dict[str, Any]:
    """Count articles, characters and spans, for each label and annotator, too. Plain JSON values.

    `removed` articles are in no other count. `labels` counts spans, `article_labels` articles, once for each
    annotator who put the label there. Only rows that are what was written are counted; `damage` says what is left
    out, and how much. Raises UserError.
    """
    tally, left_out = _Tally(), left_out_of_log(project)
    try:
        read_sound(project, _TABLES, tally.take)
        tally.refuse_orphans()
    except Unsound:
        tally = _Tally()
        with sound_copy(project, _TABLES) as (copy, left_out):
            try:
                read_sound(copy, _TABLES, tally.take)
            except Unsound as error:
                raise UserError(f"{project.path}: what is sound in it cannot be read; {REPAIR_HINT}.") from error
    return {"project": str(project.path), **tally.counts(), "damage": left_out.to_json()}


class _Tally:
    """Counts rows as they are read, the labels and annotators before what refers to them."""

    def __init__(self) -> None:
        self._labels: list[dict[str, Any]] = []
        self._people: list[dict[str, Any]] = []
        self._characters = 0
        self._of_label, self._of_annotator, self._on_articles = Counter[int](), Counter[int](), Counter[int]()
        self._ids: set[int] = set()  # of the articles, and of those that spans say to be on
        self._on: set[int] = set()
        self._removed: set[int] = set()  # articles of which nothing is counted
        self._work: dict[int, list[tuple[str, float]]] = {}
        self._effort: dict[int, _Effort] = {}

    def take(self, table: str, rows: Sequence[Row]) -> None:
        """Count rows of a table: `checksums.COLUMNS`, then their checksum."""
        if table == "span":
            self._on.update([row[9] for row in rows])
            rows = [row for row in rows if row[9] not in self._removed] if self._removed else rows
            self._of_label.update([row[1] for row in rows if not row[8]])
            self._of_annotator.update([row[0] for row in rows if not row[8]])
            return
        named = [dict(zip(checksums.COLUMNS[table], row, strict=False)) for row in rows]
        getattr(self, f"_take_{table}")(named)

    def _take_label(self, rows: list[dict[str, Any]]) -> None:
        self._labels += [row for row in rows if not row["deleted"]]

    def _take_annotator(self, rows: list[dict[str, Any]]) -> None:
        self._people += rows

    def _take_article(self, rows: list[dict[str, Any]]) -> None:
        self._ids.update([row["id"] for row in rows])
        self._removed.update([row["id"] for row in rows if row["deleted"]])
        self._characters += sum(row["length"] for row in rows if not row["deleted"])

    def _take_article_label(self, rows: list[dict[str, Any]]) -> None:
        there = [row for row in rows if not row["deleted"] and row["article_id"] not in self._removed]
        self._on_articles.update([row["label_id"] for row in there])

    def _take_work(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            work = self._work.setdefault(row["annotator_id"], [])
            work += [(row["status"], row["seconds"])] if row["article_id"] not in self._removed else []

    def _take_event(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["gesture"] != "import" and row["annotator_id"] is not None:
                self._effort.setdefault(row["annotator_id"], _Effort()).add(row)

    def refuse_orphans(self) -> None:
        """Raise Unsound when something is of a label, an annotator or an article that is not there."""
        labels, people = {row["id"] for row in self._labels}, {row["id"] for row in self._people}
        used = self._of_label.keys() | self._on_articles.keys()
        who = self._of_annotator.keys() | self._work.keys() | self._effort.keys()
        if used - labels or who - people or self._on - self._ids:
            raise Unsound

    def counts(self) -> dict[str, Any]:
        """Return what was counted, labels in their order."""
        labels = sorted(self._labels, key=lambda row: (row["position"], row["id"]))
        marks = [row for row in labels if row["scope"] == "article"]
        people, nothing = self._people, _Effort()
        return {
            "articles": len(self._ids) - len(self._removed),
            "removed": len(self._removed),
            "characters": self._characters,
            "spans": self._of_label.total(),
            "labels": {row["name"]: self._of_label[row["id"]] for row in labels if row["scope"] == "span"},
            "article_labels": {row["name"]: self._on_articles[row["id"]] for row in marks},
            "effort": {row["name"]: self._effort.get(row["id"], nothing).per_span() for row in people},
            "annotators": {row["name"]: self._annotator(row["id"]) for row in people},
        }

    def _annotator(self, key: int) -> dict[str, Any]:
        statuses = Counter(status for status, _ in self._work.get(key, ()))
        seconds = sum(seconds for _, seconds in self._work.get(key, ()))
        done = {status.value: statuses[status.value] for status in (Status.DONE, Status.SKIPPED)}
        return {"spans": self._of_annotator[key], **done, "seconds": round(seconds, 1)}


class _Effort:
    """What the spans of one annotator took in the window, relabelling and undoing included."""

    def __init__(self) -> None:
        self._spans = 0
        self._seconds: float | None = None
        self._strokes: int | None = None

    def add(self, event: dict[str, Any]) -> None:
        """Add an event. A span made is one without a before that is about no other thing."""
        about = event["object"]
        self._spans += event["before"] is None and about not in _NO_SPANS and not about.startswith("label ")
        if event["seconds"] is not None:
            self._seconds = (self._seconds or 0.0) + event["seconds"]
        if event["strokes"] is not None:
            self._strokes = (self._strokes or 0) + event["strokes"]

    def per_span(self) -> dict[str, Any]:
        """Return seconds and strokes for each span; None for what is not known, before any was made."""

        def each(total: float | None) -> float | None:
            return round(total / self._spans, 2) if self._spans and total is not None else None

        return {"spans": self._spans, "seconds_per_span": each(self._seconds), "strokes_per_span": each(self._strokes)}
