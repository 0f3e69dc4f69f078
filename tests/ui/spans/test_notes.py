"""Notes and doubt about spans, by keys, from the article and from the table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import click, find
from ui.session import span_commands
from ui.shell.window import Window
from ui.spans.note_editor import NoteEditor

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def noted(window: Window) -> Window:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    window.article_view.setFocus()
    return window


def write(where: QWidget, text: str) -> None:
    for sign in text:
        QApplication.sendEvent(where, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))


def opened(window: Window, qtbot: QtBot) -> NoteEditor:
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_M, CTRL)
    editor = window.notes.editor
    assert editor is not None
    qtbot.waitUntil(editor.field.hasFocus)
    return editor


def note_of(window: Window) -> str:
    return window.session.spans[0].note


def test_enter_saves_the_note_and_undo_takes_it_back(noted: Window, qtbot: QtBot) -> None:
    editor = opened(noted, qtbot)
    assert "پاکستان" in editor.heading.text()
    write(editor.field, "کیا یہ ملک ہے؟ 2?")
    QTest.keyClick(editor.field, Qt.Key.Key_Return, SHIFT)
    write(editor.field, "yes")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert note_of(noted) == "کیا یہ ملک ہے؟ 2?\nyes"
    assert editor.isHidden()
    assert noted.article_view.hasFocus()
    assert len(noted.session.spans) == 1, "no key in the note was a label's"
    noted.session.undo()
    assert note_of(noted) == ""
    noted.session.redo()
    assert opened(noted, qtbot).field.toPlainText() == "کیا یہ ملک ہے؟ 2?\nyes"


def test_no_key_in_the_note_is_a_gesture_of_the_window(noted: Window, qtbot: QtBot) -> None:
    """Under an Urdu layout Ctrl and the key at Z's place is no key of the field's; it must not undo the span."""
    editor = opened(noted, qtbot)
    QApplication.sendEvent(editor.field, QKeyEvent(QEvent.Type.KeyPress, 0x0632, CTRL, 52, 0, 0, "ز"))
    assert len(noted.session.spans) == 1
    assert editor.isVisible()


def test_escape_leaves_the_note_as_it_was(noted: Window, qtbot: QtBot) -> None:
    selected = noted.session.selected
    assert selected is not None
    span_commands.set_note(noted.session, selected, "پرانا")
    index = noted.session.undo_stack.index()
    editor = opened(noted, qtbot)
    write(editor.field, "نیا")
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert note_of(noted) == "پرانا"
    assert noted.session.undo_stack.index() == index
    assert noted.session.selected is not None, "Esc was the note's alone"
    assert noted.article_view.hasFocus()


def test_a_click_elsewhere_or_another_article_keeps_what_was_written(noted: Window, qtbot: QtBot) -> None:
    editor = opened(noted, qtbot)
    write(editor.field, "ایک")
    click(noted.article_view, find(noted, "امریکی")[0])
    QTest.mouseClick(noted.label_bar, LEFT)
    noted.article_view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert note_of(noted) == "ایک"
    noted.session.select(noted.session.spans[0])
    editor = opened(noted, qtbot)
    write(editor.field, "دو")
    assert noted.session.article is not None
    article = noted.session.article.id
    noted.session.open_article(None)
    noted.session.open_article(article)
    assert editor.isHidden()
    assert note_of(noted) == "دو"


def test_the_table_opens_it_too_and_gets_the_focus_back(noted: Window, qtbot: QtBot) -> None:
    table = noted.span_table
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1)
    table.setFocus()
    editor = opened(noted, qtbot)
    write(editor.field, "جدول سے")
    QTest.keyClick(editor.field, Qt.Key.Key_Enter)
    assert note_of(noted) == "جدول سے"
    assert table.hasFocus()


def test_without_a_selected_span_the_one_at_the_caret_is_meant(noted: Window, qtbot: QtBot) -> None:
    noted.session.select(None)
    start, _ = find(noted, "پاکستان")
    noted.article_view.select(start, start)
    assert opened(noted, qtbot).span == noted.session.spans[0]
    QTest.keyClick(noted.focusWidget(), Qt.Key.Key_Escape)
    noted.session.select(None)
    end = len(noted.article_view.text)
    noted.article_view.select(end, end)
    said: list[str] = []
    noted.session.status_message.connect(said.append)
    QTest.keyClick(noted.article_view, Qt.Key.Key_M, CTRL)
    assert noted.notes.editor is not None
    assert noted.notes.editor.isHidden()
    assert said[-1].startswith("select a span first")


def test_urdu_goes_from_right_to_left_and_the_editor_stays_in_the_article(noted: Window, qtbot: QtBot) -> None:
    editor = opened(noted, qtbot)
    write(editor.field, "نوٹ")
    assert editor.field.document().firstBlock().textDirection() is Qt.LayoutDirection.RightToLeft
    view = noted.article_view
    assert QRect(view.mapTo(noted, QPoint()), view.size()).contains(editor.geometry())
    place = noted.notes._place_of(noted.session.spans[0]).translated(view.viewport().mapTo(noted, QPoint()))
    assert not editor.geometry().intersects(place), "it covers the words"
    editor.field.clear()
    write(editor.field, "note")
    assert editor.field.document().firstBlock().textDirection() is Qt.LayoutDirection.LeftToRight


def test_ctrl_u_is_unsure_and_sure_again(noted: Window, qtbot: QtBot) -> None:
    session = noted.session
    QTest.keyClick(noted.article_view, Qt.Key.Key_U, CTRL)
    assert session.spans[0].confidence == span_commands.UNSURE
    assert session.undo_stack.undoText() == "unsure"
    qtbot.waitUntil(lambda: noted.span_table.rows.index(0, 2).data() == "?")
    noted.span_table.setFocus()
    QTest.keyClick(noted.span_table, Qt.Key.Key_U, CTRL)
    assert session.spans[0].confidence == ""
    session.undo()
    assert session.spans[0].confidence == span_commands.UNSURE
