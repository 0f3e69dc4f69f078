"""Session: the open project, the article in view and whose layer it is. The only writer of the window."""

from __future__ import annotations

import time
import uuid
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from models.corpus import Annotator, Article, ArticleId, ArticleRow, Changes, Label, LabelId, Span, Status
from models.errors import UserError
from models.project import Project
from models.text import ceil_edge, floor_edge, trim_space
from models.urdu import words
from ui.commands import ChangeSpans, ChangeStatus

_PAUSE = 60.0  # seconds without a gesture that still count as work


class Session(QObject):
    """What the window works on. Views call its gestures and read again when it signals."""

    article_changed = Signal()
    changed = Signal(Changes)
    selected_changed = Signal()
    said = Signal(str)
    failed = Signal(str)
    closing = Signal()

    def __init__(self, project: Project, annotator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.annotator: Annotator = project.annotator(annotator)
        self.undo_stack = QUndoStack(self)
        self.article: Article | None = None
        self.spans: list[Span] = []
        self.selected: Span | None = None
        self._word_starts: list[int] | None = None
        self._labels: dict[LabelId, Label] = {}
        self._last_gesture = time.monotonic()
        self._seconds = 0.0
        self._refused = False  # whether the project refused the last gesture
        self.read_labels()

    # --- what there is ----------------------------------------------------------------------------------------

    @property
    def labels(self) -> tuple[Label, ...]:
        """The project's labels in their order."""
        return tuple(self._labels.values())

    def label_of(self, span: Span) -> Label:
        """The label of a span."""
        return self._labels[span.label]

    def read_labels(self) -> None:
        """Read the labels again from the project."""
        self._labels = {label.id: label for label in self.project.labels()}

    def article_row(self) -> ArticleRow | None:
        """The open article as the list shows it."""
        return self.project.article_row(self.article.id, self.annotator.id) if self.article else None

    def spans_at(self, position: int) -> list[Span]:
        """The spans in or beside which a caret at `position` (code points) stands, inner before outer."""
        return sorted((s for s in self.spans if s.touches(position)), key=lambda s: (s.end - s.start, s.start, s.uid))

    def word_number(self, position: int) -> tuple[int, int]:
        """Which word of how many a caret at `position` (code points) is in or past."""
        if self._word_starts is None:
            self._word_starts = [start for start, _ in words(self.article.text)] if self.article else []
        return bisect_left(self._word_starts, position + 1), len(self._word_starts)

    # --- moving about -----------------------------------------------------------------------------------------

    def open_article(self, article: ArticleId | None) -> None:
        """Show another article; None shows none."""
        self.keep_time()
        self.article = self.project.article(article) if article is not None else None
        self._word_starts = None
        self.selected = None
        self._read_spans()
        self.article_changed.emit()
        self.selected_changed.emit()

    def select(self, span: Span | None) -> None:
        """Make a span the one that keys act on."""
        if span != self.selected:
            self.selected = span
            self.selected_changed.emit()

    def _read_spans(self) -> None:
        self.spans = self.project.spans(self.article.id, self.annotator.id) if self.article else []
        if self.selected:
            uid = self.selected.uid
            self.selected = next((span for span in self.spans if span.uid == uid), None)

    # --- gestures ---------------------------------------------------------------------------------------------

    def label(self, start: int, end: int, label: Label) -> None:
        """Make a span of `[start, end)` (code points), grown to whole graphemes, without white space at its ends.

        The same one twice is one.
        """
        if self.article is None or start >= end:
            return
        start, end = trim_space(self.article.text, start, end)
        if start == end:
            self.said.emit("only white space is selected")
            return
        start, end = floor_edge(self.article.text, start), ceil_edge(self.article.text, end)
        for span in self.spans:
            if (span.start, span.end, span.label) == (start, end, label.id):
                self.select(span)
                self.said.emit(f"already {label.name}")
                return
        span = Span(str(uuid.uuid4()), self.article.id, self.annotator.id, start, end, label.id)
        self.undo_stack.push(ChangeSpans.make(self._write_spans, (span,), f"label {label.name}"))
        self.select(next((found for found in self.spans if found.uid == span.uid), None))

    def relabel(self, span: Span, label: Label) -> None:
        """Give a span another label; refused where that very span is there already."""
        if span.label == label.id:
            self.said.emit(f"already {label.name}")
            return
        twin = next((s for s in self.spans if (s.start, s.end, s.label) == (span.start, span.end, label.id)), None)
        if twin:
            self.said.emit(f"there is a {label.name} here already")
            return
        after = replace(span, label=label.id)
        self.undo_stack.push(ChangeSpans(self._write_spans, (span,), (after,), f"relabel {label.name}"))

    def remove(self, span: Span) -> None:
        """Remove a span."""
        text = f"remove {self.label_of(span).name}"
        self.undo_stack.push(ChangeSpans.remove(self._write_spans, (span,), text))

    def set_status(self, status: Status) -> None:
        """Say how far the annotator is with the open article."""
        row = self.article_row()
        if row and row.status != status:
            self.undo_stack.push(ChangeStatus(self._write_status, row.id, row.status, status))

    def undo(self) -> None:
        """Take the last gesture back, and say which."""
        self._step(self.undo_stack.undoText(), "undid", self.undo_stack.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step(self.undo_stack.redoText(), "did again", self.undo_stack.redo)

    def _step(self, text: str, verb: str, step: Callable[[], None]) -> None:
        if not text:
            self.said.emit("nothing to undo" if verb == "undid" else "nothing to redo")
            return
        self._refused = False
        step()
        if not self._refused:
            self.said.emit(f"saved · {verb}: {text}")

    # --- writing ----------------------------------------------------------------------------------------------

    def _write_spans(self, spans: tuple[Span, ...], gesture: str) -> None:
        self._commit(spans[0].article, lambda: self.project.put_spans(spans, gesture))

    def _write_status(self, article: ArticleId, status: Status, gesture: str) -> None:
        self._commit(article, lambda: self.project.put_status(article, self.annotator.id, status, gesture))

    def _visit(self, article: ArticleId) -> None:
        """Undo of a gesture in another article goes there, so that the person sees what changes."""
        if self.article is None or self.article.id != article:
            self.open_article(article)

    def _commit(self, article: ArticleId, write: Callable[[], Changes]) -> None:
        try:
            self._visit(article)
            changes = write()
        except UserError as error:
            self._refused = True
            self.failed.emit(str(error))
            raise
        self._count_time()
        selected = self.selected
        self._read_spans()
        self.changed.emit(changes)
        if selected != self.selected:
            self.selected_changed.emit()
        self.said.emit("saved")

    def refresh(self) -> None:
        """Read everything again, after an import."""
        self.read_labels()
        self._read_spans()
        self.changed.emit(Changes(labels=True, structure=True))
        self.selected_changed.emit()

    # --- time -------------------------------------------------------------------------------------------------

    def _count_time(self) -> None:
        moment = time.monotonic()
        self._seconds += min(moment - self._last_gesture, _PAUSE)
        self._last_gesture = moment

    def keep_time(self) -> None:
        """Write down the time worked on the open article."""
        if self.article is not None and self._seconds:
            try:
                self.project.add_seconds(self.article.id, self.annotator.id, self._seconds)
            except UserError as error:
                self.failed.emit(str(error))
        self._seconds = 0.0
        self._last_gesture = time.monotonic()

    def close(self) -> None:
        """Close the project; whoever meant to read it later must not."""
        self.closing.emit()
        self.keep_time()
        self.undo_stack.blockSignals(True)  # it would signal once more while it is taken down
        self.project.close()
