"""The view of the list of articles: a table of one column, as a list view measures all rows at each insertion."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.widgets.tables.views import set_up_table

_SPACE = 6  # pixels above and below a row's text, together
_FEW = 2_000  # rows that a typed letter is looked for in


class ArticleTable(QTableView):
    """Looks and scrolls like a list view, at any number of rows; several can be chosen. Delete emits `remove_asked`."""

    remove_asked = Signal()

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        set_up_table(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.StyledPanel)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)  # not the widest letter, which may be wider than the pane
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("Articles")
        self._fit()

    def _fit(self) -> None:
        height = self.fontMetrics().height()
        self.setIconSize(QSize(1, 1) * round(height * 0.76))
        self.verticalHeader().setMinimumSectionSize(height + _SPACE)
        self.verticalHeader().setDefaultSectionSize(height + _SPACE)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:  # a table's Home and End go along the row
        """Go to the first and the last article with Home and End."""
        if action is QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, 0)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave several chosen rows as they are under the right button, as its menu is for all of them."""
        chosen = self.selectionModel().selectedRows()
        held = event.button() == Qt.MouseButton.RightButton and len(chosen) > 1
        if not held or self.indexAt(event.position().toPoint()) not in chosen:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next title that begins so; not in a long list, where each row would have to be read."""
        if self.model().rowCount() <= _FEW:
            super().keyboardSearch(search)
