"""Every window and dialog is within its screen, also on small and scaled ones and with large text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout
from pytestqt.qtbot import QtBot

import main
from tests.selection import one_in
from ui.widgets import fitting
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import room_for

_SHOW = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from ui.shell.app import App
from ui.shell.application import Application
from ui.support import fonts
from ui.support.settings import Settings
from tests.ui.windows import SHOWN_BY

qt = Application(["nishan", "-style", "Fusion"])
fonts.load_fonts()
fonts.use_naskh(qt, int(sys.argv[2]))
room = qt.primaryScreen().availableGeometry()
for name, show in SHOWN_BY.items():
    settings = Settings(Path(sys.argv[1]) / name)
    settings.interface_size = int(sys.argv[2])
    app = App(settings, room.size())
    app.open_sample()
    QTest.qWait(30)
    show(app.window)
    QTest.qWait(60)
    for shown in qt.topLevelWidgets():
        if shown.isVisible():
            if not room.contains(shown.frameGeometry()):
                print(f"{type(shown).__name__} for {name}: {shown.frameGeometry().getRect()}", flush=True)
            if shown is not app.window and shown is not app.welcome:
                shown.close()
    for window in filter(None, (app.window, app.welcome)):
        window.close()
        window.deleteLater()
    QTest.qWait(5)
print("walked", flush=True)
"""
SCREENS = [  # pixels, how many of them are one of the interface, percent of the text's usual size
    (640, 480, "1", 100),
    (1280, 850, "2", 100),
    (640, 480, "1", 200),
    (1366, 768, "1", 100),
    (1280, 850, "1.25", 150),
    (1280, 850, "1.5", 200),
    (640, 480, "1.5", 100),
]


@pytest.mark.parametrize("screen", one_in(7, SCREENS))
def test_window_and_dialogs_are_within_a_small_or_scaled_screen(
    screen: tuple[int, int, str, int], tmp_path: Path
) -> None:
    width, height, scale, text = screen
    file = tmp_path / "screens.json"
    place = {"name": "small", "x": 0, "y": 0, "width": width, "height": height}
    file.write_text(json.dumps({"screens": [place | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}))
    own = {"QT_QPA_PLATFORM": f"offscreen:configfile={file}", "QT_SCALE_FACTOR": scale}
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW, tmp_path, str(text)],
        env=os.environ | own | {"PYTHONPATH": str(Path(main.__file__).parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.stdout == "walked\n", shown.stdout + shown.stderr[-2000:]


@pytest.fixture
def tall(qtbot: QtBot) -> QDialog:
    """A dialog of fifty fields, which no screen has room for."""
    dialog = FittedDialog()
    column = QVBoxLayout(dialog)
    for number in range(50):
        column.addWidget(QLabel(f"field {number}"))
        column.addWidget(QLineEdit(str(number)))
    column.addWidget(QPushButton("OK"))
    qtbot.addWidget(dialog)
    return dialog


def test_dialog_that_is_too_tall_is_scrolled_and_its_fields_keep_their_order(tall: QDialog, qtbot: QtBot) -> None:
    before = _by_tab(tall)
    tall.show()
    qtbot.waitUntil(tall.isActiveWindow)
    (area,) = tall.findChildren(QScrollArea)
    assert tall.height() <= tall.screen().availableSize().height()
    assert area.verticalScrollBar().maximum() > 0
    assert _by_tab(tall) == before
    first = tall.findChildren(QLineEdit)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    last = tall.findChildren(QPushButton)[-1]
    assert last.hasFocus()
    assert area.viewport().rect().contains(last.mapTo(area.viewport(), last.rect().center()))


def test_dialog_that_fits_is_left_alone_until_its_text_grows(qtbot: QtBot) -> None:
    dialog = FittedDialog()
    QVBoxLayout(dialog).addWidget(field := QLabel("short"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.findChildren(QScrollArea)
    field.setMinimumHeight(5000)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QScrollArea)))
    qtbot.waitUntil(lambda: fitting.fits(dialog, room_for(dialog)))
    assert field.isVisible()


def _by_tab(dialog: QDialog) -> list[str]:
    found: list[str] = []
    widget = dialog.nextInFocusChain()
    while widget is not None and widget is not dialog and len(found) < 500:
        if isinstance(widget, QLineEdit | QPushButton):
            found.append(widget.text())
        widget = widget.nextInFocusChain()
    return found
