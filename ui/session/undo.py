"""The command that undo takes back: rows before and after, never widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from models.base.entities import Edit

_MANY = 20  # spans that a gesture takes away or relabels without a backup first
Write = Callable[[Edit, str], bool]
"""Writes rows in one transaction, under the action's name; returns False, and says why, when the project refuses."""


class RowsChange(QUndoCommand):
    """Rows become others: made, changed or removed, `before` and `after` of the same rows."""

    def __init__(self, write: Write, before: Edit, after: Edit, text: str) -> None:
        super().__init__(text)
        self._write, self._before, self._after = write, before, after

    def redo(self) -> None:
        if not self._write(self._after, self.text()):
            self.setObsolete(True)  # it was never done: undo must not meet it

    def undo(self) -> None:
        self._write(self._before, f"undo: {self.text()}")  # refused, it stays, to be done again and then undone


def takes_many(before: Edit, after: Edit) -> bool:
    """Whether so many spans, or labels of articles, go or get another label that a backup should be made first."""
    if len(after.spans) + len(after.article_labels) <= _MANY:
        return False
    known = {span.uid: span.label for span in before.spans if not span.deleted}
    spans = sum(span.uid in known and (span.deleted or span.label != known[span.uid]) for span in after.spans)
    return spans + sum(mark.deleted for mark in after.article_labels) > _MANY
