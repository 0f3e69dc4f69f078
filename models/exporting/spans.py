"""The spans of a project, layer by layer, verified and proved to be all.

Nearly all spans say nothing but where they are, who made them and when. Those are told by SQLite, which reads their
other columns without making Python objects of them, and are verified and made column by column; the others row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice, repeat
from operator import itemgetter, neg
from types import MappingProxyType
from typing import Any

from models.base.documents import LabelledSpan, new_span
from models.project.project import Project
from models.project.sound import Row, Unsound, refusing_damage
from models.storage.tables import checksums
from models.storage.tables.rows import from_json

_COLUMNS = ", ".join(f'"{name}"' for name in checksums.COLUMNS["span"])
_OF_ARTICLES = "FROM span WHERE article_id > ? AND article_id <= ? AND deleted = 0"
_IN_LAYERS = "ORDER BY article_id, annotator_id"  # as the index has them
_NOTHING: Mapping[str, Any] = MappingProxyType({})

_Placed = tuple[int, int, int, LabelledSpan, int, int]
"""What orders the spans of a layer, outer before inner: start, end below zero, id; then it, article and annotator."""
_layer_of = itemgetter(4, 5)


class Names(dict[Any, str]):
    """Label ids -> names."""

    def __missing__(self, label: Any) -> str:
        raise Unsound


class Spans:
    """Reads the spans of articles through their index, and proves by the table that all of them came."""

    _ALL = "SELECT count(*), coalesce(sum(checksum), 0) FROM span NOT INDEXED WHERE deleted = 0"
    # A row that says so without being right hides a span from both sources.
    _DELETED = f"SELECT {_COLUMNS}, checksum FROM span NOT INDEXED WHERE deleted IS NOT 0"
    # Where a row is not a plain one, its origin is null.
    _PLAIN = (
        'SELECT article_id, annotator_id, start, -"end", id, label_id, updated_at, uid, checksum, '
        f"CASE WHEN {checksums.PLAIN_SPAN} THEN origin END {_OF_ARTICLES} {_IN_LAYERS}"
    )
    _WHOLE = f"SELECT id, {_COLUMNS}, checksum {_OF_ARTICLES}"
    _OTHERS = f"{_WHOLE} AND ({checksums.PLAIN_SPAN}) IS NOT TRUE {_IN_LAYERS}"

    def __init__(self, project: Project, labels: Names) -> None:
        """`labels`: id -> name; a label that is not in it raises Unsound."""
        self._project, self._labels, self._many_others = project, labels, False
        with refusing_damage():
            ((self._count, self._total),) = project.rows(self._ALL)
            deleted = project.stream(self._DELETED)
            while rows := [*islice(deleted, 1000)]:
                if checksums.wrong("span", rows):
                    raise Unsound

    def layers(self, after: int, last: int) -> Iterator[tuple[tuple[int, int], tuple[LabelledSpan, ...]]]:
        """Yield ((article, annotator), spans in reading order) of the articles in `(after, last]`. Raises Unsound."""
        with refusing_damage():
            found = self._found((after, last))
            for key, layer in groupby(found, _layer_of):
                yield key, tuple(map(itemgetter(3), sorted(layer)))

    def _found(self, articles: tuple[int, int]) -> Iterable[_Placed]:
        """Return the spans layer by layer, each of which is in no order."""
        if self._many_others:  # to read those twice that are not plain would take longer
            return self._whole(self._project.rows(f"{self._WHOLE} {_IN_LAYERS}", articles))
        rows = self._project.rows(self._PLAIN, articles)
        plain = [row for row in rows if row[9] is not None]
        if len(plain) == len(rows):
            return self._plain(plain)
        others = self._project.rows(self._OTHERS, articles)
        self._many_others = len(others) > len(plain)
        return sorted([*self._plain(plain), *self._whole(others)], key=_layer_of)

    def _plain(self, rows: list[Row]) -> Iterable[_Placed]:
        """Return plain spans from rows of `_PLAIN`."""
        if not rows:
            return ()
        articles, annotators, starts, below, ids, labels, updated, uids, stored, origins = zip(*rows, strict=True)
        ends = [*map(neg, below)]
        if not checksums.are_plain_spans(annotators, labels, origins, updated, articles, starts, ends, uids, stored):
            raise Unsound
        self._came(stored)
        names = map(self._labels.__getitem__, labels)
        usual = repeat(""), repeat(""), repeat(_NOTHING), repeat(1)
        spans = map(new_span, zip(starts, ends, names, uids, origins, *usual, updated, strict=False))
        return zip(starts, below, ids, spans, articles, annotators, strict=True)

    def _whole(self, rows: list[Row]) -> Iterator[_Placed]:
        """Yield spans from rows of `_WHOLE`."""
        if checksums.wrong("span", rows, first=1):
            raise Unsound
        self._came([row[-1] for row in rows])
        for row in rows:
            key, who, label, origin, note, confidence, given, rev, updated, _, article, start, end, uid, _ = row
            attributes = _NOTHING if given == "{}" else from_json(given, f"a span of article {article}", dict)
            span = (start, end, self._labels[label], uid, origin, note, confidence, attributes, rev, updated)
            yield start, -end, key, new_span(span), article, who

    def _came(self, stored: Sequence[int]) -> None:
        self._count -= len(stored)
        self._total -= sum(stored)

    def refuse_missing(self) -> None:
        """Raise Unsound when other spans came than are in the table."""
        if self._count or self._total:
            raise Unsound
