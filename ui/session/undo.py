"""The steps that undo takes back: rows before and after, never widgets."""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from models.base.entities import Edit

_MANY = 20  # spans that a gesture takes away or relabels without a backup first
Write = Callable[[Edit, str], bool]
"""Writes rows in one transaction, under the action's name; returns False, and says why, when the project refuses."""


class _Step(NamedTuple):
    text: str
    rows: bytes  # before and after, packed: as values they take four times the memory, and few are asked for again

    @classmethod
    def of(cls, before: Edit, after: Edit, text: str) -> _Step:
        from pickle import dumps  # noqa: PLC0415 - no part of a start

        return cls(intern(text), dumps((before, after)))

    def edits(self) -> tuple[Edit, Edit]:
        """Return the rows before and after."""
        from pickle import loads  # noqa: PLC0415 - no part of a start

        before, after = loads(self.rows)
        return before, after


class UndoStack(QObject):
    """Does, undoes and redoes steps. Its names are those of QUndoStack, whose commands take 600 bytes each, empty."""

    indexChanged, canUndoChanged, canRedoChanged = Signal(int), Signal(bool), Signal(bool)  # noqa: N815 - Qt's names

    def __init__(self, write: Write, parent: QObject) -> None:
        super().__init__(parent)
        self._write = write
        self._steps: list[_Step] = []
        self._index = 0

    def push(self, before: Edit, after: Edit, text: str) -> None:
        """Make rows what `after` says; a step that is refused was never done, and undo must not meet it."""
        if self._write(after, text):
            self._steps[self._index :] = [_Step.of(before, after, text)]
            self._go_to(self._index + 1)

    def undo(self) -> None:
        """Take the last step back; one that is refused goes, too, to be done again and then undone."""
        if self.canUndo():
            step = self._steps[self._index - 1]
            self._write(step.edits()[0], f"undo: {step.text}")
            self._go_to(self._index - 1)

    def redo(self) -> None:
        """Do the step again that was undone last; one that is refused is none any more."""
        if self.canRedo():
            step = self._steps[self._index]
            if self._write(step.edits()[1], step.text):
                self._go_to(self._index + 1)
            else:
                del self._steps[self._index]
                self._go_to(self._index)

    def clear(self) -> None:
        self._steps = []
        self._go_to(0)

    def _go_to(self, index: int) -> None:
        self._index = index
        self.indexChanged.emit(index)
        self.canUndoChanged.emit(self.canUndo())
        self.canRedoChanged.emit(self.canRedo())

    def index(self) -> int:
        """Return how many steps are done."""
        return self._index

    def count(self) -> int:
        """Return how many steps there are, those included that were undone."""
        return len(self._steps)

    def canUndo(self) -> bool:
        return self._index > 0

    def canRedo(self) -> bool:
        return self._index < len(self._steps)

    def undoText(self) -> str:
        """Return what undo would take back; empty where there is nothing."""
        return self._steps[self._index - 1].text if self.canUndo() else ""

    def redoText(self) -> str:
        """Return what redo would do again; empty where there is nothing."""
        return self._steps[self._index].text if self.canRedo() else ""


def takes_many(before: Edit, after: Edit) -> bool:
    """Whether so many spans, or labels of articles, go or get another label that a backup should be made first."""
    if len(after.spans) + len(after.article_labels) <= _MANY:
        return False
    known = {span.uid: span.label for span in before.spans if not span.deleted}
    spans = sum(span.uid in known and (span.deleted or span.label != known[span.uid]) for span in after.spans)
    return spans + sum(mark.deleted for mark in after.article_labels) > _MANY
