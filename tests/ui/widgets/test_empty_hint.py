"""A list without rows says why, and its button does what comes next."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from ui.search.results import ResultsPanel
from ui.shell.window import Window
from ui.widgets.empty_hint import EmptyHint


def test_hint_is_shown_with_its_button_and_goes_again(qtbot: QtBot) -> None:
    view, pressed = QListView(), []
    hint = EmptyHint(view)
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    assert hint.isHidden()
    hint.say("Nothing here.", "Begin", lambda: pressed.append(True))
    assert hint.isVisible()
    hint.button.setFocus()
    qtbot.waitUntil(hint.button.hasFocus)
    QTest.keyClick(hint.button, Qt.Key.Key_Space)
    assert pressed == [True]
    hint.say("")
    assert hint.isHidden()
    assert not hint.button.isVisible()
    assert view.hasFocus()


def test_hint_without_a_button_has_none(qtbot: QtBot) -> None:
    view = QListView()
    hint = EmptyHint(view)
    qtbot.addWidget(view)
    view.show()
    hint.say("Nothing here.")
    assert hint.isVisible()
    assert not hint.button.isVisible()


def test_table_of_spans_says_how_they_are_made_until_there_is_one(window: Window, qtbot: QtBot) -> None:
    hint, table = window.span_panel.hint, window.span_table
    qtbot.waitUntil(hint.isVisible)
    assert "press the key of a label" in hint.sentence.text()
    window.article_view.setFocus()
    window.article_view.select(0, 4)
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1)
    assert hint.isHidden()
    window.span_panel.field.setText("کوئی نہیں")
    qtbot.waitUntil(hint.isVisible)
    assert hint.sentence.text() == "No span is like this."
    QTest.mouseClick(hint.button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert table.rows.rowCount() == 1
    assert hint.isHidden()


def test_search_says_what_comes_and_offers_to_look_inside_words(window: Window, qtbot: QtBot) -> None:
    window.actions_["search"].trigger()
    panel = window.findChild(ResultsPanel)
    assert panel is not None
    assert "that you type come here" in panel.hint.sentence.text()
    panel.whole.setChecked(True)
    panel.field.setText("غانستا")  # of افغانستان
    qtbot.waitUntil(lambda: "as whole words" in panel.hint.sentence.text())
    QTest.mouseClick(panel.hint.button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0)
    assert panel.hint.isHidden()
