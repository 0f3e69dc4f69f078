"""Rows of tables on the clipboard: every table copies those that are chosen, a line each, with tabs between cells."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QListWidget,
    QTableView,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import label_words
from ui.shell.window import Window
from ui.widgets.tables.row_copy import TSV, let_copy_rows
from ui.widgets.tables.views import set_up_table

_CONTROL = Qt.KeyboardModifier.ControlModifier


def model() -> QStandardItemModel:
    found = QStandardItemModel(0, 3)
    for row in (("علی", "PERSON", ""), ("a\tb\nc", "\u2068شخص\u2069", "")):
        items = [QStandardItem(text) for text in row]
        items[2].setData("done", Qt.ItemDataRole.AccessibleTextRole)
        found.appendRow(items)
    return found


def test_lists_whose_model_is_their_own_are_copied(qtbot: QtBot) -> None:
    view = QListWidget()
    qtbot.addWidget(view)
    view.addItems(["علی", "لاہور"])
    view.setCurrentRow(1)
    let_copy_rows(view)
    assert copied(view) == "لاہور"


def test_rows_of_a_tree_come_as_they_stand_whatever_they_are_in(qtbot: QtBot) -> None:
    view = QTreeWidget()
    qtbot.addWidget(view)
    for name in ("a", "b"):
        top = QTreeWidgetItem(view, [name])
        for number in range(2):
            QTreeWidgetItem(QTreeWidgetItem(top, [f"{name}{number}"]), [f"{name}{number}x"])
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.expandAll()
    view.selectAll()
    let_copy_rows(view)
    assert copied(view).split() == ["a", "a0", "a0x", "a1", "a1x", "b", "b0", "b0x", "b1", "b1x"]


@pytest.fixture(params=[QTableView, QTreeView, QListView])
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> QAbstractItemView:
    made: QAbstractItemView = request.param()
    qtbot.addWidget(made)
    rows = model()
    rows.setParent(made)
    made.setModel(rows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    let_copy_rows(made)
    made.show()
    return made


def copied(view: QAbstractItemView) -> str:
    QApplication.clipboard().setText("before")
    QTest.keyClick(view, Qt.Key.Key_C, _CONTROL)
    return QApplication.clipboard().text()


def test_chosen_rows_are_lines_whatever_is_in_their_cells(view: QAbstractItemView) -> None:
    view.selectAll()
    table = "علی\tPERSON\tdone\na b c\tشخص\tdone"
    assert copied(view) == ("علی\na b c" if isinstance(view, QListView) else table)
    data = QApplication.clipboard().mimeData().data(TSV).data()
    assert bytes(data).decode() == QApplication.clipboard().text() + "\n"


def test_current_row_is_copied_where_none_is_chosen_and_nothing_where_none_is(view: QAbstractItemView) -> None:
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    assert copied(view).startswith("علی")
    view.model().removeRows(0, 2)
    assert copied(view) == "before"


def test_columns_are_those_that_are_seen_in_their_order(qtbot: QtBot) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    rows = model()
    rows.setParent(view)
    view.setModel(rows)
    set_up_table(view)
    view.hideColumn(2)
    view.horizontalHeader().moveSection(1, 0)
    view.selectRow(0)
    assert copied(view) == "PERSON\tعلی"


def test_key_works_under_a_layout_without_latin_letters(view: QAbstractItemView) -> None:
    view.selectAll()
    QApplication.clipboard().setText("before")
    key = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_unknown, _CONTROL, 54, 0, 0, "چ")  # C, as X11 numbers it
    QApplication.sendEvent(view, key)
    assert QApplication.clipboard().text().startswith("علی")


def test_table_of_spans_and_list_of_articles_copy_their_rows(window: Window, qtbot: QtBot) -> None:
    label_words(window)
    qtbot.waitUntil(lambda: window.span_table.model().rowCount() == 4)
    window.span_table.selectAll()
    lines = copied(window.span_table).split("\n")
    assert len(lines) == 4
    assert all("\t" in line for line in lines)
    assert any("تھامس ویسٹ\t" in line for line in lines)
    window.article_list.view.selectAll()
    assert copied(window.article_list.view) == window.session.article.title  # type: ignore[union-attr]


def test_menu_of_a_table_offers_it(window: Window) -> None:
    for view in window.findChildren(QAbstractItemView):
        if isinstance(view, (QTableView, QTreeView)) and view.objectName() != "qt_":
            assert [action.objectName() for action in view.actions()].count("copy_rows") == 1, view
