"""The export dialog, opened by its key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.exporting.driving import Opened
from ui.exporting.dialog import ExportDialog
from ui.shell.window import Window


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    """Opens the dialog by its key."""

    def open_(window: Window) -> ExportDialog:
        QTest.keyClick(window.article_view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        (dialog,) = window.findChildren(ExportDialog)
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_
