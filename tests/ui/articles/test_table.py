"""The list of articles as rows of a table: keys, the open article, and what is read again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.entities import Status
from ui.shell.window import Window

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def open_id(window: Window) -> int:
    assert window.session.article is not None
    return window.session.article.id


def test_keys_go_through_the_articles_and_open_them(several: Window) -> None:
    view = several.article_list.view
    view.setFocus()
    found = []
    for key in (KEY.Key_End, KEY.Key_Up, KEY.Key_Home, KEY.Key_Down, KEY.Key_PageDown):
        QTest.keyClick(view, key)
        found.append(open_id(several))
    assert found == [4, 3, 1, 2, 4]


def test_a_click_opens_and_marks_the_whole_row(several: Window) -> None:
    view = several.article_list.view
    place = view.visualRect(several.article_list.model.index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert open_id(several) == 3
    assert [index.row() for index in view.selectionModel().selectedRows()] == [2]


def test_the_right_button_keeps_several_chosen_articles_for_its_menu(several: Window) -> None:
    view, model = several.article_list.view, several.article_list.model
    places = [view.visualRect(model.index(row, 0)).center() for row in range(4)]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CTRL, pos=places[2])
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CTRL, pos=places[1])
    QTest.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=places[2])
    assert several.article_list.chosen_articles() == [1, 2, 3]
    assert open_id(several) == 1
    QTest.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=places[3])
    assert several.article_list.chosen_articles() == [4]
    assert open_id(several) == 4


def test_titles_stand_at_the_right_and_rows_are_as_high_as_the_text(several: Window) -> None:
    view = several.article_list.view
    assert view.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert view.rowHeight(0) >= view.fontMetrics().height()
    assert view.columnWidth(0) == view.viewport().width()
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    view.setFont(font)
    assert view.rowHeight(0) >= view.fontMetrics().height()


def test_a_title_ends_in_dots_where_large_letters_leave_it_no_room(several: Window) -> None:
    view = several.article_list.view
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 4)
    view.setFont(font)
    view.horizontalHeader().setFont(font)
    view.resize(100, view.height())
    assert view.columnWidth(0) == view.viewport().width()


def test_a_status_reads_one_row_again(several: Window, qtbot: QtBot) -> None:
    model = several.article_list.model
    for place in range(4):
        model.row(place)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.extend(range(first.row(), last.row() + 1)))
    QTest.keyClick(several.article_view, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: changed == [0])
    assert model.row(0).status is Status.DONE
    assert sorted(model._known) == [1, 2, 3, 4]


def test_narrowing_by_status_reads_no_list_of_all_articles_again(several: Window) -> None:
    asked: list[str] = []
    several.session.project._conn.set_trace_callback(asked.append)
    box = several.article_list.filter.status
    box.setCurrentIndex(box.findData(Status.NEW))
    assert several.article_list.model.rowCount() == 4
    several.session.project._conn.set_trace_callback(None)
    assert asked
    assert not [sql for sql in asked if "json_group_array(id)" in sql]
