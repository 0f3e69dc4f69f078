"""The settings dialog and the shortcut sheet: what is changed counts at once, and what is shown is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcutEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.corpus import Label, Status
from tests.ui.conftest import find, texts
from ui import fonts, theme
from ui.dialogs.settings import SettingsDialog
from ui.dialogs.shortcuts import Shortcuts
from ui.gestures import articles, spans
from ui.settings import Settings
from ui.window import Window

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
OpenWindow = Callable[[Path], Window]


def settings_of(window: Window, page: str) -> SettingsDialog:
    """Open the settings by their key, at a page."""
    QTest.keyClick(window.article_view, Qt.Key.Key_Comma, CTRL)
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    names = [dialog.tabs.tabText(number) for number in range(dialog.tabs.count())]
    dialog.tabs.setCurrentIndex(names.index(page))
    return dialog


def choose_row(dialog: SettingsDialog, name: str) -> None:
    dialog.keys.filter.clear()
    QTest.keyClicks(dialog.keys.filter, name)
    place = dialog.keys.view.visualRect(dialog.keys.view.model().index(0, 0)).center()
    QTest.mouseClick(dialog.keys.view.viewport(), LEFT, NONE, place)


# --- keys -----------------------------------------------------------------------------------------------------------


def test_a_gesture_is_given_another_key_which_works_at_once_and_the_old_one_no_more(
    window: Window, open_window: OpenWindow
) -> None:
    spans.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    dialog = settings_of(window, "Keys")
    choose_row(dialog, "undo")
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_F9)
    assert dialog.keys.field.text() == "F9"
    assert dialog.keys.said.text() == "It is F9 now."
    dialog.close()
    window.activateWindow()
    QTest.keyClick(window.article_view, Qt.Key.Key_Z, CTRL)
    assert texts(window) == [("پاکستان", "LOCATION")]
    QTest.keyClick(window.article_view, Qt.Key.Key_F9)
    assert texts(window) == []
    path = window.session.project.path
    window.close()
    assert open_window(path).actions_["undo"].shortcut().toString() == "F9", "it is remembered"


def test_a_clash_is_refused_inline_with_the_others_name(window: Window) -> None:
    dialog = settings_of(window, "Keys")
    choose_row(dialog, "undo")
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_U, CTRL)
    sentence = "Ctrl+U is taken by Unsure, or sure again; choose another key or change that first."
    assert dialog.keys.said.text() == sentence
    assert window.keymap.keys("undo") == ("Ctrl+Z",)
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_Delete)
    assert "Del is taken by Remove" in dialog.keys.said.text(), "a key of the article alone clashes, too"
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_4)
    assert "4 is taken by the label DATE" in dialog.keys.said.text()


def test_a_key_is_added_taken_away_and_all_made_usual_again(window: Window) -> None:
    dialog = settings_of(window, "Keys")
    choose_row(dialog, "undo")
    keys = dialog.keys
    keys.besides.click()
    QTest.keyClick(keys.field, Qt.Key.Key_F9)
    assert window.keymap.keys("undo") == ("Ctrl+Z", "F9")
    QTest.mouseClick(keys.none, LEFT)
    assert window.actions_["undo"].shortcuts() == []
    assert keys.view.model().index(0, 2).data() == "–  (changed)"
    QTest.mouseClick(keys.reset, LEFT)
    assert window.keymap.keys("undo") == ("Ctrl+Z",)
    window.keymap.give("redo", ["F9"])
    QTest.mouseClick(keys.reset_all, LEFT)
    assert window.keymap.is_usual("redo")


def test_no_key_ever_means_two_things(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is given in whatever order, Qt never finds a shortcut ambiguous."""
    ambiguous: list[str] = []
    event_of = Window.event

    def watched(self: Window, event: object) -> bool:
        if isinstance(event, QShortcutEvent) and event.isAmbiguous():
            ambiguous.append(event.key().toString())
        return event_of(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(Window, "event", watched)
    window.keymap.give("remove", ["F9"])
    window.keymap.give("unsure", ["Del"])
    window.keymap.give("undo", ["Ctrl+U"])
    given = [key.toString() for action in window.actions_ for key in action.shortcuts()]
    assert len(given) == len(set(given))
    for key in (Qt.Key.Key_F9, Qt.Key.Key_Delete):
        QTest.keyClick(window.article_view, key)
    assert ambiguous == []


# --- appearance and annotator ---------------------------------------------------------------------------------------


@pytest.fixture
def as_before(qapp: QApplication) -> Iterator[None]:
    """The other tests find light text of the usual size."""
    yield
    fonts.use_naskh(qapp)
    theme.apply(qapp, theme.LIGHT)


@pytest.mark.usefixtures("as_before")
def test_appearance_changes_at_once_and_is_remembered(window: Window, qapp: QApplication, qtbot: QtBot) -> None:
    page = settings_of(window, "Appearance").appearance
    usual = window.label_bar.font().pointSizeF()
    QTest.keyClick(page.theme, Qt.Key.Key_End)
    QTest.keyClick(page.typeface, Qt.Key.Key_End)
    page.theme.activated.emit(page.theme.currentIndex())
    page.typeface.activated.emit(page.typeface.currentIndex())
    assert qapp.palette().window().color().name() == theme.DARK.window
    assert window.actions_["theme_dark"].isChecked()
    assert window.article_view.document().defaultFont().families()[0] == "Nishan Naskh"
    page.points.setValue(30)
    assert window.article_view.document().defaultFont().pointSize() == 30
    for _ in range(3):
        QTest.keyClick(page.interface, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.label_bar.font().pointSizeF() == pytest.approx(usual * 1.3))
    page.urdu_chips.click()
    again = Settings(window.settings.folder)
    assert (again.theme, again.typeface, again.points) == ("dark", "Nishan Naskh", 30)
    assert (again.interface_size, again.urdu_chips) == (130, True)


def test_another_name_is_another_layer_and_back(window: Window) -> None:
    spans.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    articles.set_status(window.session, Status.DONE)
    page = settings_of(window, "Annotator").annotator
    page.name.setEditText(" ali ")
    QTest.keyClick(page.name.lineEdit(), Qt.Key.Key_Return)
    assert window.session.annotator.name == window.settings.annotator == "ali"
    assert texts(window) == []
    assert window.article_list.model.row(0).status is Status.NEW
    assert not window.session.undo_stack.canUndo()
    spans.label(window.session, *find(window, "افغانستان"), window.session.labels[1])
    page.name.setCurrentIndex(page.name.findText("sana"))
    QTest.mouseClick(page.use, LEFT)
    assert texts(window) == [("پاکستان", "LOCATION")]
    page.name.setEditText("   ")
    QTest.mouseClick(page.use, LEFT)
    assert "needs a name" in page.said.text()
    assert window.session.annotator.name == "sana"


# --- the sheet ------------------------------------------------------------------------------------------------------


def sheet_of(window: Window, key: Qt.Key = Qt.Key.Key_F1) -> Shortcuts:
    QTest.keyClick(window.article_view, key)
    (sheet,) = window.findChildren(Shortcuts)
    assert sheet.isVisible()
    return sheet


def lines(sheet: Shortcuts) -> dict[str, str]:
    """What is shown: text -> keys."""
    shown = [row.line for group in sheet._shown for row in group._rows if row.isVisibleTo(sheet)]
    return {line.text: line.keys for line in shown}


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question, 0x061F])
def test_the_sheet_opens_by_f1_and_by_either_question_mark_and_closes_by_esc(window: Window, key: Qt.Key) -> None:
    sheet = sheet_of(window, Qt.Key(key))
    assert not sheet.isModal()
    QTest.keyClick(sheet.filter, Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_the_sheet_tells_what_is_true_now(window: Window) -> None:
    sheet = sheet_of(window)
    shown = lines(sheet)
    assert shown["PERSON"] == "1"
    assert shown["Undo"] == "Ctrl+Z"
    assert shown["Select exact characters"] == "Alt+drag"
    assert "About Nishan" not in shown, "it has no key"
    window.keymap.give("undo", ["F9"])
    window.session.project.add_label(Label("EVENT", "واقعہ", key="q"))
    window.session.refresh()
    assert lines(sheet)["Undo"] == "F9"
    assert lines(sheet)["EVENT"] == "q"


def test_the_sheet_is_searched_by_any_of_its_words(window: Window) -> None:
    sheet = sheet_of(window)
    QTest.keyClicks(sheet.filter, "alt+drag")
    assert lines(sheet) == {"Select exact characters": "Alt+drag"}
    sheet.filter.setText("شخص")
    assert lines(sheet) == {"PERSON": "1"}
    sheet.filter.setText("nothing of this kind")
    assert lines(sheet) == {}
    assert sheet._none.isVisible()


def test_a_question_mark_typed_in_a_text_field_is_text(window: Window) -> None:
    sheet = sheet_of(window)
    QTest.keyClicks(sheet.filter, "?")
    assert sheet.filter.text() == "?"
