"""How values look in the project's tables."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from models.corpus import Kind, Label, Scope, Span, Status
from models.errors import UserError


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


def from_json(text: str, what: str, kind: type) -> Any:
    """What is stored as JSON, a list or an object as `kind` says. Raises UserError: `what` is damaged."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError, TypeError):
        value = None
    if not isinstance(value, kind):
        raise damaged(what)
    return value


def damaged(what: str) -> UserError:
    """A value in a row that the program never writes."""
    return UserError(f"{what} is damaged in the project file; go back to a backup of the project.")


def kind_of(kind: str, name: str) -> Kind:
    """What an annotator is. Raises UserError."""
    try:
        return Kind(kind)
    except ValueError:
        raise damaged(f"what kind of annotator {name} is") from None


def label_of(row: dict[str, Any]) -> Label:
    """A label from its row. Raises UserError when it is damaged."""
    if row["scope"] not in tuple(Scope):
        raise damaged(f"what the label {row['name']} is for")
    return Label(**row | {"scope": Scope(row["scope"]), "deleted": bool(row["deleted"])})


def span_of(row: dict[str, Any]) -> Span:
    """A span from its row. Raises UserError when it is damaged."""
    given = row["attributes"]
    attributes = {} if given == "{}" else from_json(given, f"a span of article {row['article_id']}", dict)
    decoded = {"attributes": attributes, "deleted": bool(row["deleted"])}
    names = {"article": row.pop("article_id"), "annotator": row.pop("annotator_id"), "label": row.pop("label_id")}
    return Span(**row | names | decoded)


def status_of(status: str, spans: int) -> Status:
    """An article with spans has been started, whatever was never said about it. Raises UserError when damaged."""
    try:
        return Status.STARTED if spans and status == Status.NEW else Status(status)
    except ValueError:
        raise damaged("how far an article is") from None
