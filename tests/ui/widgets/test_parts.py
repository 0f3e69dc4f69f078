"""Boxes to choose in ask for a usual width, whatever is in them, and give most of it up where room lacks."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tests.ui.room import clipped
from ui.support import fonts
from ui.widgets.parts import FittedTree, NarrowBox


def box_with(qtbot: QtBot, name: str) -> NarrowBox:
    box = NarrowBox()
    qtbot.addWidget(box)
    box.addItem(name)
    return box


def test_a_long_name_widens_no_box(qtbot: QtBot) -> None:
    assert box_with(qtbot, "n" * 10_000).sizeHint() == box_with(qtbot, "n").sizeHint()


def test_a_box_shrinks_to_less_than_two_thirds_of_what_it_asks_for(
    qtbot: QtBot, app_fonts: None, qapp: QApplication
) -> None:
    fonts.use_naskh(qapp, 200)
    try:
        box = box_with(qtbot, "PERSON")
        least = box.minimumSizeHint()
        assert 0 < least.width() < box.sizeHint().width() * 2 / 3
        box.resize(least)
        box.show()
        assert clipped(box) == []
    finally:
        fonts.use_naskh(qapp)


def test_a_list_is_as_high_as_its_rows_or_as_so_many_of_them(qtbot: QtBot) -> None:
    tree = FittedTree(4)
    qtbot.addWidget(tree)
    heights = []
    for rows in (1, 2, 4, 40):
        tree.clear()
        for number in range(rows):
            QTreeWidgetItem(tree, [str(number)])
        tree.fit()
        heights.append(tree.height())
    one, two, four, many = heights
    assert one < two < four == many


def test_no_row_lies_under_the_bar_of_a_narrow_list(qtbot: QtBot) -> None:
    tree = FittedTree(4)
    qtbot.addWidget(tree)
    tree.setColumnCount(2)
    item = QTreeWidgetItem(tree, ["a" * 100, "b"])
    tree.resizeColumnToContents(0)
    tree.fit()
    tree.resize(100, tree.height())
    tree.show()
    qtbot.waitUntil(tree.horizontalScrollBar().isVisible)
    qtbot.waitUntil(lambda: tree.viewport().height() >= tree.visualItemRect(item).height())
