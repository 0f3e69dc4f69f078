"""A project in a session, beside its model: gestures say what they expect, and the two must agree."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from shiboken6 import Shiboken

from models.base.entities import ArticleId, Label, LabelId, Scope, Span
from models.importing.run import import_files
from models.project.project import Project
from tests.stress.stateful.model import Change, Key, Model, Row
from tests.stress.stateful.reading import read
from ui.session.session import Session

TEXTS = ("لاہور میں بارش، اور دھوپ۔", "عمران 😀 لاہور گئے اور آئے", "کراچی اور ٹِکٹ 👨‍👩‍👧 اسلام آباد", "ایک لفظ")
PEOPLE = ("sana", "علی", "import")
KEPT = 60  # moments that can be brought back


class Moment(NamedTuple):
    """A layer as it was when an event had been written."""

    event: int
    layer: tuple[int, int]
    spans: dict[Key, Row]
    marks: frozenset[int]
    status: Any


class File(NamedTuple):
    """A file that was imported, so that it can be once more."""

    name: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


class World:
    """One project, its session and its model. `pick` are the numbers by which a gesture chooses what it acts on."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "0.nishan"
        self.number = 0
        self.model = Model()
        self.moments: list[Moment] = []
        self.files: list[File] = []
        self.articles: dict[str, int] = {}  # name of a file -> its article
        self.brought: set[tuple[int, str, str, int, int]] = set()  # spans that imports made
        made = [Label(name, key="") for name in ("PERSON", "PLACE", "DATE")]
        choices = (("good", ""), ("a", "T"), ("b", "T"))
        made += [Label(name, scope=Scope.ARTICLE, choice=choice) for name, choice in choices]
        with Project.create(self.path, made, "g") as project:
            for number, text in enumerate(TEXTS):
                file = self.path.with_name(f"{number}.txt")
                file.write_text(text, encoding="utf-8")
                import_files(project, [file])
                file.unlink()
            self.adopt(*read(project))
        self.open(PEOPLE[0])

    def adopt(self, values: dict[Key, Any], writes: Counter[Key]) -> None:
        self.model.values, self.model.writes, self.model.last = values, writes, values.copy()

    def open(self, annotator: str) -> None:
        self.session = Session(Project.open(self.path), annotator)
        self.session.open_article(self.project.article_rows(self.session.annotator.id)[0].id)
        self.model.forget_steps()
        self.events = self.count()

    def close(self) -> None:
        self.session.close()
        Shiboken.delete(self.session)  # many at once, with their stacks, are more than the garbage collector can take

    @property
    def project(self) -> Project:
        return self.session.project

    @property
    def text(self) -> str:
        assert self.session.article is not None
        return self.session.article.text

    def here(self) -> tuple[ArticleId, int]:
        assert self.session.article is not None
        return self.session.article.id, self.session.annotator.id

    def count(self) -> int:
        return int(self.project.value("SELECT count(*) FROM event"))

    def next(self) -> int:
        self.number += 1
        return self.number

    # --- what a gesture acts on -------------------------------------------------------------------------------

    def label(self, number: int, scope: Scope = Scope.SPAN) -> Label:
        ids = self.model.labels(scope)
        return self.session.label_with(LabelId(ids[number % len(ids)]))

    def span(self, number: int) -> tuple[Span, Key, Row]:
        span = self.session.spans[number % len(self.session.spans)]
        return span, ("span", span.uid), self.model.values["span", span.uid]

    # --- what is expected -------------------------------------------------------------------------------------

    def expect(self, happened: bool, change: Change, new: Iterable[Any] = ()) -> None:
        """A gesture happened if, and only if, it changes something; each row that it writes has its event.

        `new`: spans and labels that are made; their keys are the program's choice.
        """
        new = [*new]
        step = self.model.step(change | self.fresh(new))
        assert bool(step) == happened, f"the gesture says {happened}, expected {step}"
        if step:
            self.model.do(step)
        self.written(len(step))

    def fresh(self, new: Iterable[Any]) -> Change:
        """Spans and labels under keys that were never there; they are those expected."""
        values = read(self.project)[0]
        fresh = {k: v for k, v in values.items() if k[0] in {"span", "label"} and k not in self.model.writes}
        assert Counter(fresh.values()) == Counter(new), f"new are {fresh}, expected {new}"
        return fresh

    def written(self, rows: int) -> None:
        """So many events were added; what the open layer is now can be brought back later."""
        now = self.count()
        assert now == self.events + rows, f"{now - self.events} events for {rows} rows"
        self.events = now
        if rows:
            self.remember(*self.here())

    def remember(self, article: int, annotator: int) -> None:
        layer = article, annotator
        marks = frozenset(key[-1] for key in self.model.values if key[0] == "mark" and key[1:3] == layer)
        event = self.project.value("SELECT max(id) FROM event") or 0
        status = self.model.values.get(("status", *layer))
        self.moments.append(Moment(event, layer, self.model.layer(*layer), marks, status))
        del self.moments[:-KEPT]

    def tidy(self) -> None:
        """Remove what copies of before left in the folder."""
        for found in Path(self.folder.name).iterdir():
            if found.is_file() and not found.name.startswith(self.path.name):
                found.unlink()


Gesture = Callable[[World, int, int, int], None]
GESTURES: dict[str, tuple[int, Gesture]] = {}


def gesture(weight: int) -> Callable[[Gesture], Gesture]:
    """Something to do with a world, so many times as often as one of weight 1; three numbers choose what exactly."""

    def enter(made: Gesture) -> Gesture:
        GESTURES[made.__name__.replace("_", " ").strip()] = weight, made
        return made

    return enter
