"""Bars: as long as their number, from the side where the row begins."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ui.overview.bar_delegate import BarDelegate
from ui.overview.model import CountRow, CountsModel


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_bar_covers_the_share_of_its_cell(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    view, model = QTableView(), CountsModel(("a", "", "b", "c"))
    qtbot.addWidget(view)
    view.setModel(model)
    view.setItemDelegate(BarDelegate(view))
    view.setLayoutDirection(direction)
    view.setShowGrid(False)
    model.show([CountRow("x", 10, color="#ff0000"), CountRow("y", 5, color="#ff0000"), CountRow("z", 0)])
    view.setColumnWidth(CountsModel.BARS, 200)
    view.resize(700, 200)
    view.show()
    image = view.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    widths = []
    for row in range(3):
        place = view.visualRect(model.index(row, CountsModel.BARS))
        y = round(place.center().y() * ratio)
        red = [x for x in range(image.width()) if image.pixelColor(x, y).name() == "#ff0000"]
        widths.append(len(red) / ratio)
        if red:
            edge = place.left() if direction is Qt.LayoutDirection.LeftToRight else place.right()
            assert min(abs(x / ratio - edge) for x in red) < 8
    assert widths[0] == pytest.approx(192, abs=4)
    assert widths[1] == pytest.approx(96, abs=4)
    assert widths[2] == 0
