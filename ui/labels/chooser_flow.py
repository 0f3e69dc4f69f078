"""The actions that open the label chooser: to label the selection, or to duplicate the selected span."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from models.base.entities import Label, Scope, Span
from models.base.errors import UserError
from models.base.short_names import short_name, short_names
from ui.article.sight import out_of_sight
from ui.host.flow import Flow, Handlers, Obstacles, no_change, no_span, span_to_change
from ui.host.host import Host
from ui.session import label_commands, span_commands
from ui.support.bidi import isolated

if TYPE_CHECKING:
    from ui.labels.chooser import LabelChooser


class ChooserFlow(Flow):
    """Opens the label chooser for Space and Ctrl+D."""

    follows_caret = True

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self._chooser: LabelChooser | None = None
        self._many: tuple[Span, ...] = ()  # the spans that get the label, when several are chosen
        self._use: Callable[[Label], object] | None = None  # what the label is for, where nothing is labelled
        self._duplicated: Span | None = None  # the span to duplicate; None when a label is given

    def handlers(self) -> Handlers:
        return {"choose_label": self._choose, "duplicate": self._duplicate}

    def obstacles(self) -> Obstacles:
        return {"choose_label": no_change(self._host), "duplicate": no_span(self._host)}

    def _choose(self) -> None:
        self._duplicated = None
        self._many, self._use = (), None
        view = self._host.article_view
        taken = view.keys.taken()
        if taken is not None and out_of_sight(view, *taken) and (why := out_of_sight(view, *taken)):
            self._session.status_message.emit(why)  # it is under another window: scrolling did not help
            return
        self._open((*self._session.labels, *self._session.article_choices), tuple(Scope))

    def choose_for(self, spans: Sequence[Span]) -> None:
        """Open the chooser for the label that all of these spans are to get."""
        self._duplicated, self._many, self._use = None, tuple(spans), None
        self._open(self._session.labels, (Scope.SPAN,))

    def choose_for_view(self, use: Callable[[Label], object]) -> None:
        """Open the chooser for the label that `use` is called with; nothing is labelled."""
        self._use = use
        self._open(self._session.labels, ())

    def _duplicate(self) -> None:
        self._many, self._use = (), None
        self._duplicated = span = span_to_change(self._host)
        if span is not None:
            self._open(tuple(label for label in self._session.labels if label.id != span.label), (Scope.SPAN,))

    def _open(self, labels: tuple[Label, ...], new: tuple[Scope, ...]) -> None:
        if self._chooser is None:
            from ui.labels.chooser import LabelChooser  # noqa: PLC0415 - made when first asked for

            self._chooser = LabelChooser((), self._host)
            self._chooser.chosen.connect(lambda key: self._apply(self._session.label_with(key)))
            self._chooser.made.connect(self._make)
        self._chooser.set_labels(labels, () if self._session.read_only else new)
        self._chooser.popup_at(self._popup_position())

    def _popup_position(self) -> QPoint:
        """Return the bottom centre of the selected span, or else of the caret, in screen coordinates."""
        view, selected = self._host.article_view, self._session.selected
        if selected is not None and view.selection is None:
            place = view.painter.place_of(selected)
            if place.isValid():
                scrolled = place.translated(0, -view.verticalScrollBar().value())
                return view.viewport().mapToGlobal(QPoint(round(scrolled.center().x()), round(scrolled.bottom())))
        caret = view.cursorRect()
        return view.viewport().mapToGlobal(QPoint(caret.center().x(), caret.bottom()))

    def _make(self, name: str, scope: str) -> None:
        """Make a label and put it on what the chooser was opened for: one gesture."""
        session, taken = self._session, self._host.keymap.action_with
        label = replace(label_commands.fresh(session, taken, Scope(scope)), name=name)
        label = replace(label, short=short_name(name, _names(session.every_label)))
        try:
            made = label_commands.create_for(session, label, self._apply, taken)
        except UserError as error:
            self._host.messages.show_error(str(error))
            return
        if made:
            key = f", key {label.key}" if label.key else ""
            edit = self._host.keymap.hint("labels")
            told = f"{session.outcome} · new label {isolated(name)}, on chips {isolated(label.short)}{key}"
            session.status_message.emit(f"{told}; change it in the window of labels{edit}")

    def _apply(self, label: Label) -> None:
        if self._use is not None:
            self._use(label)
        elif self._many:
            span_commands.relabel_many(self._session, self._many, label)
        elif self._duplicated is None:
            self._host.article_view.keys.apply_label(label)
        else:
            span_commands.duplicate(self._session, self._duplicated, label)


def _names(labels: Iterable[Label]) -> set[str]:
    """Return what labels are called: no short name may be the same."""
    labels = tuple(labels)
    return {*short_names(labels).values(), *(name for each in labels for name in (each.name, each.urdu_name))}
