"""The menu of the orders in which articles are listed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from models.project.order import Order

_NAMES = {
    Order.IMPORT: "In the order of &import",
    Order.TITLE: "By &title",
    Order.STATUS: "By &status",
    Order.LENGTH: "By &length",
    Order.DATE: "By &date in the metadata",
    Order.SPANS: "By number of s&pans",
    Order.CHANGE: "By last &change",
    Order.MIXED: "&Mixed, from all sources",
}


class SortMenu(QMenu):
    """Offers the orders, one of which is chosen, and to turn it around; emits `chosen` with both."""

    chosen = Signal(object, bool)

    def __init__(self, order: Order, turned: bool, parent: QWidget) -> None:
        super().__init__("Sort the articles", parent)
        group = QActionGroup(self)
        self.orders: dict[Order, QAction] = {}
        for each, name in _NAMES.items():
            action = self.orders[each] = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(each is order)
            group.addAction(action)
            action.triggered.connect(self._emit)
        self.addSeparator()
        self.turned = self.addAction("Turned a&round")
        self.turned.setCheckable(True)
        self.turned.setChecked(turned)
        self.turned.triggered.connect(self._emit)

    def _emit(self) -> None:
        order = next(each for each, action in self.orders.items() if action.isChecked())
        self.chosen.emit(order, self.turned.isChecked())
