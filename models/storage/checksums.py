"""The checksum of every row, by which damage is noticed that SQLite's own check does not see.

A seal is the CRC-32 of a text that says what the row's other columns hold; two rows with different values have
different texts. It costs next to nothing to write and finds every flipped bit; it is no protection against people.
An article's own text is in its SHA-256, which the seal covers. The number that SQLite gives the row of a span is
not: three indexes hold it, too, and only the event of an import onto articles that were there refers to it. What
other layers than these rows hold (the full-text index, the steps that were taken) has a seal in `meta`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "meta": ("key", "value"),
    "label": (
        "id", "uid", "name", "urdu_name", "short", "color", "key", "description",
        "examples", "scope", "choice", "position", "rev", "updated_at", "deleted",
    ),
    "annotator": ("id", "uid", "name", "kind", "created_at"),
    "article": ("id", "uid", "source", "title", "sha256", "length", "meta", "changes", "imported_at"),
    "work": ("article_id", "annotator_id", "status", "seconds", "rev", "updated_at"),
    # What the spans of an import share comes first: see `span_head`.
    "span": (
        "annotator_id", "label_id", "origin", "note", "confidence", "attributes",
        "rev", "updated_at", "deleted", "article_id", "start", "end", "uid",
    ),
    "event": (
        "id", "at", "gesture", "annotator_id", "article_id", "object", "before", "after", "seconds", "strokes",
    ),
    "guideline": ("version", "text", "created_at"),
    "article_label": ("article_id", "annotator_id", "label_id", "rev", "updated_at", "deleted"),
    "rejection": ("article_id", "annotator_id", "start", "end", "label_id", "rev", "updated_at", "deleted"),
}  # fmt: skip
"""Table -> the columns that its seals cover, in the order in which they are told. A step that landed is in it."""

INDEX, STEPS = "index_seal", "steps_seal"
"""The keys in `meta` of the seals of the full-text index and of the list of steps."""

_STARTS = {table: crc32(table.encode()) for table in COLUMNS}
_INDEX_ROWS = (
    "SELECT id, block FROM article_fts_data ORDER BY id",
    "SELECT segid, term, pgno FROM article_fts_idx ORDER BY segid, term",
    "SELECT id, sz FROM article_fts_docsize ORDER BY id",
    "SELECT k, v FROM article_fts_config ORDER BY k",
)
_STEP_ROWS = ("SELECT id, migration_set, name, applied_at FROM _sqlite_migrations ORDER BY id",)


def seal(table: str, values: Iterable[object]) -> int:
    """The seal of a row, from its values in the order of `COLUMNS`, as SQLite gives them back."""
    return crc32("".join([_told(value) for value in values]).encode(), _STARTS[table])


def sealed(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A whole row with its seal."""
    whole = {name: row[name] for name in COLUMNS[table]}
    if isinstance(whole.get("seconds"), int):
        whole["seconds"] = float(whole["seconds"])  # as a column of reals gives it back
    return {**whole, "seal": seal(table, whole.values())}


@lru_cache(maxsize=4096)
def span_head(
    annotator: int,
    label: int,
    origin: str,
    updated_at: str,
    note: str = "",
    confidence: str = "",
    attributes: str = "{}",
    rev: int = 1,
    deleted: int = 0,
) -> int:
    """The part of a span's seal that many spans share, for `span_seal`."""
    return seal("span", (annotator, label, origin, note, confidence, attributes, rev, updated_at, deleted))


def in_article(head: int, article: int) -> int:
    """A `span_head` for the spans of one article."""
    return crc32(f"{article},".encode(), head)


def span_seal(head: int, start: int, end: int, uid: str) -> int:
    """The seal of a span whose other columns are those of `head`: as `seal` has it, in a fifth of the time."""
    return crc32(f"{start},{end},{len(uid)}:{uid},".encode(), head)


def index_seal(read: Callable[[str], Iterable[Sequence[Any]]]) -> str:
    """The seal of the full-text index; `read` runs a SELECT."""
    return _of_rows(read, _INDEX_ROWS)


def steps_seal(read: Callable[[str], Iterable[Sequence[Any]]]) -> str:
    """The seal of the list of steps that brought the tables up to date; `read` runs a SELECT."""
    return _of_rows(read, _STEP_ROWS)


def _of_rows(read: Callable[[str], Iterable[Sequence[Any]]], selects: Iterable[str]) -> str:
    found = 0
    for select in selects:
        for row in read(select):
            for value in row:
                known = value if isinstance(value, bytes) else _told(value).encode()
                found = crc32(b"%d;" % len(known), crc32(known, found))
    return f"{found:08x}"


def _told(value: object) -> str:
    """A value so that no other value, or several, look the same."""
    match value:
        case str():
            return f"{len(value)}:{value},"
        case int():
            return f"{value:d},"
        case None:
            return "-,"
        case float():
            return f"r{value + 0.0!r},"  # SQLite gives -0.0 back as 0.0
        case bytes():
            return f"x{value.hex()},"
        case _:
            raise TypeError(f"a project holds no {type(value).__name__}")
