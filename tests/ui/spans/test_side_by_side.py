"""Widgets beside each other in a wide pane, one under the other in a narrow one."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.spans.side_by_side import SideBySide


def test_they_stand_where_there_is_room_for_each(qtbot: QtBot) -> None:
    boxes = QComboBox(), QComboBox()
    for box in boxes:
        box.addItem("a text of some length")
    pane, row = QWidget(), SideBySide(*boxes)
    column = QVBoxLayout(pane)
    column.addWidget(row)
    column.addStretch(1)
    qtbot.addWidget(pane)
    pane.show()
    one = boxes[0].minimumSizeHint().width()
    assert row.minimumSizeHint().width() == one, "it can be as narrow as one of them"
    for width in (3 * one, one + 40, 3 * one):
        pane.resize(width, 300)
        beside = width > 2 * one
        qtbot.waitUntil(lambda: (boxes[0].y() == boxes[1].y()) == beside)  # noqa: B023
        qtbot.waitUntil(lambda: row.height() >= (1 if beside else 2) * boxes[0].minimumSizeHint().height())  # noqa: B023
        assert all(box.width() >= one for box in boxes)
        assert not boxes[0].geometry().intersects(boxes[1].geometry())
