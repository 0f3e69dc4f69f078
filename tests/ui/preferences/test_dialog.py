"""The settings dialog: what is changed counts at once and is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.entities import Status
from tests.ui.conftest import find, settings_of, texts
from ui.session import article_commands, span_commands
from ui.shell.window import Window
from ui.support import fonts, theme
from ui.support.settings import Settings

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
OpenWindow = Callable[[Path], Window]


@pytest.fixture
def as_before(qapp: QApplication) -> Iterator[None]:
    """The other tests find light text of the usual size."""
    yield
    fonts.use_naskh(qapp)
    theme.apply(qapp, theme.LIGHT)


@pytest.mark.usefixtures("as_before")
def test_appearance_changes_at_once_and_is_remembered(window: Window, qapp: QApplication, qtbot: QtBot) -> None:
    page = settings_of(window, "Appearance").appearance
    usual = window.label_bar.font().pointSizeF()
    QTest.keyClick(page.theme, Qt.Key.Key_End)
    QTest.keyClick(page.theme, Qt.Key.Key_Up)
    QTest.keyClick(page.typeface, Qt.Key.Key_End)
    page.theme.activated.emit(page.theme.currentIndex())
    page.typeface.activated.emit(page.typeface.currentIndex())
    assert qapp.palette().window().color().name() == theme.DARK.window
    assert window.actions_["theme_dark"].isChecked()
    assert window.article_view.document().defaultFont().families()[0] == "Nishan Naskh"
    page.points.setValue(30)
    assert window.article_view.document().defaultFont().pointSize() == 30
    for _ in range(3):
        QTest.keyClick(page.interface, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.label_bar.font().pointSizeF() == pytest.approx(usual * 1.3))
    page.urdu_chips.click()
    again = Settings(window.settings.folder)
    assert (again.theme, again.typeface, again.points) == ("dark", "Nishan Naskh", 30)
    assert (again.interface_size, again.urdu_chips) == (130, True)


def test_another_name_is_another_layer_and_back(window: Window, qtbot: QtBot) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    article_commands.set_status(window.session, Status.DONE)
    page = settings_of(window, "Annotator").annotator
    page.window().activateWindow()
    page.name.setFocus()  # Return is the article's while that has the focus
    qtbot.waitUntil(page.name.hasFocus)
    page.name.setEditText(" ali ")
    field = page.name.lineEdit()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.annotator.name == window.settings.annotator == "ali"
    assert texts(window) == []
    assert window.article_list.model.row(0).status is Status.NEW
    assert not window.session.undo_stack.canUndo()
    span_commands.label(window.session, *find(window, "افغانستان"), window.session.labels[1])
    page.name.setCurrentIndex(page.name.findText("sana"))
    QTest.mouseClick(page.use, LEFT)
    assert texts(window) == [("پاکستان", "LOCATION")]
    page.name.setEditText("   ")
    QTest.mouseClick(page.use, LEFT)
    assert "needs a name" in page.outcome_line.text()
    assert window.session.annotator.name == "sana"
