"""How values look in the project's tables."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from models.corpus import Label, Scope, Span, Status


def now() -> str:
    """The time as the project stores it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def digest(text: str) -> bytes:
    """SHA-256 of an article's text, by which damage is noticed."""
    import hashlib  # noqa: PLC0415 - only imports and checks need it

    return hashlib.sha256(text.encode()).digest()


def to_json(value: Any) -> str:
    """Compact JSON with Urdu left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def label_of(row: dict[str, Any]) -> Label:
    """A label from its row."""
    return Label(**row | {"scope": Scope(row["scope"]), "deleted": bool(row["deleted"])})


def span_of(row: dict[str, Any]) -> Span:
    """A span from its row."""
    attributes = row["attributes"]
    decoded = {"attributes": {} if attributes == "{}" else json.loads(attributes), "deleted": bool(row["deleted"])}
    names = {"article": row.pop("article_id"), "annotator": row.pop("annotator_id"), "label": row.pop("label_id")}
    return Span(**row | names | decoded)


def status_of(status: str, spans: int) -> Status:
    """An article with spans has been started, whatever was never said about it."""
    return Status.STARTED if spans and status == Status.NEW else Status(status)
