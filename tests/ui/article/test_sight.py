"""A label key takes only what is seen, and what it would take is tinted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.base.report import Report
from tests.ui.conftest import find, point_of, texts
from ui.shell.window import Window
from ui.widgets.report_dialog import ReportDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def told(window: Window) -> str:
    return window._status.text()


def report(window: Window, qtbot: QtBot) -> ReportDialog:
    found = Report(articles=1)
    found.note("لاہور.txt", "CRLF became LF")
    window.tell_report("imported 1 article", found)
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, ReportDialog))
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def press_where_the_keyboard_is(key: Qt.Key) -> None:
    focused: QWidget | None = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_report_has_the_keyboard_and_esc_gives_it_back(window: Window, qtbot: QtBot) -> None:
    report(window, qtbot)
    press_where_the_keyboard_is(Qt.Key.Key_1)
    assert texts(window) == []
    press_where_the_keyboard_is(Qt.Key.Key_Escape)
    qtbot.waitUntil(window.isActiveWindow)
    press_where_the_keyboard_is(Qt.Key.Key_1)
    assert texts(window) == [("امریکہ", "PERSON")]


def test_key_takes_nothing_under_a_window_of_ours(window: Window, qtbot: QtBot) -> None:
    dialog = report(window, qtbot)
    centre = window.article_view.viewport().mapToGlobal(point_of(window.article_view, 2))
    dialog.move(centre - QPoint(dialog.width() // 2, dialog.height() // 2))
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    assert texts(window) == []
    assert "“Report” lies over what the key would label" in told(window)
    dialog.move(centre + QPoint(200, 400))
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    assert texts(window) == [("امریکہ", "PERSON")]
    dialog.close()


def test_key_shows_the_word_that_was_scrolled_away_and_takes_it_at_the_next_stroke(window: Window) -> None:
    bar = window.article_view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    assert texts(window) == []
    assert bar.value() == 0 or bar.value() < bar.maximum() // 2
    assert "out of sight" in told(window)
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    assert texts(window) == [("امریکہ", "PERSON")]


def test_chooser_opens_beside_the_word_that_was_scrolled_away(window: Window) -> None:
    bar = window.article_view.verticalScrollBar()
    bar.setValue(bar.maximum())
    QTest.keyClick(window.article_view, Qt.Key.Key_Space)
    assert bar.value() < bar.maximum() // 2
    press_where_the_keyboard_is(Qt.Key.Key_Return)
    assert texts(window) == [("امریکہ", "PERSON")]


def test_selection_longer_than_the_screen_is_seen_where_a_part_of_it_is(window: Window) -> None:
    view = window.article_view
    view.select(0, len(view.text))
    QTest.keyClick(view, Qt.Key.Key_1)
    assert len(window.session.spans) == 1


def test_word_is_tinted_in_a_fresh_article_after_undo_and_after_escape(window: Window) -> None:
    view, first = window.article_view, find(window, "امریکہ")
    assert view.aim == first
    QTest.keyClick(view, Qt.Key.Key_1)
    assert window.session.selected is not None, "the new span stands out, and no word"
    QTest.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert view.aim is not None
    assert view.aim == view.keys.target()
    QTest.keyClick(view, Qt.Key.Key_2)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.aim == view.keys.target()


def test_sentence_is_tinted_as_soon_as_keys_take_sentences(window: Window) -> None:
    view = window.article_view
    QTest.keyClick(view, Qt.Key.Key_F7)
    QTest.keyClick(view, Qt.Key.Key_F7)
    assert view.aim == view.keys.target()
    assert view.aim is not None


def test_another_article_shows_what_a_key_would_take_there(several: Window) -> None:
    view = several.article_view
    QTest.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert view.aim == view.keys.target()


def test_listed_span_alone_takes_a_key_in_the_table(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    table = window.span_table
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1)
    table.set_filter("nothing of the kind", 0)
    QTest.keyClick(table, Qt.Key.Key_2)
    assert texts(window) == [("امریکہ", "PERSON")]
    assert "no span is chosen" in told(window)
