"""The article's mouse: selecting by the granularity, choosing spans, dragging their edges."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from models.base.entities import Granularity, Span
from models.text.offsets import ceil_edge, floor_edge
from models.text.sentences import snap_to_sentences
from models.text.urdu import snap_to_words, word_at
from ui.session import span_commands
from ui.session.session import Session

if TYPE_CHECKING:
    from ui.article.view import ArticleView


class MouseInput:
    """Turns mouse events into selections and commands of the session. Offsets are code points."""

    def __init__(self, view: ArticleView, session: Session) -> None:
        self._view, self._session = view, session
        self._anchor: int | None = None  # where a drag began
        self._press = QPointF()
        self._dragged = False
        self._edge: tuple[Span, span_commands.Edge] | None = None  # of a span, while it is dragged
        self._doubled = -1.0  # when a word was selected by a second click, in seconds of `time.monotonic`

    @property
    def is_pressed(self) -> bool:
        """Whether a click or a drag is under way, which no other button ends."""
        return self._anchor is not None

    def forget(self) -> None:
        """Forget what was pressed: another article is shown, or the button was let go elsewhere."""
        self._anchor, self._edge, self._doubled = None, None, -1.0

    def press(self, event: QMouseEvent) -> None:
        """Begin a drag or a click; one that follows a double click at once selects the paragraph."""
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._is_third(event.position()):
            self._select_paragraph(event.position())
            return
        self._press, self._dragged = event.position(), False
        self._edge = self._view.edge_at(event.position())
        point = self._view.point_at(event.position())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._edge = None
            self._anchor = self._view.anchor
            self._drag_to(point, event.modifiers())
            self._dragged = True
        else:
            self._anchor = point

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection to whole words or sentences; with Alt to characters. Or move an edge."""
        if self._anchor is None:
            return
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self.forget()
            return
        far = (event.position() - self._press).manhattanLength()
        if not self._dragged and far < QApplication.startDragDistance() / 2:
            return
        self._dragged = True
        self._drag_to(self._view.point_at(event.position()), event.modifiers())
        self._scroll_while_dragging(event.position())

    def release(self, event: QMouseEvent) -> None:
        """Select the span under a click, or put the caret there; after a drag, keep the edge where it is."""
        if self._anchor is not None and not self._dragged:
            point = self._view.point_at(event.position())
            self._view.select(point, point)
            under = self._view.spans_under(event.position())
            self._view.keys.cycle(under)
            for foreign in () if under else self._view.foreign_under(event.position())[:1]:
                self._view.foreign_clicked.emit(foreign)
        elif self._edge is not None and self._view.selection is not None:
            span, start_end = self._edge[0], self._view.selection
            self._view.select(start_end[0], start_end[0])
            span_commands.set_edges(self._session, span, *start_end)
        self._anchor, self._edge = None, None

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word; where several spans lie, a quick second click is a second click."""
        under = self._view.spans_under(event.position())
        if len(under) > 1:
            self._view.keys.cycle(under)
            return
        word = word_at(self._view.text, self._view.point_at(event.position()))
        if word:
            self._session.select(None)
            self._view.select(*word)
        self._anchor, self._press, self._doubled = None, event.position(), time.monotonic()

    def _is_third(self, position: QPointF) -> bool:
        """Return whether a press follows a double click as soon, and as near, as clicks that belong together do."""
        since, far = time.monotonic() - self._doubled, (position - self._press).manhattanLength()
        doubled, self._doubled = self._doubled, -1.0
        hints = QApplication.styleHints()
        soon = doubled >= 0 and since * 1000 <= hints.mouseDoubleClickInterval()
        return soon and far <= hints.mouseDoubleClickDistance()

    def _select_paragraph(self, position: QPointF) -> None:
        from ui.article.text_parts import paragraph_at  # noqa: PLC0415 - no part of a start

        self._session.select(None)
        start, end = paragraph_at(self._view, self._view.point_at(position))
        self._view.select(start, end - self._view.text[start:end].endswith("\n"))

    def _drag_to(self, point: int, modifiers: Qt.KeyboardModifier) -> None:
        assert self._anchor is not None
        exact = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if self._edge is not None:
            self._drag_edge(*self._edge, point, exact)
            return
        start, end = sorted((self._anchor, point))
        reach = self._snapped(start, max(end, start + 1), exact) or (start, end)
        self._session.select(None)
        self._view.select(*(reach if point >= self._anchor else reach[::-1]), exact=self._exact(exact))

    def _drag_edge(self, span: Span, edge: span_commands.Edge, point: int, exact: bool) -> None:
        """Show as a selection what the span would be; nothing is written before the button is let go."""
        text = self._view.text
        start = min(point, span.end - 1) if edge == "start" else span.start
        end = max(point, span.start + 1) if edge == "end" else span.end
        snapped = self._snapped(start, end, exact) or (start, end)
        reach = (snapped[0], span.end) if edge == "start" else (span.start, snapped[1])
        self._view.select(floor_edge(text, reach[0]), ceil_edge(text, reach[1]), exact=True)

    def _exact(self, alt: bool) -> bool:
        return alt or self._session.granularity is Granularity.CHARACTERS

    def _snapped(self, start: int, end: int, alt: bool) -> tuple[int, int] | None:
        """Return `[start, end)` as the granularity has it; None where it holds nothing of the kind."""
        text = self._view.text
        if self._exact(alt):
            return floor_edge(text, start), ceil_edge(text, end)
        if self._session.granularity is Granularity.SENTENCES:
            return snap_to_sentences(text, start, end)
        return snap_to_words(text, start, end)

    def _scroll_while_dragging(self, position: QPointF) -> None:
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        if position.y() < 0:
            bar.setValue(bar.value() + round(position.y()))
        elif position.y() > height:
            bar.setValue(bar.value() + round(position.y() - height))
