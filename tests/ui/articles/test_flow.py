"""Articles are renamed, removed, restored, pasted, sorted and chosen together, by keys and menus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from models.base.entities import Label, Scope, Status
from models.history.history import history
from models.project.facts import removed_articles
from models.project.order import Order
from tests.ui.conftest import SEVERAL, OpenWindow, find
from ui.articles.details_dialog import ArticleDetailsDialog
from ui.articles.paste_dialog import PasteDialog
from ui.session import article_commands, label_commands, span_commands
from ui.shell.window import Window
from ui.widgets.parts import PlainLabel

CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


def listed(window: Window) -> list[str]:
    """The beginnings of the titles in the list, in its order."""
    model = window.article_list.model
    return [model.row(row).title.split("،")[0].split()[0].rstrip("۔") for row in range(model.rowCount())]


def choose(window: Window, *rows: int) -> None:
    """Click the first row, and the others with Ctrl."""
    view = window.article_list.view
    for number, row in enumerate(rows):
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CONTROL if number else NONE, place)


def opened(window: Window, kind: type[QWidget]) -> QWidget:
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    for _ in range(200):
        focus = QApplication.focusWidget()
        if focus is not None and focus.window() is found[0]:
            break
        QTest.qWait(10)
    return found[0]


def press_return(dialog: QWidget, field: QWidget) -> None:
    QTest.keyClick(field, Qt.Key.Key_Return)
    for _ in range(100):
        if not isValid(dialog) or not dialog.isVisible():
            return
        QTest.qWait(20)
    raise AssertionError(dialog.findChildren(PlainLabel)[-1].text())


def answer(window: Window, name: str) -> None:
    box = opened(window, QMessageBox)
    (button,) = (each for each in box.findChildren(QPushButton) if each.text() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def title(window: Window) -> str:
    assert window.session.article is not None
    return window.session.article.title


def test_delete_in_the_list_removes_an_article_without_work_at_once_and_undo_brings_it_back(several: Window) -> None:
    choose(several, 1)
    QTest.keyClick(several.article_list.view, Qt.Key.Key_Delete)
    assert listed(several) == ["لاہور", "کراچی", "اسلام"]
    assert title(several) == SEVERAL[2]
    several.actions_["undo"].trigger()
    assert listed(several) == ["لاہور", "سلیمکو", "کراچی", "اسلام"]
    assert title(several) == SEVERAL[1]
    several.actions_["redo"].trigger()
    assert listed(several) == ["لاہور", "کراچی", "اسلام"]
    assert title(several) == SEVERAL[2]


def test_an_article_with_work_is_asked_about_and_cancel_keeps_it(several: Window, qtbot: QtBot) -> None:
    span_commands.label(several.session, *find(several, "لاہور"), several.session.labels[1])
    several.actions_["remove_article"].trigger()
    box = opened(several, QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "holds work: 1 span" in box.text()
    answer(several, "Cancel")
    assert len(listed(several)) == 4
    several.actions_["remove_article"].trigger()
    answer(several, "&Remove")
    assert len(listed(several)) == 3
    assert history(several.session.project, next(iter(removed_articles(several.session.project))))[0].who == "sana"


def test_removed_articles_are_listed_looked_at_and_restored(several: Window) -> None:
    gone = several.article_list.model.rows[2]
    article_commands.remove(several.session, (gone,))
    assert not several.actions_["restore_article"].isEnabled()
    several.actions_["removed"].trigger()
    assert listed(several) == ["کراچی"]
    choose(several, 0)
    assert title(several) == SEVERAL[2]
    assert not span_commands.label(several.session, 0, 5, several.session.labels[1])
    assert several.session.spans == []
    assert several.actions_["restore_article"].isEnabled()
    several.actions_["restore_article"].trigger()
    assert len(listed(several)) == 4  # nothing is left to restore
    assert not several.actions_["removed"].isChecked()
    assert span_commands.label(several.session, 0, 5, several.session.labels[1])


def test_every_article_can_be_removed_and_all_of_them_come_back(several: Window) -> None:
    article_commands.remove(several.session, several.article_list.model.rows)
    assert several.session.article is None
    assert listed(several) == []
    assert several.next_step.isVisible()
    several.actions_["undo"].trigger()
    assert len(listed(several)) == 4


def test_back_passes_over_articles_that_are_removed(several: Window) -> None:
    for row in (0, 1, 2):
        choose(several, row)
    article_commands.remove(several.session, (several.article_list.model.rows[1],))
    several.actions_["back"].trigger()
    assert title(several) == SEVERAL[0]


def test_f2_renames_the_chosen_article_and_its_text_stays(several: Window) -> None:
    several.article_list.view.setFocus()
    QTest.keyClick(several.article_list.view, Qt.Key.Key_F2)
    dialog = opened(several, ArticleDetailsDialog)
    assert isinstance(dialog, ArticleDetailsDialog)
    assert dialog.title.hasFocus()
    dialog.title.setText("نیا نام")
    press_return(dialog, dialog.title)
    assert title(several) == "نیا نام"
    assert several.session.article is not None
    assert several.session.article.text == SEVERAL[0]
    assert several.article_list.model.row(0).title == "نیا نام"
    several.actions_["undo"].trigger()
    assert title(several) == SEVERAL[0]


def test_metadata_is_shown_changed_added_and_taken_away(several: Window) -> None:
    session, first = several.session, several.article_list.model.rows[0]
    article_commands.describe(session, first, "t", {"url": "https://x", "pages": 3, "old": "x"})
    several.actions_["details"].trigger()
    dialog = opened(several, ArticleDetailsDialog)
    assert isinstance(dialog, ArticleDetailsDialog)
    for row, text in ((0, "https://y"), (1, "[1, 2]")):
        item = dialog.table.item(row, 1)
        assert item is not None
        item.setText(text)
    dialog.table.setCurrentCell(2, 0)
    dialog.take.click()
    dialog.add.click()
    for column, text in enumerate(("مصنف", "زینب")):
        item = dialog.table.item(2, column)
        assert item is not None
        item.setText(text)
    item = dialog.table.item(1, 1)
    assert item is not None
    item.setText("[1, ")
    dialog.accept()
    assert "pages is no text" in dialog.trouble.text().replace("\u2068", "").replace("\u2069", "")
    item.setText("[1, 2]")
    dialog.accept()
    assert session.project.article(first).meta == {"url": "https://y", "pages": [1, 2], "مصنف": "زینب"}


@pytest.mark.parametrize("copied", ["خبر\u00a0پشاور\u2028سے\nدوسری سطر", "ایک"])
def test_ctrl_v_outside_fields_makes_a_copied_text_an_article_to_the_letter(several: Window, copied: str) -> None:
    QApplication.clipboard().setText(copied)
    QTest.keyClick(several.article_view, Qt.Key.Key_V, CONTROL)
    dialog = opened(several, PasteDialog)
    assert isinstance(dialog, PasteDialog)
    assert dialog.text.cursorRect().x() > dialog.text.width() / 2  # its lines begin at the right
    dialog.title.setText("میرا عنوان")
    press_return(dialog, dialog.title)
    assert several.session.article is not None
    assert (title(several), several.session.article.text) == ("میرا عنوان", copied)
    assert listed(several)[-1] == "میرا"
    several.actions_["undo"].trigger()
    assert len(listed(several)) == 4


def test_ctrl_v_in_a_field_pastes_into_the_field(several: Window) -> None:
    QApplication.clipboard().setText("کراچی")
    field = several.article_list.filter.field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)
    assert field.text() == "کراچی"
    assert not [each for each in several.findChildren(PasteDialog) if each.isVisible()]


def test_what_is_no_article_and_what_is_there_already_is_told_and_kept(several: Window) -> None:
    for copied, told in (("  \n", "is empty"), (SEVERAL[0], "is in the project already")):
        QApplication.clipboard().setText(copied)
        several.actions_["paste_article"].trigger()
        dialog = opened(several, PasteDialog)
        assert isinstance(dialog, PasteDialog)
        dialog.accept()
        assert told in dialog.trouble.text()
        dialog.reject()
        QApplication.processEvents()
    assert len(listed(several)) == 4


def test_a_pasted_text_that_was_removed_comes_back(several: Window) -> None:
    first = several.article_list.model.rows[0]
    article_commands.remove(several.session, (first,))
    assert article_commands.paste(several.session, "", SEVERAL[0]) == first
    assert len(listed(several)) == 4


def test_the_list_is_sorted_from_its_button_and_stays_so_after_a_start(
    several: Window, open_window: OpenWindow
) -> None:
    menu = several.articles.sort_menu
    QTest.mouseClick(several.article_list.filter.sort, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    menu.close()
    menu.orders[Order.LENGTH].trigger()
    assert listed(several) == ["اسلام", "کراچی", "سلیمکو", "لاہور"]
    assert several.article_list.view.currentIndex().row() == 3  # the open one, as before
    several.actions_["previous"].trigger()
    assert title(several) == SEVERAL[1]
    menu.turned.trigger()
    assert listed(several) == ["لاہور", "سلیمکو", "کراچی", "اسلام"]
    path = several.session.project.path
    several.close()
    assert listed(open_window(path)) == ["لاہور", "سلیمکو", "کراچی", "اسلام"]


def test_an_order_by_work_follows_when_the_article_is_left(several: Window) -> None:
    several.articles.sort_menu.orders[Order.SPANS].trigger()
    several.articles.sort_menu.turned.trigger()
    choose(several, 2)
    name = listed(several)[2]
    span_commands.label(several.session, 0, 5, several.session.labels[1])
    assert listed(several)[2] == name
    several.actions_["next"].trigger()
    assert listed(several)[0] == name


def test_a_sorted_list_can_be_narrowed_and_grows_in_its_order(several: Window) -> None:
    several.articles.sort_menu.orders[Order.LENGTH].trigger()
    several.article_list.filter.field.setFocus()
    several.article_list.filter.field.setText("لاہور")
    QTest.keyClick(several.article_list.filter.field, Qt.Key.Key_Return)
    assert listed(several) == ["کراچی", "سلیمکو", "لاہور"]
    several.article_list.filter.clear()
    article_commands.paste(several.session, "", "چھوٹا")
    assert listed(several)[0] == "چھوٹا"


def test_several_are_chosen_and_marked_labelled_and_removed_as_one_step(several: Window) -> None:
    label = label_commands.create(several.session, Label("NEWS", scope=Scope.ARTICLE))
    assert label is not None
    choose(several, 0, 2)
    assert title(several) == SEVERAL[0]  # choosing opens nothing
    rows = several.article_list.model.rows
    assert several.article_list.chosen_articles() == [rows[0], rows[2]]
    several.actions_["done_next"].trigger()
    me = several.session.annotator.id
    assert [row.status for row in several.session.project.article_rows(me)][::2] == [Status.DONE, Status.DONE]
    steps = several.session.undo_stack.count()
    article_commands.label_all(several.session, [rows[0], rows[2]], label, on=True)
    assert [len(several.session.project.article_labels(row, me)) for row in rows] == [1, 0, 1, 0]
    several.actions_["remove_article"].trigger()
    answer(several, "&Remove")
    assert listed(several) == ["سلیمکو", "اسلام"]
    assert several.session.undo_stack.count() == steps + 2
    several.actions_["undo"].trigger()
    assert len(listed(several)) == 4


def test_the_menu_of_the_list_has_what_applies(several: Window) -> None:
    label_commands.create(several.session, Label("NEWS", scope=Scope.ARTICLE))
    choose(several, 0, 1)
    several.articles._show_menu(QPoint(5, 5))
    (menu,) = (each for each in several.article_list.view.findChildren(QMenu) if each.isVisible() and each.actions())
    texts = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert texts["&Rename…"] is False
    assert texts["Remo&ve…"] is True
    assert "&Label as a whole" in texts
    menu.close()


def test_a_removed_article_is_restored_from_its_history(several: Window) -> None:
    span_commands.label(several.session, *find(several, "لاہور"), several.session.labels[1])
    first = several.article_list.model.rows[0]
    article_commands.remove(several.session, (first,))
    several.actions_["removed"].trigger()
    assert several.article_list._progress.text() == "1 removed article"
    choose(several, 0)
    several.actions_["history"].trigger()
    dialog = several.history.dialog
    assert dialog is not None
    assert dialog.restore_article.isVisible()
    assert dialog.model.rows[0].what == "removed the article"
    QTest.mouseClick(dialog.restore_article, Qt.MouseButton.LeftButton)
    assert not dialog.restore_article.isVisible()
    assert not removed_articles(several.session.project)
    assert [span.label for span in several.session.spans] == [several.session.labels[1].id]
    dialog.close()


def test_a_removed_article_is_left_when_those_are_no_longer_listed(several: Window) -> None:
    article_commands.remove(several.session, (several.article_list.model.rows[1],))
    several.actions_["removed"].trigger()
    choose(several, 0)
    assert title(several) == SEVERAL[1]
    several.article_list.show_all.click()
    assert title(several) != SEVERAL[1]


def test_who_goes_on_in_the_text_works_on_the_open_article_alone(several: Window) -> None:
    choose(several, 0, 2)
    QTest.keyClick(several.article_view, Qt.Key.Key_Left)
    assert several.article_list.chosen_articles() == [several.article_list.model.rows[0]]
    several.actions_["done_next"].trigger()
    me = several.session.annotator.id
    assert [row.status for row in several.session.project.article_rows(me)].count(Status.DONE) == 1


def test_an_open_article_that_is_not_listed_is_the_chosen_one(several: Window) -> None:
    choose(several, 1)
    field = several.article_list.filter.field
    field.setFocus()
    field.setText("آباد")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert listed(several) == ["اسلام"]
    assert several.session.article is not None
    assert several.article_list.chosen_articles() == [several.session.article.id]
