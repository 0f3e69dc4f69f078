"""What must be in a project, as plain values under keys, and what undo and redo make of it.

A key without a value is not there. A gesture is a step: for each key the value before and after, so undo is the same
step backwards, whatever else has come in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from models.base.entities import Scope, Status

Key = tuple[Any, ...]
Change = dict[Key, Any]  # key -> value after; None: not there
Step = dict[Key, tuple[Any, Any]]


class Row(NamedTuple):
    """A span; its key is `("span", uid)`. Offsets are code points."""

    article: int
    annotator: int
    start: int
    end: int
    label: int
    origin: str = "manual"
    note: str = ""
    confidence: str = ""

    @property
    def place(self) -> tuple[int, int, int, int]:
        return self[:4]

    @property
    def layer(self) -> tuple[int, int]:
        return self[:2]


class Kind(NamedTuple):
    """A label; its key is `("label", id)`."""

    name: str
    color: str
    description: str
    scope: Scope
    choice: str
    position: int


class Model:
    """Values, how often each was written, and the stack of undo."""

    def __init__(self) -> None:
        self.values: dict[Key, Any] = {}
        self.writes: Counter[Key] = Counter()  # of keys that are or were there, in the order in which they came
        self.last: dict[Key, Any] = {}  # what each key held last
        self.done: list[Step] = []
        self.undone: list[Step] = []

    # --- what is there ----------------------------------------------------------------------------------------

    def spans(self) -> Iterator[tuple[Key, Row]]:
        """In the order in which they were made."""
        for key in self.writes:
            if key[0] == "span" and key in self.values:
                yield key, self.values[key]

    def layer(self, article: int, annotator: int) -> dict[Key, Row]:
        return {key: row for key, row in self.spans() if row.layer == (article, annotator)}

    def twin(self, row: Row) -> bool:
        return any(one[:5] == row[:5] for _, one in self.spans())

    def labels(self, scope: Scope | None = Scope.SPAN) -> list[int]:
        """Ids in their order."""
        found = [(one.position, key[1]) for key, one in self.values.items() if key[0] == "label"]
        return [key for _, key in sorted(found) if scope in {None, self.kind(key).scope}]

    def kind(self, label: int) -> Kind:
        kind = self.values["label", label]
        assert isinstance(kind, Kind)
        return kind

    def named(self, name: str) -> int | None:
        return next((label for label in self.labels(None) if self.kind(label).name == name), None)

    # --- what is done -----------------------------------------------------------------------------------------

    def step(self, change: Change) -> Step:
        return {key: (self.values.get(key), value) for key, value in change.items() if self.values.get(key) != value}

    def do(self, step: Step) -> None:
        self.take(step, 1)
        self.done.append(step)
        self.undone.clear()

    def undo(self) -> int:
        """How many rows are written: none where the project refuses; then the step counts as undone all the same."""
        if not self.done:
            return 0
        self.undone.append(self.done.pop())
        return self.take(self.undone[-1], 0)

    def redo(self) -> int:
        """As `undo`; a step that the project refuses is forgotten."""
        if not self.undone:
            return 0
        step = self.undone.pop()
        written = self.take(step, 1)
        if written:
            self.done.append(step)
        return written

    def take(self, step: Step, side: int) -> int:
        values = self.values.copy()
        for key, both in step.items():
            if both[side] in {None, Status.NEW}:  # "new" is never told apart from nothing said
                values.pop(key, None)
            else:
                values[key] = both[side]
        if _refused(values, step):
            return 0
        self.values = values
        for key in step:
            self.writes[key] += 1
            self.last[key] = values.get(key, self.last.get(key))
        return len(step)

    def forget_steps(self) -> None:
        self.done, self.undone = [], []


def _refused(values: dict[Key, Any], step: Step) -> bool:
    """Whether something would outlive its label, or two labels would have one name: an import can bring that about."""
    gone = {key[1] for key in step if key[0] == "label"}
    gone |= {values[key].label for key in step if key[0] == "span" and key in values}
    gone |= {key[-1] for key in step if key[0] == "mark" and key in values}
    gone -= {key[1] for key in values if key[0] == "label"}
    carried = {row.label for key, row in values.items() if key[0] == "span"}
    carried |= {key[-1] for key in values if key[0] == "mark"}
    names = Counter(kind.name for key, kind in values.items() if key[0] == "label")
    twice = any(names[values[key].name] > 1 for key in step if key[0] == "label" and key in values)
    return bool(gone & carried) or twice
