"""The action that edits the note of the selected span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QTimer

from models.base.entities import Span
from ui.host.flow import Flow, Handlers, Obstacles, no_change, no_span, span_to_change
from ui.host.host import Host
from ui.session import span_commands

if TYPE_CHECKING:
    from ui.spans.note_editor import NoteEditor

_WORDS = 80  # characters of a span that the heading may show


class NoteFlow(Flow):
    """Opens the note editor beside the selected span, and stores what it accepts."""

    follows_caret = True

    def __init__(self, host: Host) -> None:
        self._host, self._session, self._view = host, host.session, host.article_view
        self.editor: NoteEditor | None = None

    def handlers(self) -> Handlers:
        return {"note": self._open}

    def obstacles(self) -> Obstacles:
        selected = self._session.selected is not None
        under = not selected and no_change(self._host) == "" and bool(self._session.spans_at(self._view.caret))
        return {"note": "" if under else no_span(self._host)}

    def _open(self) -> None:
        session, view = self._session, self._view
        if self.editor is not None and self.editor.span is not None:
            self.editor.accept()
            return
        if session.selected is None and (under := session.spans_at(view.caret)):
            session.select(under[0])
        span = span_to_change(self._host)
        if span is None:
            return
        before = self._host.focusWidget()
        if not view.viewport().rect().contains(self._place_of(span)):
            view.go_to(span)
        words = " ".join(view.text[span.start : min(span.end, span.start + _WORDS)].split())
        self._make_editor().open(span, words, before, self._view.width())
        self._move_editor()

    def _make_editor(self) -> NoteEditor:
        if self.editor is None:
            from ui.spans.note_editor import NoteEditor  # noqa: PLC0415 - made when first asked for

            self.editor = NoteEditor(self._host)
            self.editor.accepted.connect(self._set_note)
            self._view.verticalScrollBar().valueChanged.connect(self._move_editor)
            self._session.article_changed.connect(self.editor.accept)
            self._session.keeping.connect(self.editor.accept)
        return self.editor

    def _place_of(self, span: Span) -> QRect:
        scrolled = self._view.painter.place_of(span).translated(0, -self._view.verticalScrollBar().value())
        return scrolled.toAlignedRect()

    def _move_editor(self) -> None:
        if self.editor is not None and self.editor.span in self._session.spans:  # else another article comes
            assert self.editor.span is not None
            beside = self._place_of(self.editor.span)
            chip = round(self._view.painter.geometry.chip_height)
            corner = self._view.viewport().mapTo(self._host, QPoint())
            within = QRect(self._view.mapTo(self._host, QPoint()), self._view.size())
            self.editor.place_at(beside.translated(corner).adjusted(0, 0, 0, chip), within)

    def _set_note(self, written: Span, note: str) -> None:
        """Store a note on the span as it is now: it may have been changed or removed since the editor opened."""
        session = self._session
        if session.stepping:  # undo leads to another article: a gesture must not begin before it is done
            QTimer.singleShot(0, self._host, lambda: self._set_note(written, note))
            return
        there = session.project.spans(written.article, written.annotator)
        span = next((known for known in there if known.uid == written.uid), None)
        if span is not None:
            span_commands.set_note(session, span, note)
