"""How values look in the project's tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from models.base import json_text
from models.base.entities import Annotator, AnnotatorKind, Article, Label, Scope, Span, Status
from models.base.errors import UserError


def now() -> str:
    """Return the time as the project stores it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def digest(text: str) -> bytes:
    """Return the SHA-256 of an article's text, by which damage is noticed."""
    import hashlib  # noqa: PLC0415 - only imports and checks need it

    return hashlib.sha256(text.encode()).digest()


@lru_cache(maxsize=64)  # a text of kilobytes, which an import would make a thousand times
def insert_of(head: str, columns: int, rows: int, tail: str) -> str:
    """Return the INSERT of so many rows: `head`, places for their values, `tail`."""
    places = f"({','.join('?' * columns)})"
    return f"{head} VALUES {','.join([places] * rows)} {tail}"


def to_json(value: Any) -> str:
    """Return compact JSON with Urdu left readable."""
    return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # one for all: it takes long to make


def from_json(text: str, what: str, kind: type) -> Any:
    """Parse stored JSON, a list or an object as `kind` says. Raises UserError: `what` is damaged."""
    try:
        value = json_text.parse(text)
    except (json_text.NotJson, TypeError):
        value = None
    if not isinstance(value, kind):
        raise damaged(what)
    return value


def damaged(what: str) -> UserError:
    """Return the error for a value in a row that the program never writes."""
    return UserError(f"{what} is damaged in the project file; go back to a backup of the project.")


# A flipped bit can make anything of a value, against all rules of the table. Reading goes on with what can be shown,
# and leaves it to the checksum of the row to say that it is damaged.


_COLOR = re.compile("#[0-9a-f]{6}")


def label_of(row: dict[str, Any]) -> Label:
    """Return a label from its row; one whose colour is none has the colour of labels that were given none."""
    scope = Scope.ARTICLE if row["scope"] == Scope.ARTICLE else Scope.SPAN
    texts = {name: text_of(value) for name, value in row.items() if name not in {"id", "position"}}
    if not _COLOR.fullmatch(texts["color"]):  # it goes into styles, and into pages for others
        texts["color"] = Label("").color
    return Label(**row | texts | {"scope": scope, "deleted": bool(row["deleted"])})


def annotator_of(row: dict[str, Any]) -> Annotator:
    """Return an annotator from its row."""
    kind = AnnotatorKind(row["kind"]) if row["kind"] in _KINDS else AnnotatorKind.PERSON
    return Annotator(row["id"], text_of(row["uid"]), text_of(row["name"]), kind)


_KINDS = {kind.value for kind in AnnotatorKind}
_STATUSES = {status.value for status in Status}


def article_of(row: dict[str, Any]) -> Article:
    """Return an article from its row, without what is no JSON of it."""
    texts = {name: text_of(row[name]) for name in ("uid", "source", "title", "text")}
    meta, changes = _json(row["meta"]), _json(row["changes"])
    decoded = {
        "meta": meta if isinstance(meta, dict) else {},
        "changes": tuple(change for change in changes if isinstance(change, str)) if isinstance(changes, list) else (),
    }
    return Article(**row | texts | decoded | {"deleted": row.get("deleted") == 1})


def text_of(value: Any) -> str:
    """Return a value as text, as far as it is one."""
    return value if isinstance(value, str) else value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _json(value: Any) -> Any:
    try:
        return json_text.parse(value)
    except (json_text.NotJson, TypeError):
        return None


def spans_of(rows: Iterable[dict[str, Any]]) -> list[Span]:
    """Return the spans of these rows, without those that no span can be made of."""
    found = []
    for row in rows:
        try:
            span = span_of(row)
        except (UserError, TypeError):  # attributes that are no JSON
            continue
        if type(span.note) is type(span.uid) is type(span.origin) is type(span.confidence) is str:
            found.append(span)
    return found


def within(spans: list[Span], length: int) -> list[Span]:
    """Return those spans that lie in a text of `length` code points."""
    return [
        span
        for span in spans
        if type(span.start) is type(span.end) is type(span.label) is int and 0 <= span.start < span.end <= length
    ]


def span_of(row: dict[str, Any]) -> Span:
    """Return a span from its row. Raises UserError when it is damaged."""
    given = row["attributes"]
    attributes = {} if given == "{}" else from_json(given, f"a span of article {row['article_id']}", dict)
    return Span(  # by place: thousands are made where an article is opened
        row["uid"],
        row["article_id"],
        row["annotator_id"],
        row["start"],
        row["end"],
        row["label_id"],
        row.get("origin", "manual"),  # an event may be of a version that did not write it
        row.get("note", ""),
        row.get("confidence", ""),
        attributes,
        row.get("rev", 0),
        row.get("updated_at", ""),
        bool(row["deleted"]),
    )


def status_of(status: str, spans: int) -> Status:
    """Return the status of an article: one with spans has been started. Raises UserError when it is damaged."""
    try:
        return Status.STARTED if spans and status == Status.NEW else Status(status)
    except ValueError:
        raise damaged("how far an article is") from None


def shown_status(status: str, spans: int) -> Status:
    """Return `status_of`, as far as it can be read."""
    return status_of(status if status in _STATUSES else Status.NEW, spans)
