"""Rows that turn: nothing in them is cut where it is narrow."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QRadioButton, QWidget

from ui.shell.window import Window
from ui.widgets.turning_row import TurningRow


def row_of(width: int) -> tuple[QWidget, QLineEdit, QCheckBox, QPushButton]:
    """A bar of this many pixels, and what stands in it."""
    bar, field, whole, shut = QWidget(), QLineEdit(), QCheckBox("Whole words"), QPushButton("Close")
    row = TurningRow([field], [whole, None, shut])
    bar.setLayout(row)
    field.setMinimumWidth(80)
    row.turn(width)
    bar.resize(width, 200)
    bar.show()
    QTest.qWait(10)
    return bar, field, whole, shut


def test_parts_stand_side_by_side_where_there_is_room_else_below_each_other(qapp: object) -> None:
    bar, field, whole, _ = row_of(700)
    assert field.geometry().right() < whole.geometry().left()
    bar.close()
    bar, field, whole, shut = row_of(200)
    assert field.geometry().bottom() < whole.geometry().top()
    assert shut.width() >= shut.sizeHint().width()
    bar.close()


@pytest.mark.parametrize(("width", "percent"), [(800, 100), (800, 150), (1240, 150), (1240, 200)])
def test_search_bars_cut_nothing_at_any_size(window: Window, width: int, percent: int) -> None:
    window.appearance.set_interface_size(percent)
    window.resize(width, 600)
    QTest.qWait(50)
    window.actions_["find"].trigger()
    QTest.qWait(50)
    bar = window.search.bar
    for widget in (bar.whole, bar.shut, bar.on, bar.back):
        assert widget.width() >= widget.minimumSizeHint().width()
        assert bar.rect().contains(widget.geometry())
    bar.close_up()
    window.session.select(None)
    window.article_view.select(0, 4)
    window.actions_["label_all"].trigger()
    QTest.qWait(50)
    panel = next(each for each in window.findChildren(QWidget) if type(each).__name__ == "LabelAllPanel")
    assert panel.isVisible()
    for part in panel.findChildren(QPushButton) + panel.findChildren(QRadioButton):
        if part.isVisible():
            assert part.width() >= part.minimumSizeHint().width()
            assert panel.rect().contains(part.geometry())
    window.appearance.set_interface_size(100)
