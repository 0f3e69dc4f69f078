"""The same string's next and previous match."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import find, texts
from ui.session import span_commands
from ui.shell.window import Window

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
BACK = CTRL | Qt.KeyboardModifier.ShiftModifier
WORD = "پاکستان"


def test_the_next_match_is_selected_and_its_span_where_there_is_one(window: Window) -> None:
    session, view = window.session, window.article_view
    second = find(window, WORD, 1)
    third = find(window, WORD, 2)
    span_commands.label(session, *find(window, WORD), session.labels[1])
    span_commands.label(session, *third, session.labels[1])
    session.select(session.spans[0])
    QTest.keyClick(view, KEY.Key_F3, CTRL)
    assert (view.selection, session.selected) == (second, None)
    QTest.keyClick(view, KEY.Key_F3, CTRL)
    between = view.selection
    assert between is None
    assert session.selected is not None
    assert (session.selected.start, session.selected.end) == third
    assert "place 3 of" in window._status.text()
    QTest.keyClick(view, KEY.Key_F3, BACK)
    assert view.selection == second
    QTest.keyClick(view, KEY.Key_3)
    assert texts(window)[1] == (WORD, "ORGANIZATION")


def test_it_goes_round_both_ends_with_a_word(window: Window) -> None:
    view = window.article_view
    first = find(window, WORD)
    view.select(first[0] + 2, first[0] + 2)
    QTest.keyClick(view, KEY.Key_F3, BACK)
    last = view.selection
    assert last is not None
    assert last[0] > first[0]
    assert "round the beginning" in window._status.text()
    QTest.keyClick(view, KEY.Key_F3, CTRL)
    assert view.selection == first
    assert "round the end" in window._status.text()


def test_a_string_that_stands_once_and_no_string_are_said(window: Window) -> None:
    view = window.article_view
    assert window.session.article is not None
    view.select(*find(window, window.session.article.text[:60]))
    QTest.keyClick(view, KEY.Key_F3, CTRL)
    assert "no other place" in window._status.text()
    window.session.open_article(None)
    QTest.keyClick(view, KEY.Key_F3, CTRL)
    assert window._status.text() == "no article is open"
