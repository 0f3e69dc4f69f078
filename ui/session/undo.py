"""The steps that undo takes back: rows before and after, never widgets."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from sys import intern

from PySide6.QtCore import QObject, Signal

from models.base.entities import AnnotatorId, ArticleId, Edit, LabelId, Span

_MANY = 20  # spans that a gesture takes away or relabels without a backup first
_Rows = bytes | tuple[Edit, Edit]
Write = Callable[[Edit, str], bool]
"""Writes rows in one transaction, under the action's name; returns False, and says why, when the project refuses."""


def _packed(before: Edit, after: Edit) -> _Rows:
    """Return rows in a tenth of the memory that they take as values: few are ever asked for again."""
    from pickle import dumps  # noqa: PLC0415 - no part of a start

    packer = zlib.compressobj(1, zdict=_usual())  # as quickly as can be
    try:
        return packer.compress(dumps((before, after))) + packer.flush()
    except RecursionError:  # attributes that are nested deeper than can be packed
        return before, after


def _unpacked(rows: _Rows) -> tuple[Edit, Edit]:
    from pickle import loads  # noqa: PLC0415 - no part of a start

    if isinstance(rows, tuple):
        return rows
    before, after = loads(zlib.decompressobj(zdict=_usual()).decompress(rows))
    return before, after


@cache
def _usual() -> bytes:
    """Return the rows of a usual step: of all others is kept what is other in them."""
    from pickle import dumps  # noqa: PLC0415 - no part of a start

    span = Span("", ArticleId(1), AnnotatorId(1), 0, 1, LabelId(1))
    return dumps((Edit(spans=(replace(span, deleted=True),)), Edit(spans=(span,))))


class UndoStack(QObject):
    """Does, undoes and redoes steps. Its names are those of QUndoStack, whose commands take 600 bytes each, empty."""

    indexChanged, canUndoChanged, canRedoChanged = Signal(int), Signal(bool), Signal(bool)  # noqa: N815 - Qt's names

    def __init__(self, write: Write, parent: QObject) -> None:
        super().__init__(parent)
        self._write = write
        self._texts: list[str] = []
        self._rows: list[_Rows] = []  # before and after of each step, packed
        self._index = 0

    def push(self, before: Edit, after: Edit, text: str) -> None:
        """Make rows what `after` says; a step that is refused was never done, and undo must not meet it."""
        if self._write(after, text):
            self._texts[self._index :] = [intern(text)]
            self._rows[self._index :] = [_packed(before, after)]
            self._go_to(self._index + 1)

    def undo(self) -> None:
        """Take the last step back; one that is refused goes, too, to be done again and then undone."""
        if self.canUndo():
            before, _ = _unpacked(self._rows[self._index - 1])
            self._write(before, f"undo: {self.undoText()}")
            self._go_to(self._index - 1)

    def redo(self) -> None:
        """Do the step again that was undone last; one that is refused is none any more."""
        if self.canRedo():
            _, after = _unpacked(self._rows[self._index])
            if self._write(after, self.redoText()):
                self._go_to(self._index + 1)
            else:
                del self._texts[self._index], self._rows[self._index]
                self._go_to(self._index)

    def clear(self) -> None:
        self._texts, self._rows = [], []
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
        return len(self._rows)

    def canUndo(self) -> bool:
        return self._index > 0

    def canRedo(self) -> bool:
        return self._index < len(self._rows)

    def undoText(self) -> str:
        """Return what undo would take back; empty where there is nothing."""
        return self._texts[self._index - 1] if self.canUndo() else ""

    def redoText(self) -> str:
        """Return what redo would do again; empty where there is nothing."""
        return self._texts[self._index] if self.canRedo() else ""


def takes_many(before: Edit, after: Edit) -> bool:
    """Whether so many spans, or labels of articles, go or get another label that a backup should be made first."""
    if len(after.spans) + len(after.article_labels) <= _MANY:
        return False
    known = {span.uid: span.label for span in before.spans if not span.deleted}
    spans = sum(span.uid in known and (span.deleted or span.label != known[span.uid]) for span in after.spans)
    return spans + sum(mark.deleted for mark in after.article_labels) > _MANY
