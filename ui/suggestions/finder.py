"""The suggestions in the open article: found after it is painted, one of them current."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from PySide6.QtCore import QObject, Signal

from models.base.entities import AnnotatorKind, Changes, Span, Suggestion
from models.project.suggestions import Steps, changes, in_order, offered, open_still, repeat_steps, together
from models.text.text_index import TextIndex
from ui.article.spans.span_painter import suggestion_uid
from ui.session.session import Session
from ui.tasks.later import later
from ui.tasks.slices import Slices

_AFTER = 150  # milliseconds after a change
_FEW = 20  # spans around which suggestions are looked for one by one
_AT_ONCE = 0.05  # seconds that a key which needs the suggestions may wait for them


class SuggestionFinder(QObject):
    """What is suggested to the session's annotator in the open article, in reading order."""

    changed = Signal(list, list)  # suggestions that are gone, and new ones
    current_changed = Signal()
    settled = Signal()  # all that there is to suggest is known

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.suggestions: list[Suggestion] = []
        self.current: Suggestion | None = None
        self.shown = False
        self._signalled: dict[Suggestion, None] = {}  # what has been signalled
        self._longest = 0  # code points, of the suggestions
        self._text_index: TextIndex | None = None
        self._slices = Slices(self, session)
        self._later = later(self, session, _AFTER, self._begin)
        session.article_changed.connect(self._article_changed)
        session.changed.connect(self._changed)
        session.selected_changed.connect(self._selected)

    @property
    def text_index(self) -> TextIndex:
        """Return the index of the open article; that of an empty text when none is open."""
        text = self._session.article.text if self._session.article else ""
        if self._text_index is None or self._text_index.text is not text:
            self._text_index = TextIndex(text)
        return self._text_index

    @property
    def at_work(self) -> bool:
        """Return whether the suggestions are about to be others."""
        return self._later.isActive() or self._slices.at_work

    def set_shown(self, shown: bool) -> None:
        """Find suggestions from now on, or have none."""
        self.shown = shown
        if shown:
            self._later.start()
        else:
            self._clear()
        self.settled.emit()

    def settle(self) -> None:
        """Bring the suggestions up to date, unless that takes long."""
        if self._later.isActive():
            self._later.stop()
            self._begin()
        self._slices.finish(_AT_ONCE)

    def set_current(self, suggestion: Suggestion | None) -> None:
        """Make a suggestion the one that Return accepts; no span is selected then."""
        if suggestion == self.current:
            return
        self.current = suggestion
        if suggestion is not None:
            self._session.select(None)
        self.current_changed.emit()

    def drop(self, suggestion: Suggestion) -> None:
        """Take out a suggestion that has been decided, without waiting for the next search."""
        self._drop([suggestion])

    def adjacent(self, position: int, step: int) -> Suggestion | None:
        """Return the next (`step` 1) or previous (-1) suggestion from `position` (code points), round past the ends."""
        if not self.suggestions:
            return None
        after = bisect_left(self.suggestions, position, key=attrgetter("start"))  # or at the position
        return self.suggestions[after % len(self.suggestions) if step > 0 else after - 1]

    def at(self, start: int, end: int) -> Suggestion | None:
        """Return the suggestion of the stretch `[start, end)`, or around it; None without one."""
        return next((each for each in self._near(start, start + 1) if each.start <= start and end <= each.end), None)

    def place(self, suggestion: Suggestion) -> int:
        """Return which of the suggestions this is, from 0; -1 when it is none of them."""
        at = bisect_left(self.suggestions, in_order(suggestion), key=in_order)
        return at if self.suggestions[at : at + 1] == [suggestion] else -1

    def drawn_as(self, uid: str, start: int) -> Suggestion | None:
        """Return the suggestion that is drawn under that uid and begins at `start`; None without one."""
        return next((each for each in self._near(start, start + 1) if suggestion_uid(each) == uid), None)

    def _near(self, start: int, end: int) -> list[Suggestion]:
        """Return those that could overlap `[start, end)`: all that do are among them, and few others."""
        first, after = (
            bisect_left(self.suggestions, at, key=attrgetter("start")) for at in (start - self._longest, end)
        )
        return self.suggestions[first:after]

    def _article_changed(self) -> None:
        self._clear()
        self._text_index = None
        if self.shown:
            self._later.start()

    def _clear(self) -> None:
        self._later.stop()
        self._slices.stop()
        gone, self.suggestions, self._signalled = list(self._signalled), [], {}
        self.set_current(None)
        if gone:
            self.changed.emit(gone, [])

    def _changed(self, changes: Changes) -> None:
        article = self._session.article
        if not self.shown or article is None:
            return
        if article.id in changes.articles:
            self._drop_decided(changes)
        if article.id in changes.articles or changes.labels or changes.structure:
            self._slices.stop()
            self._later.start()

    def _drop_decided(self, changes: Changes) -> None:
        """Take out what has just been labelled, without searching for all of them again."""
        there = map(self._session.open_spans.with_uid, (span.uid for span in changes.spans))
        new = self._session.spans if changes.structure else [span for span in there if span is not None]
        near = self.suggestions
        if len(new) <= _FEW:
            near = [*dict.fromkeys(each for span in new for each in self._near(span.start, span.end))]
        still = set(open_still(near, new))
        self._drop([each for each in near if each not in still])

    def _drop(self, gone: list[Suggestion]) -> None:
        left = list(self.suggestions)  # who goes through them keeps the list from before
        for each in gone:
            at = bisect_left(left, in_order(each), key=in_order)
            if left[at : at + 1] == [each]:
                del left[at]
        self.suggestions = left
        if self.current in gone:
            self.set_current(None)
        if signalled := [each for each in gone if each in self._signalled]:
            self._signal(signalled, [])

    def _signal(self, gone: list[Suggestion], new: list[Suggestion]) -> None:
        for each in gone:
            del self._signalled[each]
        self._signalled |= dict.fromkeys(new)
        self.changed.emit(gone, new)

    def _selected(self) -> None:
        if self._session.selected is not None:
            self.set_current(None)

    def _begin(self) -> None:
        self._slices.start(self._steps(), self._take)

    def _steps(self) -> Steps:
        session = self._session
        if session.article is None:
            return []
        article, me = session.article.id, session.annotator.id
        names = {each.id: each.name for each in session.project.annotators() if each.kind is AnnotatorKind.SUGGESTER}
        theirs: list[tuple[str, Span]] = []
        if names:
            others = session.sound(session.project.other_spans(article, me))
            theirs = [(names[span.annotator], span) for span in others if span.annotator in names]
        rejected = session.project.rejections(article, me)
        labels = {label.id for label in session.labels}
        spans = [span for span in session.spans if span.label in labels]
        repeats = yield from repeat_steps(self.text_index, spans, rejected)
        suggested = [(name, span) for name, span in theirs if span.label in labels]
        return together(repeats, offered(suggested, spans, rejected))

    def _take(self, suggestions: list[Suggestion]) -> None:
        self.suggestions = suggestions
        self._longest = max((each.end - each.start for each in suggestions), default=0)
        if self.current is not None and self.current not in suggestions:
            self.set_current(None)
        self._slices.start(self._signal_changes(), lambda _: self.settled.emit())

    def _signal_changes(self) -> Iterator[None]:
        """Signal what is gone and what is new, a portion at a time: there may be thousands."""
        for gone, new in changes(self._signalled, self.suggestions):
            if gone or new:
                self._signal(gone, new)
            yield
