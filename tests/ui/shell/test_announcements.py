"""What is told to a screen reader besides the gestures: what is found and what is not, and what comes by itself."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import find, settings_of
from ui.preferences.keys_page import KeysPage
from ui.session import span_commands
from ui.shell.shortcut_sheet import ShortcutSheet
from ui.shell.window import Window
from ui.widgets import announce_text

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def heard(window: Window, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is announced, as it comes to Qt."""
    texts: list[str] = []

    class Listening:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:
            texts.append(event.message())

    monkeypatch.setattr(announce_text, "QAccessible", Listening)
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    return texts


def test_what_is_not_found_in_the_article_is_said_while_one_types(
    window: Window, heard: list[str], qtbot: QtBot
) -> None:
    window.actions_["find"].trigger()
    window.search.bar.field.setText("پاکستان")
    qtbot.waitUntil(lambda: bool(heard) and " of " in heard[-1])
    window.search.bar.field.setText("نہیں ہے یہ")
    qtbot.waitUntil(lambda: heard[-1] == "not found")
    heard.clear()
    QTest.keyClick(window.search.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == ["نہیں ہے یہ is not in this article"])


def test_filters_and_popups_say_that_nothing_is_left(window: Window, heard: list[str], qtbot: QtBot) -> None:
    window.article_list.filter.field.setText("zzzz")
    qtbot.waitUntil(lambda: any("no articles" in text for text in heard))
    window.article_list.filter.clear()
    window.span_panel.field.setText("zzzz")
    qtbot.waitUntil(lambda: heard[-1] == "0 of 0 spans")
    window.actions_["palette"].trigger()
    QTest.keyClicks(window.focusWidget(), "qqqq")
    assert heard[-1] == "nothing is called “qqqq”"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    window.actions_["shortcuts"].trigger()
    (sheet,) = window.findChildren(ShortcutSheet)
    sheet.filter.setText("qqqq")
    assert heard[-1] == "nothing here is called that"
    sheet.close()
    (keys,) = settings_of(window, "Keys").findChildren(KeysPage)
    keys.filter.setText("undo")
    assert heard[-1] == "1 action"


def test_suggestions_that_come_by_themselves_are_counted(window: Window, heard: list[str], qtbot: QtBot) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    qtbot.waitUntil(lambda: any("new suggestion" in text for text in heard))
    count = len(window.suggestions.finder.suggestions)
    assert heard[-1] == f"{count} new suggestions"
    assert count > 1


def test_no_announcement_holds_signs_that_turn_the_reading_direction(
    window: Window, heard: list[str], qtbot: QtBot
) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    qtbot.waitUntil(lambda: any("new suggestion" in text for text in heard))
    for action in ("next_candidate", "accept", "undo", "next", "article_pane"):
        if action in window.actions_:
            window.actions_[action].trigger()
    window.messages.show_error("\u2068لاہور\u2069 is away")
    qtbot.waitUntil(lambda: heard[-1] == "لاہور is away" or "لاہور is away" in heard)
    assert not [text for text in heard if _TURNING.search(text)]


def test_a_row_of_the_shortcut_sheet_is_one_thing_with_its_keys(window: Window) -> None:
    window.actions_["shortcuts"].trigger()
    (sheet,) = window.findChildren(ShortcutSheet)
    names = [row.accessibleName() for row in sheet.rows()]
    assert "Undo: Ctrl+Z" in names
    assert "PERSON  \u2068شخص\u2069: 1" in names
    sheet.close()
