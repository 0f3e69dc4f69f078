"""Layers that a file does not name, of articles that somebody has labelled already: whose are they?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from models.base.documents import Layer
from models.base.entities import LabelId, Status
from models.base.report import Difference, Report, counted
from models.project.project import Project

Place = tuple[int, int, LabelId]
_SPANS = """
    SELECT name, start, "end", label_id, deleted FROM span JOIN annotator ON annotator.id = annotator_id
    WHERE article_id = ? AND kind <> 'suggester'
"""
_LABELS = """
    SELECT label.name FROM article_label JOIN label ON label.id = label_id JOIN annotator ON annotator.id = annotator_id
    WHERE article_id = ? AND article_label.deleted = 0 AND kind <> 'suggester' AND annotator.name <> ?
"""
_WORK = """
    SELECT annotator.name, status FROM work JOIN annotator ON annotator.id = annotator_id
    WHERE article_id = ? AND kind <> 'suggester'
"""


class UnnamedLayers:
    """Takes out of layers without a name what stands in somebody else's, so that it is not labelled twice."""

    def __init__(self, project: Project, name: str) -> None:
        """`name`: whose layer it would be."""
        self._project, self._name = project, name
        self._there: Counter[str] = Counter()
        self._twice: Counter[str] = Counter()
        self._removed = 0

    def rest(self, article: int, layer: Layer, places: list[Place | None]) -> Layer | None:
        """Return what of a layer is new, whole spans or none; None for nothing at all.

        `places`: those of its spans, None for one that is left out.
        """
        own, others = self._places(article)
        asked = set(places)
        missing = {place for place in asked if place is not None and place not in own}
        found = {place: others[place] for place in missing if place in others}
        if missing and len(found) == len(missing):
            self._count(self._there, found)
            layer = replace(layer, spans=())
        else:
            self._count(self._twice, found)
        return self._without_marks(article, layer)

    def _places(self, article: int) -> tuple[set[Place], dict[Place, tuple[str, bool]]]:
        """Return the spans of the annotator, and of all others: place -> whose, and whether it was removed since."""
        own: set[Place] = set()
        others: dict[Place, tuple[str, bool]] = {}
        for name, start, end, label, deleted in self._project.rows(_SPANS, (article,)):
            place = (start, end, label)
            if name == self._name:
                own.add(place)
            elif place not in others or not deleted:
                others[place] = (name, bool(deleted))
        return own, others

    def _count(self, counts: Counter[str], found: dict[Place, tuple[str, bool]]) -> None:
        for name, removed in found.values():
            counts[name] += 1
            self._removed += removed and counts is self._there

    def _without_marks(self, article: int, layer: Layer) -> Layer | None:
        """Return a layer without the labels of the article and the status that others have given it."""
        work: dict[str, str] = dict(self._project.rows(_WORK, (article,)))
        if layer.labels:
            there = {name for (name,) in self._project.rows(_LABELS, (article, self._name))}
            layer = replace(layer, labels=() if there >= set(layer.labels) else layer.labels)
        own = self._name in work
        if not own and layer.status.value in work.values():
            layer = replace(layer, status=Status.NEW)
        empty = not (layer.spans or layer.labels or layer.rejections or own)
        return None if empty and layer.status is Status.NEW and work else layer

    def tell(self, report: Report) -> None:
        """Note, once for all articles, what was there already, and what two people have now."""
        for _ in range(self._removed):
            report.count_difference(Difference.REMOVED_HERE, "span")
        for name, count in self._there.items():
            many = counted(count, "span is there already", "spans are there already")
            whose = f"in the layer of {name}, and the file names nobody: not added to that of {self._name}"
            report.note(name, f"{many} {whose}; choose an annotator for the import to have them there, too")
        for name, count in self._twice.items():
            many = counted(count, "span is", "spans are")
            report.note(
                name, f"{many} in the layer of {name} and, as the file names nobody, in that of {self._name} now"
            )
