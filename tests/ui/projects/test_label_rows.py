"""The labels of a new project are changed in the assistant before it is made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.projects.label_rows import KEY, NAME, SHORT
from ui.projects.labels_page import LabelsPage


@pytest.fixture
def page(app_fonts: None, qtbot: QtBot) -> LabelsPage:
    page = LabelsPage()
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    qtbot.waitExposed(page)
    return page


def write(page: LabelsPage, row: int, column: int, text: str) -> None:
    """Change a cell as a person does: F2, the text, Return."""
    rows = page.preview
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(row, column))
    QTest.keyClick(rows.viewport(), Qt.Key.Key_F2)
    (field,) = (found for found in rows.findChildren(QLineEdit) if found.isVisible())
    field.selectAll()
    field.insert(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # an editor hands over what was written a moment later


def test_names_keys_and_short_names_are_written_in_place(page: LabelsPage) -> None:
    write(page, 0, NAME, "شخصیت")
    write(page, 1, KEY, "x")
    write(page, 2, SHORT, "COMP")
    labels = page.labels()
    assert (labels[0].name, labels[1].key, labels[2].short) == ("شخصیت", "x", "COMP")
    assert len(labels) == 7


def test_a_label_is_added_and_others_are_taken_away(page: LabelsPage) -> None:
    page.preview.add()
    (field,) = (found for found in page.preview.findChildren(QLineEdit) if found.isVisible())
    field.setText("PLACE")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # an editor hands over what was written a moment later
    made = page.labels()[-1]
    assert (made.name, made.key) == ("PLACE", "8")
    assert made.color not in {label.color for label in page.labels()[:-1]}
    last = page.preview.topLevelItem(7)
    assert last is not None
    assert last.text(SHORT) == "PLC"
    first = page.preview.topLevelItem(0)
    assert first is not None
    page.preview.setCurrentItem(first)
    QTest.keyClick(page.preview, Qt.Key.Key_Delete)
    assert "PERSON" not in [label.name for label in page.labels()]


@pytest.mark.parametrize(
    ("column", "text"), [(NAME, "LOCATION"), (NAME, ""), (KEY, "2"), (KEY, "?"), (SHORT, "loc"), (NAME, "A\u202eB")]
)
def test_what_cannot_be_is_told_and_stays_as_it_was(page: LabelsPage, column: int, text: str) -> None:
    before = page.labels()
    write(page, 0, column, text)
    assert page.labels() == before
    assert page._count.text().endswith((".", "one."))


def test_changes_are_kept_while_another_set_is_looked_at(page: LabelsPage) -> None:
    write(page, 0, NAME, "HUMAN")
    page.choices.button(1).click()
    assert page.labels()[0].name != "HUMAN"
    page.choices.button(0).click()
    assert page.labels()[0].name == "HUMAN"
