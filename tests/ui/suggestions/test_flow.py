"""Suggestions in the article: seen, gone to, accepted, rejected for good, by keys and mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorKind, Edit, Span
from tests.ui.conftest import OpenWindow, click, find, texts
from ui.article.spans.span_geometry import SpanKind as Drawn
from ui.session import span_commands
from ui.shell.window import Window
from ui.suggestions.finder import SuggestionFinder

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
WORD = "پاکستان"


def finder(window: Window) -> SuggestionFinder:
    return window.suggestions.finder


def words(window: Window) -> list[str]:
    assert window.session.article is not None
    return [window.session.article.text[each.start : each.end] for each in finder(window).suggestions]


@pytest.fixture
def begun(window: Window, qtbot: QtBot) -> Window:
    """The first پاکستان is a LOCATION, and its repeats are suggested."""
    start, end = find(window, WORD)
    window.article_view.select(start, end)
    QTest.keyClick(window.article_view, KEY.Key_2)
    qtbot.waitUntil(lambda: bool(finder(window).suggestions))
    QTest.keyClick(window.article_view, KEY.Key_Home, CTRL)
    return window


def test_repeats_of_a_labelled_word_are_drawn_as_suggestions(begun: Window) -> None:
    assert begun.session.article is not None
    assert set(words(begun)) == {WORD}
    assert len(finder(begun).suggestions) == begun.session.article.text.count(WORD) - 1
    drawn = begun.article_view.painter.geometry.pieces(begun.article_view.painter.geometry.area(0, 3_000))
    assert sum(piece.kind is Drawn.SUGGESTION for piece in drawn) == len(finder(begun).suggestions)


def test_f8_goes_through_them_in_reading_order_and_round(begun: Window) -> None:
    view, found = begun.article_view, finder(begun).suggestions
    for each in found:
        QTest.keyClick(view, KEY.Key_F8)
        assert finder(begun).current == each
        assert view.caret == each.start
    assert f"{len(found)} of {len(found)}" in begun._status.text()
    QTest.keyClick(view, KEY.Key_F8)
    assert finder(begun).current == found[0]
    assert "round the end" in begun._status.text()
    QTest.keyClick(view, KEY.Key_F8, SHIFT)
    assert finder(begun).current == found[-1]
    QTest.keyClick(view, KEY.Key_F8, SHIFT)
    assert finder(begun).current == found[-2]


def test_return_accepts_and_goes_on_and_undo_brings_it_back(begun: Window, qtbot: QtBot) -> None:
    view, found = begun.article_view, finder(begun).suggestions
    QTest.keyClick(view, KEY.Key_F8)
    QTest.keyClick(view, KEY.Key_Return)
    assert texts(begun) == [(WORD, "LOCATION")] * 2
    assert begun.session.spans[1].origin == "repeat"
    assert finder(begun).current == found[1]
    assert begun.session.selected is None
    assert f"{len(found) - 1} left" in begun._status.text()
    QTest.keyClick(view, KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: finder(begun).suggestions == found)
    assert len(texts(begun)) == 1


def test_return_accepts_the_one_that_the_caret_is_in(begun: Window) -> None:
    first = finder(begun).suggestions[0]
    begun.article_view.select(first.start + 2, first.start + 2)
    QTest.keyClick(begun.article_view, KEY.Key_Return)
    assert len(texts(begun)) == 2
    begun.article_view.select(0, 0)
    QTest.keyClick(begun.article_view, KEY.Key_Return)
    assert len(texts(begun)) == 2
    assert "F8" in begun._status.text()


def test_the_last_one_is_followed_by_none(begun: Window) -> None:
    for _ in range(len(finder(begun).suggestions)):
        QTest.keyClick(begun.article_view, KEY.Key_F8)
        QTest.keyClick(begun.article_view, KEY.Key_Return)
    assert "none left" in begun._status.text()
    assert finder(begun).current is None
    QTest.keyClick(begun.article_view, KEY.Key_F8)
    assert begun._status.text() == "nothing is suggested here"


def test_a_rejected_one_stays_away_after_reopening(
    begun: Window, project_file: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    first, second, *rest = finder(begun).suggestions
    QTest.keyClick(begun.article_view, KEY.Key_F8)
    assert begun.actions_["remove"].isEnabled()
    QTest.keyClick(begun.article_view, KEY.Key_Delete)
    assert finder(begun).suggestions == [second, *rest]
    assert finder(begun).current == second
    assert "rejected" in begun._status.text()
    assert len(texts(begun)) == 1
    begun.close()
    again = open_window(project_file)
    qtbot.waitUntil(lambda: bool(finder(again).suggestions))
    assert finder(again).suggestions == [second, *rest]
    assert first not in finder(again).suggestions


def test_undo_of_a_rejection_suggests_again(begun: Window, qtbot: QtBot) -> None:
    found = finder(begun).suggestions
    QTest.keyClick(begun.article_view, KEY.Key_F8)
    QTest.keyClick(begun.article_view, KEY.Key_Backspace)
    assert len(finder(begun).suggestions) == len(found) - 1
    QTest.keyClick(begun.article_view, KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: finder(begun).suggestions == found)


def test_delete_removes_the_selected_span_and_leaves_suggestions(begun: Window, qtbot: QtBot) -> None:
    begun.session.select(begun.session.spans[0])
    QTest.keyClick(begun.article_view, KEY.Key_Delete)
    assert texts(begun) == []
    qtbot.waitUntil(lambda: finder(begun).suggestions == [])


def test_another_labels_key_gives_that_label_and_goes_on(begun: Window) -> None:
    found = finder(begun).suggestions
    QTest.keyClick(begun.article_view, KEY.Key_F8)
    QTest.keyClick(begun.article_view, KEY.Key_3)
    assert (WORD, "ORGANIZATION") in texts(begun)
    assert finder(begun).current == found[1]
    QTest.keyClick(begun.article_view, KEY.Key_2)
    assert [span.origin for span in begun.session.spans].count("repeat") == 1


def test_a_click_makes_one_current_and_escape_or_the_caret_lets_go(begun: Window) -> None:
    view, first = begun.article_view, finder(begun).suggestions[0]
    click(view, first.start + 3)
    assert finder(begun).current == first
    QTest.keyClick(view, KEY.Key_Escape)
    assert finder(begun).current is None
    click(view, first.start + 3)
    QTest.keyClick(view, KEY.Key_Down)
    assert finder(begun).current is None
    click(view, first.start + 3)
    assert finder(begun).current == first
    begun.session.select(begun.session.spans[0])
    assert finder(begun).current is None


def test_the_current_one_stands_out(begun: Window) -> None:
    view = begun.article_view
    QTest.keyClick(view, KEY.Key_F8)
    current = view.viewport().grab().toImage()
    QTest.keyClick(view, KEY.Key_Escape)
    assert view.viewport().grab().toImage() != current


def test_suggestions_are_a_toggle_that_is_remembered(begun: Window, qtbot: QtBot) -> None:
    found = finder(begun).suggestions
    QTest.keyClick(begun.article_view, KEY.Key_H, CTRL | SHIFT)
    assert finder(begun).suggestions == []
    assert not begun.settings.suggestions
    QTest.keyClick(begun.article_view, KEY.Key_F8)
    assert "hidden" in begun._status.text()
    QTest.keyClick(begun.article_view, KEY.Key_H, CTRL | SHIFT)
    qtbot.waitUntil(lambda: finder(begun).suggestions == found)
    assert begun.settings.suggestions


def test_a_key_that_needs_them_does_not_wait_for_the_timer(window: Window) -> None:
    span_commands.label(window.session, *find(window, WORD), window.session.labels[1])
    window.session.select(None)
    QTest.keyClick(window.article_view, KEY.Key_F8)
    assert finder(window).current is not None


def test_what_a_suggester_marked_is_suggested(window: Window, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    robot = session.project.annotator("names", AnnotatorKind.SUGGESTER)
    start, end = find(window, "تھامس ویسٹ")
    span = Span("theirs", session.article.id, robot.id, start, end, session.labels[0].id)
    session.project.put(Edit(spans=(span,)), "suggest")
    session.refresh()
    qtbot.waitUntil(lambda: bool(finder(window).suggestions))
    QTest.keyClick(window.article_view, KEY.Key_F8)
    assert "names" in window._status.text()
    QTest.keyClick(window.article_view, KEY.Key_Return)
    assert texts(window) == [("تھامس ویسٹ", "PERSON")]
    assert session.spans[0].origin == "names"
    assert finder(window).suggestions == []


def test_a_deleted_label_takes_its_suggestions_along(begun: Window, qtbot: QtBot) -> None:
    from dataclasses import replace

    place = begun.session.labels[1]
    edit = Edit(labels=(replace(place, deleted=True),))
    own = tuple(replace(span, deleted=True) for span in begun.session.spans)
    assert begun.session.do(Edit(labels=(place,), spans=tuple(begun.session.spans)), replace(edit, spans=own), "delete")
    begun.article_view.viewport().grab()
    qtbot.waitUntil(lambda: finder(begun).suggestions == [])


def test_what_is_drawn_is_what_is_found_whatever_is_done_meanwhile(begun: Window, qtbot: QtBot) -> None:
    view, made = begun.article_view, finder(begun)
    for step, word in enumerate(("کے", "نے", "امریکہ", "افغانستان", "کے", WORD)):
        span_commands.label(begun.session, *find(begun, word, step), begun.session.labels[step % 3])
        made._begin()
        for _ in range(step):
            if made._slices._work is not None:
                made._slices._step(made._slices._work)
        if step % 2:
            begun.session.undo()
    qtbot.waitUntil(lambda: not made._later.isActive() and not made._slices.at_work)
    drawn = {(span.start, span.end, span.label) for span in view.painter._suggestions.values()}
    assert drawn == {(each.start, each.end, each.label) for each in made.suggestions}
    assert len(drawn) > 20
    assert begun.session.article is not None
    begun.session.open_article(begun.session.article.id)
    assert not view.painter._suggestions
    qtbot.waitUntil(lambda: len(view.painter._suggestions) == len(drawn))


def test_shift_return_takes_all_places_of_the_same_words_in_one_step(begun: Window, qtbot: QtBot) -> None:
    span_commands.label(begun.session, *find(begun, "امریکہ"), begun.session.labels[1])
    QTest.keyClick(begun.article_view, KEY.Key_Home, CTRL)
    QTest.keyClick(begun.article_view, KEY.Key_F8)
    current, offered = finder(begun).current, list(finder(begun).suggestions)
    assert current is not None
    alike = [each for each in offered if each.label == current.label]
    same = words(begun).count(begun.article_view.text[current.start : current.end])
    assert 1 < same < len(alike)
    assert f"{same} places of these words (Shift+Return)" in begun._status.text()
    before = len(texts(begun))
    QTest.keyClick(begun.article_view, KEY.Key_Return, SHIFT)
    assert len(texts(begun)) == before + same
    assert f"accepted {same} places" in begun._status.text()
    assert f"{len(offered) - same} left" in begun._status.text()
    assert finder(begun).current is not None  # the next one of other words
    QTest.keyClick(begun.article_view, KEY.Key_Z, CTRL)
    assert len(texts(begun)) == before


def test_shift_return_after_a_label_takes_its_repeats_and_stays_there(window: Window) -> None:
    assert window.session.article is not None
    start, end = find(window, WORD)
    window.article_view.select(start, end)
    QTest.keyClick(window.article_view, KEY.Key_2)
    QTest.keyClick(window.article_view, KEY.Key_Return, SHIFT)  # at once: the suggestions are brought up to date
    assert texts(window) == [(WORD, "LOCATION")] * window.session.article.text.count(WORD)
    assert window.article_view.caret == end
    QTest.keyClick(window.article_view, KEY.Key_Return, SHIFT)
    assert "no further place" in window._status.text()


def test_shift_return_leaves_what_was_rejected_and_other_labels_alone(begun: Window) -> None:
    first = finder(begun).suggestions[0]
    QTest.keyClick(begun.article_view, KEY.Key_F8)
    QTest.keyClick(begun.article_view, KEY.Key_Delete)
    left = len(finder(begun).suggestions)
    QTest.keyClick(begun.article_view, KEY.Key_Return, SHIFT)
    assert len(texts(begun)) == 1 + left
    assert (first.start, first.end) not in [(span.start, span.end) for span in begun.session.spans]


def test_shift_return_without_a_suggestion_says_so(window: Window) -> None:
    QTest.keyClick(window.article_view, KEY.Key_Return, SHIFT)
    assert texts(window) == []
    assert "F8" in window._status.text()
