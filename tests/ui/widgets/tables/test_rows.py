"""What the table models share."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from ui.widgets.tables.rows import Role, RowsModel


class Squares(RowsModel[int]):
    headings = ("Number", "Square")

    def cell(self, row: int, column: int, role: int) -> object:
        return (row, row * row)[column] if role == Role.DisplayRole else None


def texts(model: Squares) -> list[int]:
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_rows_are_shown_inserted_removed_and_replaced(qtmodeltester: ModelTester) -> None:
    model = Squares(rows=(1, 2, 3))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert texts(model) == [1, 4, 9]
    model.insert_rows(1, [7, 8])
    model.remove_row(0)
    assert texts(model) == [49, 64, 4, 9]
    model.set_rows([5])
    assert texts(model) == [25]


def test_a_table_has_headings_over_its_columns_and_nothing_below_its_cells(qapp: object) -> None:
    model = Squares(rows=(1, 2))
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(2)] == ["Number", "Square"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert (model.rowCount(model.index(0, 0)), model.columnCount(model.index(0, 0))) == (0, 0)
    assert model.data(QModelIndex()) is None


def test_views_are_told_which_cells_changed(qapp: object) -> None:
    model, changed = Squares(rows=(1, 2)), []
    model.dataChanged.connect(
        lambda first, last: changed.append((first.row(), first.column(), last.row(), last.column()))
    )
    model.redraw(1)
    Squares().redraw()
    assert changed == [(0, 1, 1, 1)]
