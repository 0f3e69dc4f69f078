"""What stands before Qt's answers on the bus of accessibility. How it does on a real bus: test_atspi_walk.py."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextBrowser, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

reader_bus = pytest.importorskip("ui.support.reader_bus", reason="needs QtDBus", exc_type=ImportError)


def test_where_there_is_no_bus_nothing_is_done() -> None:
    assert reader_bus.stand_before() is None


@pytest.mark.parametrize("kind", [QTextEdit, QTextBrowser])
def test_a_read_only_text_is_everything_but_editable(qtbot: QtBot, kind: type[QTextEdit]) -> None:
    view = kind()
    qtbot.addWidget(view)
    view.setReadOnly(True)
    names = reader_bus._interfaces(QAccessible.queryAccessibleInterface(view), "Text")
    assert "org.a11y.atspi.Text" in names
    assert "org.a11y.atspi.EditableText" not in names


def test_a_combo_box_has_its_own_name_and_no_name_has_signs_of_direction(qtbot: QtBot) -> None:
    box, field = QComboBox(), QLineEdit()
    for widget in (box, field):
        qtbot.addWidget(widget)
    box.addItems(["All labels", "PERSON"])
    assert said(box) == "All labels"
    box.setAccessibleName("Only spans of")
    assert said(box) == "Only spans of"
    field.setAccessibleName("\u2068پہلا\u2069 – \u200eNishan")
    assert said(field) == "پہلا – Nishan"


def said(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return str(reader_bus.said(found, QAccessible.Text.Name))
