"""Enter on the button that has the keyboard, in every window and dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui import windows
from tests.ui.conftest import choose_files
from ui.projects.new_project_dialog import NewProjectDialog
from ui.shell.window import Window
from ui.support.settings import Settings


def buttons(module: str) -> list[QPushButton | QToolButton]:
    """The buttons beside a module's widgets that can have the keyboard."""
    roots = {widget.window() for widget in windows.shown_of(module)}
    found: list[QPushButton | QToolButton] = []
    for root in roots:
        found += root.findChildren(QPushButton) + root.findChildren(QToolButton)
    return [button for button in found if button.isVisible() and button.focusPolicy() & Qt.FocusPolicy.TabFocus]


@pytest.mark.parametrize("module", windows.SHOWN_BY)
def test_enter_presses_the_button_that_has_the_keyboard_and_no_other(
    module: str, ready: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.SHOWN_BY[module](ready)
    qtbot.waitUntil(lambda: bool(windows.shown_of(module)))
    pressed: list[QObject] = []
    monkeypatch.setattr("ui.keys.buttons._press", pressed.append)  # or what it does might take the others away
    for button in buttons(module):
        button.window().activateWindow()
        qtbot.waitUntil(button.window().isActiveWindow)
        button.setFocus()
        if button.hasFocus():
            pressed.clear()
            QTest.keyClick(button, Qt.Key.Key_Return)
            assert pressed == [button], button.text() or button.accessibleName()
            assert button.isVisible(), "nor is it its dialog's default"


def test_enter_on_add_files_adds_files_and_makes_no_project(
    qtbot: QtBot, app_fonts: None, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = NewProjectDialog(Settings(tmp_path / "data"))
    qtbot.addWidget(assistant)
    assistant.place.name.setText("x")
    assistant.place.folder.setText(str(tmp_path))
    assistant.show()
    qtbot.waitUntil(assistant.isActiveWindow)
    assistant._go(2)
    choose_files(monkeypatch, articles / "1.txt")
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    assert "iles" in button.text()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert [path.name for path in assistant.articles.paths()] == ["1.txt"]
    assert not list(tmp_path.glob("*.nishan"))
    assert assistant.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_on_cancel_is_cancel(qtbot: QtBot, app_fonts: None, tmp_path: Path, key: Qt.Key) -> None:
    assistant = NewProjectDialog(Settings(tmp_path / "data"))
    qtbot.addWidget(assistant)
    assistant.place.name.setText("x")
    assistant.place.folder.setText(str(tmp_path))
    assistant.show()
    qtbot.waitUntil(assistant.isActiveWindow)
    (cancel,) = (button for button in assistant.findChildren(QPushButton) if button.text() == "Cancel")
    cancel.setFocus()
    QTest.keyClick(cancel, key)
    assert not assistant.isVisible()
    assert assistant.step == 0


def test_enter_on_a_button_with_a_menu_opens_it(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    menu = QMenu(button)
    menu.addAction("One")
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.show()
    qtbot.waitUntil(button.isActiveWindow)
    button.setFocus()
    shown: list[bool] = []
    menu.aboutToShow.connect(lambda: shown.append(True))
    QTimer.singleShot(100, menu.close)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert shown
