"""The actions that open the label chooser: to label the selection, or to duplicate the selected span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from models.base.entities import Label, Span
from ui.article.sight import out_of_sight
from ui.host.flow import Flow, Handlers, span_to_change
from ui.host.host import Host
from ui.session import span_commands

if TYPE_CHECKING:
    from ui.labels.chooser import LabelChooser


class ChooserFlow(Flow):
    """Opens the label chooser for Space and Ctrl+D."""

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self._chooser: LabelChooser | None = None
        self._duplicated: Span | None = None  # the span to duplicate; None when a label is given

    def handlers(self) -> Handlers:
        return {"choose_label": self._choose, "duplicate": self._duplicate}

    def _choose(self) -> None:
        self._duplicated = None
        view = self._host.article_view
        taken = view.keys.taken()
        if taken is not None and out_of_sight(view, *taken) and (why := out_of_sight(view, *taken)):
            self._session.status_message.emit(why)  # it is under another window: scrolling did not help
            return
        self._open((*self._session.labels, *self._session.article_choices))

    def _duplicate(self) -> None:
        self._duplicated = span = span_to_change(self._host)
        if span is not None:
            self._open(tuple(label for label in self._session.labels if label.id != span.label))

    def _open(self, labels: tuple[Label, ...]) -> None:
        if self._chooser is None:
            from ui.labels.chooser import LabelChooser  # noqa: PLC0415 - made when first asked for

            self._chooser = LabelChooser((), self._host)
            self._chooser.chosen.connect(self._apply)
        self._chooser.set_labels(labels)
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

    def _apply(self, key: int) -> None:
        label = self._session.label_with(key)
        if self._duplicated is None:
            self._host.article_view.keys.apply_label(label)
        else:
            span_commands.duplicate(self._session, self._duplicated, label)
