"""The command palette, driven by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import find, texts
from ui.labels.chooser import LabelChooser
from ui.shell.command_palette import CommandPalette
from ui.shell.window import Window

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
OpenWindow = Callable[[Path], Window]


def palette(window: Window, typed: str = "") -> CommandPalette:
    """Open the palette by its key and type."""
    QTest.keyClick(window.article_view, Qt.Key.Key_K, CTRL)
    (popup,) = window.findChildren(CommandPalette)
    assert popup.isVisible()
    assert popup.field.hasFocus()
    type_in(popup, typed)
    return popup


def type_in(popup: CommandPalette | LabelChooser, typed: str) -> None:
    for sign in typed:
        QTest.keyClicks(popup.field, sign) if sign.isascii() else popup.field.insert(sign)


def rows(popup: CommandPalette | LabelChooser) -> list[str]:
    return [choice.text for choice in popup.model.rows]


def test_a_few_letters_and_enter_do_it_and_the_article_has_the_keyboard_again(window: Window) -> None:
    popup = palette(window, "nask")
    assert rows(popup)[0] == "Naskh"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isHidden()
    assert window.article_view.hasFocus()
    assert window.settings.typeface == "Nishan Naskh"


def test_every_action_that_can_be_done_now_is_there_with_its_menu_and_key_and_no_other(window: Window) -> None:
    popup = palette(window)
    sides = {choice.id: choice.side for choice in popup.model.rows}
    expected = {f"action:{a.objectName()}" for a in window.actions_.values() if a.isEnabled()}
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
    place = popup.view.visualRect(popup.model.index(0, 0)).center()
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
    assert popup.model.rowCount() == 0
    assert "zqx" in popup._empty.text()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible(), "there is nothing to take"


def test_a_click_elsewhere_closes_it(window: Window) -> None:
    popup = palette(window)
    QTest.mouseClick(window.article_view.viewport(), Qt.MouseButton.LeftButton)
    assert popup.isHidden()
    assert window.article_view.hasFocus()


def test_titles_are_found_by_match_key_and_signs_do_no_harm(tmp_path: Path) -> None:
    from models.project.titles import find_titles

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text("كراچي میں بارش", encoding="utf-8")
    (folder / "2.txt").write_text('لاہور "میں" بارش', encoding="utf-8")
    with Project.create(tmp_path / "t.nishan", seed_labels()) as project:
        import_files(project, [folder])
        for typed in ("کراچی", "كراچي", "کرا"):
            assert [title for _, title in find_titles(project, typed)] == ["كراچي میں بارش"]
        assert len(find_titles(project, "بار می")) == 2
        assert len(find_titles(project, "بارش", limit=1)) == 1
        for typed in ('"', "* AND (", "title:", "\0", "", "۔", "لا OR"):
            assert len(find_titles(project, typed)) <= 1


def test_letters_typed_among_many_articles_find_them(window: Window) -> None:
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
    type_in(popup, "بر 1")
    assert len(rows(popup)) >= 50
