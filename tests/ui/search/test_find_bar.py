"""Finding in the open article, by key and by field."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import find
from ui.search.find_bar import FindBar
from ui.shell.window import Window

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WORD = "پاکستان"


def opened(window: Window, typed: str = "") -> FindBar:
    """The bar, as Ctrl+F opens it, with something typed."""
    QTest.keyClick(window.article_view, KEY.Key_F, CTRL)
    bar = window.search.bar
    assert bar.isVisible()
    assert bar.field.hasFocus()
    if typed:
        bar.field.setText(typed)
    wait_for(bar)
    return bar


def wait_for(bar: FindBar) -> None:
    """Let a search that a slow machine has not done at once come to its end."""
    until = time.monotonic() + 20
    while "searching" in bar.count.text():
        assert time.monotonic() < until
        QTest.qWait(5)


def count_of(window: Window, words: str) -> int:
    assert window.session.article is not None
    return window.session.article.text.count(words)


def test_typing_selects_the_first_match_and_counts_them(window: Window) -> None:
    bar = opened(window, WORD)
    assert window.article_view.selection == find(window, WORD)
    assert bar.count.text() == f"1 of {count_of(window, WORD)}"
    bar.field.setText("قفرم")
    wait_for(bar)
    assert bar.count.text() == "not found"


def test_arabic_letters_and_diacritics_do_not_matter(window: Window) -> None:
    opened(window, "پا\u0643ست\u064eان")
    assert window.article_view.selection == find(window, WORD)


def test_enter_and_f3_go_on_and_with_shift_back_round_the_ends(window: Window) -> None:
    bar, view = opened(window, WORD), window.article_view
    QTest.keyClick(bar.field, KEY.Key_Return)
    assert view.selection == find(window, WORD, 1)
    QTest.keyClick(bar.field, KEY.Key_F3)
    assert view.selection == find(window, WORD, 2)
    QTest.keyClick(bar.field, KEY.Key_Return, SHIFT)
    QTest.keyClick(bar.field, KEY.Key_F3, SHIFT)
    assert view.selection == find(window, WORD)
    QTest.keyClick(bar.field, KEY.Key_Return, SHIFT)
    assert view.selection == find(window, WORD, count_of(window, WORD) - 1)
    assert bar.count.text().startswith(f"{count_of(window, WORD)} of")
    QTest.keyClick(bar.field, KEY.Key_Return)
    assert view.selection == find(window, WORD)


def test_whole_words_leave_parts_of_words_out(window: Window) -> None:
    bar = opened(window, "پاک")
    assert bar.matches
    bar.whole.setChecked(True)
    wait_for(bar)
    assert bar.matches == []


def test_selected_words_are_what_is_looked_for(window: Window) -> None:
    window.article_view.select(*find(window, WORD, 1))
    bar = opened(window)
    assert bar.field.text() == WORD
    assert bar.count.text().startswith("2 of")
    assert bar.field.selectedText() == WORD


def test_esc_gives_the_match_to_the_article_where_a_key_labels_it(window: Window) -> None:
    bar = opened(window, WORD)
    QTest.keyClick(bar.field, KEY.Key_Escape)
    assert bar.isHidden()
    assert window.article_view.hasFocus()
    QTest.keyClick(window.article_view, KEY.Key_2)
    assert [(span.start, span.end) for span in window.session.spans] == [find(window, WORD)]


def test_matches_are_marked_while_the_bar_is_there_and_only_then(window: Window) -> None:
    bar, view = opened(window, WORD), window.article_view
    view.select(0, 0)
    QTest.qWait(20)
    marked = view.viewport().grab().toImage()
    view.set_matches(())
    assert view.viewport().grab().toImage() != marked
    view.set_matches(bar.matches)
    assert view.viewport().grab().toImage() == marked
    bar.close_up()
    assert not view.match_painter


def test_f3_without_the_bar_looks_for_what_was_looked_for(window: Window) -> None:
    bar = opened(window, WORD)
    bar.close_up()
    QTest.keyClick(window.article_view, KEY.Key_F3)
    assert bar.isVisible()
    assert window.article_view.selection == find(window, WORD)
