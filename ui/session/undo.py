"""The gestures that undo takes back. A command holds frozen rows, never widgets."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtGui import QUndoCommand

from models.base.entities import Edit
from models.base.errors import UserError

Write = Callable[[Edit, str], None]
"""Writes rows in one transaction, under the gesture's name. Raises UserError when the project refuses."""


class RowsChange(QUndoCommand):
    """Rows become others: made, changed or removed, `before` and `after` of the same rows.

    The project may refuse; whoever writes tells the person, an exception would upset the stack.
    """

    def __init__(self, write: Write, before: Edit, after: Edit, text: str) -> None:
        super().__init__(text)
        self._write, self._before, self._after = write, before, after

    def redo(self) -> None:
        try:
            self._write(self._after, self.text())
        except UserError:
            self.setObsolete(True)  # it was never done: undo must not meet it

    def undo(self) -> None:
        with suppress(UserError):  # it stays, to be done again and then undone
            self._write(self._before, f"undo: {self.text()}")
