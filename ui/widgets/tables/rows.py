"""The base class of the table models: a list of rows, columns with headings, and cells by role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole
Row = TypeVar("Row")


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Show `rows` as a flat table. A subclass gives `headings`, one a column, and `cell`."""

    headings: Sequence[str] = ()

    def __init__(self, parent: QObject | None = None, rows: Iterable[Row] = ()) -> None:
        super().__init__(parent)
        self.rows: list[Row] = list(rows)

    def cell(self, row: Row, column: int, role: int) -> object:
        """Return what a row has in a column for a role; None for roles without a value."""
        raise NotImplementedError

    def set_rows(self, rows: list[Row]) -> None:
        """Show these rows instead, with a reset of the views."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def insert_rows(self, at: int, rows: Sequence[Row]) -> None:
        """Insert rows before the row `at`; at least one."""
        self.beginInsertRows(NOWHERE, at, at + len(rows) - 1)
        self.rows[at:at] = rows
        self.endInsertRows()

    def remove_row(self, at: int) -> None:
        self.beginRemoveRows(NOWHERE, at, at)
        del self.rows[at]
        self.endRemoveRows()

    def redraw(self, column: int = 0) -> None:
        """Tell the views that all rows have changed, from this column on."""
        if self.rows:
            self.dataChanged.emit(self.index(0, column), self.index(len(self.rows) - 1, len(self.headings) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if role == Role.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.headings[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        return self.cell(self.rows[index.row()], index.column(), role) if index.isValid() else None
