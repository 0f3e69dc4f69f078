"""The labels that files use, as labels of the project: the same, renamed, made, or left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.base.documents import FileLocation
from models.base.entities import AnnotatorId, Label, LabelId, Scope
from models.base.errors import UserError
from models.base.report import Difference, Report
from models.base.unprintable import hidden_named, marked
from models.importing.differences import Differences
from models.labels.toml_file import is_color, new_label
from models.project.project import Project


class ImportLabels:
    """A file's label name -> the project's label, decided once for each name."""

    def __init__(
        self,
        project: Project,
        report: Report,
        differences: Differences,
        mapping: Mapping[str, str],
        *,
        create: bool,
        strict: bool = False,
    ) -> None:
        self._project, self._report, self._mapping, self._create = project, report, mapping, create
        self._strict = strict
        self._differences, self._wanted = differences, set(mapping.values())
        self._known = {label.name: label for label in project.labels()}
        self._by_id = {label.id: label for label in self._known.values()}
        self._by_uid = {label.uid: label for label in self._known.values()}
        self._keys = {_folded(label.key) for label in self._known.values()}
        self._position = project.next_position()
        self._described: dict[str, Label] = {}
        self._told: set[Label] = set()  # each as it was described
        self._span_ids: dict[str, LabelId | None] = {}
        self.clashes: dict[str, str] = {}
        """Names that spans have and whole articles alone may have here -> why their spans are left out."""

    def describe(self, labels: Iterable[Label]) -> None:
        """Take down what a file says of its labels. Those that the project lacks are made, with or without spans."""
        for label in labels:
            if label in self._told:
                continue
            self._told.add(label)
            self._described.setdefault(label.name, label)
            if known := self._by_uid.get(label.uid) or self._known.get(self._mapping.get(label.name, label.name)):
                self._differences.label(known, label)
            if label.name not in self._mapping:
                self._label(label.name, label.scope)

    def span_label(self, name: str, where: FileLocation | str) -> LabelId | None:
        """Return the label for spans; None to leave them out. Raises UserError for `clashes` in a strict import."""
        if name not in self._span_ids:
            found = self._label(name, Scope.SPAN)
            if found and (why := self._clash(found, Scope.SPAN, where)):
                self.clashes[name], found = why, None
            self._span_ids[name] = found.id if found else None
        return self._span_ids[name]

    def article_labels(
        self, names: Iterable[str], article: int, annotator: AnnotatorId, where: FileLocation | str
    ) -> list[LabelId]:
        """Return the labels for a whole article, of those that exclude each other only the first; the rest is noted."""
        there = self._there(article, annotator)
        taken = {label.choice: label for label in there if label.choice}
        chosen = []
        for name in names:
            found = self._label(name, Scope.ARTICLE)
            if found is None:
                self._report.note(where, f"the article's label {name} left out: no label for it")
                continue
            if why := self._clash(found, Scope.ARTICLE, where):
                self._report.note(where, f"the article's label {name} left out: {why}")
                continue
            label = found
            first = taken.setdefault(label.choice, label) if label.choice else label
            if first.id == label.id:
                chosen.append(label.id)
            else:
                self._report.note(where, f"the article's label {name} left out: {first.name} excludes it")
                if first in there:
                    self._report.count_difference(Difference.NOT_TAKEN, "article label")
        return chosen

    def _there(self, article: int, annotator: AnnotatorId) -> list[Label]:
        rows = self._project.query(
            "SELECT label_id FROM article_label WHERE article_id = ? AND annotator_id = ? AND deleted = 0",
            (article, annotator),
        )
        return [self._by_id[row["label_id"]] for row in rows if row["label_id"] in self._by_id]

    def _clash(self, label: Label, scope: Scope, where: FileLocation | str) -> str:
        """Return why a label cannot be used so; "" where it can. Raises UserError for that in a strict import."""
        if label.scope is scope:
            return ""
        why = f"{label.name} is a label for {label.scope.value}s in this project; rename it there or here"
        if self._strict:
            raise UserError(f"{where}: {why}.")
        return why

    def _label(self, name: str, scope: Scope) -> Label | None:
        name = self._mapping.get(name, name)
        if name in self._known or not name:
            return self._known.get(name)
        if not self._create and name not in self._wanted:
            return None
        made = self._project.add_label(self._new(name, scope), self._position)
        self._position += 1
        self._known[name] = self._by_id[made.id] = made
        self._keys.add(_folded(made.key))
        self._report.labels.append(name)
        if hidden := hidden_named(name):
            self._report.note(f"label {marked(name)}", f"its name holds {', '.join(hidden)}; kept as it is")
        return made

    def _new(self, name: str, scope: Scope) -> Label:
        label = new_label(name, len(self._known), scope, (label.color for label in self._known.values()))
        given = self._described.get(name)
        if given is None:
            return label
        label = replace(given, color=given.color if is_color(given.color) else label.color)
        if self._project.value("SELECT 1 FROM label WHERE uid = ?", (label.uid,)):
            label = replace(label, uid="")
        return replace(label, key="") if _folded(label.key) in self._keys or len(label.key) > 1 else label


def _folded(key: str) -> str:
    """Return a key as a keyboard knows it: Q is q, ۱ is 1."""
    digit = unicodedata.digit(key, None) if len(key) == 1 else None
    return key.casefold() if digit is None else str(digit)
