"""The menus under the right button label, change and remove what is under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from models.base.entities import Label, Scope
from tests.ui.conftest import find, point_of, texts
from ui.session import label_commands, span_commands
from ui.shell.window import Window


def menu_over(widget: QAbstractScrollArea, place: QPoint) -> QMenu:
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.RightButton, pos=place)
    widget.customContextMenuRequested.emit(place)
    (menu,) = (each for each in widget.findChildren(QMenu) if each.isVisible() and each.parent() is widget)
    return menu


def entry(menu: QMenu, *names: str) -> None:
    """Choose an entry of the menu, or of the menus inside it."""
    for name in names[:-1]:
        inside = next(action.menu() for action in menu.actions() if action.text() == name)
        assert isinstance(inside, QMenu)
        menu = inside
    next(action for action in menu.actions() if name_of(action.text()) == names[-1]).trigger()


def name_of(text: str) -> str:
    return text.split(maxsplit=1)[0] if text else ""


def test_the_word_under_the_pointer_is_labelled_from_the_menu(window: Window) -> None:
    menu = menu_over(window.article_view, point_of(window.article_view, find(window, "پاکستان")[0] + 2))
    entry(menu, "&Label", "LOCATION")
    menu.close()
    assert texts(window) == [("پاکستان", "LOCATION")]


def test_a_span_under_the_pointer_is_relabelled_and_removed(window: Window) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[0])
    window.session.select(None)
    menu = menu_over(window.article_view, point_of(window.article_view, find(window, "پاکستان")[0] + 2))
    entry(menu, "&Label", "LOCATION")
    menu.close()
    assert texts(window) == [("پاکستان", "LOCATION")]
    menu = menu_over(window.article_view, point_of(window.article_view, find(window, "پاکستان")[0] + 2))
    entry(menu, "Re&move")
    menu.close()
    assert texts(window) == []


def test_the_menu_of_the_table_changes_the_span_of_the_row(window: Window) -> None:
    for words in ("پاکستان", "عباس"):
        span_commands.label(window.session, *find(window, words), window.session.labels[0])
    table = window.span_table
    QTest.qWait(80)
    menu = menu_over(table, table.visualRect(table.model().index(1, 0)).center())
    chosen = window.session.selected
    assert chosen is not None
    entry(menu, "&Label", "DATE")
    menu.close()
    assert [name for _, name in texts(window)].count("DATE") == 1
    assert window.session.selected is not None
    assert window.session.selected.uid == chosen.uid


def test_the_menu_of_the_table_is_for_all_chosen_rows(window: Window) -> None:
    for words in ("پاکستان", "عباس", "ملاقات"):
        span_commands.label(window.session, *find(window, words), window.session.labels[0])
    table, steps = window.span_table, window.session.undo_stack.index()
    QTest.qWait(80)
    rows = [table.visualRect(table.model().index(row, 0)).center() for row in range(2)]
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rows[0])
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, pos=rows[1])
    chosen = {span.uid for span in table.chosen()}
    menu = menu_over(table, rows[1])
    assert menu.actions()[0].text() == "2 spans"
    entry(menu, "&Label", "LOCATION")
    menu.close()
    labelled = {span.uid for span in window.session.spans if span.label == window.session.labels[1].id}
    assert (labelled, window.session.undo_stack.index()) == (chosen, steps + 1)
    QTest.qWait(80)
    menu = menu_over(table, rows[1])
    entry(menu, "Re&move")
    menu.close()
    assert [label for _, label in texts(window)] == ["PERSON"]
    assert window.session.undo_stack.index() == steps + 2


def test_the_article_is_labelled_as_a_whole_from_its_menu(window: Window) -> None:
    label = label_commands.create(window.session, Label("NEWS", scope=Scope.ARTICLE))
    assert label is not None
    assert window.session.article is not None
    menu = menu_over(window.article_view, QPoint(200, 200))
    entry(menu, "L&abel the article", "NEWS")
    menu.close()
    marks = window.session.project.article_labels(window.session.article.id, window.session.annotator.id)
    assert [mark.label for mark in marks] == [label.id]
