"""The message bar: stays until read, one after the other, and is told to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import announce_text as announce_module
from ui.widgets import message_bar as message_bar_module
from ui.widgets.message_bar import MessageBar


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[MessageBar]:
    page = QWidget()
    qtbot.addWidget(page)
    bar = MessageBar()
    column = QVBoxLayout(page)
    column.addWidget(QLineEdit())
    column.addWidget(bar)
    page.resize(800, 120)
    page.show()
    qtbot.waitUntil(page.isActiveWindow)
    yield bar
    page.close()


def button(bar: MessageBar, text: str) -> QPushButton:
    return next(found for found in bar.findChildren(QPushButton) if found.text() == text)


def press(bar: MessageBar, text: str) -> None:
    QTest.mouseClick(button(bar, text), Qt.MouseButton.LeftButton)


def test_messages_wait_for_one_another_and_say_how_many(bar: MessageBar) -> None:
    for text in ("first", "second", "third"):
        bar.show_error(text)
    assert (bar.text(), bar._count.text()) == ("first", "1 of 3")
    press(bar, "Close")
    assert (bar.text(), bar._count.text()) == ("second", "1 of 2")
    press(bar, "Close")
    assert (bar.text(), bar._count.isHidden()) == ("third", True)
    assert bar.isVisible()
    press(bar, "Close")
    assert not bar.isVisible()


def test_error_comes_before_notes_and_after_earlier_errors(bar: MessageBar) -> None:
    bar.show_note("a note")
    assert bar._sign.accessibleName() == "Note"
    bar.show_error("an error")
    bar.show_error("a later error")
    assert (bar.text(), bar._sign.accessibleName()) == ("an error", "Error")
    bar.close_message()
    assert bar.text() == "a later error"


def test_same_message_again_is_counted_and_not_queued(bar: MessageBar) -> None:
    for _ in range(5):
        bar.show_error("the disk is full")
    assert bar.waiting() == 1
    assert bar._count.text() == "5 times"


def test_details_are_copied_with_versions(bar: MessageBar) -> None:
    bar.show_error("لاہور.txt: cannot be read")
    press(bar, "Copy details")
    copied = QApplication.clipboard().text()
    assert copied.startswith("لاہور.txt: cannot be read\n\nNishan ")
    assert "Qt 6" in copied
    bar.close_message()
    bar.show_error("a bug", "with its traceback")
    press(bar, "Copy details")
    assert QApplication.clipboard().text() == "with its traceback"


def test_escape_in_the_bar_closes_the_message_and_gives_the_focus_back(bar: MessageBar) -> None:
    field = bar.window().findChild(QLineEdit)
    assert field is not None
    assert field.hasFocus()
    bar.show_error("one")
    bar.show_error("two")
    assert field.hasFocus(), "a message takes nobody's keyboard away"
    button(bar, "Close").setFocus()
    QTest.keyClick(button(bar, "Close"), Qt.Key.Key_Escape)
    assert bar.text() == "two"
    QTest.keyClick(button(bar, "Close"), Qt.Key.Key_Escape)
    assert field.hasFocus()


def test_markup_in_a_message_is_shown_as_it_is(bar: MessageBar) -> None:
    bar.show_error("<b>a.txt</b>: cannot be read")
    assert "<b>" in bar._text.text()
    assert bar._text.textFormat() is Qt.TextFormat.PlainText


def test_message_that_begins_in_urdu_is_still_an_english_sentence(bar: MessageBar) -> None:
    bar.show_error("شہر.txt: cannot be read")
    assert bar._text.text()[0] == "\u200e"
    assert bar.text() == "شہر.txt: cannot be read"


def test_error_and_note_differ_in_shape_not_only_in_colour(bar: MessageBar) -> None:
    bar.show_error("x")
    error = bar._sign.grab().toImage()
    bar.close_message()
    bar.show_note("x")
    note = bar._sign.grab().toImage()
    corner = (3, error.height() // 4)
    ground = bar.palette().window().color().rgb()
    assert error.pixel(*corner) == ground, "left of a triangle's side there is nothing"
    assert note.pixel(*corner) != ground


def test_messages_are_announced_and_errors_interrupt(bar: MessageBar, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, bool]] = []
    monkeypatch.setattr(message_bar_module, "announce", lambda _bar, text, urgent: told.append((text, urgent)))
    bar.show_error("an error")
    bar.show_note("a note")
    assert told == [("an error", True), ("a note", False)]
    assert bar.accessibleName() == "Error: an error"


def test_announcement_reaches_qt_only_when_somebody_listens(bar: MessageBar, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    class Listening:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness
        active = False

        @classmethod
        def isActive(cls) -> bool:
            return cls.active

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:
            sent.append(event.message())

    monkeypatch.setattr(announce_module, "QAccessible", Listening)
    announce_module.announce(bar, "nobody hears")
    Listening.active = True
    announce_module.announce(bar, "لاہور, LOCATION")
    announce_module.announce(bar, "")
    assert sent == ["لاہور, LOCATION"]


OFFERS = [("&Look at it read-only", lambda: None), ("&Recover into a new project…", lambda: None)]
LONG = "لاہور is not opened for writing: its tables are not as Nishan makes them. What is there could change data."


@pytest.mark.parametrize("width", [500, 800, 1300])
def test_buttons_leave_the_text_no_narrow_column(bar: MessageBar, width: int) -> None:
    bar.window().resize(width, 300)
    bar.show_error(LONG, offers=OFFERS)
    QApplication.processEvents()
    line = bar.fontMetrics().averageCharWidth()
    assert bar._text.width() > min(50 * line, width - 100)
    assert bar._text.height() >= bar._text.heightForWidth(bar._text.width())
    shown = [each for each in bar.findChildren(QPushButton) if each.isVisible()]
    assert len(shown) == 4
    assert all(bar.rect().contains(each.geometry().translated(bar._buttons.pos())) for each in shown)


def test_buttons_are_beside_a_short_text_where_there_is_room(bar: MessageBar) -> None:
    bar.window().resize(1300, 300)
    bar.show_error("short", offers=OFFERS)
    QApplication.processEvents()
    assert abs(bar._buttons.geometry().center().y() - bar._text.geometry().center().y()) < 5
    bar.window().resize(500, 300)
    QApplication.processEvents()
    assert bar._buttons.y() >= bar._text.geometry().bottom()


def test_message_comes_back_from_what_its_button_began_and_from_nothing_else(bar: MessageBar) -> None:
    bar.show_error("damaged", "", [("&Recover", bar.bring_back)])
    press(bar, "&Recover")
    assert bar.text() == "damaged"
    bar.close_message()
    bar.show_error("moved", "", [("&Save", lambda: None)])
    press(bar, "&Save")
    bar.bring_back()
    assert bar.isHidden()
