"""Reads the rows of a table in the order of their keys, and skips those that cannot be read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from models.base.errors import UserError
from models.base.report import counted
from models.project.project import Project

KEYS: dict[str, tuple[str, ...]] = {
    "article": ("id",), "label": ("id",), "annotator": ("id",), "span": ("id",), "event": ("id",),
    "guideline": ("version",), "meta": ("key",), "work": ("article_id", "annotator_id"),
    "article_label": ("article_id", "annotator_id", "label_id"),
    "rejection": ("article_id", "annotator_id", "start", "end", "label_id"),
}  # fmt: skip
"""The key of each table, whose first part is a number in all but `meta`."""
_LAST = (1 << 63) - 1  # SQLite has no greater whole number
_FARTHEST = 1 << 40  # steps past a damaged row: no project has as many rows


class UnreadableRows:
    """A gap in a table: rows with `after` < key < `until` (first columns of keys; None: to the end) are unreadable."""

    def __init__(self, table: str, after: int, until: int | None, why: str) -> None:
        self.table, self.after, self.until, self.why = table, after, until, why


def pages(
    project: Project, table: str, columns: Sequence[str], size: int = 1000
) -> Iterator[list[tuple[Any, ...]] | UnreadableRows]:
    """Yield the rows of a table, each as its key and then `columns` (SQL), in pages of up to `size`, and the gaps.

    A gap may hold no row: the damaged end of a table is one, too.
    """
    key = KEYS[table]
    names = ", ".join(f'"{name}"' for name in key)
    select = f"SELECT {', '.join((names, *columns))} FROM {table} WHERE ({names}) > ({', '.join('?' * len(key))}) "
    select += f"ORDER BY {names} LIMIT "
    last: tuple[Any, ...] = ("",) if table == "meta" else (-1, *[-1] * (len(key) - 1))
    while True:
        try:
            found = _read(project, select, last, size)
        except UserError as error:
            if table == "meta":
                yield UnreadableRows(table, 0, None, str(error))
                return
            until = _next(project, select, last)
            yield UnreadableRows(table, last[0], until, str(error))
            if until is None:
                return
            last = (until - 1, *[_FARTHEST] * (len(key) - 1))
            continue
        if not found:
            return
        yield found
        after = _passed(last, found)
        if after is None:
            return
        last = after


def _passed(last: tuple[Any, ...], found: Sequence[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """Return the key after which reading goes on: the last one that is a key and not out of order, as damaged ones are.

    So that what was passed is never read again, it is after `last`. None at the end: what is no number comes after
    all numbers, and what is no text after all texts.
    """
    for row in reversed(found):
        key: tuple[Any, ...] = row[: len(last)]
        if all(type(value) is type(before) for value, before in zip(key, last, strict=True)) and key > last:
            return key
    reached = found[-1][0]
    if type(last[0]) is not int or not isinstance(reached, int | float) or not reached <= _LAST:
        return None
    after = math.floor(max(last[0] + 1, reached))  # in this order: out of its order, the least is infinite, too
    return (after, *last[1:]) if after <= _LAST else None


def _read(project: Project, select: str, last: Sequence[Any], size: int) -> list[tuple[Any, ...]]:
    """Return up to `size` rows after `last`, fewer before damage. Raises UserError when the next row is unreadable."""
    while True:
        try:
            return project.rows(f"{select}{size}", last)
        except UserError:
            if size == 1:
                raise
            size = max(size // 8, 1)


def _next(project: Project, select: str, last: Sequence[Any]) -> int | None:
    """Return the first column of the key of the next readable row, found by bisection; None when there is none."""
    rest = [_FARTHEST] * (len(last) - 1)

    def there(step: int) -> int | None:
        try:
            found = project.rows(f"{select}1", (last[0] + step, *rest))
        except UserError:
            return None
        return found[0][0] if found else -1

    step = 0 if rest else 1
    while (found := there(step)) is None:
        step = step * 2 or 1
        if step > _FARTHEST:
            return None
    low, high = step // 2, step  # low fails, high does not
    while high - low > 1:
        middle = (low + high) // 2
        nearer = there(middle)
        low, high, found = (middle, high, found) if nearer is None else (low, middle, nearer)
    return None if found == -1 else found


def unreadable(gap: UnreadableRows) -> str:
    """Describe the rows of a gap."""
    if gap.table == "meta" or gap.until is None:
        where = f"after row {gap.after}" if gap.after > 0 else "of all rows"
        return f"{gap.table}: what is stored {where} cannot be read"
    count = gap.until - gap.after - 1
    if gap.table in {"work", "article_label", "rejection"}:
        return f"{gap.table}: what is stored of articles {max(gap.after, 1)} to {gap.until} cannot be read whole"
    which = f"{gap.after + 1}" if count == 1 else f"{gap.after + 1} to {gap.until - 1}"
    return f"{counted(count, gap.table)} cannot be read: {which}"
