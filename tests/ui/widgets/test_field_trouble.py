"""What is wrong in a field is said once, when it is left, with a sign and a description on the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.projects.new_project_dialog import NewProjectDialog
from ui.support.settings import Settings
from ui.widgets.field_trouble import mark_field


@pytest.fixture
def assistant(qtbot: QtBot, app_fonts: None, tmp_path: Path) -> NewProjectDialog:
    made = NewProjectDialog(Settings(tmp_path / "data"))
    qtbot.addWidget(made)
    made.place.folder.setText(str(tmp_path))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told."""
    told: list[str] = []

    def update(event: QAccessibleEvent) -> None:
        if event.type() is QAccessible.Event.Announcement:
            told.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(update))
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    return told


def test_nothing_is_said_at_each_letter_and_once_as_the_field_is_left(
    assistant: NewProjectDialog, heard: list[str]
) -> None:
    name = assistant.place.name
    name.setFocus()
    QTest.keyClicks(name, "a/b")
    assert assistant.trouble() == ""
    assert heard == []
    assert not name.actions()
    QTest.keyClick(name, Qt.Key.Key_Tab)
    assert "a name cannot hold /" in assistant.trouble()
    assert len(heard) == 1
    assert name.accessibleDescription().startswith("Not valid: ")
    (sign,) = name.actions()
    assert "a name cannot hold /" in sign.text()


def test_what_is_mended_is_no_trouble_any_more_at_once(assistant: NewProjectDialog) -> None:
    name = assistant.place.name
    name.setFocus()
    QTest.keyClicks(name, "a/b")
    QTest.keyClick(name, Qt.Key.Key_Tab)
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "ab")
    assert assistant.trouble() == ""
    assert not name.actions()
    assert "Not valid" not in name.accessibleDescription()


def test_going_on_says_what_is_wrong_and_leads_to_the_field(assistant: NewProjectDialog) -> None:
    name = assistant.place.name
    name.setFocus()
    QTest.keyClicks(name, "a/b")
    assistant._next.click()
    assert assistant.step == 0
    assert "a name cannot hold /" in assistant.trouble()
    assert name.hasFocus()


def test_a_field_keeps_its_own_description_beside_what_is_wrong(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.setAccessibleDescription("Of the project.")
    mark_field(field, "It is too long.")
    mark_field(field, "It is empty.")
    assert field.accessibleDescription() == "Not valid: It is empty. Of the project."
    assert len(field.actions()) == 1
    mark_field(field, "")
    assert field.accessibleDescription() == "Of the project."
    assert not field.actions()
