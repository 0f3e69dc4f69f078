"""The label chooser: any label by a few letters, beside the words that get it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.base.entities import Label, Scope
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


def test_a_name_that_no_label_has_makes_one_and_labels_the_words_in_one_step(window: Window) -> None:
    window.article_view.select(*find(window, "پاکستان"))
    popup = chooser(window)
    type_in(popup, "شخصیت")
    assert [row.split()[0] for row in rows(popup)] == ["New", "New"]
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert texts(window) == [("پاکستان", "شخصیت")]
    made = window.session.labels[-1]
    assert (made.name, made.short, made.key) == ("شخصیت", "ش خ ت", "8")
    assert made.color not in {label.color for label in window.session.labels[:-1]}
    assert window.article_view.hasFocus()
    window.session.undo()
    assert texts(window) == []
    assert len(window.session.labels) == 7
    window.session.redo()
    assert texts(window) == [("پاکستان", "شخصیت")]


def test_a_new_label_relabels_the_selected_span_and_duplicates_it(window: Window) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    for key, held, name in ((Qt.Key.Key_Space, NONE, "PLACE"), (Qt.Key.Key_D, CTRL, "REGION")):
        popup = chooser(window, key, held)
        type_in(popup, name)
        row = next(at for at, row in enumerate(popup.model.rows) if row.text.startswith("New"))
        for _ in range(row):
            QTest.keyClick(popup.field, Qt.Key.Key_Down)
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert sorted(texts(window)) == [("پاکستان", "PLACE"), ("پاکستان", "REGION")]
    assert [label.short for label in window.session.labels[-2:]] == ["PLC", "RGN"]


def test_a_new_label_for_the_article_is_put_on_it(window: Window) -> None:
    popup = chooser(window)
    type_in(popup, "zzz")
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    (made,) = window.session.article_choices
    assert (made.name, made.scope) == ("zzz", Scope.ARTICLE)
    assert window.article_labels.chips[made.id].isChecked()
    assert texts(window) == []


@pytest.mark.parametrize("typed", ["PERSON", "person", "شخص", "3"])
def test_no_new_label_is_offered_under_a_name_that_is_there(window: Window, typed: str) -> None:
    popup = chooser(window)
    type_in(popup, typed)
    assert not [row for row in rows(popup) if row.startswith("New")]


def test_kinds_of_labels_stand_under_headings_that_cannot_be_chosen(
    open_window: OpenWindow, project_file: Path
) -> None:
    with Project.open(project_file) as project:
        project.add_label(Label("checked", scope=Scope.ARTICLE))
        for name in ("sport", "politics"):
            project.add_label(Label(name, scope=Scope.ARTICLE, choice="Topic"))
    popup = chooser(open_window(project_file))
    headings = [row.text for row in popup.model.rows if row.heading]
    assert headings == ["For the words", "For the article", "Topic: one for the article"]
    met = set[str]()
    for _ in range(len(rows(popup))):
        met.add(popup.model.rows[popup.view.currentIndex().row()].text)
        QTest.keyClick(popup.field, Qt.Key.Key_Down)
    assert met == set(rows(popup)) - set(headings)
    type_in(popup, "sport")
    assert popup.model.rows[popup.view.currentIndex().row()].text == "sport"
