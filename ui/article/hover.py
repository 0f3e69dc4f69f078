"""Hovering: the span under the mouse stands out, and a tooltip shows all that its chip has no room for."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from models.base.entities import Label, Span
from models.base.unprintable import marked
from models.text.offsets import hidden_at_edges
from ui.article.text_view import TextView
from ui.session.session import Session
from ui.support.bidi import isolated

_LONGEST = 200  # characters of a span's text that a tooltip shows


class Hover:
    """Follows the mouse over the article while no button is pressed."""

    def __init__(self, view: TextView, session: Session) -> None:
        self._view, self._session = view, session

    def move(self, position: QPointF) -> None:
        """Let the span at this point of the viewport stand out."""
        under = self._view.spans_under(position)
        self._show(under[0] if under else None)
        on_edge = self._view.edge_at(position) is not None
        self._view.viewport().setCursor(Qt.CursorShape.SizeHorCursor if on_edge else Qt.CursorShape.IBeamCursor)

    def leave(self) -> None:
        """Let no span stand out, as the mouse is elsewhere."""
        self._show(None)

    def _show(self, span: Span | None) -> None:
        before = self._view.painter.hovered
        if (before.uid if before else None) == (span.uid if span else None):
            return
        self._view.painter.hovered = span
        for changed in (before, span):
            if changed is not None:
                self._view.update_span(changed)

    def tip(self, event: QHelpEvent) -> None:
        """Describe every span under the mouse in a tooltip."""
        position = QPointF(event.pos())
        spans = self._view.spans_under(position) + self._view.foreign_under(position)
        QToolTip.showText(event.globalPos(), "<hr>".join(map(self.describe, spans)), self._view.viewport())

    def describe(self, span: Span) -> str:
        """Return the description of a span, as HTML."""
        return _description(span, self._session.label_of(span), self._view.painter.whose(span), self._view.text)


def _description(span: Span, label: Label, whose: str, article: str) -> str:
    text = article[span.start : span.end]
    lines = [f"<b>{escape(isolated(label.name))}</b>"]
    if label.urdu_name:
        lines[0] += f" · {escape(isolated(label.urdu_name))}"
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    lines.append(f"\u2068{escape(marked(shown, lines=True))}\u2069")
    if span.note:
        note = escape(marked(span.note, lines=True)).replace("\n", "<br>")
        lines.append(f"<i>Note:</i> \u2068{note}\u2069")
    if span.confidence:
        lines.append(f"Confidence: {escape(isolated(span.confidence))}")
    if hidden := hidden_at_edges(article, span.start, span.end):
        lines.append(f"Hidden characters: {escape(hidden)}")
    if whose:
        lines.append(f"Labelled by {escape(isolated(whose))}")
    elif span.origin == "suggested":
        lines.append("Suggested: not accepted yet")
    return "<br>".join(lines)
