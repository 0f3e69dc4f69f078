"""Every earlier state of a layer can be computed: random gestures against a record taken at the time."""

from __future__ import annotations

import json
import tempfile
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.base.entities import AnnotatorId, ArticleId, ArticleLabel, Edit, Label, LabelId, Scope, Span, Status, Work
from models.checks import check
from models.history.history import history, layers_of
from models.history.states import ArticleState, differences, state_after, what
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.selection import examples

TEXT = "عمران خان😀 لاہور گئے۔ کراچی اور اسلام آباد"
TOPICS = (Label("politics", scope=Scope.ARTICLE, choice="Topic"), Label("sport", scope=Scope.ARTICLE, choice="Topic"))

number = st.integers(0, 10_000)
moves = st.lists(
    st.tuples(
        st.sampled_from(
            "label label label relabel edges note remove undo redo many done topic import topics other reopen".split()
        ),
        number,
        number,
    ),
    max_size=25,
)
Plain = tuple[frozenset[tuple[Any, ...]], frozenset[LabelId], Status]


def plain(spans: list[Span], labels: set[LabelId], status: Status) -> Plain:
    return frozenset((span.uid, *what(replace(span, attributes={}))[:-1]) for span in spans), frozenset(labels), status


def plain_state(state: ArticleState) -> Plain:
    return plain([*state.spans], {*state.labels}, state.status)


@dataclass
class Hand:
    """Does what the window's gestures do, and keeps their rows to take them back."""

    path: Path
    project: Project
    article: ArticleId
    me: AnnotatorId
    stack: list[tuple[Edit, Edit, str]] = field(default_factory=list)
    undone: list[tuple[Edit, Edit, str]] = field(default_factory=list)
    records: list[tuple[int, Plain]] = field(default_factory=list)  # last event id -> what there was

    def now(self) -> Plain:
        marks = {mark.label for mark in self.project.article_labels(self.article, self.me)}
        status = self.project.value("SELECT status FROM work WHERE annotator_id = ?", (self.me,)) or "new"
        return plain(self.project.spans(self.article, self.me), marks, Status(status))

    def record(self) -> None:
        event = self.project.value("SELECT max(id) FROM event")
        if not self.records or self.records[-1][0] != event:
            self.records.append((event, self.now()))

    def do(self, before: Edit, after: Edit, name: str) -> None:
        self.project.put(after, name)
        self.stack.append((before, after, name))
        self.undone.clear()

    def label(self, x: int, y: int, count: int = 1, who: AnnotatorId | None = None) -> None:
        labels = [label for label in self.project.labels() if label.scope is Scope.SPAN]
        made = []
        for step in range(count):
            start = (x + step) % (len(TEXT) - 1)
            end = min(start + 1 + y % 6, len(TEXT))
            label = labels[(x + y) % len(labels)].id
            made.append(Span(str(uuid.uuid4()), self.article, who or self.me, start, end, label))
        gone = Edit(spans=tuple(replace(span, deleted=True) for span in made))
        self.do(gone, Edit(spans=tuple(made)), f"label {count}")

    def move(self, kind: str, x: int, y: int) -> None:
        spans = self.project.spans(self.article, self.me)
        if spans and kind in ("relabel", "edges", "note", "remove"):
            self.change_one(kind, spans[x % len(spans)], y)
        match kind:
            case "label":
                self.label(x, y)
            case "many":
                self.label(x, y, 2 + y % 4)
            case "other":
                self.label(x, y, who=self.project.annotator("bilal").id)
            case "done":
                before, after = (Work(self.article, self.me, status) for status in (self.now()[2], [*Status][y % 4]))
                self.do(Edit(works=(before,)), Edit(works=(after,)), "mark")
            case "topic":
                self.topic(x)
            case "import" | "topics":
                self.bring(x, y, [TOPICS[x % 2].name] if kind == "topics" else [])
            case _:
                self.step(kind)

    def change_one(self, kind: str, span: Span, y: int) -> None:
        labels = [label for label in self.project.labels() if label.scope is Scope.SPAN]
        changes: dict[str, dict[str, Any]] = {
            "relabel": {"label": labels[y % len(labels)].id},
            "edges": {"start": max(span.start - 1, 0), "end": min(span.end + y % 3, len(TEXT))},
            "note": {"note": f"note {y}", "confidence": "unsure" if y % 2 else ""},
            "remove": {"deleted": True},
        }
        self.do(Edit(spans=(span,)), Edit(spans=(replace(span, **changes[kind]),)), kind)

    def step(self, kind: str) -> None:
        """Undo, redo, or end the program and start it again."""
        if kind == "undo" and self.stack:
            self.undone.append(self.stack.pop())
            self.project.put(self.undone[-1][0], f"undo: {self.undone[-1][2]}")
        elif kind == "redo" and self.undone:
            self.stack.append(self.undone.pop())
            self.project.put(*self.stack[-1][1:])
        elif kind == "reopen":
            self.project.close()
            self.project = Project.open(self.path)

    def topic(self, x: int) -> None:
        topics = [label for label in self.project.labels() if label.scope is Scope.ARTICLE]
        new, old = topics[x % 2].id, topics[(x + 1) % 2].id
        there = self.now()[1]
        after = [ArticleLabel(self.article, self.me, new, deleted=new in there)]
        after += [ArticleLabel(self.article, self.me, old, deleted=True)] if old in there else []
        before = tuple(replace(mark, deleted=mark.label not in there) for mark in after)
        self.do(Edit(article_labels=before), Edit(article_labels=tuple(after)), "topic")

    def bring(self, x: int, y: int, topics: list[str]) -> None:
        """Import spans onto the article."""
        labels = [label.name for label in self.project.labels() if label.scope is Scope.SPAN]
        starts = {(x * step) % (len(TEXT) - 3) for step in range(1, 2 + y % 4)}
        spans = [{"start": start, "end": start + 2, "label": labels[(start + y) % len(labels)]} for start in starts]
        layer = {"annotator": "me" if y % 3 else "bilal", "status": [*Status][x % 4].value, "labels": topics}
        row = {"id": "a.txt", "text": TEXT, "layers": [layer | {"spans": spans}]}
        file = self.path.parent / "more.jsonl"
        file.write_text(json.dumps(row), encoding="utf-8")
        import_files(self.project, [file], ImportPlan())


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(moves)
@example([("topic", 1, 0), ("topic", 1, 0), ("topics", 0, 1)])
def test_the_state_at_each_point_is_what_was_recorded_then_across_a_restart(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.nishan"
        Project.create(path, (*seed_labels(), *TOPICS)).close()
        project = Project.open(path)
        first = Path(folder) / "a.txt"
        first.write_text(TEXT, encoding="utf-8")
        import_files(project, [first])
        hand = Hand(path, project, ArticleId(1), project.annotator("me").id)
        hand.record()
        for step in steps:
            hand.move(*step)
            hand.record()
        hand.project.close()
        with Project.open(path) as again:
            compare(again, hand)
            assert check(again) == []


def compare(project: Project, hand: Hand) -> None:
    for event, record in hand.records:
        assert plain_state(state_after(project, hand.article, hand.me, event)) == record
    entries = {entry.event: entry for entry in history(project, hand.article, hand.me, limit=10_000)}
    for (_, earlier), (event, _) in zip(hand.records, hand.records[1:], strict=False):
        if found := entries.get(event):
            assert plain_state(state_after(project, hand.article, hand.me, found.first - 1)) == earlier
    last = state_after(project, hand.article, hand.me, 2**60).spans
    assert not differences(project.spans(hand.article, hand.me), last)
    assert {*layers_of(project, hand.article)} <= {found.id for found in project.annotators()}
