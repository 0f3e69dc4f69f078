"""The context menus of the article and of the table of spans: all that applies to what is under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu, QWidget

from models.base.entities import Label, Span
from models.base.report import counted
from ui.host.host import Host
from ui.session import span_commands
from ui.spans.table import SpanTable
from ui.support.bidi import shown_label
from ui.support.label_icons import label_icon

_SPAN = ("choose_label", "duplicate", "note", "unsure", "remove")
_PLACES = ("label_all", "same_next")
_EDGES = ("end_grow", "end_shrink", "start_grow", "start_shrink")
_TEXT = ("copy", "copy_labelled", "find")
_ARTICLE = ("done_next", "skip", "details", "history")


class SpanMenus:
    """Opens both menus. In the article, the span under the pointer is selected first, or the caret goes there."""

    def __init__(self, host: Host, table: SpanTable) -> None:
        self._host, self._session, self._view, self._table = host, host.session, host.article_view, table
        for widget, show in ((self._view, self._over_text), (table, self._over_table)):
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            widget.customContextMenuRequested.connect(show)

    def _over_text(self, place: QPoint) -> None:
        """Open the menu of the article at `place` (viewport coordinates)."""
        if self._session.article is None or self._view.mouse.is_pressed:  # a drag goes on, whatever else is pressed
            return
        self._go_to(place)
        menu = self._menu(self._view)
        self._add_labels(menu, "&Label", self._session.labels)
        self._add(menu, _SPAN, _PLACES, *((_EDGES,) if self._session.selected else ()), _TEXT)
        menu.addSeparator()
        self._add_labels(menu, "L&abel the article", self._session.article_choices)
        self._add(menu, _ARTICLE)
        menu.popup(self._view.viewport().mapToGlobal(place))

    def _go_to(self, place: QPoint) -> None:
        under = self._view.spans_under(QPointF(place))
        if under:
            if self._session.selected not in under:
                self._session.select(under[0])
            return
        point, selection = self._view.point_at(QPointF(place)), self._view.selection
        if selection is None or not selection[0] <= point <= selection[1]:
            self._session.select(None)
            self._view.select(point, point)
            self._view.show_aim()

    def _over_table(self, place: QPoint) -> None:
        """Open the menu of the span in the row at `place` (viewport coordinates), or of all the chosen ones."""
        if not self._table.indexAt(place).isValid() or self._session.selected is None:
            return
        menu, several = self._menu(self._table), self._table.chosen()
        if len(several) > 1:
            self._add_for_many(menu, several)
        else:
            self._add_labels(menu, "&Label", self._session.labels)
            self._add(menu, _SPAN, _PLACES, _EDGES)
        menu.addSeparator()
        menu.addActions(self._table.actions())
        menu.popup(self._table.viewport().mapToGlobal(place))

    def _add_for_many(self, menu: QMenu, spans: Sequence[Span]) -> None:
        """Add what can be done to several spans at once, as the table's keys do."""
        session, actions = self._session, self._host.actions_
        menu.addSection(counted(len(spans), "span", grouped=True))
        if session.read_only:
            return
        self._add_labels(
            menu, "&Label", session.labels, lambda label: span_commands.relabel_many(session, spans, label)
        )
        menu.addAction(actions["choose_label"].text(), lambda: self._table.chooser_asked.emit(list(spans)))
        menu.addAction(actions["remove"].text(), lambda: span_commands.remove_many(session, spans))

    def _menu(self, over: QWidget) -> QMenu:
        menu = QMenu(over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setLayoutDirection(self._host.layoutDirection())  # the text runs from right to left, its menu does not
        return menu

    def _add(self, menu: QMenu, *groups: tuple[str, ...]) -> None:
        for number, keys in enumerate(groups):
            if number:
                menu.addSeparator()
            menu.addActions([self._host.actions_[key] for key in keys])

    def _add_labels(
        self, menu: QMenu, name: str, labels: tuple[Label, ...], put: Callable[[Label], object] | None = None
    ) -> None:
        """Add a menu of labels to `put`; without, those that the selected span, or the article, carries are ticked."""
        if not labels or self._session.read_only:
            return
        inside = menu.addMenu(name)
        inside.setStyleSheet("QMenu { menu-scrollable: 1; }")  # many would leave the screen in columns
        carried = self._carried() if put is None else set()
        put = put or self._view.keys.apply_label
        for label in labels:
            action = inside.addAction(label_icon(label), shown_label(label).replace("&", "&&"))
            action.setCheckable(label.id in carried)
            action.setChecked(label.id in carried)
            action.triggered.connect(lambda _=False, label=label, put=put: put(label))

    def _carried(self) -> set[int]:
        article, selected = self._session.article, self._session.selected
        found = {selected.label} if selected else set()
        marks = self._session.project.article_labels(article.id, self._session.annotator.id) if article else []
        return {*found, *(mark.label for mark in marks)}
