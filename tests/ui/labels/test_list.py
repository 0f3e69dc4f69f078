"""The columns of the list of labels: all are in sight, and of two long names the one in the middle is cut first."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.entities import Label, LabelId
from ui.labels.list import LabelList

SHORT, LONG = "PERSON", "THE NAME OF A LABEL THAT IS RATHER LONG"
URDU_SHORT, URDU_LONG = "شخص", "ایک بہت ہی لمبا اردو نام جو یہاں لکھا گیا ہے"


@pytest.mark.parametrize("width", [260, 400, 900])
@pytest.mark.parametrize("name", [SHORT, LONG])
@pytest.mark.parametrize("urdu", ["", URDU_SHORT, URDU_LONG])
def test_names_share_the_width_and_no_column_is_off_the_screen(
    qtbot: QtBot, app_fonts: None, width: int, name: str, urdu: str
) -> None:
    view = LabelList()
    qtbot.addWidget(view)
    view.resize(width, 300)
    view.show()
    view.show_labels([Label(name, urdu, key="1", id=LabelId(1))], {LabelId(1): 12_000}, LabelId(1))
    QApplication.processEvents()
    columns = [view.columnWidth(column) for column in range(4)]
    assert sum(columns) <= view.viewport().width() + 1
    room = view.viewport().width() - columns[2] - columns[3]
    heading = view.header().sectionSizeFromContents(1).width()
    assert columns[0] >= min(view.sizeHintForColumn(0), room // 2, room - heading)
    assert columns[1] >= heading
    if view.sizeHintForColumn(0) + view.sizeHintForColumn(1) <= room:
        assert columns[1] >= view.sizeHintForColumn(1)
