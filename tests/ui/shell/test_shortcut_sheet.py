"""The shortcut sheet: what is shown is true now, and is found by any of its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.base.entities import Label
from ui.shell.shortcut_sheet import ShortcutSheet
from ui.shell.window import Window

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
OpenWindow = Callable[[Path], Window]


def sheet_of(window: Window, key: Qt.Key = Qt.Key.Key_F1) -> ShortcutSheet:
    QTest.keyClick(window.article_view, key)
    (sheet,) = window.findChildren(ShortcutSheet)
    assert sheet.isVisible()
    return sheet


def lines(sheet: ShortcutSheet) -> dict[str, str]:
    """What is shown: text -> keys."""
    shown = [row.line for group in sheet._shown for row in group._rows if row.isVisibleTo(sheet)]
    return {line.text: line.keys for line in shown}


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question, 0x061F])
def test_the_sheet_opens_by_f1_and_by_either_question_mark_and_closes_by_esc(window: Window, key: Qt.Key) -> None:
    sheet = sheet_of(window, Qt.Key(key))
    assert not sheet.isModal()
    QTest.keyClick(sheet.filter, Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_the_sheet_tells_what_is_true_now(window: Window) -> None:
    sheet = sheet_of(window)
    shown = lines(sheet)
    assert shown["PERSON"] == "1"
    assert shown["Undo"] == "Ctrl+Z"
    assert shown["Select exact characters"] == "Alt+drag"
    assert "About Nishan" not in shown, "it has no key"
    window.keymap.assign("undo", ["F9"])
    window.session.project.add_label(Label("EVENT", "واقعہ", key="q"))
    window.session.refresh()
    assert lines(sheet)["Undo"] == "F9"
    assert lines(sheet)["EVENT"] == "q"


def test_the_sheet_is_searched_by_any_of_its_words(window: Window) -> None:
    sheet = sheet_of(window)
    QTest.keyClicks(sheet.filter, "alt+drag")
    assert lines(sheet) == {"Select exact characters": "Alt+drag"}
    sheet.filter.setText("شخص")
    assert lines(sheet) == {"PERSON": "1"}
    sheet.filter.setText("nothing of this kind")
    assert lines(sheet) == {}
    assert sheet._no_match.isVisible()


def test_a_question_mark_typed_in_a_text_field_is_text(window: Window) -> None:
    sheet = sheet_of(window)
    QTest.keyClicks(sheet.filter, "?")
    assert sheet.filter.text() == "?"
