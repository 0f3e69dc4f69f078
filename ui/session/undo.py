"""The command that undo takes back: rows before and after, never widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from models.base.entities import Edit

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
