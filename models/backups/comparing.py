"""Compare a backup with the project: what restoring it would bring back and take away.

Article by article, skipping those whose rows have equal sums, so that neither has to fit into memory and nobody waits
long for the project's connection.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from models.base.errors import UserError
from models.base.report import Progress
from models.storage.page_copy import CopySource
from models.storage.sqlite_connections import connect_read_only

_SLICE = 50  # articles compared at once
MOST_NAMED = 200
_SPANS = (
    'SELECT span.uid, annotator.name, start, "end", label.uid, label.name, note, confidence, attributes '
    "FROM span JOIN label ON label.id = label_id JOIN annotator ON annotator.id = annotator_id "
    "WHERE article_id = ? AND span.deleted = 0 ORDER BY start, span.id"
)
_ARTICLES = "SELECT id, uid, title, meta FROM article WHERE id > ? AND id NOT IN ({removed}) ORDER BY id LIMIT {slice}"
_REMOVED = "SELECT id FROM article WHERE deleted = 1"
_NONE = "SELECT 1 WHERE 0"  # in backups of before version 5, no article is removed
_LABELS = (
    "SELECT label.name, count(*) FROM span JOIN label ON label.id = label_id WHERE span.deleted = 0 "
    "AND article_id IN (SELECT value FROM json_each(?)) GROUP BY label.id"
)


class DiffKind(StrEnum):
    """What happened since the backup."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class NamedDiff:
    """One difference: a span's words and label, or an article (no words). `was` is the label it had in the backup."""

    kind: DiffKind
    article: str
    words: str = ""
    label: str = ""
    was: str = ""


@dataclass
class BackupDiff:
    """The differences of the project from a backup. Counts are complete, `named` are the first `MOST_NAMED`."""

    articles: Counter[DiffKind] = field(default_factory=Counter)
    spans: Counter[DiffKind] = field(default_factory=Counter)
    labels: dict[DiffKind, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in DiffKind})
    label_names: Counter[DiffKind] = field(default_factory=Counter)
    statuses: int = 0
    article_labels: int = 0
    guidelines: bool = False
    named: list[NamedDiff] = field(default_factory=list)

    def __bool__(self) -> bool:
        counts = (self.articles.total(), self.spans.total(), self.label_names.total())
        return any((*counts, self.statuses, self.article_labels, self.guidelines))

    def name(self, named: NamedDiff) -> None:
        """Keep a difference if it is one of the first `MOST_NAMED`."""
        if len(self.named) < MOST_NAMED:
            self.named.append(named)


def compare(project: CopySource, backup: Path, progress: Progress) -> BackupDiff:
    """Compare the open project with a backup. Raises UserError when the backup cannot be read, and Cancelled."""
    found = BackupDiff()
    try:
        with closing(connect_read_only(backup)) as conn:
            _Comparison(found, project, CopySource(backup, conn), progress).run()
    except sqlite3.DatabaseError as error:
        raise UserError(f"{backup}: the backup cannot be compared ({error}); choose another one.") from error
    return found


class _Comparison:
    """The steps of `compare`."""

    def __init__(self, found: BackupDiff, here: CopySource, there: CopySource, progress: Progress) -> None:
        self._found, self._here, self._there, self._progress = found, here, there, progress

    def run(self) -> None:
        self._small()
        last = "SELECT id, uid FROM article ORDER BY id DESC LIMIT 1"
        there, here = (side.rows(last) + side.rows(removed_of(side)) for side in (self._there, self._here))
        for pairs in self._slices():
            self._spans(pairs)
            self._keyed(pairs)
            self._progress(pairs[-1][0], there[0][0])
        if there != here:  # no row goes: with the same last one, and the same ones removed, all are the same
            self._added_articles()

    def _small(self) -> None:
        """Compare labels and guidelines, which are few rows."""
        labels = {
            side: dict(side.rows("SELECT uid, name FROM label WHERE deleted = 0")) for side in (self._here, self._there)
        }
        _count(self._found.label_names, labels[self._there], labels[self._here])
        texts = [
            side.rows("SELECT text FROM guideline ORDER BY version DESC LIMIT 1") for side in (self._here, self._there)
        ]
        self._found.guidelines = texts[0] != texts[1]

    def _slices(self) -> Iterator[list[tuple[int, int | None]]]:
        """Yield article ids of the backup with the project's id of the same article, or None without one."""
        last = 0
        while (rows := self._there.rows(_articles(self._there), (last,))) and rows[-1][0] > last:
            here = self._known(self._here, [row[1] for row in rows], "id, title, meta")
            for _, uid, *facts in rows:
                if uid not in here or [*here[uid][1:]] != facts:
                    kind = DiffKind.CHANGED if uid in here else DiffKind.REMOVED
                    self._found.articles[kind] += 1
                    self._found.name(NamedDiff(kind, facts[0]))
            yield [(key, here[uid][0] if uid in here else None) for key, uid, *_ in rows]
            last = rows[-1][0]

    def _known(self, side: CopySource, uids: Sequence[str], columns: str) -> dict[str, Sequence[Any]]:
        """Return uid -> `columns` of those of the articles that a side has, and has not removed."""
        sql = f"SELECT uid, {columns} FROM article WHERE uid IN (SELECT value FROM json_each(?)) "
        rows = side.rows(f"{sql} AND id NOT IN ({removed_of(side)})", (json.dumps(uids),))
        return {uid: facts for uid, *facts in rows}

    def _added_articles(self) -> None:
        """Name the articles that the backup lacks, and count their spans."""
        last = 0
        while (rows := self._here.rows(_articles(self._here), (last,))) and rows[-1][0] > last:
            self._progress(0, 0)
            known = self._known(self._there, [row[1] for row in rows], "id")
            added = [(key, title) for key, uid, title, _ in rows if uid not in known]
            self._found.articles[DiffKind.ADDED] += len(added)
            for _, title in added:
                self._found.name(NamedDiff(DiffKind.ADDED, title))
            for label, count in self._here.rows(_LABELS, (json.dumps([key for key, _ in added]),)):
                self._found.spans[DiffKind.ADDED] += count
                self._found.labels[DiffKind.ADDED][label] += count
            last = rows[-1][0]

    def _spans(self, pairs: Sequence[tuple[int, int | None]]) -> None:
        there, here = (
            _sums(side, [pair[number] for pair in pairs]) for number, side in enumerate((self._there, self._here))
        )
        for old, new in pairs:
            if there.get(old) != (here.get(new) if new is not None else None):
                self._article(old, new)

    def _article(self, old: int, new: int | None) -> None:
        before = {row[0]: row[1:] for row in self._there.rows(_SPANS, (old,))}
        after = {row[0]: row[1:] for row in self._here.rows(_SPANS, (new,))} if new is not None else {}
        title, text = self._there.rows("SELECT title, text FROM article WHERE id = ?", (old,))[0]
        for uid in [*before, *(uid for uid in after if uid not in before)]:
            was, now = before.get(uid), after.get(uid)
            if _same(was, now):
                continue
            kind = DiffKind.ADDED if was is None else DiffKind.REMOVED if now is None else DiffKind.CHANGED
            shown: Any = now or was
            self._found.spans[kind] += 1
            self._found.labels[kind][shown[4]] += 1
            relabelled = was[4] if was and now and was[3] != now[3] else ""
            self._found.name(NamedDiff(kind, title, text[shown[1] : shown[2]], shown[4], relabelled))

    def _keyed(self, pairs: Sequence[tuple[int, int | None]]) -> None:
        """Compare statuses, and labels of whole articles."""
        status = (
            "SELECT article_id, annotator.name, status FROM work JOIN annotator ON annotator.id = annotator_id "
            "WHERE status <> 'new' AND article_id IN (SELECT value FROM json_each(?))"
        )
        marks = (
            "SELECT article_id, annotator.name, label.uid FROM article_label "
            "JOIN annotator ON annotator.id = annotator_id JOIN label ON label.id = label_id "
            "WHERE article_label.deleted = 0 AND article_id IN (SELECT value FROM json_each(?))"
        )
        self._found.statuses += self._unlike(pairs, status)
        if self._there.rows("SELECT 1 FROM sqlite_master WHERE name = 'article_label'"):
            self._found.article_labels += self._unlike(pairs, marks)

    def _unlike(self, pairs: Sequence[tuple[int, int | None]], sql: str) -> int:
        """Count the pairs of article and annotator, the first two columns of a row, whose rows differ."""
        known = {new: old for old, new in pairs if new is not None}
        there = set(self._there.rows(sql, (json.dumps([*known.values()]),)))
        here = {(known[row[0]], *row[1:]) for row in self._here.rows(sql, (json.dumps([*known]),))}
        return len({row[:2] for row in there ^ here})


def removed_of(side: CopySource) -> str:
    """Return the SELECT of the articles that are removed."""
    there = side.rows("SELECT 1 FROM pragma_table_info('article') WHERE name = 'deleted'")
    return _REMOVED if there else _NONE


def _articles(side: CopySource) -> str:
    return _ARTICLES.format(removed=removed_of(side), slice=_SLICE)


def _sums(side: CopySource, articles: Sequence[int | None]) -> dict[int, tuple[Any, ...]]:
    """Return sums for each article, of which at least one changes with every write to its spans."""
    rows = side.rows(
        "SELECT article_id, count(*), sum(rev), sum(deleted), max(updated_at), sum(start), sum(label_id) FROM span "
        "WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY article_id",
        (json.dumps([key for key in articles if key is not None]),),
    )
    return {row[0]: row[1:] for row in rows}


def _same(was: tuple[Any, ...] | None, now: tuple[Any, ...] | None) -> bool:
    """Whether two rows are equal, apart from the name of their label."""
    return was is not None and now is not None and (*was[:4], *was[5:]) == (*now[:4], *now[5:])


def _count(counts: Counter[DiffKind], before: dict[str, str], after: dict[str, str]) -> None:
    counts[DiffKind.ADDED] += len(after.keys() - before.keys())
    counts[DiffKind.REMOVED] += len(before.keys() - after.keys())
    counts[DiffKind.CHANGED] += sum(before[uid] != after[uid] for uid in before.keys() & after.keys())
