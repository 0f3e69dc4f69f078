"""The actions on spans: changing the selected one, and going from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QApplication

from models.base.entities import Granularity
from ui.host.flow import Flow, Handlers, Obstacles, no_article, no_span, span_to_change
from ui.host.host import Host
from ui.session import span_commands
from ui.support.tips import tip


class CurrentSuggestion(Protocol):
    """The suggestions of the open article, as far as the span actions need them."""

    @property
    def has_current(self) -> bool: ...

    def reject(self) -> None: ...


class SpanFlow(Flow):
    """Handles the actions on the selected span."""

    follows_caret = True

    def __init__(self, host: Host, suggestions: CurrentSuggestion) -> None:
        """Delete rejects the current one of `suggestions` where no span is selected."""
        self._host, self._session, self._suggestions = host, host.session, suggestions
        self._view = host.article_view

    def handlers(self) -> Handlers:
        movers: Handlers = {name: self._mover(*how) for name, how in _MOVERS.items()}
        return movers | {
            "undo": self._session.undo,
            "redo": self._session.redo,
            "copy": self._copy,
            "remove": self._remove,
            "unsure": self._toggle_unsure,
            "next_span": lambda: self._view.keys.to_span(1),
            "previous_span": lambda: self._view.keys.to_span(-1),
            "extend_next_span": lambda: self._view.keys.to_span(1, extend=True),
            "extend_previous_span": lambda: self._view.keys.to_span(-1, extend=True),
            "granularity": self._next_granularity,
        }

    def _mover(self, edge: span_commands.Edge, grow: bool, words: bool) -> Callable[[], object]:
        def move() -> None:
            span = span_to_change(self._host)
            by_words = words and self._session.granularity is not Granularity.CHARACTERS
            if span and span_commands.move_edge(self._session, span, edge, grow=grow, words=by_words):
                self._view.show_edge(edge)

        return move

    def _copy(self) -> None:
        """Copy the selected text, or that of the selected span, as it is stored: Qt's own copy would change it."""
        selected = self._session.selected
        reach = self._view.selection or (selected and (selected.start, selected.end))
        if reach:
            QApplication.clipboard().setText(self._view.text[slice(*reach)])
            self._session.status_message.emit("copied")

    def _remove(self) -> None:
        if self._session.selected:
            span_commands.remove(self._session, self._session.selected)
        else:
            self._suggestions.reject()

    def _toggle_unsure(self) -> None:
        if self._session.selected:
            span_commands.toggle_unsure(self._session, self._session.selected)

    def _next_granularity(self) -> None:
        order = list(Granularity)
        self._session.set_granularity(order[(order.index(self._session.granularity) + 1) % len(order)])
        self._session.status_message.emit(f"selecting by {self._session.granularity.value}")

    def obstacles(self) -> Obstacles:
        stack, keys, none = self._session.undo_stack, self._view.keys, no_article(self._host)
        onward = none or ("" if keys.has_span(1) else "no further span here")
        back = none or ("" if keys.has_span(-1) else "no span before this one")
        chosen = self._view.selection or self._session.selected
        alone = no_span(self._host)
        return dict.fromkeys((*_MOVERS, "unsure"), alone) | {
            "undo": "" if stack.canUndo() else "nothing to undo",
            "redo": "" if stack.canRedo() else "nothing to redo",
            "copy": none or ("" if chosen else "select some words or a span first"),
            "remove": "" if self._suggestions.has_current else alone,
            **dict.fromkeys(("next_span", "extend_next_span"), onward),
            **dict.fromkeys(("previous_span", "extend_previous_span"), back),
        }

    def show_steps(self) -> None:
        """Show on undo and redo what they would do."""
        stack = self._session.undo_stack
        for key, can, text in (
            ("undo", stack.canUndo(), stack.undoText()),
            ("redo", stack.canRedo(), stack.redoText()),
        ):
            action, verb = self._host.actions_[key], key.capitalize()
            action.setToolTip(tip(f"{verb}: {text}") if can else verb)


_EDGES: tuple[span_commands.Edge, span_commands.Edge] = ("start", "end")
_MOVERS = {  # action -> the edge, whether the span grows, whether by words
    f"{edge}_{'grow' if grow else 'shrink'}{'' if words else '_character'}": (edge, grow, words)
    for edge in _EDGES
    for grow in (True, False)
    for words in (True, False)
}
