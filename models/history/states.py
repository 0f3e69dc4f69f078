"""Computes one layer of an article as it was at any point of its history, backwards from the rows of now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from models.base import json_text
from models.base.entities import AnnotatorId, ArticleId, LabelId, Span, Status
from models.base.errors import UserError
from models.project.project import Project
from models.project.writer import SPAN_COLUMNS
from models.storage.tables.checksums import COLUMNS, checksum
from models.storage.tables.rows import span_of

Row = dict[str, Any]
EarlierRows = dict[tuple[str, Any], Row | None]
"""(kind of row, its key in the layer) -> the row as it was; None: there was none."""
_EVENT = COLUMNS["event"]
_COLUMNS = frozenset(name.strip(' "\n') for name in SPAN_COLUMNS.split(","))


@dataclass(frozen=True, slots=True)
class ArticleState:
    """A layer at one moment: its spans in reading order, the labels of the whole article, how far it was."""

    spans: tuple[Span, ...] = ()
    labels: frozenset[LabelId] = frozenset()
    status: Status = Status.NEW


@dataclass(frozen=True, slots=True)
class StateDiff:
    """The changes that lead from the spans of now to those of then. A pair of `changed` is (now, then)."""

    back: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()
    changed: tuple[tuple[Span, Span], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.back or self.away or self.changed)

    def __len__(self) -> int:
        return len(self.back) + len(self.away) + len(self.changed)


def state_after(project: Project, article: ArticleId, annotator: AnnotatorId, event: int) -> ArticleState:
    """Return a layer as it was after the event of that id (0: as imported). Raises UserError for a damaged history."""
    earlier = _earlier_rows(project, article, annotator, event)
    select = f"SELECT {SPAN_COLUMNS} FROM span WHERE article_id = ? AND annotator_id = ? ORDER BY id"
    rows: dict[str, Row | None] = {row["uid"]: row for row in project.query(select, (article, annotator))}
    rows |= {uid: row for (kind, uid), row in earlier.items() if kind == "span"}
    spans = [_span(row) for row in rows.values() if row is not None and not row.get("deleted")]
    length = project.value("SELECT length FROM article WHERE id = ?", (article,)) or 0
    inside = [span for span in spans if 0 <= span.start < span.end <= length]  # what lies elsewhere cannot be shown
    return ArticleState(
        tuple(sorted(inside, key=lambda span: (span.start, -span.end))),
        frozenset(_marks(project, article, annotator, earlier)),
        _status(project, article, annotator, earlier),
    )


def differences(now: Iterable[Span], then: Iterable[Span]) -> StateDiff:
    """Return how spans of one layer differ from earlier ones; `rev` and `updated_at` do not count."""
    here, there = ({span.uid: span for span in spans} for spans in (now, then))
    return StateDiff(
        tuple(span for uid, span in there.items() if uid not in here),
        tuple(span for uid, span in here.items() if uid not in there),
        tuple((here[uid], span) for uid, span in there.items() if uid in here and what(here[uid]) != what(span)),
    )


def what(span: Span) -> tuple[object, ...]:
    """Return what a span says, without `rev` and `updated_at`."""
    return span.start, span.end, span.label, span.origin, span.note, span.confidence, span.attributes


def decoded(value: str | None) -> Row | None:
    """Return a row that an event holds as JSON. Raises UserError when it is damaged."""
    if value is None:
        return None
    try:
        row = json_text.parse(value)
    except (json_text.NotJson, TypeError) as error:
        raise damaged() from error
    if not isinstance(row, dict):
        raise damaged()
    return row


def damaged() -> UserError:
    """Return the error for a history that cannot be read."""
    return UserError(
        "The history of this article is damaged here: what was before cannot be told; its spans of now are untouched."
    )


def _earlier_rows(project: Project, article: ArticleId, annotator: AnnotatorId, event: int) -> EarlierRows:
    """Return each row that was changed after `event` as it was then, which the first change since then holds."""
    earlier: EarlierRows = {}
    select = (
        f"SELECT {', '.join(_EVENT)}, checksum FROM event WHERE article_id = ? AND id > ? "
        "AND (annotator_id = ? OR annotator_id IS NULL) AND object NOT IN ('rejection', 'article') ORDER BY id"
    )
    for *values, stored in project.rows(select, (article, event, annotator)):
        name, before, after = (values[_EVENT.index(column)] for column in ("object", "before", "after"))
        keys = [_key(name, after)] if name != "import" else [*_imported(project, article, annotator, after)]
        if new := [key for key in keys if key not in earlier]:
            if stored != checksum("event", values):
                raise damaged()  # a flipped bit must not become somebody's work
            earlier |= dict.fromkeys(new, decoded(before) if name != "import" else None)
    return earlier


def _key(name: str, after: str | None) -> tuple[str, Any]:
    """Return the key of the row that an event with the object `name` is about."""
    if name == "work":
        return "work", None
    if name == "article_label":
        return name, (decoded(after) or {}).get("label_id")
    return "span", name


def _imported(
    project: Project, article: ArticleId, annotator: AnnotatorId, after: str | None
) -> Iterator[tuple[str, Any]]:
    """Yield the keys of the rows that an import put into the layer."""
    for layer in (decoded(after) or {}).get("layers", []):
        if layer.get("annotator") != annotator:
            continue
        if "spans" in layer:
            select = "SELECT uid FROM span WHERE article_id = ? AND annotator_id = ? AND id BETWEEN ? AND ?"
            for (uid,) in project.rows(select, (article, annotator, *layer["spans"][:2])):
                yield "span", uid
        for label in layer.get("labels", []):
            yield "article_label", label
        if "status" in layer:
            yield "work", None


def _span(row: Row) -> Span:
    try:
        span = span_of({name: value for name, value in row.items() if name in _COLUMNS})
    except (TypeError, KeyError, ValueError) as error:
        raise damaged() from error
    texts = (span.uid, span.origin, span.note, span.confidence)
    if not all(isinstance(number, int) for number in (span.start, span.end, span.label)) or not all(
        isinstance(text, str) for text in texts
    ):
        raise damaged()
    return span


def _marks(project: Project, article: ArticleId, annotator: AnnotatorId, earlier: EarlierRows) -> Iterator[LabelId]:
    select = "SELECT label_id, deleted FROM article_label WHERE article_id = ? AND annotator_id = ?"
    rows: dict[Any, Row | None] = {row["label_id"]: row for row in project.query(select, (article, annotator))}
    rows |= {label: row for (kind, label), row in earlier.items() if kind == "article_label"}
    for label, row in rows.items():
        if row is not None and not row.get("deleted"):
            yield LabelId(label)


def _status(project: Project, article: ArticleId, annotator: AnnotatorId, earlier: EarlierRows) -> Status:
    if ("work", None) in earlier:
        status = (earlier["work", None] or {}).get("status")
    else:
        select = "SELECT status FROM work WHERE article_id = ? AND annotator_id = ?"
        status = project.value(select, (article, annotator))
    return Status(status) if status in list(Status) else Status.NEW
