"""Random gestures on a real session beside a model of plain values; after each, both and the file must agree."""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from models.checks import check
from tests.stress.stateful import on_files, on_labels, on_projects, on_spans
from tests.stress.stateful.reading import differences
from tests.stress.stateful.world import GESTURES, World

PARTS = (on_files, on_labels, on_projects, on_spans)
FIRED: Counter[str] = Counter()  # gesture -> how often
CHANGED: Counter[str] = Counter()  # gesture -> how often it was a step that undo takes back
_NEED_SPANS = {"relabel", "duplicate", "remove", "move an edge", "set both edges", "note", "unsure"}
_DRAWN = st.sampled_from([name for name, (weight, _) in sorted(GESTURES.items(), reverse=True) for _ in range(weight)])
_NUMBER = st.integers(0, 96)
_THEN = st.sampled_from(["", "", "", "", "", "undo", "undo", "undo, redo"])


class Machine(RuleBasedStateMachine):
    """One rule, that gestures come as often as their weights say: hypothesis leaves whole rules out of a run."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.agreed = True

    @rule(what=_DRAWN, one=_NUMBER, two=_NUMBER, three=_NUMBER, then=_THEN)
    def step(self, what: str, one: int, two: int, three: int, then: str) -> None:
        if what in _NEED_SPANS and not self.world.session.spans:
            what = "mark words"
        steps = self.world.model.done
        before = len(steps)
        self.fire(what, one, two, three)
        if steps is self.world.model.done and len(steps) > before and what != "redo":
            CHANGED[what] += 1
            for again in filter(None, then.split(", ")):
                self.fire(again, 0, 0, 0)

    def fire(self, what: str, *numbers: int) -> None:
        FIRED[what] += 1
        self.agreed = False
        GESTURES[what][1](self.world, *numbers)
        found = differences(self.world.session, self.world.model)
        assert not found, f"after {what}: {'; '.join(found)}"
        self.agreed = True

    def teardown(self) -> None:
        try:
            if self.agreed:  # or what is told of the end would hide the difference
                self.end()
        finally:
            self.world.close()
            left = sorted(found.name for found in self.world.path.parent.iterdir() if found != self.world.path)
            self.world.folder.cleanup()
        assert not left, f"files are left over: {left}"

    def end(self) -> None:
        for moment in self.world.moments:
            on_projects.told(self.world, moment)
        problems = check(self.world.project)
        assert not problems, problems
