"""Gestures that the disk refused: kept in memory, in the order they were made, until it takes them.

While there are some, one transaction stays open that holds them, so that everything that reads the project sees
them; nothing of it reaches the disk. A refused COMMIT takes its transaction away, so they are done anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.base.entities import Changes, Edit, Effort
from models.base.errors import DiskRefused
from models.project.project import Project
from models.storage.disk import sidecars

Step = Callable[[Project], object]
"""Writes one gesture, the same whenever it is called."""


class PendingWrites:
    """What is not saved yet. One for an open project; whoever writes to it while somebody labels goes through here."""

    def __init__(self, project: Project, changed: Callable[[], object] = lambda: None) -> None:
        """`changed` is called when more or fewer gestures wait than before."""
        self._project, self._changed = project, changed
        self._steps: list[Step] = []
        self._spans: set[str] = set()  # uids
        self.unreadable = False  # not even the open transaction can be had: the drive cannot be read
        self.reason = ""

    def __len__(self) -> int:
        """How many gestures wait."""
        return len(self._steps)

    def __contains__(self, uid: str) -> bool:
        """Whether the span of that uid is as no disk has it yet."""
        return uid in self._spans

    def put(self, edit: Edit, gesture: str, effort: Effort, at: str) -> Changes:
        """Write an edit made at `at`, or let it wait; return what changed. Raises UserError if it never can be."""
        found = [Changes.of(edit, edit.spans)]  # where not even an open transaction can be had

        def step(project: Project) -> None:
            found[0] = project.put(edit, gesture, effort, at)

        self.run(step, edit)
        return found[0]

    def run(self, step: Step, edit: Edit | None = None) -> bool:
        """Write `step` or let it wait; return whether the disk has it. Raises what `step` does, but DiskRefused."""
        with self._telling():
            return self._run(step, edit)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        waited = len(self._steps)
        try:
            yield
        finally:
            if len(self._steps) != waited:
                self._changed()

    def _run(self, step: Step, edit: Edit | None) -> bool:
        try:
            if not self.unreadable:
                step(self._project)
            if not self._steps:
                return True
            self._steps.append(step)
        except DiskRefused as error:
            self._keep([*self._steps, step], error)
        self._spans |= {span.uid for span in edit.spans} if edit else set()
        return False

    def _keep(self, steps: list[Step], error: DiskRefused) -> None:
        """Let these wait, in the transaction that stays open where it can be had."""
        self.reason, self._steps, self._project.refuses_others = error.why, steps, True
        self._project.rollback_memory()
        try:
            self._project.begin_in_memory()
            for step in steps:
                step(self._project)
            self.unreadable = False
        except DiskRefused:
            self._project.rollback_memory()
            self.unreadable = True

    def retry(self) -> bool:
        """Try to write what waits, and keep what is refused again; return whether nothing waits any more."""
        with self._telling():
            steps = self._steps
            if not steps:
                return True
            self._project.rollback_memory()
            try:
                with self._project.transaction(joins=True):
                    for step in steps:
                        step(self._project)
            except DiskRefused:
                self._as_far_as_it_goes(steps)
            except BaseException:  # not of the disk's making: what waits is still to be seen
                self._keep(steps, DiskRefused(self.reason, self.reason))
                raise
            else:
                self._forget()
            return not self._steps

    def _as_far_as_it_goes(self, steps: list[Step]) -> None:
        for number, step in enumerate(steps):
            try:
                step(self._project)
            except DiskRefused as error:
                self._keep(steps[number:], error)
                return
        self._forget()

    def _forget(self) -> None:
        self._steps, self._spans, self.unreadable, self.reason = [], set(), False, ""
        self._project.refuses_others = False

    def save_to(self, path: Path) -> str:
        """Make a project at `path` that has all, also what waits here. Raises UserError; then it waits on.

        Returns what is damaged in it (see `copy_to`).
        """
        damage = self.write_to(path)
        self.forget()
        return damage

    def write_to(self, path: Path) -> str:
        """Do what `save_to` does, but all waits on: for a thread beside the window, which then calls `forget`."""
        steps, refused, is_there = self._steps, DiskRefused(self.reason, self.reason), False
        self._project.rollback_memory()
        try:
            damage = self._project.copy_to(path)
            is_there = True
            with Project.open(path) as copy, copy.transaction():
                for step in steps:
                    step(copy)
        except BaseException:
            if is_there:
                sidecars.remove_project(path)  # a copy without everything must not be taken for one that has it
            if steps:
                self._keep(steps, refused)
            raise
        return damage

    def forget(self) -> None:
        """Let nothing wait any more, and take all that was written for kept: a project elsewhere has it."""
        with self._telling():
            self._project.forget_changes()
            self._forget()

    def give_up(self) -> None:
        """Leave what waits unsaved, for good."""
        with self._telling():
            self._project.rollback_memory()
            self._forget()
