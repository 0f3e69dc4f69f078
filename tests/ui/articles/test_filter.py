"""The list of articles, narrowed by words, status, label and annotator, and followed through."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.entities import Status
from models.project.project import Project
from tests.ui.conftest import OpenWindow
from ui.session import span_commands
from ui.shell.window import Window

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def listed(window: Window) -> list[int]:
    model = window.article_list.model
    return [model.row(place).id for place in range(model.rowCount())]


def only(window: Window, status: Status) -> None:
    box = window.article_list.filter.status
    box.setCurrentIndex(box.findData(status))


def open_id(window: Window) -> int:
    assert window.session.article is not None
    return window.session.article.id


def progress(window: Window) -> str:
    return window.article_list._progress.text()


def test_words_narrow_the_list_and_show_all_widens_it(several: Window, qtbot: QtBot) -> None:
    field = several.article_list.filter.field
    field.setText("کراچی")
    qtbot.waitUntil(lambda: listed(several) == [1, 3])
    assert progress(several) == "2 of 4 articles · 0 done"
    QTest.mouseClick(several.article_list.show_all, Qt.MouseButton.LeftButton)
    assert listed(several) == [1, 2, 3, 4]
    assert field.text() == ""
    assert progress(several) == "0 of 4 articles done"


def test_done_and_next_goes_through_the_narrowed_list_though_the_finished_leave_it(
    several: Window, qtbot: QtBot
) -> None:
    only(several, Status.NEW)
    QTest.keyClick(several.article_view, KEY.Key_Return, CTRL)
    assert open_id(several) == 2
    assert listed(several) == [2, 3, 4]
    QTest.keyClick(several.article_view, KEY.Key_Return, CTRL | SHIFT)
    assert (open_id(several), listed(several)) == (3, [3, 4])
    assert several.article_list.view.currentIndex().row() == 0
    QTest.qWait(60)  # what waits must open nothing else
    assert open_id(several) == 3
    assert progress(several) == "2 of 4 articles · 0 done"


def test_an_article_stays_listed_while_one_works_in_it(several: Window, qtbot: QtBot) -> None:
    only(several, Status.NEW)
    span_commands.label(several.session, 0, 5, several.session.labels[1])
    QTest.qWait(60)
    assert listed(several) == [1, 2, 3, 4]
    QTest.keyClick(several.article_view, KEY.Key_Down, ALT)
    assert (open_id(several), listed(several)) == (2, [2, 3, 4])


def test_undo_brings_the_finished_back_into_the_list(several: Window, qtbot: QtBot) -> None:
    only(several, Status.NEW)
    QTest.keyClick(several.article_view, KEY.Key_Return, CTRL)
    QTest.keyClick(several.article_view, KEY.Key_Z, CTRL)
    assert open_id(several) == 1
    qtbot.waitUntil(lambda: listed(several) == [1, 2, 3, 4])
    assert several.article_list.view.currentIndex().row() == 0


def test_next_and_previous_find_their_way_from_an_article_that_is_not_listed(several: Window, qtbot: QtBot) -> None:
    several.article_list.filter.field.setText("کراچی")
    qtbot.waitUntil(lambda: listed(several) == [1, 3])
    several.articles.open(several.session.project.article_rows(several.session.annotator.id)[1].id)
    assert not several.article_list.view.currentIndex().isValid()
    QTest.keyClick(several.article_view, KEY.Key_Down, ALT)
    assert open_id(several) == 3
    QTest.keyClick(several.article_view, KEY.Key_Backspace, CTRL)
    assert open_id(several) == 2
    QTest.keyClick(several.article_view, KEY.Key_Up, ALT)
    assert open_id(several) == 1
    QTest.keyClick(several.article_view, KEY.Key_Up, ALT)
    assert "first of the articles shown" in several._status.text()


def test_label_and_annotator_narrow(several: Window, qtbot: QtBot) -> None:
    span_commands.label(several.session, 0, 5, several.session.labels[1])
    narrowing = several.article_list.filter
    QTest.mouseClick(narrowing.more, Qt.MouseButton.LeftButton)
    assert narrowing.label.isVisible()
    narrowing.label.setCurrentIndex(narrowing.label.findData(several.session.labels[1].id))
    assert listed(several) == [1]
    narrowing.clear()
    narrowing.by.setCurrentIndex(narrowing.by.findData(several.session.annotator.id))
    assert listed(several) == [1]


def test_rows_are_read_when_they_are_shown(several: Window) -> None:
    model = several.article_list.model
    model.read()
    assert model._known == {}
    assert model.row(3).id == 4


def test_a_long_list_comes_in_pieces_and_the_next_article_is_known_before(
    several: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.project.filters.AT_ONCE", 1)
    only(several, Status.NEW)
    assert listed(several) == [1]
    QTest.keyClick(several.article_view, KEY.Key_Return, CTRL)
    assert open_id(several) == 2
    assert listed(several) == [2, 3, 4]
    several.article_list.filter.clear()
    only(several, Status.NEW)
    qtbot.waitUntil(lambda: listed(several) == [2, 3, 4])


def test_the_pane_says_which_filters_are_on_though_their_boxes_are_folded(several: Window, qtbot: QtBot) -> None:
    pane = several.article_list
    assert not pane.narrowing.isVisible()
    assert not pane.show_all.isVisible()
    filter_ = pane.filter
    filter_.field.setText("لاہور")
    filter_.status.setCurrentIndex(filter_.status.findText("New"))
    filter_.label.setCurrentIndex(0)
    filter_.more.setChecked(False)
    qtbot.waitUntil(pane.narrowing.isVisible)
    said = pane.narrowing.text()
    assert "لاہور" in said
    assert "new" in said
    assert "labelled" not in said
    assert pane._progress.text() == "3 of 4 articles · 0 done"
    QTest.mouseClick(pane.show_all, Qt.MouseButton.LeftButton)
    assert not pane.narrowing.isVisible()
    assert pane.model.rowCount() == 4


def test_an_empty_list_says_why_and_offers_all_again(several: Window, qtbot: QtBot) -> None:
    pane = several.article_list
    pane.filter.label.setCurrentIndex(1)
    qtbot.waitUntil(pane.nothing.isVisible)
    name = several.session.labels[0].name
    assert name in pane.nothing.text()
    assert "4 articles" in pane.nothing.text()
    assert pane.show_all.isVisible()
    pane.show_all.click()
    assert not pane.nothing.isVisible()
    pane.filter.field.setText("nowhere")
    qtbot.waitUntil(pane.nothing.isVisible)
    QTest.keyClick(pane.filter.field, Qt.Key.Key_Escape)
    assert not pane.nothing.isVisible()


def test_a_project_without_articles_speaks_of_no_filter(open_window: OpenWindow, tmp_path: Path) -> None:
    Project.create(tmp_path / "empty.nishan").close()
    pane = open_window(tmp_path / "empty.nishan").article_list
    assert not pane.nothing.isVisible()
    assert not pane.narrowing.isVisible()
