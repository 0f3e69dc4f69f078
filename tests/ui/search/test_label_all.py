"""Labelling all matches of a string at once: chosen in a list, in an article or the whole project, one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import find, texts
from ui.search.label_all_panel import LabelAllPanel
from ui.session import span_commands
from ui.shell.window import Window
from ui.widgets.tables.context_delegate import CONTEXT, Context

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
WORD = "پاکستان"


def panel_of(window: Window) -> LabelAllPanel:
    panel = window.label_all._panel
    assert panel is not None
    assert panel.isVisible()
    return panel


def ask(window: Window, qtbot: QtBot) -> LabelAllPanel:
    QTest.keyClick(window.article_view, KEY.Key_L, CTRL)
    panel = panel_of(window)
    qtbot.waitUntil(lambda: not panel._slices.at_work)
    return panel


def press(panel: LabelAllPanel, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(panel.view, key, modifiers)


@pytest.fixture
def begun(window: Window) -> Window:
    """The first پاکستان is a LOCATION, selected; the second an ORGANIZATION."""
    span_commands.label(window.session, *find(window, WORD, 1), window.session.labels[2])
    span_commands.label(window.session, *find(window, WORD), window.session.labels[1])
    return window


def test_enter_labels_every_free_match_as_one_step(begun: Window, qtbot: QtBot) -> None:
    assert begun.session.article is not None
    count = begun.session.article.text.count(WORD)
    panel = ask(begun, qtbot)
    assert panel.view.hasFocus()
    assert panel.label == begun.session.labels[1]
    assert panel.count.text().startswith(f"{count - 1} places, {count - 2} chosen")
    assert "1 more labelled" in panel.count.text()
    press(panel, KEY.Key_Return)
    assert not panel.isVisible()
    assert begun.article_view.hasFocus()
    assert begun.session.selected == begun.session.spans[0], "the hand has what it had"
    assert texts(begun).count((WORD, "LOCATION")) == count - 1
    assert f"labelled {count - 2} places" in begun._status.text()
    assert begun.session.spans[-1].origin == "repeat"
    QTest.keyClick(begun.article_view, KEY.Key_Z, CTRL)
    assert sorted(texts(begun)) == [(WORD, "LOCATION"), (WORD, "ORGANIZATION")]


def test_a_match_labelled_otherwise_has_a_chip_and_is_chosen_only_by_hand(begun: Window, qtbot: QtBot) -> None:
    panel = ask(begun, qtbot)
    context = panel.model.index(0, 0).data(CONTEXT)
    assert isinstance(context, Context)
    assert [text for text, _ in context.chips] == ["ORG"]
    assert context.match == WORD
    checked = [panel.model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) for row in range(2)]
    assert checked == [Qt.CheckState.Unchecked, Qt.CheckState.Checked]
    press(panel, KEY.Key_Space)
    press(panel, KEY.Key_Down)
    press(panel, KEY.Key_Space)
    assert [match in panel.model.chosen() for match in panel.model.rows[:3]] == [True, False, True]
    press(panel, KEY.Key_Return)
    start, _ = find(begun, WORD, 1)
    assert {begun.session.label_of(each).name for each in begun.session.spans if each.start == start} == {
        "LOCATION",
        "ORGANIZATION",
    }


def test_ctrl_a_chooses_all_then_none_and_nothing_chosen_labels_nothing(begun: Window, qtbot: QtBot) -> None:
    panel = ask(begun, qtbot)
    press(panel, KEY.Key_A, CTRL)
    assert len(panel.model.chosen()) == panel.model.chosen_count == len(panel.model.rows)
    press(panel, KEY.Key_A, CTRL)
    assert panel.model.chosen() == []
    press(panel, KEY.Key_Return)
    assert "no place is chosen" in begun._status.text()
    assert panel.isVisible()
    QTest.mouseClick(panel.all, Qt.MouseButton.LeftButton)
    assert panel.model.chosen_count == len(panel.model.rows)
    QTest.mouseClick(panel.none, Qt.MouseButton.LeftButton)
    assert panel.model.chosen_count == 0
    assert not panel.take.isEnabled()
    press(panel, KEY.Key_Escape)
    assert not panel.isVisible()
    assert len(texts(begun)) == 2


def test_a_row_shows_its_match_and_the_keyboard_stays_in_the_list(begun: Window, qtbot: QtBot) -> None:
    panel = ask(begun, qtbot)
    press(panel, KEY.Key_Down)
    assert begun.article_view.selection == find(begun, WORD, 2)
    assert panel.view.hasFocus()
    press(panel, KEY.Key_Escape)
    assert begun.session.selected is not None
    assert (begun.session.selected.start, begun.session.selected.end) == find(begun, WORD)


def test_words_without_a_label_get_the_one_whose_key_is_pressed(window: Window, qtbot: QtBot) -> None:
    window.article_view.select(*find(window, "افغانستان"))
    panel = ask(window, qtbot)
    before = panel.label
    assert before is None
    press(panel, KEY.Key_Return)
    assert "choose a label" in window._status.text()
    assert "press a label's key" in panel.count.text()
    press(panel, KEY.Key_2)
    assert "press a label's key" not in panel.count.text()
    assert panel.label == window.session.labels[1]
    press(panel, KEY.Key_Return)
    assert window.session.article is not None
    assert texts(window) == [("افغانستان", "LOCATION")] * window.session.article.text.count("افغانستان")


def test_a_word_at_the_caret_gets_its_usual_label(begun: Window, qtbot: QtBot) -> None:
    span_commands.label(begun.session, *find(begun, WORD, 2), begun.session.labels[2])
    start, _ = find(begun, WORD, 3)
    begun.session.select(None)
    begun.article_view.select(start, start)
    assert ask(begun, qtbot).label == begun.session.labels[2]


def test_another_label_finds_other_matches_labelled(begun: Window, qtbot: QtBot) -> None:
    panel = ask(begun, qtbot)
    press(panel, KEY.Key_3)
    assert panel.model.rows[0].start == find(begun, WORD)[0], "LOCATION is the other label now"
    assert not panel.model.is_chosen(panel.model.rows[0])
    assert panel.model.already == 1


def test_undo_while_the_list_is_open_is_seen_in_it(begun: Window, qtbot: QtBot) -> None:
    panel = ask(begun, qtbot)
    rows = len(panel.model.rows)
    QTest.keyClick(panel.view, KEY.Key_Z, CTRL)
    assert len(panel.model.rows) == rows + 1
    assert panel.model.already == 0


def test_matches_stand_one_under_the_other_with_chips_or_without(begun: Window, qtbot: QtBot) -> None:
    """The bold letters begin at the same place in each row."""
    panel = ask(begun, qtbot)
    # What stands around the match is fainter; how dark a thin stroke of the match comes out, the font's size decides.
    view, dark = panel.view, begun.palette().text().color().lightness() + 40
    view.setCurrentIndex(panel.model.index(3, 0))
    image = view.viewport().grab().toImage()

    def right_edge(row: int) -> int:
        place = view.visualRect(panel.model.index(row, 0))
        xs = range(place.right() - 40, place.left(), -1)
        return next(
            x for x in xs for y in range(place.top(), place.bottom()) if image.pixelColor(x, y).lightness() < dark
        )

    assert panel.model.rows[0].spans
    assert not panel.model.rows[1].spans
    assert abs(right_edge(0) - right_edge(1)) <= 1


def test_nothing_to_look_for_is_said(window: Window) -> None:
    window.session.open_article(None)
    QTest.keyClick(window.article_view, KEY.Key_L, CTRL)
    assert window._status.text() == "no article is open"
    assert window.label_all._panel is None


def test_f6_goes_through_the_list_too(begun: Window, qtbot: QtBot) -> None:
    panel = ask(begun, qtbot)
    for _ in range(3):
        QTest.keyClick(begun.focusWidget(), KEY.Key_F6)
        assert not panel.view.hasFocus()
    QTest.keyClick(begun.focusWidget(), KEY.Key_F6)
    assert panel.view.hasFocus()
