"""Hiding labels in the text: what is not shown is neither met nor changed, and the project stays as it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.conftest import WORDS, find, label_words, texts
from tests.ui.shell.test_command_palette import type_in
from ui.labels.chooser import LabelChooser
from ui.session import span_commands
from ui.shell.window import Window


@pytest.fixture
def filled(window: Window, qtbot: QtBot) -> Window:
    label_words(window)
    return window


def shown(window: Window) -> set[str]:
    """The names on the chips of the whole article."""
    pieces = window.article_view.painter.geometry.pieces(QRectF(0, 0, 5000, 50_000))
    return {piece.text for piece in pieces if piece.text}


def choose(window: Window, action: str, typed: str) -> None:
    window.actions_[action].trigger()
    (popup,) = window.findChildren(LabelChooser)
    type_in(popup, typed)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)


def test_a_label_is_hidden_in_the_text_and_shown_again(filled: Window) -> None:
    before, told = texts(filled), list[str]()
    steps = filled.session.undo_stack.index()
    filled.session.status_message.connect(told.append)
    choose(filled, "hide_label", "loc")
    assert shown(filled) == {"PER", "ORG"}
    assert filled.label_bar.widgetForAction(filled.label_bar.actions()[1]).font().strikeOut()
    assert (texts(filled), filled.session.undo_stack.index()) == (before, steps)
    assert "1 label is hidden" in told[-1]
    choose(filled, "hide_label", "loc")
    assert shown(filled) == {"PER", "LOC", "ORG"}


def test_one_label_alone_and_all_again(filled: Window) -> None:
    choose(filled, "solo_label", "org")
    assert shown(filled) == {"ORG"}
    filled.actions_["show_labels"].trigger()
    assert shown(filled) == {"PER", "LOC", "ORG"}


def test_what_is_hidden_is_neither_gone_to_nor_changed_by_a_key(filled: Window) -> None:
    choose(filled, "solo_label", "org")
    filled.article_view.select(0, 0)
    filled.actions_["next_span"].trigger()
    assert filled.session.selected is not None
    assert filled.session.label_of(filled.session.selected).name == "ORGANIZATION"
    start, _ = find(filled, "پاکستان")
    filled.session.select(None)
    filled.article_view.select(start + 1, start + 1)
    filled.session.hide_labels(filled.session.hidden - {filled.session.labels[3].id})
    QTest.keyClick(filled.article_view, Qt.Key.Key_4)
    assert ("پاکستان", "LOCATION") in texts(filled), "the hidden one is as it was"
    assert ("پاکستان", "DATE") in texts(filled)
    assert shown(filled) == {"ORG", "DATE"}


def test_what_a_key_makes_is_seen_though_its_label_was_hidden(filled: Window) -> None:
    choose(filled, "solo_label", "org")
    filled.article_view.select(*find(filled, "ملاقات"))
    QTest.keyClick(filled.article_view, Qt.Key.Key_4)
    assert shown(filled) == {"ORG", "DATE"}


def test_a_hidden_span_chosen_in_the_table_is_shown(filled: Window, qtbot: QtBot) -> None:
    choose(filled, "solo_label", "date")
    assert shown(filled) == set()
    qtbot.waitUntil(lambda: filled.span_table.rows.rowCount() == len(WORDS))
    filled.span_table.setFocus()
    QTest.keyClick(filled.span_table, Qt.Key.Key_Down)
    assert filled.session.selected is not None
    assert len(shown(filled)) == 1


def test_the_menu_of_a_label_on_the_bar_hides_it(filled: Window) -> None:
    button = filled.label_bar.widgetForAction(filled.label_bar.actions()[0])
    button.customContextMenuRequested.emit(button.rect().center())
    (menu,) = (found for found in filled.findChildren(QMenu) if found.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    assert shown(filled) == {"LOC", "ORG"}


def test_lines_have_the_room_of_what_is_shown_alone(window: Window) -> None:
    def height() -> float:
        window.article_view.viewport().repaint()
        return window.article_view.article_layout.documentSize().height()

    flat = height()
    start, end = find(window, "پاکستان")
    for label in window.session.labels[:5]:
        span_commands.label(window.session, start, end, label)
    assert (deep := height()) > flat
    window.session.hide_labels(label.id for label in window.session.labels)
    assert height() == flat
    window.session.hide_labels(())
    assert height() == deep


def test_what_a_gesture_or_undo_turns_into_a_hidden_label_is_seen(filled: Window) -> None:
    session = filled.session
    location, organization = session.labels[1:3]
    session.select(next(span for span in session.spans if span.label == location.id))
    session.hide_labels({organization.id})
    QTest.keyClick(filled.article_view, Qt.Key.Key_3)
    assert session.hidden == frozenset()
    session.hide_labels({location.id})
    session.undo()
    assert session.hidden == frozenset()
    assert session.selected is not None
    assert shown(filled) == {"PER", "LOC", "ORG"}
