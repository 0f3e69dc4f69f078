"""Text at 200 %, in every window: nothing is cut, whether the size is there from the start or changed later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.formats.base import Report
from tests.ui.conftest import find
from tests.ui.room import clipped
from ui import fonts
from ui.dialogs.assistant import Assistant
from ui.dialogs.export import ExportDialog
from ui.dialogs.label_chooser import LabelChooser
from ui.dialogs.palette import Palette
from ui.dialogs.report import ReportDialog
from ui.dialogs.settings import SettingsDialog
from ui.dialogs.shortcuts import Shortcuts
from ui.gestures import spans
from ui.settings import Settings
from ui.welcome import Welcome
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def large(qapp: QApplication, app_fonts: None) -> Iterator[None]:
    """All text at twice the system's size."""
    fonts.use_naskh(qapp, 200)
    yield
    fonts.use_naskh(qapp)


def seen(qtbot: QtBot, window: QWidget) -> list[str]:
    """What is cut once the window has settled."""
    window.show()
    qtbot.waitUntil(window.isVisible)
    for _ in range(20):
        QTest.qWait(30)
        if not (found := clipped(window)):
            break
    return found


def test_the_walk_sees_text_that_is_cut(qtbot: QtBot, large: None) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    label = QLabel("a text that is long", box)
    box.resize(300, 100)
    label.setFixedSize(40, 10)
    assert len(seen(qtbot, box)) == 1 + 1


def fill(window: Window) -> None:
    for words, label in (("تھامس ویسٹ", 0), ("پاکستان", 1), ("7 دسمبر 2023", 3)):
        spans.label(window.session, *find(window, words), window.session.labels[label])
    window.messages.tell("A message that is long enough to be broken into lines where the text is large.")


def test_the_window_at_200_percent_from_the_start(large: None, window: Window, qtbot: QtBot) -> None:
    fill(window)
    assert seen(qtbot, window) == []


def test_the_window_made_200_percent_while_it_is_open(window: Window, qtbot: QtBot, qapp: QApplication) -> None:
    fill(window)
    seen(qtbot, window)
    window.look.set_interface_size(200)
    try:
        assert seen(qtbot, window) == []
    finally:
        window.look.set_interface_size(100)


@pytest.mark.parametrize("page", range(3))
def test_the_settings(large: None, window: Window, qtbot: QtBot, page: int) -> None:
    QTest.keyClick(window.article_view, Qt.Key.Key_Comma, CTRL)
    (dialog,) = window.findChildren(SettingsDialog)
    dialog.tabs.setCurrentIndex(page)
    dialog.keys.said.setText("Ctrl+U is taken by Unsure, or sure again; choose another key or change that first.")
    assert seen(qtbot, dialog) == []


@pytest.mark.parametrize(("key", "held"), [(Qt.Key.Key_F1, None), (Qt.Key.Key_K, CTRL), (Qt.Key.Key_Space, None)])
def test_the_sheet_the_palette_and_the_label_chooser(
    large: None, window: Window, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier | None
) -> None:
    QTest.keyClick(window.article_view, key, held or Qt.KeyboardModifier.NoModifier)
    kinds = (Shortcuts, Palette, LabelChooser)
    (popup,) = (found for kind in kinds for found in window.findChildren(kind) if found.isVisible())
    assert seen(qtbot, popup) == []


Make = Callable[[Window, Path], QDialog | QWidget]


@pytest.mark.parametrize(
    "make",
    [
        lambda window, _folder: ExportDialog(window.session, window),
        lambda window, _folder: ReportDialog("imported 3 articles, 12 spans", Report(notes=[]), window),
        lambda _window, folder: Welcome(Settings(folder)),
        lambda _window, folder: Assistant(Settings(folder)),
    ],
    ids=["export", "report", "welcome", "assistant"],
)
def test_other_windows(large: None, window: Window, qtbot: QtBot, tmp_path: Path, make: Make) -> None:
    shown = make(window, tmp_path / "welcome")
    qtbot.addWidget(shown)
    assert seen(qtbot, shown) == []
