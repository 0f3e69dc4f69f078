"""Marking and labelling with mouse and keyboard, as an annotator does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from tests.ui.conftest import click, drag, find, texts
from ui.shell.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def label_drag(window: Window, words: str, key: Qt.Key, nth: int = 0) -> None:
    start, end = find(window, words, nth)
    drag(window.article_view, start, end - 1)
    QTest.keyClick(window.article_view, key)


def test_a_drag_and_a_key_make_a_span(window: Window) -> None:
    label_drag(window, "تھامس ویسٹ", Qt.Key.Key_1)
    assert texts(window) == [("تھامس ویسٹ", "PERSON")]


def test_a_drag_from_inside_one_word_to_inside_another_takes_both_whole(window: Window) -> None:
    start, end = find(window, "تھامس ویسٹ")
    drag(window.article_view, start + 2, end - 2)
    assert window.article_view.selection == (start, end)


def test_a_drag_over_a_full_stop_leaves_it_out(window: Window) -> None:
    start, end = find(window, "ملاقات کی۔")
    drag(window.article_view, start + 1, end - 1)
    assert window.article_view.selection == (start, end - 1)


def test_alt_selects_exact_characters(window: Window) -> None:
    start, _ = find(window, "پاکستان")
    drag(window.article_view, start, start + 2, Qt.KeyboardModifier.AltModifier)
    selection = window.article_view.selection
    assert selection is not None
    assert start <= selection[0] < selection[1] < start + len("پاکستان"), "less than the whole word"


def test_a_drag_across_directions_is_one_range(window: Window) -> None:
    label_drag(window, "7 دسمبر 2023", Qt.Key.Key_4)
    label_drag(window, "MOI سیکرٹری درانی", Qt.Key.Key_1)
    assert texts(window) == [("7 دسمبر 2023", "DATE"), ("MOI سیکرٹری درانی", "PERSON")]


def test_shift_and_ctrl_shift_arrows_select_by_character_and_by_word(window: Window) -> None:
    view = window.article_view
    start, end = find(window, "پاکستان")
    view.select(start, start)
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    onward = view.selection
    assert onward == (start, start + 1), "left is onward in Urdu"
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    back = view.selection
    assert back is None
    QTest.keyClick(view, Qt.Key.Key_Left, CTRL | SHIFT)
    assert view.selection == (start, end)
    QTest.keyClick(view, Qt.Key.Key_2)
    assert texts(window) == [("پاکستان", "LOCATION")]


def test_a_key_without_a_selection_labels_the_word_at_the_caret(window: Window) -> None:
    start, _ = find(window, "افغانستان")
    window.article_view.select(start + 3, start + 3)
    QTest.keyClick(window.article_view, Qt.Key.Key_2)
    assert texts(window) == [("افغانستان", "LOCATION")]


def test_white_space_at_the_ends_of_a_selection_is_left_out(window: Window) -> None:
    view = window.article_view
    start, end = find(window, "تھامس ویسٹ")
    view.select(start - 1, start - 1)
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Left, CTRL | SHIFT)
    assert view.selection == (start - 1, end), "the caret stood before the space"
    QTest.keyClick(view, Qt.Key.Key_1)
    assert texts(window) == [("تھامس ویسٹ", "PERSON")]
    view.select(end, end + 1)
    QTest.keyClick(view, Qt.Key.Key_1)
    assert len(texts(window)) == 1
    assert "white space" in window._status.text()


@pytest.mark.parametrize("typed", ["۱", "١", "1"])
def test_digits_of_every_keyboard_layout_are_label_keys(window: Window, typed: str) -> None:
    start, end = find(window, "تھامس ویسٹ")
    window.article_view.select(start, end)
    press(window, typed)
    assert texts(window) == [("تھامس ویسٹ", "PERSON")]


@pytest.mark.skipif("__import__('sys').platform != 'linux'", reason="scan codes of X11")
def test_a_label_key_counts_by_its_place_when_the_layout_types_something_else(window: Window) -> None:
    start, end = find(window, "تھامس ویسٹ")
    window.article_view.select(start, end)
    press(window, "ً", scan_code=10)
    assert texts(window) == [("تھامس ویسٹ", "PERSON")]


def press(window: Window, typed: str, scan_code: int = 0) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, scan_code, 0, 0, typed)
        QApplication.sendEvent(window.article_view, event)


def test_a_click_on_a_label_labels_the_selection(window: Window) -> None:
    start, end = find(window, "پاکستان")
    window.article_view.select(start, end)
    action = next(action for action in window.label_bar.actions() if action.text().startswith("LOCATION"))
    button = window.label_bar.widgetForAction(action)
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert texts(window) == [("پاکستان", "LOCATION")]
    assert window.article_view.hasFocus()


def test_a_click_selects_a_span_another_key_relabels_it_and_delete_removes_it(window: Window) -> None:
    label_drag(window, "پاکستان", Qt.Key.Key_2)
    view = window.article_view
    click(view, find(window, "کھڑا")[0])
    before = window.session.selected
    assert before is None
    click(view, find(window, "پاکستان")[0] + 2)
    assert window.session.selected is not None
    QTest.keyClick(view, Qt.Key.Key_3)
    assert texts(window) == [("پاکستان", "ORGANIZATION")]
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert texts(window) == []


def test_nested_spans_are_reached_by_a_second_click_and_by_tab(window: Window) -> None:
    label_drag(window, "تحریک طالبان پاکستان", Qt.Key.Key_3)
    start, _ = find(window, "تحریک طالبان پاکستان")
    inner = start + len("تحریک طالبان ")
    window.article_view.select(inner, inner + len("پاکستان"))
    QTest.keyClick(window.article_view, Qt.Key.Key_2)
    assert texts(window) == [("تحریک طالبان پاکستان", "ORGANIZATION"), ("پاکستان", "LOCATION")]
    window.session.select(None)
    seen = []
    for _ in range(2):
        click(window.article_view, inner + 2)
        seen.append(selected_label(window))
    QTest.keyClick(window.article_view, Qt.Key.Key_Tab)
    seen.append(selected_label(window))
    assert seen == ["LOCATION", "ORGANIZATION", "LOCATION"]


def selected_label(window: Window) -> str:
    selected = window.session.selected
    return window.session.label_of(selected).name if selected else ""


def test_the_same_span_twice_is_one_and_says_so(window: Window) -> None:
    label_drag(window, "پاکستان", Qt.Key.Key_2)
    start, end = find(window, "پاکستان")
    window.article_view.select(start, end)
    QTest.keyClick(window.article_view, Qt.Key.Key_2)
    assert len(window.session.spans) == 1
    assert window._status.text() == "already LOCATION"


def test_undo_and_redo_take_back_each_gesture_and_name_it(window: Window) -> None:
    label_drag(window, "پاکستان", Qt.Key.Key_2)
    click(window.article_view, find(window, "پاکستان")[0] + 2)
    QTest.keyClick(window.article_view, Qt.Key.Key_3)
    QTest.keyClick(window.article_view, Qt.Key.Key_Delete)
    states = []
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
        states.append(texts(window))
    assert states == [[("پاکستان", "ORGANIZATION")], [("پاکستان", "LOCATION")], []]
    assert window._status.text() == "saved · undid: label LOCATION"
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
        states.append(texts(window))
    assert states[3:] == [[("پاکستان", "LOCATION")], [("پاکستان", "ORGANIZATION")], []]


def test_saved_is_said_only_when_the_file_holds_it(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.base.errors import UserError

    def full(*_: object) -> None:
        raise UserError("the disk is full")

    monkeypatch.setattr(window.session.project, "put", full)
    label_drag(window, "پاکستان", Qt.Key.Key_2)
    assert window._status.text() != "saved"
    assert window.messages.isVisible()
    assert window.messages.text() == "the disk is full"
    assert texts(window) == []
    assert not window.session.undo_stack.canUndo(), "a gesture that failed is not there to be undone"


def test_labels_are_there_after_closing_and_opening_again(
    window: Window, open_window: Callable[[Path], Window], project_file: Path
) -> None:
    label_drag(window, "تھامس ویسٹ", Qt.Key.Key_1)
    label_drag(window, "پاکستان", Qt.Key.Key_2)
    before = texts(window)
    window.close()
    assert not project_file.with_name("test.nishan-wal").exists()
    assert texts(open_window(project_file)) == before
