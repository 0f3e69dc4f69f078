"""The article's keyboard: the caret in reading order, label keys, and the spans under the caret."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from models.base.entities import Granularity, Label, Scope, Span
from models.text.sentences import sentence_at
from models.text.urdu import word_at
from ui.article.caret import goal
from ui.article.sight import out_of_sight
from ui.session import article_commands, span_commands
from ui.session.session import Session
from ui.support.physical_keys import MODIFIERS, label_for

if TYPE_CHECKING:
    from ui.article.view import ArticleView

_MODE = QTextCursor.MoveMode
_MOVE = QTextCursor.MoveOperation
_BY_LINE = {Qt.Key.Key_Home: _MOVE.StartOfLine, Qt.Key.Key_End: _MOVE.EndOfLine}
_ALT = Qt.KeyboardModifier.AltModifier  # by words on macOS, in every text
_CARET_MODIFIERS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier)
_PAGE = 0.9  # of the viewport's height


class KeyboardInput:
    """Turns keys into commands of the session. Offsets are code points."""

    def __init__(self, view: ArticleView, session: Session) -> None:
        self._view, self._session = view, session
        self.label_suggestion: Callable[[Label], bool] = lambda _label: False  # whether one is current
        self.dismiss_suggestion: Callable[[], object] = lambda: None

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key. Returns whether it was one of the article's own."""
        label = label_for(event, (*self._session.labels, *self._session.article_choices))
        if label is not None:
            self.apply_label(label)
        elif event.key() == Qt.Key.Key_Escape:
            return self._let_go()
        else:
            return self._move_caret(event)
        return True

    def _let_go(self) -> bool:
        """Let go of the selection and of what is chosen; return whether there was any: else Esc is the window's."""
        view, session = self._view, self._session
        held = bool(view.selection or session.selected or view.painter.current)
        session.select(None)
        view.select(view.caret, view.caret)
        self.dismiss_suggestion()
        return held

    def target(self) -> tuple[int, int] | None:
        """Return what a label key labels: the selection, else the word (or sentence, by granularity) at the caret."""
        if self._view.selection is not None:
            return self._view.selection
        if self._session.granularity is Granularity.SENTENCES:
            return sentence_at(self._view.text, self._view.caret)
        return word_at(self._view.text, self._view.caret)

    def taken(self) -> tuple[int, int] | None:
        """Return what a label key takes now: the current suggestion, the selection, the selected span, or `target`."""
        view, selected = self._view, self._session.selected
        for start, end in view.painter.stretches(view.painter.current):
            return view.offsets.to_points(start), view.offsets.to_points(end)
        if view.selection is None and selected is not None:
            return selected.start, selected.end
        return self.target()

    def apply_label(self, label: Label) -> None:
        """Label the selection, or give the selected span this label, or label the word at the caret."""
        session, view = self._session, self._view
        if session.article is None:
            session.status_message.emit("no article is open")
            return
        if label.scope is Scope.ARTICLE:
            article_commands.toggle_label(session, label)
            return
        taken = self.taken()
        if taken is not None and (why := out_of_sight(view, *taken)):
            session.status_message.emit(why)
            return
        if view.painter.current and self.label_suggestion(label):  # a suggestion is current
            return
        if view.selection is None and session.selected is not None:
            span_commands.relabel(session, session.selected, label)
            return
        reach = self.target()
        there = session.open_spans.at(*reach) if reach else []
        there = [span for span in there if span.label not in session.hidden]
        if view.selection is None and len(there) == 1:
            session.select(there[0])  # a key on a labelled word is another opinion; a second label is Ctrl+D
            span_commands.relabel(session, there[0], label)
        elif reach is None:
            session.status_message.emit("nothing to label here: select some words first")
        elif span_commands.label(session, *reach, label, exact=view.selection_is_exact):
            view.select(reach[1], reach[1])

    def cycle(self, among: list[Span], step: int = 1) -> bool:
        """Select the span after the selected one among `among`; whether there was one to go to."""
        uids = [span.uid for span in among]
        selected = self._session.selected
        if selected is None or selected.uid not in uids:
            self._session.select(among[0] if among else None)
            return bool(among)
        self._session.select(among[(uids.index(selected.uid) + step) % len(among)])
        return len(among) > 1

    def has_span(self, step: int) -> bool:
        """Return whether `to_span` has one to go to, without looking at all of them where none is hidden."""
        session, listed = self._session, self._session.spans
        if session.hidden or not listed:
            return neighbour(session.shown_spans, session.selected, self._view.caret, step) is not None
        outermost = listed[-1 if step > 0 else 0]
        if session.selected is None:
            return outermost.start >= self._view.caret if step > 0 else outermost.start < self._view.caret
        same = session.open_spans.at(outermost.start, outermost.end)
        return neighbour(same, session.selected, self._view.caret, step) is not None or session.selected not in same

    def to_span(self, step: int, *, extend: bool = False) -> None:
        """Go to the next span in reading order (`step` 1) or the one before (-1); `extend` keeps the anchor."""
        found = neighbour(self._session.shown_spans, self._session.selected, self._view.caret, step)
        if found is None:
            self._session.status_message.emit("no further span here" if step > 0 else "no span before this one")
        elif extend:
            self._session.select(None)
            self._view.select(self._view.anchor, found.end if step > 0 else found.start)
        else:
            self._view.go_to(found)
            self._session.select(found)

    def _move_caret(self, event: QKeyEvent) -> bool:
        """Move the caret for a caret key; whether it was one. Left is onward, as the text runs."""
        held = event.modifiers() & MODIFIERS
        if held not in _CARET_MODIFIERS and not (held == _ALT and sys.platform == "darwin"):
            return False
        control = bool(held)
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        to = goal(self._view.text, self._view.caret, Qt.Key(event.key()), control=control)
        if to is None:
            return self._move_by_line(Qt.Key(event.key()), keep)
        self._session.select(None)
        self._view.select(self._view.anchor if keep else to, to)
        return True

    def _move_by_line(self, key: Qt.Key, keep: bool) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = self._view.adjacent_line(-1 if key == Qt.Key.Key_Up else 1)
            self._session.select(None)
            self._view.select(self._view.anchor if keep else to, to)
            return True
        cursor = self._view.textCursor()
        mode = _MODE.KeepAnchor if keep else _MODE.MoveAnchor
        if key in _BY_LINE:
            cursor.movePosition(_BY_LINE[key], mode)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._page(cursor, -1 if key == Qt.Key.Key_PageUp else 1, mode)
        else:
            return False
        self._session.select(None)
        self._view.setTextCursor(cursor)
        return True

    def _page(self, cursor: QTextCursor, direction: int, mode: QTextCursor.MoveMode) -> None:
        by = direction * self._view.viewport().height() * _PAGE
        place = self._view.cursorRect(cursor).center() + QPointF(0, by).toPoint()
        bar = self._view.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + round(by))
        place.setY(place.y() - (bar.value() - before))
        cursor.setPosition(self._view.cursorForPosition(place).position(), mode)


def neighbour(among: Iterable[Span], selected: Span | None, caret: int, step: int) -> Span | None:
    """Return the span after (`step` 1) or before (-1) the selected one, else the caret; outer before inner."""
    order = sorted(among, key=lambda span: (span.start, -span.end, span.uid))
    if selected is not None and selected in order:
        at = order.index(selected) + step
        return order[at] if 0 <= at < len(order) else None
    if step > 0:
        return next((span for span in order if span.start >= caret), None)
    return next((span for span in reversed(order) if span.start < caret), None)
