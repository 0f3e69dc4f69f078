"""Headings and lines between panes: lines stand between what they part, from whichever side it is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QSplitter, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from ui.support import theme

pytestmark = pytest.mark.usefixtures("app_fonts")


def columns_with(picture: QImage, color: str, y: int) -> list[int]:
    return [x for x in range(picture.width()) if QColor(picture.pixel(x, y)).name() == color]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_headings_are_parted_by_a_line_and_none_follows_the_last(
    qtbot: QtBot, qapp: QApplication, direction: Qt.LayoutDirection
) -> None:
    theme.apply(qapp, theme.LIGHT)
    table = QTableWidget(0, 3)
    qtbot.addWidget(table)
    table.setLayoutDirection(direction)
    table.setHorizontalHeaderLabels(["", "", ""])
    header = table.horizontalHeader()
    table.resize(400, 100)
    header.setMinimumSectionSize(20)
    for column in range(3):
        header.resizeSection(column, 100)
    picture = header.grab().toImage()
    wide = picture.width()
    lines = [99, 199] if direction is Qt.LayoutDirection.LeftToRight else [wide - 200, wide - 100]
    assert columns_with(picture, theme.LIGHT.line, picture.height() // 2) == pytest.approx(lines, abs=1)


@pytest.mark.parametrize("orientation", list(Qt.Orientation))
def test_line_between_panes_runs_along_them_however_short_they_are(
    qtbot: QtBot, qapp: QApplication, orientation: Qt.Orientation
) -> None:
    theme.apply(qapp, theme.LIGHT)
    split = QSplitter(orientation)
    qtbot.addWidget(split)
    split.addWidget(QWidget())
    split.addWidget(QWidget())
    split.setHandleWidth(8)
    beside = orientation is Qt.Orientation.Horizontal
    split.resize(200, 4) if beside else split.resize(4, 200)
    picture = split.handle(1).grab().toImage()
    lines = [len(columns_with(picture, theme.LIGHT.line, y)) for y in range(picture.height())]
    assert lines == ([1] * 4 if beside else [0, 0, 0, 4, 0, 0, 0, 0])
