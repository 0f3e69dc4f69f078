"""The export dialog as a person uses it, by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox
from pytestqt.qtbot import QtBot

from tests.ui.conftest import choose_files, find
from ui.exporting.dialog import ExportDialog
from ui.session import span_commands
from ui.shell.window import Window
from ui.widgets.report_dialog import ReportDialog

Opened = Callable[[Window], ExportDialog]
"""Opens the dialog by its key."""


def choose(box: QComboBox, text: str) -> None:
    """By typing how the choice begins."""
    assert box.isVisible()
    box.setFocus()
    QTest.keyClicks(box, text)
    assert box.currentText().startswith(text)


def click(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))


def to_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    choose_files(monkeypatch, path)


def to_folder(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    choose_files(monkeypatch, path)


def export(window: Window, dialog: ExportDialog, qtbot: QtBot) -> None:
    """Press "Export…", and wait until the dialog has gone."""
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        click(dialog.go)
    qtbot.waitUntil(window.isEnabled)
    for report in window.findChildren(ReportDialog):
        report.close()


def nested(window: Window) -> None:
    start, end = find(window, "تھامس ویسٹ")
    span_commands.label(window.session, start, end, window.session.labels[0])
    span_commands.label(window.session, start, start + 5, window.session.labels[1])
