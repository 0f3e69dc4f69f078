"""Boxes of labels draw only what they show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox

from models.base.entities import Label, LabelId
from ui.support.label_icons import label_icon
from ui.widgets.label_choices import LabelChoices


def test_box_offers_all_and_each_label(qtbot: object) -> None:
    box, choices = QComboBox(), LabelChoices("All labels")
    box.setModel(choices)
    choices.show_labels([Label("A", id=LabelId(7)), Label("B", id=LabelId(9))])
    assert [box.itemText(row) for row in range(box.count())] == ["All labels", "A", "B"]
    assert [box.itemData(row) for row in range(box.count())] == [0, 7, 9]
    assert box.itemData(0, Qt.ItemDataRole.DecorationRole) is None
    assert not box.itemIcon(1).isNull()
    assert [choices.row_of(key) for key in (0, None, 7, 9, 8)] == [0, 0, 1, 2, -1]


def test_thousands_of_labels_are_not_drawn_before_they_are_shown(
    qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(label: Label) -> QIcon:
        drawn.append(label.name)
        return label_icon(label)

    monkeypatch.setattr("ui.widgets.label_choices.label_icon", draw)
    box, choices = QComboBox(), LabelChoices()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setModel(choices)
    choices.show_labels([Label(f"L{n}", id=LabelId(n)) for n in range(1, 5000)])
    box.setCurrentIndex(choices.row_of(4000))
    box.show()
    box.grab()
    assert box.currentData() == 4000
    assert len(drawn) < 50
