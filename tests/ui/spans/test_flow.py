"""The hand: granularity, edges, the way from span to span, and what undo says of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from models.base.entities import Granularity, Span
from models.text.offsets import ceil_edge
from tests.selection import examples
from tests.ui.conftest import _move, drag, find, point_of, texts
from ui.session import span_commands
from ui.shell.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


def make(window: Window, words: str, label: int = 0, nth: int = 0) -> Span:
    assert span_commands.label(window.session, *find(window, words, nth), window.session.labels[label])
    assert window.session.selected is not None
    return window.session.selected


def words_of(window: Window) -> str:
    selected, article = window.session.selected, window.session.article
    assert selected is not None
    assert article is not None
    return article.text[selected.start : selected.end]


def press(window: Window, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    modifiers = Qt.KeyboardModifier.NoModifier
    for modifier in held:
        modifiers |= modifier
    QTest.keyClick(window.article_view, key, modifiers)


# --- edges --------------------------------------------------------------------------------------------------------


def test_edges_grow_and_shrink_by_words_from_the_keyboard(window: Window) -> None:
    make(window, "عباس")
    seen = []
    for key, *held in (
        (Qt.Key.Key_End, ALT),
        (Qt.Key.Key_Home, ALT),
        (Qt.Key.Key_End, ALT, SHIFT),
        (Qt.Key.Key_Home, ALT, SHIFT),
    ):
        press(window, key, *held)
        seen.append(words_of(window))
    assert seen == ["عباس جیلانی", "جلیل عباس جیلانی", "جلیل عباس", "عباس"]


def test_edges_move_by_single_characters_with_ctrl(window: Window) -> None:
    make(window, "پاکستان")
    seen = []
    for key, *held in (
        (Qt.Key.Key_End, CTRL, ALT, SHIFT),
        (Qt.Key.Key_Home, CTRL, ALT, SHIFT),
        (Qt.Key.Key_End, CTRL, ALT),
        (Qt.Key.Key_Home, CTRL, ALT),
    ):
        press(window, key, *held)
        seen.append(words_of(window))
    assert seen == ["پاکستا", "اکستا", "اکستان", "پاکستان"]


def test_the_plain_edge_keys_go_by_characters_when_the_granularity_does(window: Window) -> None:
    make(window, "پاکستان")
    window.session.set_granularity(Granularity.CHARACTERS)
    press(window, Qt.Key.Key_End, ALT, SHIFT)
    assert words_of(window) == "پاکستا"


def test_the_last_word_of_a_span_cannot_be_shrunk_away(window: Window) -> None:
    make(window, "پاکستان")
    press(window, Qt.Key.Key_End, ALT, SHIFT)
    assert words_of(window) == "پاکستان"
    assert "nothing would be left" in window._status.text()


def test_an_edge_moved_is_one_undo_step_that_says_so(window: Window) -> None:
    make(window, "عباس")
    press(window, Qt.Key.Key_End, ALT)
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert texts(window) == [("عباس", "PERSON")]
    assert window._status.text() == "saved · undid: grow an edge of PERSON"


def test_an_edge_key_without_a_span_says_what_to_do(window: Window) -> None:
    window.session.select(None)
    press(window, Qt.Key.Key_End, ALT)
    assert "select a span first" in window._status.text()


def test_an_edge_is_dragged_with_the_mouse_to_whole_words(window: Window) -> None:
    span = make(window, "جلیل عباس")
    view = window.article_view
    grip = left_edge(window, span)
    target = point_of(view, find(window, "جیلانی")[0] + 2)
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, grip)
    for place in ((grip + target) / 2, target):
        _move(view.viewport(), place, Qt.KeyboardModifier.NoModifier)
    assert texts(window) == [("جلیل عباس", "PERSON")], "nothing is written before the button is let go"
    QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, target)
    assert texts(window) == [("جلیل عباس جیلانی", "PERSON")]


def left_edge(window: Window, span: Span) -> QPoint:
    """A point on the left edge of a span's words, where it ends, in view."""
    view = window.article_view
    view.go_to(span)
    QApplication.processEvents()
    place = view.painter.place_of(span)
    return QPoint(round(place.left()) + 1, round(place.center().y()) - view.verticalScrollBar().value())


# --- granularity --------------------------------------------------------------------------------------------------


def test_one_key_cycles_the_granularity_and_the_badge_shows_it(window: Window) -> None:
    seen = []
    for _ in range(3):
        press(window, Qt.Key.Key_F7)
        seen.append(window.badge.text().split()[-1])
    assert seen == ["sentences", "characters", "words"]
    QTest.mouseClick(window.badge, LEFT)
    assert window.session.granularity is Granularity.SENTENCES


def test_the_granularity_is_remembered(window: Window) -> None:
    press(window, Qt.Key.Key_F7)
    window.close()
    assert window.settings.granularity is Granularity.SENTENCES


def test_by_sentences_a_drag_takes_them_whole_and_a_label_leaves_the_stop_out(window: Window) -> None:
    window.session.set_granularity(Granularity.SENTENCES)
    start, _ = find(window, "امریکی عہدیدار نے دہشت گردی")
    view = window.article_view
    drag(view, start + 3, start + 8)
    selection = view.selection
    assert selection is not None
    assert view.text[selection[0] : selection[1]].startswith("امریکی عہدیدار")
    assert view.text[selection[0] : selection[1]].endswith("۔")
    press(window, Qt.Key.Key_3)
    assert texts(window)[0][0].endswith("کیا")


def test_by_sentences_a_key_labels_the_sentence_at_the_caret(window: Window) -> None:
    window.session.set_granularity(Granularity.SENTENCES)
    start, _ = find(window, "امریکی عہدیدار نے دہشت گردی")
    window.article_view.select(start + 3, start + 3)
    press(window, Qt.Key.Key_3)
    (made,) = texts(window)
    assert made[0].startswith("امریکی عہدیدار نے")
    assert "۔" not in made[0]


@pytest.mark.parametrize(("granularity", "made"), [(Granularity.WORDS, "کی"), (Granularity.CHARACTERS, "کی۔")])
def test_punctuation_at_the_edge_is_trimmed_except_by_characters(
    window: Window, granularity: Granularity, made: str
) -> None:
    window.session.set_granularity(granularity)
    start, end = find(window, "کی۔")
    window.article_view.select(start, end, exact=granularity is Granularity.CHARACTERS)
    press(window, Qt.Key.Key_1)
    assert texts(window) == [(made, "PERSON")]


def test_a_hidden_character_at_an_edge_is_warned_about(window: Window) -> None:
    assert window.article_view.text[352] == "\u00a0"
    window.session.set_granularity(Granularity.CHARACTERS)
    window.article_view.select(352, 356, exact=True)
    press(window, Qt.Key.Key_1)
    assert "hidden character" in window._status.text()
    assert "U+00A0" in window._status.text()


# --- from span to span --------------------------------------------------------------------------------------------


@pytest.fixture
def three(window: Window) -> list[Span]:
    """Spans of three words, the outer before the one inside it."""
    made = [make(window, "تحریک طالبان پاکستان", 2)]
    start, end = find(window, "تحریک طالبان پاکستان")
    span_commands.label(window.session, end - len("پاکستان"), end, window.session.labels[1])
    make(window, "تھامس ویسٹ", 0)
    window.session.select(None)
    window.article_view.select(0, 0)
    assert start > 0
    return [*window.session.spans, *made][:3]


def test_alt_left_goes_to_the_next_span_in_reading_order_and_alt_right_back(window: Window, three: list[Span]) -> None:
    seen = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        press(window, key, ALT)
        seen.append(words_of(window))
    outer, inner = "تحریک طالبان پاکستان", "پاکستان"
    assert seen == ["تھامس ویسٹ", outer, inner, inner, outer]
    assert len(three) == 3


def test_shift_extends_the_selection_to_the_next_span(window: Window, three: list[Span]) -> None:
    press(window, Qt.Key.Key_Left, ALT, SHIFT)
    assert window.article_view.selection == (0, three[0].end)


def test_ctrl_down_and_up_go_by_sentences(window: Window) -> None:
    view = window.article_view
    start, _ = find(window, "امریکی عہدیدار نے دہشت گردی")
    view.select(start + 5, start + 5)
    press(window, Qt.Key.Key_Up, CTRL)
    assert view.caret == start
    press(window, Qt.Key.Key_Down, CTRL)
    after = view.caret
    assert after > start
    press(window, Qt.Key.Key_Up, CTRL, SHIFT)
    assert view.selection == (start, after)


def test_unsure_and_sure_again_with_one_key(window: Window) -> None:
    make(window, "پاکستان", 1)
    seen = []
    for _ in range(2):
        press(window, Qt.Key.Key_U, CTRL)
        assert window.session.selected is not None
        seen.append(window.session.selected.confidence)
    assert seen == ["unsure", ""]
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.session.spans[0].confidence == "unsure"


# --- what a key would do ------------------------------------------------------------------------------------------


def test_the_word_that_a_key_would_label_is_tinted(window: Window) -> None:
    view = window.article_view
    press(window, Qt.Key.Key_End, CTRL)
    press(window, Qt.Key.Key_Home, CTRL)
    press(window, Qt.Key.Key_Left, CTRL)
    assert view.aim == (0, len("امریکہ"))
    tinted = view.grab().toImage()
    view._set_aim(None)
    assert tinted != view.grab().toImage()
    view.show_aim()
    press(window, Qt.Key.Key_2)
    assert texts(window) == [("امریکہ", "LOCATION")]
    assert view.aim is None


def test_a_key_with_the_caret_on_a_labelled_word_changes_its_label(window: Window) -> None:
    make(window, "پاکستان", 1)
    window.session.select(None)
    start, _ = find(window, "پاکستان")
    window.article_view.select(start + 2, start + 2)
    press(window, Qt.Key.Key_3)
    assert texts(window) == [("پاکستان", "ORGANIZATION")], "a second label is Ctrl+D's"


# --- the clipboard and the right mouse button -----------------------------------------------------------------------


def test_copy_takes_the_stored_text_with_its_no_break_space(window: Window) -> None:
    window.article_view.select(348, 357)
    press(window, Qt.Key.Key_C, CTRL)
    assert "\u00a0" in QApplication.clipboard().text()
    assert QApplication.clipboard().text() == window.article_view.text[348:357]


def test_the_right_button_selects_the_span_and_offers_what_can_be_done(window: Window) -> None:
    span = make(window, "پاکستان", 1)
    window.session.select(None)
    view = window.article_view
    place = point_of(view, span.start + 2)
    view.customContextMenuRequested.emit(place)
    (menu,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMenu) and widget.isVisible()]
    assert window.session.selected == span
    assert window.actions_["remove"] in menu.actions()
    QTest.keyClick(menu, Qt.Key.Key_Escape)


# --- all of it together -------------------------------------------------------------------------------------------

GESTURES: tuple[Callable[[Window], object], ...] = (
    lambda w: press(w, Qt.Key.Key_1),
    lambda w: press(w, Qt.Key.Key_2),
    lambda w: press(w, Qt.Key.Key_Left, CTRL),
    lambda w: press(w, Qt.Key.Key_Left, CTRL, SHIFT),
    lambda w: press(w, Qt.Key.Key_Left, ALT),
    lambda w: press(w, Qt.Key.Key_Right, ALT),
    lambda w: press(w, Qt.Key.Key_End, ALT),
    lambda w: press(w, Qt.Key.Key_End, CTRL, ALT, SHIFT),
    lambda w: press(w, Qt.Key.Key_Home, ALT),
    lambda w: press(w, Qt.Key.Key_U, CTRL),
    lambda w: press(w, Qt.Key.Key_Delete),
    lambda w: press(w, Qt.Key.Key_F7),
)


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(GESTURES), max_size=25))
def test_whatever_the_hand_did_undo_takes_it_all_back_and_redo_brings_it(
    window: Window, gestures: list[Callable[[Window], object]]
) -> None:
    session, stack = window.session, window.session.undo_stack
    while stack.canUndo():
        session.undo()
    assert session.spans == []
    for gesture in gestures:
        gesture(window)
        for span in session.spans:
            assert ceil_edge(window.article_view.text, span.start) == span.start
            assert ceil_edge(window.article_view.text, span.end) == span.end
    after = shape(session.spans)
    steps = 0
    while stack.canUndo():
        session.undo()
        steps += 1
    assert session.spans == []
    for _ in range(steps):
        session.redo()
    assert shape(session.spans) == after


def shape(found: list[Span]) -> list[tuple[str, int, int, int, str]]:
    return [(span.uid, span.start, span.end, span.label, span.confidence) for span in found]
