"""Marks and rings are seen in every state of a control."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QListView
from pytestqt.qtbot import QtBot

from ui.support import theme

pytestmark = pytest.mark.usefixtures("app_fonts")


def colors(picture: QImage) -> set[str]:
    return {QColor(picture.pixel(x, y)).name() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("each", theme.ALL)
@pytest.mark.parametrize("state", list(Qt.CheckState))
def test_a_box_that_is_off_has_its_edge_whatever_is_in_it(
    qtbot: QtBot, qapp: QApplication, state: Qt.CheckState, each: theme.Theme
) -> None:
    theme.apply(qapp, each)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setTristate(True)
    box.setCheckState(state)
    box.setEnabled(False)
    edge = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Midlight)
    assert edge.name() in colors(box.grab().toImage())
    theme.apply(qapp, theme.LIGHT)


def test_current_row_is_seen_among_chosen_ones(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, theme.LIGHT)
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(QStringListModel(["one", "two", "three"], view))
    view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
    view.show()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.selectAll()
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    before = view.viewport().grab(view.visualRect(view.model().index(1, 0))).toImage()
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert len(view.selectedIndexes()) == 3
    assert view.currentIndex().row() == 1
    after = view.viewport().grab(view.visualRect(view.currentIndex())).toImage()
    points = [(x, y) for x in range(before.width()) for y in range(before.height())]
    changed = [point for point in points if before.pixel(*point) != after.pixel(*point)]
    strong = [p for p in changed if theme.contrast(QColor(before.pixel(*p)), QColor(after.pixel(*p))) >= 3]
    assert len(strong) >= before.width()
