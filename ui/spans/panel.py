"""The pane of spans: the table, and above it its filter and order."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from models.base.entities import Changes
from ui.session.session import Session
from ui.spans.model import Order
from ui.spans.side_by_side import SideBySide
from ui.spans.table import SpanTable
from ui.tasks.later import later
from ui.widgets.announce_text import announce
from ui.widgets.empty_hint import EmptyHint
from ui.widgets.label_choices import LabelChoices
from ui.widgets.narrow_field import NarrowField
from ui.widgets.parts import plain_label
from ui.widgets.whats_this import explain

_ORDERS = (
    ("By place", Order.PLACE, False),
    ("By text", Order.TEXT, False),
    ("By text, backwards", Order.TEXT, True),
    ("By label", Order.LABEL, False),
    ("By label, backwards", Order.LABEL, True),
)


_WHAT = (
    "The spans of the open article in reading order. Choosing one selects it in the text; several get a label, or "
    "go, in one step."
)


class SpanPanel(QWidget):
    """Shows a text filter, a label filter, the orders and the table."""

    keys_asked = Signal()  # how spans are made

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = SpanTable(session)
        self.field, self.labels, self.orders, self.count = NarrowField(10), QComboBox(), QComboBox(), plain_label()
        self._choices = LabelChoices("All labels", self)
        self.labels.setModel(self._choices)
        self.hint = EmptyHint(self.table)
        self._set_up()
        self._lay_out()
        self._later = later(self, session, 120, self._narrow)
        self.field.textChanged.connect(self._later.start)
        self.labels.currentIndexChanged.connect(self._narrow)
        self.orders.activated.connect(self._sort)
        self.table.order_changed.connect(self._show_order)
        self.table.rows.count_changed.connect(self._show_count)
        self.table.rows.modelReset.connect(self._show_hint)
        session.article_changed.connect(self._show_hint)
        session.project_changed.connect(self._changed)
        self._show_labels()
        explain(self, _WHAT)

    def _set_up(self) -> None:
        self.field.setPlaceholderText("Filter the spans")
        self.field.setAccessibleName("Filter the spans by text or label")
        self.labels.setAccessibleName("Show only spans of this label")
        self.orders.setAccessibleName("Order of the spans")
        for box in (self.labels, self.orders):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(5)
        self.orders.addItems([text for text, _order, _backwards in _ORDERS])
        self.count.setContentsMargins(8, 0, 8, 4)
        self.count.hide()

    def _lay_out(self) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(8, 8, 8, 8)
        above.setSpacing(4)
        above.addWidget(self.field)
        above.addWidget(SideBySide(self.labels, self.orders))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.count)
        layout.addWidget(self.table, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.table.setFocus(event.reason())

    def _changed(self, changes: Changes) -> None:
        if changes.labels:
            self._show_labels()

    def _show_labels(self) -> None:
        chosen = self.labels.currentData()
        self.labels.blockSignals(True)
        self._choices.show_labels(self._session.labels)
        self.labels.setCurrentIndex(max(self._choices.row_of(chosen), 0))
        self.labels.blockSignals(False)
        if chosen:
            self._narrow()

    def _narrow(self) -> None:
        self._later.stop()
        self.table.set_filter(self.field.text(), self.labels.currentData() or 0)
        if not self.count.isHidden():
            announce(self.field, self.count.text())

    def _sort(self, chosen: int) -> None:
        _text, order, backwards = _ORDERS[chosen]
        self.table.set_order(order, backwards=backwards)

    def _show_order(self) -> None:
        now = (self.table.rows.order, self.table.rows.backwards)
        self.orders.setCurrentIndex([(order, backwards) for _text, order, backwards in _ORDERS].index(now))

    def _show_count(self) -> None:
        rows = self.table.rows
        narrowed = bool(self.field.text().strip() or self.labels.currentData())
        self.count.setVisible(narrowed)
        if narrowed:
            self.count.setText(f"{rows.rowCount()} of {rows.total} spans")
        self._show_hint()

    def _show_hint(self) -> None:
        """Say in an empty table how spans are made, or that there are some, which the filters hide."""
        rows = self.table.rows
        if rows.rowCount() or self._session.article is None:
            self.hint.say("")
        elif rows.total:
            self.hint.say("No span is like this.", "Show all", self._show_all)
        else:
            how = "No spans yet: select words in the article and press the key of a label."
            self.hint.say(how, "Keys and mouse", self.keys_asked.emit)

    def _show_all(self) -> None:
        self.field.clear()
        self.labels.setCurrentIndex(0)
        self._narrow()
