"""Session: the open project, the article in view and whose layer it is. The only writer of the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from PySide6.QtCore import QObject, Signal

from models.base.entities import (
    Annotator,
    AnnotatorId,
    AnnotatorKind,
    Article,
    ArticleId,
    ArticleRow,
    Changes,
    Edit,
    Effort,
    Granularity,
    Label,
    LabelId,
    Scope,
    Span,
    joined,
)
from models.base.errors import Damaged, DiskRefused, UserError
from models.base.unprintable import hidden_named
from models.project.facts import removed_articles
from models.project.pending import PendingWrites
from models.project.project import Project
from models.storage.tables.rows import now, within
from ui.session.open_spans import OpenSpans
from ui.session.undo import UndoStack, takes_many
from ui.session.word_count import WordCount
from ui.support.bidi import named, without_isolates

_PAUSE = 60.0  # seconds without a gesture that still count as work
REFUSED = "The text of article {article} is damaged, so that nothing can be labelled in it; restore a backup first."
REMOVED = "A removed article stays as it is, so that nothing was changed; restore it first (Article menu)."


class Session(QObject):
    """What the window works on. The functions of `…_commands` write through it; views read again when it signals."""

    article_leaving = Signal()  # another comes; this one is still in view
    article_changed = Signal()
    changed = Signal(Changes)
    project_changed = Signal(Changes)  # after `changed`, where more than rows of articles changed
    article_labels_changed = Signal()  # of some article, and nothing beyond
    selected_changed = Signal()
    granularity_changed = Signal()
    hidden_changed = Signal()  # which labels are hidden in the text
    status_message = Signal(str)
    failed = Signal(str)
    read_only_met = Signal()  # a gesture that nothing can be done about here
    pending_changed = Signal()  # gestures wait for the disk, or no longer
    keeping = Signal()  # what is half typed is written now; the project may stay open
    closing = Signal()  # who has something to write still can
    closed = Signal()  # nobody may read or write any more

    def __init__(self, project: Project, annotator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.annotator: Annotator = _person(project, annotator)
        self.undo_stack = UndoStack(self._write, self)
        self.pending = PendingWrites(project, self.pending_changed.emit)
        self.article: Article | None = None
        self.open_spans = OpenSpans()
        self.selected: Span | None = None
        self.word_count = WordCount(self)
        self._labels: dict[LabelId, Label] = {}
        self._past: dict[LabelId, Label] = {}  # as they were; views that read later still show spans of deleted ones
        self._last_gesture = time.monotonic()
        self._seconds, self.strokes = 0.0, 0  # of work; of keys and mouse buttons since the last gesture
        self.granularity = Granularity.WORDS
        self.damaged: set[ArticleId] = set()  # whose texts are not what was imported: nothing can be said of them
        self.before_many: Callable[[], bool] = lambda: True  # whether a gesture that takes many spans may go on
        self._refused = False  # whether the project refused the last gesture
        self.hidden: frozenset[LabelId] = frozenset()  # labels whose spans are not shown in the text
        self._along: tuple[Edit, Edit, str] | None = None  # rows that go with the next gesture
        self.stepping = False  # whether a gesture is being taken back or done again
        self.read_labels()

    @property
    def read_only(self) -> bool:
        return self.project.read_only

    @property
    def spans(self) -> list[Span]:
        """Return the spans of the open article, in reading order."""
        return self.open_spans.listed

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(label for label in self._labels.values() if label.scope is Scope.SPAN)

    @property
    def article_choices(self) -> tuple[Label, ...]:
        return tuple(label for label in self._labels.values() if label.scope is Scope.ARTICLE)

    @property
    def every_label(self) -> tuple[Label, ...]:
        """The labels of spans and of articles in their order, those that wait for the disk among them."""
        return tuple(self._labels.values())

    def label_of(self, span: Span) -> Label:
        """Return the label of a span, be it deleted by now."""
        return self._labels.get(span.label) or self._past[span.label]

    def sound(self, spans: list[Span]) -> list[Span]:
        """Return the spans that can be shown: damage can make one lie outside the open article, or lose its label."""
        length = len(self.article.text) if self.article else 0
        return [span for span in within(spans, length) if span.label in self._labels or span.label in self._past]

    def label_with(self, key: int) -> Label:
        return self._labels[LabelId(key)]

    def read_labels(self, written: Iterable[Label] = ()) -> None:
        """Read the labels; where the project cannot be read, go by those `written` last."""
        self._past |= self._labels
        known = self._labels | {label.id: label for label in written}
        ordered = sorted(known.values(), key=lambda each: (each.position, each.id))
        found = ordered if self.pending.unreadable else self.project.labels()
        self._labels = {label.id: label for label in found if not label.deleted}

    def free_label_id(self) -> LabelId:
        """Return the id for a label that is not there yet, nor waits for the disk."""
        return LabelId(max([self.project.free_label_id(), *(key + 1 for key in {*self._labels, *self._past})]))

    def article_row(self) -> ArticleRow | None:
        return self.project.article_row(self.article.id, self.annotator.id) if self.article else None

    def spans_at(self, position: int) -> list[Span]:
        """Return the spans in or beside which a caret at `position` (code points) stands, inner before outer."""
        found = (span for span in self.open_spans.touching(position) if span.label not in self.hidden)
        return sorted(found, key=lambda s: (s.end - s.start, s.start, s.uid))

    def word_number(self, position: int) -> tuple[int, int] | None:
        """Return which word a caret at `position` (code points) is in or past, of how many; None during counting."""
        return self.word_count.number(position)

    def open_article(self, article: ArticleId | None) -> None:
        """Show another article; None shows none."""
        self.article_leaving.emit()
        self.keep_time()
        before = self.article
        try:
            self.article = self.project.article(article) if article is not None else None
            self._read_spans()
        except UserError as error:
            self.article = before  # which is still the one in view: no gesture may go to another
            if not isinstance(error, (Damaged, DiskRefused)):
                raise
            self.failed.emit(str(error))  # all others can still be worked on
            return
        self.word_count.begin(self.article.text if self.article else "")
        self.selected = None
        self.article_changed.emit()
        self.selected_changed.emit()

    @property
    def shown_spans(self) -> list[Span]:
        """The spans of the open article whose labels are not hidden in the text."""
        return [span for span in self.spans if span.label not in self.hidden] if self.hidden else self.spans

    def hide_labels(self, labels: Iterable[LabelId]) -> None:
        """Hide the spans of these labels in the text, and show all others; the project does not change."""
        hidden = frozenset(labels)
        if hidden == self.hidden:
            return
        self.hidden = hidden
        if self.selected and self.selected.label in hidden:
            self.select(None)
        self.hidden_changed.emit()

    def select(self, span: Span | None) -> None:
        """Select a span; one whose label is hidden in the text is shown again: keys act on it."""
        if span is not None and span.label in self.hidden:
            self.hide_labels(self.hidden - {span.label})
        if span != self.selected:
            self.selected = span
            self.selected_changed.emit()

    def set_granularity(self, granularity: Granularity) -> None:
        self.granularity = granularity
        self.granularity_changed.emit()

    def _read_spans(self) -> None:
        """Read the spans of the open article."""
        there = self.article and self.project.spans(self.article.id, self.annotator.id)
        self.open_spans = OpenSpans(self.sound(there or []))
        self._follow_selected()

    def _take(self, written: Sequence[Span]) -> None:
        """Show rows as they were written, without reading them back."""
        here = (self.article.id if self.article else None, self.annotator.id)
        mine = [span for span in written if (span.article, span.annotator) == here]
        self.open_spans.take(mine)
        shared = any(len(self.open_spans.at(span.start, span.end)) > 1 for span in mine)
        if shared and not self.pending.unreadable:
            with suppress(DiskRefused):  # which of two spans on the same words is first, only the project knows
                self._read_spans()
        self._follow_selected()

    def _follow_selected(self) -> None:
        if self.selected:
            self.selected = self.open_spans.with_uid(self.selected.uid)

    def work_as(self, name: str) -> None:
        """Show and change the layer of the person of that name from now on. Raises UserError."""
        known = self.project.annotator_named(name)
        if not name:
            raise UserError("An annotator needs a name; write one.")
        if known is None and (hidden := hidden_named(name)):
            raise UserError(f"{named(name)} holds {hidden[0]}, which nobody can see; write it without.")
        if known is not None and known.kind is not AnnotatorKind.PERSON:
            raise UserError(f"{named(name)} is the name of a {known.kind.value}; choose another.")
        if name == self.annotator.name:
            return
        article = self.article.id if self.article else None
        self.keep_time()
        self.annotator = known or self.project.annotator(name)
        self.undo_stack.clear()  # its gestures are another layer's
        self.open_article(article)
        self._emit(Changes(structure=True))

    def do(self, before: Edit, after: Edit, text: str) -> bool:
        """Make rows what `after` says, as one gesture that undo names `text`; return whether it was written."""
        if self.read_only:
            self.read_only_met.emit()
            return False
        removed = self._is_removed(after)  # asked before a new label joins it: labels alone may always change
        if self._along is not None:
            (first, then, what), self._along = self._along, None
            before, after, text = joined(first, before), joined(then, after), f"{what} and {text}"
        self._refused = False
        if removed:
            self.failed.emit(REMOVED)
            return False
        if bad := after.articles & self.damaged:
            self.failed.emit(REFUSED.format(article=min(bad)))
            return False
        if takes_many(before, after) and not self.before_many():
            return False
        self.undo_stack.push(before, after, text)
        return not self._refused

    def _is_removed(self, after: Edit) -> bool:
        """Whether a gesture would work on removed articles; deleting a label takes it off those, too."""
        if after.facts or after.labels or self.pending.unreadable:
            return False
        return bool(after.articles & removed_articles(self.project))

    @contextmanager
    def along(self, before: Edit, after: Edit, text: str) -> Iterator[None]:
        """Make `after` part of the first gesture inside, so that undo takes both back; without one, its own gesture."""
        self._along = before, after, text
        try:
            yield
        finally:
            alone, self._along = self._along is not None, None
        if alone:
            self.do(before, after, text)

    def undo(self) -> None:
        self._step(self.undo_stack.undoText(), "undid", self.undo_stack.undo)

    def redo(self) -> None:
        self._step(self.undo_stack.redoText(), "did again", self.undo_stack.redo)

    def _step(self, text: str, verb: str, step: Callable[[], None]) -> None:
        if not text:
            self.status_message.emit("nothing to undo" if verb == "undid" else "nothing to redo")
            return
        self._refused, self.stepping = False, True
        try:
            step()
        finally:
            self.stepping = False
        if not self._refused:
            self.status_message.emit(f"{self.outcome} · {verb}: {text}")

    def _write(self, edit: Edit, gesture: str) -> bool:
        """Write rows and show what changed; say why, and return False, when the project refuses them."""
        try:
            self._visit(edit.articles)
            changes = self.pending.put(edit, without_isolates(gesture), self._effort(), now())
        except UserError as error:
            self._refused = True
            self.failed.emit(str(error))
            return False
        if changes.labels:
            self.read_labels(edit.labels)
        if changes.structure and self.article is not None:
            with suppress(Damaged, DiskRefused):
                self.article = self.project.article(self.article.id)  # its title, say; the text is the same
        selected = self.selected
        self._take(changes.spans)
        self._emit(changes)
        there = {span.label for span in changes.spans if self.open_spans.with_uid(span.uid)}
        self.hide_labels(self.hidden - there)  # what was made, changed or brought back is seen
        if selected != self.selected:
            self.selected_changed.emit()
        self.status_message.emit(self.outcome)
        return True

    def _emit(self, changes: Changes) -> None:
        self.changed.emit(changes)
        if changes.beyond_rows:
            self.project_changed.emit(changes)
        elif changes.article_labels:
            self.article_labels_changed.emit()

    @property
    def outcome(self) -> str:
        """Return what is said of a gesture: whether the disk has it."""
        return "not saved yet" if self.pending else "saved"

    def save_again(self) -> bool:
        """Try to save what the disk refused; return whether all is saved now."""
        waited = bool(self.pending)
        done = self.pending.retry()
        if waited and done:
            self.status_message.emit("saved · the disk takes changes again")
        return done

    def _visit(self, articles: frozenset[ArticleId]) -> None:
        """Open the other article whose gesture is undone, so that the person sees what changes."""
        if self.stepping and len(articles) == 1 and (self.article is None or self.article.id not in articles):
            self.open_article(next(iter(articles)))

    def refresh(self) -> None:
        """Read everything again, after an import."""
        self.read_labels()
        self._read_spans()
        self._emit(Changes(labels=True, structure=True))
        self.selected_changed.emit()

    def saved_elsewhere(self) -> None:
        """Let nothing wait any more: `PendingWrites.write_to` has made a project that has everything."""
        self.pending.forget()
        self._forget_pending()

    def give_up_pending(self) -> None:
        """Leave what waits for the disk unsaved, for good."""
        self.pending.give_up()
        self._forget_pending()

    def _forget_pending(self) -> None:
        """Show the project as it is: whoever asked to leave it may still stay, as when the next cannot be opened."""
        self.undo_stack.clear()
        with suppress(DiskRefused):  # the drive is gone
            self.refresh()

    def _effort(self) -> Effort:
        """Return what the person has done since the gesture before; it counts as work on the article, too."""
        moment = time.monotonic()
        effort = Effort(min(moment - self._last_gesture, _PAUSE), self.strokes)
        self._seconds += effort.seconds
        self._last_gesture, self.strokes = moment, 0
        return effort

    def keep_time(self) -> None:
        """Write down the time worked on the open article."""
        if self.article is not None and self._seconds and not self.read_only:
            article, annotator, seconds = self.article.id, self.annotator.id, self._seconds
            try:
                self.pending.run(lambda project: project.add_seconds(article, annotator, seconds))
            except UserError as error:
                self.failed.emit(str(error))
        self._seconds = 0.0
        self._last_gesture = time.monotonic()

    def close(self) -> None:
        """Close the project; whoever meant to read it later must not."""
        self.keeping.emit()
        self.closing.emit()
        self.closed.emit()
        self.word_count.stop()
        self.keep_time()
        self.pending.give_up()  # whoever closes has asked; only the time worked may still wait
        self.project.close()


def _person(project: Project, name: str) -> Annotator:
    """Return the annotator of that name; another person where a suggester bears it, whose work no export takes."""
    if project.read_only:
        return _reader(project, name)
    known = project.annotator(name)
    return project.annotator(f"{name} (person)") if known.kind is AnnotatorKind.SUGGESTER else known


def _reader(project: Project, name: str) -> Annotator:
    """Return whose layer is shown read-only: that of this name, else of whoever worked last, else nobody's."""
    people = [each for each in project.annotators() if each.kind is not AnnotatorKind.SUGGESTER]
    last = project.value("SELECT annotator_id FROM event WHERE annotator_id IS NOT NULL ORDER BY id DESC LIMIT 1")
    ranked = sorted(people, key=lambda each: (each.name == name, each.id == last), reverse=True)
    return ranked[0] if ranked else Annotator(AnnotatorId(0), "", name, AnnotatorKind.PERSON)
