"""Checks the history: each entry begins where the one before left the row, and the last one says what the row is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from models.base import json_text
from models.checks.found import Problem
from models.project.around import UnreadableRows, pages
from models.project.names import RowNames
from models.project.project import Project
from models.storage.tables import checksums

_LATER = {"examples": "", "scope": "span", "choice": ""}  # columns of labels that events of version 1 do not log
_KEYED = {"work": 2, "article_label": 3, "rejection": 5}  # table -> the number of columns of its key
_LOGGED = {"span", "label", *_KEYED}
_VALUE = {"work": "status", "article_label": "deleted", "rejection": "deleted"}
RowKey = tuple[str, tuple[Any, ...]]
"""A table, and the key of a row in it."""


class LoggedStates:
    """The last state of each row that the history logs, as a hash."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._last: dict[int, int] = {}  # hash of a row key -> hash of the state that the row was left in
        self._met: set[int] = set()
        self._is_whole = True
        self._recovered = 0

    def read(self, ask: Callable[[], object] = lambda: None) -> Iterator[Problem]:
        """Read the history; yield entries that do not begin where the one before ended, recovered gaps apart."""
        self._recovered = int(self._project.value("SELECT value FROM meta WHERE key = 'recovered_events'") or 0)
        columns = ("annotator_id", "article_id", "object", "before", "after", "gesture")
        for page in pages(self._project, "event", columns):
            ask()
            if isinstance(page, UnreadableRows):
                self._is_whole = False  # `rows` reports what is unreadable
                continue
            for key, annotator, article, name, before, after, gesture in page:
                try:
                    yield from self._entry(key, gesture, name, annotator, article, before, after)
                except (ValueError, TypeError, KeyError, AttributeError):
                    yield Problem("history", f"entry {key} of the history ({gesture}) makes no sense")

    def _entry(
        self,
        key: int,
        gesture: str,
        name: str,
        annotator: int | None,
        article: int | None,
        before: str | None,
        after: str | None,
    ) -> Iterator[Problem]:
        now = json_text.parse(after) if after else {}
        row = row_key(name, now, annotator, article)
        if row is None:
            return
        known = self._last.get(hash(row))
        is_checked = before and known is not None and self._is_whole and key > self._recovered
        if is_checked and known != state(row[0], json_text.parse(before or "")):
            yield Problem("history", f"entry {key} of the history ({gesture}) does not begin where the last one ended")
        self._last[hash(row)] = state(row[0], now)

    def differing(self, table: str, rows: Sequence[Sequence[Any]], first: int) -> set[int]:
        """Return the positions of the rows that are in another state than the logged one. Call once for each row.

        In each row, from the column `first` on, come the table's `COLUMNS` and then its checksum.
        """
        if table not in _LOGGED or not self._last:
            return set()
        found: set[int] = set()
        for place, key in enumerate(map(hash, _keys_of_rows(table, rows, first))):
            if (last := self._last.get(key)) is not None:
                self._met.add(key)
                if last != self._state_of_row(table, rows[place][first:]):
                    found.add(place)
        return found

    def _state_of_row(self, table: str, values: Sequence[Any]) -> Any:
        if table in _VALUE:
            return state(table, dict(zip(checksums.COLUMNS[table], values, strict=False)))
        return values[-1]  # the stored checksum: where it does not fit the row, `rows` reports that

    def missing(self, names: RowNames) -> Iterator[Problem]:
        """Yield rows that the history logs and that do not exist; `differing` must have met all that do."""
        if self._last.keys() <= self._met:
            return
        columns = ("annotator_id", "article_id", "object", "after")
        for page in pages(self._project, "event", columns):
            for _, annotator, article, name, after in page if isinstance(page, list) else ():
                try:
                    row = row_key(name, json_text.parse(after) if after else {}, annotator, article)
                except (ValueError, TypeError, KeyError, AttributeError):
                    continue
                if row is None or hash(row) in self._met:
                    continue
                self._met.add(hash(row))
                what = f"{row[0]} {name}" if row[0] in {"span", "label"} else row[0].replace("_", " ")
                where = f" in {names.article(article)}" if article is not None else ""
                yield Problem("missing", f"{what}{where}: the history tells of it, and it is not there")


def row_key(name: str, after: Mapping[str, Any], annotator: int | None, article: int | None) -> RowKey | None:
    """Return the row that an event with the object `name` is about; None for no single row, and for guidelines."""
    if name in _KEYED:
        whole = {"annotator_id": annotator, "article_id": article} | dict(after)
        return _key_of_row(name, whole)
    if name.startswith("label "):
        return "label", (name.removeprefix("label "),)
    return ("span", (name,)) if "start" in after else None


def _key_of_row(table: str, row: Mapping[str, Any]) -> RowKey:
    if table in _KEYED:
        return table, tuple(row[name] for name in checksums.COLUMNS[table][: _KEYED[table]])
    return table, (row.get("uid"),)


def _keys_of_rows(table: str, rows: Sequence[Sequence[Any]], first: int) -> Iterator[RowKey]:
    """Yield the keys of rows, as `row_key` makes them."""
    if table in _KEYED:
        return ((table, tuple(row[first : first + _KEYED[table]])) for row in rows)
    uid = first + checksums.COLUMNS[table].index("uid")
    return zip(repeat(table), zip([row[uid] for row in rows]), strict=False)


def state(table: str, row: Mapping[str, Any]) -> int:
    """Return a hash of those values of a row that the history logs."""
    if table in _VALUE:
        return hash(row[_VALUE[table]])
    whole = (_LATER | dict(row)) if table == "label" else row
    return checksums.checksum(table, [whole[name] for name in checksums.COLUMNS[table]])
