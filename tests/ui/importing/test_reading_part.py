"""What the parts of a file are read as is shown, and changed by keyboard and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from models.base.reading import Reading
from models.base.report import Report
from models.importing.preview import Preview
from ui.importing.reading_part import ReadingPart
from ui.support.bidi import isolated

ROWS = (("1", "لاہور", "B-LOC", "O"), ("2", "میں", "O", "O"))


def found(*readings: Reading) -> Preview:
    return Preview((), report=Report(readings={f"{number}.x": one for number, one in enumerate(readings)}))


def table(**roles: tuple[str, ...]) -> Reading:
    return Reading("column", ("1", "2", "3", "4"), ROWS, roles, several=frozenset({"tag"}))


def box(part: ReadingPart, number: int) -> QComboBox:
    item = part.tree.topLevelItem(number)
    assert item is not None
    there = part.tree.itemWidget(item, 1)
    assert isinstance(there, QComboBox)
    return there


def shown(part: ReadingPart) -> list[str]:
    return [str(box(part, number).currentData()) for number in range(part.tree.topLevelItemCount())]


@pytest.fixture
def part(qtbot: QtBot) -> ReadingPart:
    made = ReadingPart()
    qtbot.addWidget(made)
    made.show_found(found(table(token=("2",), tag=("3",))))
    made.show()
    return made


def go_to(there: QComboBox, role: str) -> None:
    """Go through the box by the arrow keys, as nobody can jump."""
    there.setFocus()
    step = Qt.Key.Key_Down if there.findData(role) > there.currentIndex() else Qt.Key.Key_Up
    while there.currentData() != role:
        QTest.keyClick(there, step)


def test_each_part_is_shown_with_what_it_is_read_as_and_its_first_words(part: ReadingPart) -> None:
    assert shown(part) == ["", "token", "tag", ""]
    item = part.tree.topLevelItem(1)
    assert item is not None
    assert item.text(2) == f"{isolated('لاہور')} · {isolated('میں')}"
    assert box(part, 2).accessibleName() == "Column 3 is read as"
    assert part.roles() == {}


def test_several_parts_have_a_role_that_several_may_have(part: ReadingPart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(part.read_again):
        go_to(box(part, 3), "tag")
    assert part.roles()["tag"] == ("3", "4")


def test_role_that_one_part_has_goes_from_the_other(part: ReadingPart) -> None:
    go_to(box(part, 0), "token")
    assert shown(part) == ["token", "", "tag", ""]
    assert part.roles()["token"] == ("1",)


def test_role_passed_on_the_way_to_another_is_given_back(part: ReadingPart) -> None:
    assert [box(part, 0).itemData(row) for row in range(3)] == ["", "token", "tag"]
    go_to(box(part, 0), "tag")
    assert shown(part) == ["tag", "token", "tag", ""]
    assert part.roles() == {"token": ("2",), "tag": ("1", "3")}


def test_what_was_chosen_stays_while_it_is_read_again(part: ReadingPart) -> None:
    go_to(box(part, 0), "token")
    part.show_found(found(table(token=("1",), tag=("3", "4"))))
    assert shown(part) == ["token", "", "tag", "tag"]
    part.show_found(Preview(()))
    assert part.isVisible()  # or nobody could choose otherwise


@pytest.mark.parametrize("forgets", ["other parts", "another format"])
def test_choice_is_forgotten_with_the_parts(part: ReadingPart, forgets: str) -> None:
    go_to(box(part, 0), "token")
    if forgets == "another format":
        part.forget()
    part.show_found(found(Reading("field", ("body", "ents"), (("متن", "[[0, 3]]"),), {"text": ("body",)})))
    assert part.roles() == {}
    assert shown(part) == ["text", ""]


def test_files_with_other_parts_are_told(part: ReadingPart) -> None:
    assert not part.others.isVisible()
    part.show_found(found(table(token=("2",)), Reading("column", ("a",), (), {"text": ("a",)})))
    assert part.others.text().startswith("1 file has other columns")


def test_file_without_parts_shows_nothing(qtbot: QtBot) -> None:
    made = ReadingPart()
    qtbot.addWidget(made)
    made.show_found(Preview(()))
    assert not made.isVisible()
