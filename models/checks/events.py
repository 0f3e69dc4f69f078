"""The history against itself: each entry begins where the one before left off; and what it says was done last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from models.checks.around import UnreadableRows, pages
from models.checks.found import Problem
from models.checks.names import RowNames
from models.project.project import Project
from models.storage import checksums

_LATER = {"examples": "", "scope": "span", "choice": ""}  # columns of labels that events of version 1 do not tell
_KEYED = {"work": 2, "article_label": 3, "rejection": 5}  # table -> the columns of its key
_VALUE = {"work": "status", "article_label": "deleted", "rejection": "deleted"}
Thing = tuple[str, tuple[Any, ...]]
"""A row by its table and key."""


class LoggedStates:
    """What the history says of rows: of each that it names, a number for how it was left."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._last: dict[int, int] = {}  # hash of a thing -> hash of how it was left
        self._met: set[int] = set()
        self._whole = True
        self._holes = 0

    def read(self, names: RowNames) -> Iterator[Problem]:
        """Go through the history; entries that do not begin where the one before left off.

        A recovery has told which entries it did not find: there may be holes before it.
        """
        self._holes = int(self._project.value("SELECT value FROM meta WHERE key = 'recovered_events'") or 0)
        columns = ("annotator_id", "article_id", "object", "before", "after", "gesture")
        for page in pages(self._project, "event", columns):
            if isinstance(page, UnreadableRows):
                self._whole = False  # that it cannot be read, whoever reads all rows tells
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
        now = json.loads(after) if after else {}
        found = thing(name, now, annotator, article)
        if found is None:
            return
        known = self._last.get(hash(found))
        checked = before and known is not None and self._whole and key > self._holes
        if checked and known != state(found[0], json.loads(before or "")):
            yield Problem("history", f"entry {key} of the history ({gesture}) does not begin where the last one ended")
        self._last[hash(found)] = state(found[0], now)

    def differs(self, table: str, row: Mapping[str, Any], seal: int) -> bool:
        """Whether a row, with its seal, is not as the history says that it was left; rows must come once."""
        found = hash(_thing_of_row(table, row))
        if found not in self._last:
            return False
        self._met.add(found)
        if table in _VALUE:
            return self._last[found] != state(table, row)
        # The seal stands for the row: where the row is not what was written, that has been told.
        return self._last[found] != seal

    def missing(self, names: RowNames) -> Iterator[Problem]:
        """Rows that the history tells of and that are not there."""
        if self._last.keys() <= self._met:
            return
        columns = ("annotator_id", "article_id", "object", "after")
        for page in pages(self._project, "event", columns):
            for _, annotator, article, name, after in page if isinstance(page, list) else ():
                try:
                    found = thing(name, json.loads(after) if after else {}, annotator, article)
                except (ValueError, TypeError, KeyError, AttributeError):
                    continue
                if found is None or hash(found) in self._met:
                    continue
                self._met.add(hash(found))
                what = f"{found[0]} {name}" if found[0] in {"span", "label"} else found[0].replace("_", " ")
                where = f" in {names.article(article)}" if article is not None else ""
                yield Problem("missing", f"{what}{where}: the history tells of it, and it is not there")


def thing(name: str, after: Mapping[str, Any], annotator: int | None, article: int | None) -> Thing | None:
    """Which row an entry is about; None for those about no single row, or one whose every version stays."""
    if name in _KEYED:
        whole = {"annotator_id": annotator, "article_id": article} | dict(after)
        return _thing_of_row(name, whole)
    if name.startswith("label "):
        return "label", (name.removeprefix("label "),)
    return ("span", (name,)) if "start" in after else None


def _thing_of_row(table: str, row: Mapping[str, Any]) -> Thing:
    if table in _KEYED:
        return table, tuple(row[name] for name in checksums.COLUMNS[table][: _KEYED[table]])
    return table, (row.get("uid"),)


def state(table: str, row: Mapping[str, Any]) -> int:
    """A number for what the history tells of a row: another one where it is another."""
    if table in _VALUE:
        return hash(row[_VALUE[table]])
    whole = (_LATER | dict(row)) if table == "label" else row
    return checksums.seal(table, (whole[name] for name in checksums.COLUMNS[table]))
