"""The label chooser: any label by a few letters, beside the words that get it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.base.entities import Label
from models.project.project import Project
from tests.ui.conftest import find, texts
from tests.ui.shell.test_command_palette import rows, type_in
from ui.labels.chooser import LabelChooser
from ui.session import span_commands
from ui.shell.window import Window

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
OpenWindow = Callable[[Path], Window]


def chooser(window: Window, key: Qt.Key = Qt.Key.Key_Space, held: Qt.KeyboardModifier = NONE) -> LabelChooser:
    QTest.keyClick(window.article_view, key, held)
    (popup,) = window.findChildren(LabelChooser)
    assert popup.isVisible()
    return popup


@pytest.mark.parametrize("typed", ["org", "ادار", "3", "ORGANIZATION", "orgz"])
def test_a_label_is_found_by_name_urdu_name_short_name_or_key(window: Window, typed: str) -> None:
    window.article_view.select(*find(window, "پاکستان"))
    popup = chooser(window)
    assert len(rows(popup)) == 7
    type_in(popup, typed)
    assert rows(popup)[0] == "ORGANIZATION"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert texts(window) == [("پاکستان", "ORGANIZATION")]
    assert window.article_view.hasFocus()


def test_arabic_letters_find_urdu_names(window: Window) -> None:
    popup = chooser(window)
    type_in(popup, "تاريخ")
    assert rows(popup) == ["DATE"]


def test_the_chooser_labels_the_word_at_the_caret_or_gives_the_selected_span_another_label(window: Window) -> None:
    start, _ = find(window, "افغانستان")
    window.article_view.select(start + 2, start + 2)
    for typed, label in (("loc", "LOCATION"), ("org", "ORGANIZATION")):
        popup = chooser(window)
        type_in(popup, typed)
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
        assert texts(window) == [("افغانستان", label)]


def test_the_chooser_lies_within_the_window_wherever_the_caret_is(window: Window) -> None:
    assert window.session.article is not None
    for place in (0, len(window.session.article.text)):
        window.article_view.select(place, place)
        popup = chooser(window)
        assert window.rect().contains(popup.geometry())
        QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert texts(window) == []


def test_ctrl_d_makes_the_span_twice_with_another_label_and_never_offers_its_own(window: Window) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    popup = chooser(window, Qt.Key.Key_D, CTRL)
    assert "LOCATION" not in rows(popup)
    type_in(popup, "org")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert sorted(texts(window)) == [("پاکستان", "LOCATION"), ("پاکستان", "ORGANIZATION")]


def test_twenty_labels_are_all_reached(open_window: OpenWindow, project_file: Path) -> None:
    with Project.open(project_file) as project:
        for number in range(20):
            project.add_label(Label(f"KIND_{number}"))
    window = open_window(project_file)
    popup = chooser(window)
    for _ in range(30):
        QTest.keyClick(popup.field, Qt.Key.Key_Down)
    assert popup.model.rows[popup.view.currentIndex().row()].text == "KIND_19"
    type_in(popup, "kind 7")
    assert rows(popup)[0] == "KIND_7"
