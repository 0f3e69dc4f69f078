"""Whose layer each article of an import goes to; two people's spans never come into one layer unasked.

Files say it themselves, or where they lie does (`owners`). Where neither does, and two files bring different spans
for the same text, they are two people's: `found_more` says so after a reading, and the next one has their names.
What is left, one text with different spans in some records, is kept apart as it comes, and told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from models.base.documents import AnnotatedArticle, Layer
from models.base.entities import AnnotatorKind
from models.base.errors import UserError
from models.base.report import Report, counted
from models.importing.detection import DetectedFile
from models.importing.plan import ImportPlan
from models.importing.whose.evidence import people_in
from models.importing.whose.owners import Owner, Owners, folders_of, owners_of, stem_of
from models.importing.whose.people_fields import named
from models.project.project import Project
from models.storage.tables.rows import digest


@dataclass
class Person:
    """What somebody brings: articles with a layer of theirs, spans in it, the files, and how that is known."""

    articles: int = 0
    spans: int = 0
    files: list[Path] = field(default_factory=list)
    how: str = ""


def several_of_text(project: Project) -> frozenset[bytes]:
    """Return the SHA-256 of each text that more than one article of a project has."""
    found = Counter(sha256 for (sha256,) in project.rows("SELECT sha256 FROM article"))
    return frozenset(sha256 for sha256, articles in found.items() if articles > 1)


class _Work(NamedTuple):
    """What a file has of somebody on a text: `work` tells its spans and labels, `name` the layer, "" for nobody's."""

    number: int
    source: str
    work: int
    name: str


class People:
    """The names of the layers of an import's files, file by file, article by article."""

    def __init__(
        self, files: Sequence[DetectedFile], plan: ImportPlan, known: Callable[[], frozenset[bytes]] = frozenset
    ) -> None:
        """`known`: the texts of which the project has several articles; asked for when there are several files."""
        self._files, self._plan = files, plan
        self._several = known() if len(files) > 1 else frozenset()
        self.owners: Owners = {} if plan.annotator else owners_of(files, plan.annotator_from)
        self.found: dict[str, Person] = {}
        self._decided = bool(plan.annotator or plan.annotator_from)
        self.forget()

    def forget(self) -> None:
        """Begin again: the files are read once more."""
        self._texts: dict[tuple[int, str], list[_Work]] = {}  # text -> what was done to it
        self._numbers = {one.path: number for number, one in enumerate(self._files)}
        self._apart: Counter[tuple[Path, str]] = Counter()
        self._alike: Counter[tuple[str, str]] = Counter()
        self._anybody = False
        self.found.clear()

    def named(self, one: DetectedFile, article: AnnotatedArticle) -> AnnotatedArticle:
        """Return an article of a file with its layers named, and its id where its folder is its document."""
        owner = self.owners.get(one.path)
        if owner is not None:
            layers = tuple(_owned(layer, owner) for layer in article.layers)
            article = replace(article, layers=layers, source=owner.document or article.source)
        self._anybody = self._anybody or any(layer.annotator for layer in article.layers)
        if not self._plan.annotator and any(self._may_meet(layer) for layer in article.layers):
            layers = tuple(self._apart_from_others(one.path, article, layer) for layer in article.layers)
            article = replace(article, layers=layers)
        for layer in article.layers:
            self._count(one.path, layer, owner)
        return article

    def _apart_from_others(self, path: Path, article: AnnotatedArticle, layer: Layer) -> Layer:
        """Return a layer without a name, with one where the same text came with others' work before."""
        if not self._may_meet(layer) or not (layer.spans or layer.labels):
            return layer
        work, number = _signature(layer), self._numbers[path]
        there = self._texts.setdefault(self._key(article), [])
        met = [one for one in there if one.number != number or one.source == article.source]
        name = layer.annotator or self._name_beside(met, work, path)
        twin = next((one for one in met if one.work == work and one.number != number), None)
        if twin is not None and not layer.annotator:
            self._alike[self._files[twin.number].path.name, path.name] += 1
        there.append(_Work(number, article.source, work, "" if name == self._plan.default_annotator else name))
        return replace(layer, annotator=name) if name else layer

    def _key(self, article: AnnotatedArticle) -> tuple[int, str]:
        """Return what tells articles apart: the text, and the id where the project has several of that text.

        In a file alone it is the id, too: one text may come thousands of times in it.
        """
        own = len(self._files) == 1 or (bool(self._several) and digest(article.text) in self._several)
        return hash(article.text), article.source if own else ""

    def _name_beside(self, met: Sequence[_Work], work: int, path: Path) -> str:
        """Return the name of a layer beside those of the same article: none, or one of its own if it differs."""
        for one in met:
            if one.work == work:
                return one.name
        if not met:
            return ""
        stem, taken = stem_of(path), {self._plan.default_annotator, *(one.name for one in met)}
        names = chain([stem], (f"{stem} ({number})" for number in count(2)))
        name = next(name for name in names if name not in taken)
        self._apart[path, name] += 1
        return name

    def _may_meet(self, layer: Layer) -> bool:
        """Whether a layer goes to the default annotator, unless it is kept apart from others there."""
        return layer.annotator in ("", self._plan.default_annotator)

    def _count(self, path: Path, layer: Layer, owner: Owner | None) -> None:
        name = self._plan.annotator or layer.annotator or self._plan.default_annotator
        person = self.found.setdefault(name, Person())
        person.articles += 1
        person.spans += len(layer.spans)
        if not person.files or person.files[-1] != path:
            person.files.append(path)
        if not person.how:
            person.how = self._how(name, layer, owner)

    def _how(self, name: str, layer: Layer, owner: Owner | None) -> str:
        if self._plan.annotator:
            return "as was asked"
        if owner is not None and name == owner.annotator:
            return owner.how
        if not layer.annotator:
            return "no file names anybody"
        if any(name == apart for _, apart in self._apart):
            return "other spans for a text that came before: kept apart"
        return f"the field {self._plan.annotator_field}" if self._plan.annotator_field else "the files name them"

    def found_more(self) -> bool:
        """Whether what was read shows whose work the files are, so that they are to be read again. Once at most."""
        if self._decided:
            return False
        self._decided = True
        works = (_by_file(there) for there in self._texts.values())
        owners = {path: owner for path, owner in people_in(self._files, works).items() if path not in self.owners}
        self.owners |= owners
        return bool(owners)

    def tell(self, report: Report) -> None:
        """Note by which evidence layers were named, and what was kept apart. Raises UserError for a field of nobody."""
        wanted = self._plan.annotator_field
        if self._plan.annotator_from and wanted and self.found and not self._anybody:
            instead = "give another field or column, file or folder"
            raise UserError(f"--annotator-from {wanted}: no record names anybody there; {instead}.")
        by_evidence: dict[str, list[str]] = {}
        for name, person in self.found.items():
            if any(owner.annotator == name and not owner.asked for owner in self.owners.values()):
                by_evidence.setdefault(person.how, []).append(name)
        for how, names in by_evidence.items():
            who = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
            report.note("annotators", f"{who}: named after {how}; --annotator or --annotator-from says otherwise")
        for (path, name), texts in self._apart.items():
            what = f"{counted(texts, 'text')} came before with other spans and nobody's name"
            report.note(str(path), f"{what}; kept apart, in the layer of {name}; --annotator-from says whose they are")
        for (first, second), texts in self._alike.items():
            what = f"{counted(texts, 'text has', 'texts have')} the same spans in {first} and {second}"
            report.note("annotators", f"{what}; taken as one layer; --annotator-from file keeps them apart")

    def choices(self, fields: Sequence[str]) -> tuple[str, ...]:
        """Return what may name the annotators of these files: file, folder, and fields that look like people."""
        paths = [one.path for one in self._files]
        several = ("file",) * (len(paths) > 1) + ("folder",) * (len(set(folders_of(paths).values())) > 1)
        return (*several, *fields)


def _by_file(there: Sequence[_Work]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one in there:
        found.setdefault(one.number, set()).add(one.work)
    return found


def _owned(layer: Layer, owner: Owner) -> Layer:
    if layer.annotator and not owner.asked:
        return layer
    kind = owner.kind if owner.kind is not AnnotatorKind.PERSON else layer.kind
    layer = named(layer, owner.annotator, asked=owner.asked) if owner.annotator else layer
    return replace(layer, kind=kind, status=owner.status or layer.status)


def _signature(layer: Layer) -> int:
    return hash((frozenset((span.start, span.end, span.label) for span in layer.spans), frozenset(layer.labels)))
