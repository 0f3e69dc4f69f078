"""The command palette and the label chooser, driven by keys and mouse."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.corpus import Label
from models.importing import import_files
from models.project import Project
from models.seeds import seed_labels
from tests.ui.conftest import find, texts
from ui.dialogs.label_chooser import LabelChooser
from ui.dialogs.palette import Palette
from ui.gestures import spans
from ui.window import Window

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
OpenWindow = Callable[[Path], Window]


def palette(window: Window, typed: str = "") -> Palette:
    """Open the palette by its key and type."""
    QTest.keyClick(window.article_view, Qt.Key.Key_K, CTRL)
    (popup,) = window.findChildren(Palette)
    assert popup.isVisible()
    assert popup.field.hasFocus()
    type_in(popup, typed)
    return popup


def type_in(popup: Palette | LabelChooser, typed: str) -> None:
    for sign in typed:
        QTest.keyClicks(popup.field, sign) if sign.isascii() else popup.field.insert(sign)


def rows(popup: Palette | LabelChooser) -> list[str]:
    return [choice.text for choice in popup.rows.choices]


def chooser(window: Window, key: Qt.Key = Qt.Key.Key_Space, held: Qt.KeyboardModifier = NONE) -> LabelChooser:
    QTest.keyClick(window.article_view, key, held)
    (popup,) = window.findChildren(LabelChooser)
    assert popup.isVisible()
    return popup


def test_a_few_letters_and_enter_do_it_and_the_article_has_the_keyboard_again(window: Window) -> None:
    popup = palette(window, "nask")
    assert rows(popup)[0] == "Naskh"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isHidden()
    assert window.article_view.hasFocus()
    assert window.settings.typeface == "Nishan Naskh"


def test_every_action_that_can_be_done_now_is_there_with_its_menu_and_key_and_no_other(window: Window) -> None:
    popup = palette(window)
    sides = {choice.id: choice.side for choice in popup.rows.choices}
    expected = {f"action:{a.objectName()}" for a in window.actions_ if a.isEnabled()}
    assert sides.keys() == expected - {"action:palette"}
    assert "action:undo" not in sides, "there is nothing to undo"
    assert sides["action:export"].split() == ["File", "Ctrl+E"]


def test_what_was_chosen_comes_first_next_time(window: Window) -> None:
    popup = palette(window, "skip")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    popup = palette(window)
    assert rows(popup)[0] == "Skip, and on to the next"
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert window.settings.recent_choices == ("action:skip",)


def test_arrows_and_tab_go_down_and_up_and_esc_changes_nothing(window: Window) -> None:
    popup = palette(window, "theme")
    popup.field.clear()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(popup.field, key)
    assert popup.view.currentIndex().row() == 2
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert popup.isHidden()
    assert window.article_view.hasFocus()
    assert window.settings.recent_choices == ()


def test_a_label_is_given_by_name_and_an_article_opened_by_words_of_its_title(window: Window, articles: Path) -> None:
    window.article_view.select(*find(window, "پاکستان"))
    popup = palette(window, "label loc")
    assert rows(popup)[0] == "Label with LOCATION"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert texts(window) == [("پاکستان", "LOCATION")]
    import_files(window.session.project, [articles])
    window.session.refresh()
    popup = palette(window, "عمران لاہو")
    (row,) = rows(popup)
    assert row.startswith("عمران خان")
    place = popup.view.visualRect(popup.rows.index(0, 0)).center()
    QTest.mouseClick(popup.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.article is not None
    assert window.session.article.title == row


def test_label_alone_lists_the_labels(window: Window) -> None:
    assert [row for row in rows(palette(window, "label")) if row.startswith("Label with")][:2] == [
        "Label with PERSON",
        "Label with LOCATION",
    ]


def test_what_nobody_is_called_is_said(window: Window) -> None:
    popup = palette(window, "zqx")
    assert popup.rows.rowCount() == 0
    assert "zqx" in popup._empty.text()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible(), "there is nothing to take"


def test_a_click_elsewhere_closes_it(window: Window) -> None:
    popup = palette(window)
    QTest.mouseClick(window.article_view.viewport(), Qt.MouseButton.LeftButton)
    assert popup.isHidden()
    assert window.article_view.hasFocus()


def test_titles_are_found_by_match_key_and_signs_do_no_harm(tmp_path: Path) -> None:
    from models.titles import find_titles

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text("كراچي میں بارش", encoding="utf-8")
    (folder / "2.txt").write_text('لاہور "میں" بارش', encoding="utf-8")
    with Project.create(tmp_path / "t.nishan", seed_labels()) as project:
        import_files(project, [folder])
        assert [title for _, title in find_titles(project, "کراچی")] == ["كراچي میں بارش"]
        assert len(find_titles(project, "بار می")) == 2
        assert len(find_titles(project, "بارش", limit=1)) == 1
        for typed in ('"', "* AND (", "title:", "\0", "", "۔", "لا OR"):
            assert len(find_titles(project, typed)) <= 1


def test_each_letter_typed_is_quick_among_many_articles(window: Window) -> None:
    project = window.session.project
    with project.transaction():
        project.write_many(
            "INSERT INTO article (uid, source, title, text, sha256, length, imported_at) VALUES (?,'',?,'',x'',0,'')",
            [(f"u{number}", f"خبر {number}") for number in range(20_000)],
        )
        project.write_many(
            "INSERT INTO article_fts (rowid, title, text) VALUES (?,?,'')",
            [(row["id"], row["title"]) for row in project.query("SELECT id, title FROM article WHERE text = ''")],
        )
    popup = palette(window)
    type_in(popup, "خ")
    begin = time.perf_counter()
    type_in(popup, "بر 1")
    assert time.perf_counter() - begin < 1.0
    assert len(rows(popup)) >= 50


# --- the label chooser ----------------------------------------------------------------------------------------------


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
    spans.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
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
    assert popup.rows.choices[popup.view.currentIndex().row()].text == "KIND_19"
    type_in(popup, "kind 7")
    assert rows(popup)[0] == "KIND_7"
