"""Settings that the tables and trees of rows share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QTreeView

from ui.widgets.tables.piece_delegate import PieceDelegate
from ui.widgets.tables.row_copy import let_copy_rows


def set_up_table(view: QTableView) -> None:
    """Make a table a list of rows: one is selected as a whole, without a grid or row numbers, and Tab leads away."""
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setItemDelegate(PieceDelegate(view))
    let_copy_rows(view)


def set_up_tree(view: QTreeView, name: str) -> None:
    """Make a tree a list of rows with this accessible name; its columns are as wide as what is in them."""
    view.setAccessibleName(name)
    view.setItemDelegate(PieceDelegate(view))
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)
    view.setAllColumnsShowFocus(True)
    view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    view.header().setStretchLastSection(False)
    view.header().setTextElideMode(Qt.TextElideMode.ElideRight)
    let_copy_rows(view)
