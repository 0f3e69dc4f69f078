"""The annotator's hand: what is done to spans, and how one gets from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from models.base.entities import Granularity
from ui.host.flow import Handlers
from ui.session import span_commands
from ui.support.tips import tip

if TYPE_CHECKING:
    from ui.host.host import Host


class CurrentSuggestion(Protocol):
    """The suggestions of the open article, of which one may be current."""

    @property
    def has_current(self) -> bool:
        """Whether a suggestion is current."""
        ...

    def reject(self) -> None:
        """Reject the current suggestion for good."""
        ...


class SpanFlow:
    """Gestures on the selected span."""

    def __init__(self, host: Host, suggestions: CurrentSuggestion) -> None:
        """`suggestions` has the one that Delete rejects where no span is selected."""
        self._host, self._session, self._suggestions = host, host.session, suggestions
        self._view = host.article_view
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._show_menu)

    def handlers(self) -> Handlers:
        """Return what each action does, by its id."""
        movers: Handlers = {
            f"{edge}_{'grow' if grow else 'shrink'}{'' if words else '_character'}": self._mover(edge, grow, words)
            for edge in _EDGES
            for grow in (True, False)
            for words in (True, False)
        }
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
            selected = self._session.selected
            if selected is None:
                self._session.status_message.emit(
                    f"select a span first: click it, or go to it{self._host.keymap.told('next_span')}"
                )
                return
            by_words = words and self._session.granularity is not Granularity.CHARACTERS
            if span_commands.move_edge(self._session, selected, edge, grow=grow, words=by_words):
                self._view.show_edge(edge)

        return move

    def _copy(self) -> None:
        """Copy the selection, or the selected span's words, as they are stored: a widget's copy would change them."""
        selected = self._session.selected
        reach = self._view.selection or (selected and (selected.start, selected.end))
        if reach:
            QApplication.clipboard().setText(self._view.text[slice(*reach)])
            self._session.status_message.emit("copied")

    def _show_menu(self, place: QPoint) -> None:
        """What can be done here, under the right mouse button; a span there is selected first."""
        under = self._view.spans_under(QPointF(place))
        if under and self._session.selected not in under:
            self._session.select(under[0])
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._host.actions_[key] for key in _MENU])
        menu.popup(self._view.viewport().mapToGlobal(place))

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

    def show_enabled(self) -> None:
        """Only what can be done now can be chosen."""
        stack = self._session.undo_stack
        actions = self._host.actions_
        _show_step(actions["undo"], stack.canUndo(), "Undo", stack.undoText())
        _show_step(actions["redo"], stack.canRedo(), "Redo", stack.redoText())
        selected = self._session.selected is not None
        actions["unsure"].setEnabled(selected)
        actions["remove"].setEnabled(selected or self._suggestions.has_current)


_MENU = ("choose_label", "duplicate", "note", "unsure", "remove", "label_all", "same_next", "copy")
_EDGES: tuple[span_commands.Edge, span_commands.Edge] = ("start", "end")


def _show_step(action: QAction, can: bool, verb: str, text: str) -> None:
    action.setEnabled(can)
    action.setToolTip(tip(f"{verb}: {text}") if can else verb)
