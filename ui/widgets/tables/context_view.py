"""A list of matches in their contexts, as the panels of a search show them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.widgets.tables.context_delegate import ContextDelegate, row_height
from ui.widgets.tables.views import set_up_table

_ROWS = 3  # that are seen at least
_SHARE = 8  # the part of a small screen that they may ask for, one in so many


class ContextView(QTableView):
    """Shows rows of one column: a table, as a list view measures all rows at each insertion."""

    def __init__(self, model: QAbstractItemModel, name: str, description: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        set_up_table(self)
        self.setItemDelegate(ContextDelegate(self))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self._fit()

    def _fit(self) -> None:
        line = row_height(self.fontMetrics())
        self.verticalHeader().setMinimumSectionSize(line)
        self.verticalHeader().setDefaultSectionSize(line)
        self.setMinimumHeight(min(line * _ROWS, self.screen().availableSize().height() // _SHARE))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()
