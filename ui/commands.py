"""The gestures that undo takes back. A command holds frozen spans, never widgets."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from PySide6.QtGui import QUndoCommand

from models.corpus import ArticleId, Span, Status
from models.errors import UserError

WriteSpans = Callable[[tuple[Span, ...], str], None]
WriteStatus = Callable[[ArticleId, Status, str], None]


class _Gesture(QUndoCommand):
    """A command that the project may refuse; whoever writes tells the person, an exception would upset the stack."""

    def redo(self) -> None:
        try:
            self.forth()
        except UserError:
            self.setObsolete(True)  # it was never done: undo must not meet it

    def undo(self) -> None:
        with suppress(UserError):  # it stays, to be done again and then undone
            self.back()

    def forth(self) -> None:
        """Do it, in one transaction. Raises UserError when the project refuses."""
        raise NotImplementedError

    def back(self) -> None:
        """Take it back, likewise."""
        raise NotImplementedError


class ChangeSpans(_Gesture):
    """Spans become others: made, relabelled, moved or removed, each pair of the same uid."""

    def __init__(self, write: WriteSpans, before: tuple[Span, ...], after: tuple[Span, ...], text: str) -> None:
        super().__init__(text)
        self._write, self._before, self._after = write, before, after

    @classmethod
    def make(cls, write: WriteSpans, spans: tuple[Span, ...], text: str) -> ChangeSpans:
        """Spans that were not there."""
        return cls(write, tuple(replace(span, deleted=True) for span in spans), spans, text)

    @classmethod
    def remove(cls, write: WriteSpans, spans: tuple[Span, ...], text: str) -> ChangeSpans:
        """Spans that are to go."""
        return cls(write, spans, tuple(replace(span, deleted=True) for span in spans), text)

    def forth(self) -> None:
        self._write(self._after, self.text())

    def back(self) -> None:
        self._write(self._before, f"undo: {self.text()}")


class ChangeStatus(_Gesture):
    """An article is new, done or skipped."""

    def __init__(self, write: WriteStatus, article: ArticleId, before: Status, after: Status) -> None:
        super().__init__(f"mark as {after.value}")
        self._write, self._article, self._before, self._after = write, article, before, after

    def forth(self) -> None:
        self._write(self._article, self._after, self.text())

    def back(self) -> None:
        self._write(self._article, self._before, f"undo: {self.text()}")
