"""The checksum of every row, which shows damage that SQLite's own check does not see.

It is the CRC-32 of a text that encodes the row's other columns; rows with different values have different texts. It
costs next to nothing to write and finds every flipped bit; it is no protection against people. An article's text is
covered through its SHA-256. The rowid of a span is not covered: three indexes hold it, too, and only the event of an
import onto articles that were there refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Any
from zlib import crc32

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "meta": ("key", "value"),
    "label": (
        "id", "uid", "name", "urdu_name", "short", "color", "key", "description",
        "examples", "scope", "choice", "position", "rev", "updated_at", "deleted",
    ),
    "annotator": ("id", "uid", "name", "kind", "created_at"),
    "article": (
        "id", "uid", "source", "title", "sha256", "length", "meta", "changes", "imported_at",
        "rev", "updated_at", "deleted",
    ),
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
"""Table -> the columns that its checksums cover, in the order in which they are encoded.

Migration steps that have landed use it: no table or column in it changes its place.
"""

AS_IMPORTED = (1, "", 0)
"""The last values of an article that nobody has renamed or removed. Its checksum leaves them out, and so is the one
that versions before 5, which had no such columns, have given it: their rows stay as they are."""

LATER = {"rev": "1", "updated_at": "''", "deleted": "0"}
"""SQL for what the columns of an article mean that versions before 5 lack."""

INDEXES = {"article": "article_length", "span": "span_layer", "event": "event_article"}
"""The index of each large table that knows all its rows, too: a second source of how many there are."""

_WHOLE = {
    "id", "article_id", "annotator_id", "label_id", "start", "end", "position", "rev", "deleted", "length", "version",
    "strokes",
}  # fmt: skip
_OTHERS = {"seconds": float, "sha256": bytes}
_MAY_BE_NULL = {("event", name) for name in ("annotator_id", "article_id", "before", "after", "seconds", "strokes")}


def _types(table: str, name: str) -> tuple[type, ...]:
    usual = int if name in _WHOLE else _OTHERS.get(name, str)
    return (usual, type(None)) if (table, name) in _MAY_BE_NULL else (usual,)


TYPES = {table: frozenset(product(*(_types(table, name) for name in names))) for table, names in COLUMNS.items()}
"""Table -> the types that the values of a row may have, together: a checksum can be right beside others."""
(_SPAN,) = TYPES["span"]

_STARTS = {table: crc32(table.encode()) for table in COLUMNS}


def checksum(table: str, values: Iterable[object]) -> int:
    """Return the checksum of a row from its values, in the order of `COLUMNS` and as SQLite returns them."""
    if table == "article":
        values = _without_usual([*values])
    encoded = [  # the usual types without a call: a row of the history has ten values
        f"{len(value)}:{value}," if type(value) is str else f"{value}," if type(value) is int else _encoded(value)
        for value in values
    ]
    return crc32("".join(encoded).encode(), _STARTS[table])


def _without_usual(values: list[object]) -> list[object]:
    last = values[-len(AS_IMPORTED) :]
    usual = all(type(value) is type(known) and value == known for value, known in zip(last, AS_IMPORTED, strict=False))
    return values[: -len(AS_IMPORTED)] if usual and len(last) == len(AS_IMPORTED) else values


def is_sound(table: str, values: Sequence[object], stored: object) -> bool:
    """Return whether a row is what was written: its values have the types of their columns, and their checksum."""
    return tuple(map(type, values)) in TYPES[table] and checksum(table, values) == stored


def with_checksum(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole row together with its checksum."""
    whole = {name: row[name] for name in COLUMNS[table]}
    if isinstance(whole.get("seconds"), int):
        whole["seconds"] = float(whole["seconds"])  # as a column of reals returns it
    return {**whole, "checksum": checksum(table, whole.values())}


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
    """Return the part of a span's checksum that many spans share, for `span_checksum`."""
    return checksum("span", (annotator, label, origin, note, confidence, attributes, rev, updated_at, deleted))


def in_article(head: int, article: int) -> int:
    """Return a `span_head` for the spans of one article."""
    return crc32(f"{article},".encode(), head)


def span_checksum(head: int, start: int, end: int, uid: str) -> int:
    """Return the checksum of a span whose other columns are those of `head`: `checksum` in a fifth of the time."""
    return crc32(f"{start},{end},{len(uid)}:{uid},".encode(), head)


def span_checksums(heads: Iterable[int], starts: Iterable[int], ends: Iterable[int], uids: Iterable[str]) -> list[int]:
    """Return `span_checksum` of each of many spans, without a call for each."""
    return [
        crc32(f"{start},{end},{len(uid)}:{uid},".encode(), head)
        for head, start, end, uid in zip(heads, starts, ends, uids, strict=True)
    ]


PLAIN_SPAN = (
    "note = '' AND confidence = '' AND attributes = '{}' AND rev = 1 AND typeof(rev) = 'integer' "
    "AND deleted = 0 AND typeof(deleted) = 'integer' AND typeof(\"end\") = 'integer'"
)
"""SQL for a span with the usual values of `span_head`. Of `end` the type alone, so that it may be read negated."""


class _Heads(dict[tuple[int, str, str, int, int], int]):
    """(Label, origin, time, article, annotator) -> what the checksums of their plain spans begin with."""

    def __missing__(self, key: tuple[int, str, str, int, int]) -> int:
        label, origin, updated_at, article, annotator = key
        head = self[key] = in_article(span_head(annotator, label, origin, updated_at), article)
        return head


def are_plain_spans(
    annotators: Sequence[Any],
    labels: Sequence[Any],
    origins: Sequence[Any],
    updated: Sequence[Any],
    articles: Sequence[Any],
    starts: Sequence[Any],
    ends: Sequence[Any],
    uids: Sequence[Any],
    stored: Sequence[Any],
) -> bool:
    """Return whether spans that are `PLAIN_SPAN` are what was written; their columns in the order of `COLUMNS`.

    Column by column: `wrong` of their rows takes twice as long, and reading all of their columns longer still.
    """
    # Equal numbers of other types would be taken for each other.
    if any({*map(type, column)} != {int} for column in (annotators, labels, articles, starts, ends)):
        return False
    if any({*map(type, column)} != {str} for column in (origins, updated, uids)):
        return False
    heads = map(_Heads().__getitem__, zip(labels, origins, updated, articles, annotators, strict=False))
    return span_checksums(heads, starts, ends, uids) == [*stored]


def wrong(table: str, rows: Sequence[Sequence[Any]], first: int = 0) -> list[int]:
    """Return the positions of the rows that are not what was written.

    In each row, from the column `first` on, come the table's `COLUMNS` and then its checksum. Never raises, whatever
    the values are.
    """
    if table == "span" and _have_usual_types(rows, first):
        return _wrong_spans(rows, first)
    stored = first + len(COLUMNS[table])
    return [place for place, row in enumerate(rows) if not is_sound(table, row[first:stored], row[stored])]


def _have_usual_types(rows: Sequence[Sequence[Any]], first: int) -> bool:
    """Return whether all values of spans have the types of their columns: told for many rows at once, column by column.

    Equal numbers of other types would be taken for each other below.
    """
    columns = zip(*rows, strict=True)
    return all(
        {*map(type, column)} == {kind} for column, kind in zip(islice(columns, first, None), _SPAN, strict=False)
    )


def _wrong_spans(rows: Sequence[Sequence[Any]], first: int) -> list[int]:
    """Return `wrong` for spans in a fifth of the time: most of them share all but the last four values with others."""
    heads: dict[Sequence[Any], int] = {}
    found, shared, head = [], None, 0
    own = first + 9  # where the part of `span_head` ends
    end_of = own + 5
    for place, row in enumerate(rows):
        begins = row[first:own]
        if begins != shared:
            shared = begins
            head = heads.get(shared) or heads.setdefault(shared, checksum("span", shared))
        article, start, end, uid, stored = row[own:end_of]
        if crc32(f"{article},{start},{end},{len(uid)}:{uid},".encode(), head) != stored:
            found.append(place)
    return found


def _encoded(value: object) -> str:
    """Return a text for a value that no other value, or sequence of values, has."""
    match value:
        case str():
            return f"{len(value)}:{value},"
        case int():
            return f"{value:d},"
        case None:
            return "-,"
        case float():
            return f"r{value + 0.0!r},"  # SQLite returns -0.0 as 0.0
        case bytes():
            return f"x{value.hex()},"
        case _:
            raise TypeError(f"a project holds no {type(value).__name__}")
