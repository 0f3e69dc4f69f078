"""How the rows of one gesture are written: each with its event, its `rev` counted up, in the project's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from models.base.entities import (
    AnnotatorId,
    ArticleId,
    ArticleLabel,
    Changes,
    Edit,
    Effort,
    Label,
    Rejection,
    Span,
    Work,
)
from models.base.errors import UserError
from models.base.uids import new_uid
from models.project.facts import write_facts
from models.storage.connection import Connection
from models.storage.tables import checksums
from models.storage.tables.rows import to_json

SPAN_COLUMNS = """
    uid, article_id, annotator_id, start, "end", label_id,
    origin, note, confidence, attributes, rev, updated_at, deleted
"""

_SPAN = f"""
    INSERT INTO span ({SPAN_COLUMNS}, checksum)
    VALUES (:uid, :article_id, :annotator_id, :start, :end, :label_id,
            :origin, :note, :confidence, :attributes, :rev, :updated_at, :deleted, :checksum)
    ON CONFLICT (uid) DO UPDATE SET
        start = excluded.start, "end" = excluded."end", label_id = excluded.label_id, origin = excluded.origin,
        note = excluded.note, confidence = excluded.confidence, attributes = excluded.attributes,
        rev = excluded.rev, updated_at = excluded.updated_at, deleted = excluded.deleted, checksum = excluded.checksum
"""
_LABEL_COLUMNS = (
    "uid", "name", "urdu_name", "short", "color", "key", "description",
    "examples", "scope", "choice", "position", "deleted",
)  # fmt: skip
_LABEL = f"""
    INSERT INTO label (id, {", ".join(_LABEL_COLUMNS)}, rev, updated_at, checksum)
    VALUES (:id, {", ".join(f":{name}" for name in _LABEL_COLUMNS)}, :rev, :updated_at, :checksum)
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _LABEL_COLUMNS[1:])},
        rev = excluded.rev, updated_at = excluded.updated_at, checksum = excluded.checksum
"""
_EVENT_COLUMNS = checksums.COLUMNS["event"]
_EVENT = f"INSERT INTO event ({', '.join(_EVENT_COLUMNS)}, checksum) VALUES ({'?,' * len(_EVENT_COLUMNS)}?)"


def write_events(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add events: time, gesture, annotator, article, object, before, after, seconds (a float), strokes."""
    found = [*rows]
    numbered = [(key, *row) for key, row in enumerate(found, connection.take_event_ids(len(found)))]
    connection.write_many(_EVENT, [(*row, checksums.checksum("event", row)) for row in numbered])


class Writer:
    """Writes one Edit and its events inside the transaction that is open."""

    def __init__(self, connection: Connection, gesture: str, effort: Effort, at: str) -> None:
        self._connection, self._gesture, self._effort, self._at = connection, gesture, effort, at
        self._events: list[tuple[Any, ...]] = []

    def write(self, edit: Edit) -> Changes:
        """Write every row, and return what changed, with the spans as they are stored now.

        Raises ValueError when a span does not lie in its article, UserError when a name is taken or a label missing.
        """
        self._labels(edit.labels)  # first: spans refer to them
        for facts in edit.facts:
            write_facts(self._connection, facts, self._at, self._log)
        spans = self._spans(edit.spans)
        for mark in edit.article_labels:
            self._article_label(mark)
        for rejection in edit.rejections:
            self._rejection(rejection)
        for work in edit.works:
            self._work(work)
        if edit.guidelines is not None:
            self._guidelines(edit.guidelines)
        self._refuse_orphans(edit)
        write_events(self._connection, self._events)
        return Changes.of(edit, spans)

    def _refuse_orphans(self, edit: Edit) -> None:
        """Raise UserError for a label that undo takes away and that an import, which undo does not know, uses."""
        touched = {row.label for rows in (edit.spans, edit.article_labels) for row in rows if not row.deleted}
        touched |= {label.id for label in edit.labels if label.deleted}
        found = self._one(
            "SELECT name FROM label WHERE id IN (SELECT value FROM json_each(?)) AND deleted = 1 AND ("
            "EXISTS (SELECT 1 FROM span WHERE label_id = label.id AND deleted = 0) OR "
            "EXISTS (SELECT 1 FROM article_label WHERE label_id = label.id AND deleted = 0))",
            (json.dumps([*touched]),),
        )
        if found:
            raise UserError(
                f"Something carries the label {found['name']}, which would be gone; "
                "delete it in the window of labels, or choose another."
            )

    def _log(
        self,
        row_key: str,
        before: dict[str, Any] | None,
        after: dict[str, Any],
        annotator: AnnotatorId | None = None,
        article: ArticleId | None = None,
    ) -> None:
        # The effort is the gesture's: on its first row, so that sums over rows count it once.
        effort = (None, None) if self._events else (round(float(self._effort.seconds), 3), self._effort.strokes)
        rows = (before and to_json(before), to_json(after))
        self._events.append((self._at, self._gesture, annotator, article, row_key, *rows, *effort))

    def _spans(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        if not spans:
            return ()
        lengths = self._lengths({span.article for span in spans})
        before = self._spans_before([span.uid for span in spans])
        rows, written = [], []
        for span in spans:
            length = lengths.get(span.article)
            if length is None or not 0 <= span.start < span.end <= length:
                raise ValueError(f"span [{span.start}, {span.end}) does not lie in article {span.article} of {length}")
            old = before.get(span.uid)
            if old and (old["article_id"], old["annotator_id"]) != (span.article, span.annotator):
                raise ValueError(f"span {span.uid} cannot move to another article or layer")
            stored = replace(span, rev=old["rev"] + 1 if old else 1, updated_at=self._at)
            row = _span_row(stored)
            self._log(span.uid, old, row, span.annotator, span.article)
            rows.append(checksums.with_checksum("span", row))
            written.append(stored)
            before[span.uid] = row
        self._connection.write_many(_SPAN, rows)
        return tuple(written)

    def _lengths(self, articles: Iterable[ArticleId]) -> dict[int, int]:
        rows = self._connection.query(
            "SELECT id, length FROM article WHERE id IN (SELECT value FROM json_each(?))", (json.dumps([*articles]),)
        )
        return {row["id"]: row["length"] for row in rows}

    def _spans_before(self, uids: Sequence[str]) -> dict[str, dict[str, Any]]:
        rows = self._connection.query(
            f"SELECT {SPAN_COLUMNS} FROM span WHERE uid IN (SELECT value FROM json_each(?))", (json.dumps(uids),)
        )
        return {row["uid"]: row for row in rows}

    def _labels(self, labels: Sequence[Label]) -> None:
        # Names and keys may change places: what is taken away goes first, so that the unique index lets the rest in.
        for label in sorted(labels, key=lambda label: not label.deleted):
            columns = ", ".join(checksums.COLUMNS["label"])
            old = self._one(f"SELECT {columns} FROM label WHERE id = ?", (label.id,))
            self._refuse_taken(label)
            row = asdict(label) | {"scope": label.scope.value, "deleted": int(label.deleted)}
            row["uid"] = old["uid"] if old else label.uid or new_uid()
            row |= {"rev": old["rev"] + 1 if old else 1, "updated_at": self._at}
            self._connection.write_many(_LABEL, [checksums.with_checksum("label", row)])
            self._log(f"label {row['uid']}", old, row)

    def _refuse_taken(self, label: Label) -> None:
        """Raise UserError for a name that undo gives back and that an import, which undo does not know, has brought."""
        found = self._one("SELECT 1 FROM label WHERE name = ? AND id <> ? AND deleted = 0", (label.name, label.id))
        if found and not label.deleted:
            raise UserError(f"There is another label {label.name} by now; rename that one first.")

    def _article_label(self, mark: ArticleLabel) -> None:
        key = {"article_id": mark.article, "annotator_id": mark.annotator, "label_id": mark.label}
        self._keyed("article_label", key, {"deleted": int(mark.deleted)}, mark)

    def _rejection(self, rejection: Rejection) -> None:
        key = {"article_id": rejection.article, "annotator_id": rejection.annotator}
        key |= {"start": rejection.start, "end": rejection.end, "label_id": rejection.label}
        self._keyed("rejection", key, {"deleted": int(rejection.deleted)}, rejection)

    def _work(self, work: Work) -> None:
        key = {"article_id": work.article, "annotator_id": work.annotator}
        self._keyed("work", key, {"status": work.status.value}, work)

    def _keyed(
        self, table: str, key: dict[str, int], values: dict[str, Any], row: ArticleLabel | Rejection | Work
    ) -> None:
        """Write a row that its `key` names, with its event."""
        where = " AND ".join(f'"{name}" = :{name}' for name in key)
        old = self._one(f"SELECT * FROM {table} WHERE {where}", key)
        rev = old["rev"] + 1 if old else 1
        self._connection.put_row(table, (old or {"seconds": 0.0}) | key | values | {"rev": rev, "updated_at": self._at})
        before = old and {name: old[name] for name in values}
        self._log(table, before, key | values if table != "work" else values, row.annotator, row.article)

    def _guidelines(self, text: str) -> None:
        version = (self._connection.value("SELECT max(version) FROM guideline") or 0) + 1
        self._connection.put_row("guideline", {"version": version, "text": text, "created_at": self._at})
        self._log("guidelines", {"version": version - 1}, {"version": version})

    def _one(self, sql: str, parameters: Any) -> dict[str, Any] | None:
        rows = self._connection.query(sql, parameters)
        return rows[0] if rows else None


def _span_row(span: Span) -> dict[str, Any]:
    # One by one: `asdict` copies deeply, which counts where thousands are written.
    return {
        "uid": span.uid,
        "start": span.start,
        "end": span.end,
        "origin": span.origin,
        "note": span.note,
        "confidence": span.confidence,
        "attributes": to_json(span.attributes) if span.attributes else "{}",
        "rev": span.rev,
        "updated_at": span.updated_at,
        "deleted": int(span.deleted),
        "article_id": span.article,
        "annotator_id": span.annotator,
        "label_id": span.label,
    }
