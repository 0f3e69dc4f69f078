"""Done, and on to the next: the next one that is still to do, of the articles that are listed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.base.entities import Status
from ui.session import article_commands
from ui.shell.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(window: Window) -> int:
    assert window.session.article is not None
    return window.session.article.id


def mark(window: Window, article: int, status: Status) -> None:
    window.articles.open(article)  # type: ignore[arg-type]
    assert article_commands.set_status(window.session, status)


def go_on(window: Window, modifiers: Qt.KeyboardModifier = CTRL) -> int:
    QTest.keyClick(window.article_view, Qt.Key.Key_Return, modifiers)
    return opened(window)


@pytest.mark.parametrize("status", [Status.DONE, Status.SKIPPED])
@pytest.mark.parametrize("modifiers", [CTRL, CTRL | SHIFT])
def test_what_is_finished_is_passed_over(several: Window, status: Status, modifiers: Qt.KeyboardModifier) -> None:
    mark(several, 2, status)
    mark(several, 3, status)
    several.articles.open(1)  # type: ignore[arg-type]
    assert go_on(several, modifiers) == 4
    assert several._status.text() == "saved"


def test_what_was_left_before_comes_round_the_end_and_then_nothing_is_left(several: Window) -> None:
    several.articles.open(3)  # type: ignore[arg-type]
    assert [go_on(several) for _ in range(4)] == [4, 1, 2, 2]
    assert several._status.text() == "saved · no article is left to do"
    rows = several.session.project.article_rows(several.session.annotator.id)
    assert {row.status for row in rows} == {Status.DONE}
    assert go_on(several) == 2


def test_round_the_end_is_told(several: Window) -> None:
    several.articles.open(4)  # type: ignore[arg-type]
    assert go_on(several) == 1
    assert several._status.text() == "saved · round the end of the list"


def test_only_listed_articles_come(several: Window) -> None:
    several.article_list.filter.field.setFocus()
    several.article_list.filter.field.setText("لاہور")
    QTest.keyClick(several.article_list.filter.field, Qt.Key.Key_Return)
    assert several.article_list.model.listed() == {1, 2, 3}
    assert [go_on(several) for _ in range(3)] == [2, 3, 3]
    assert several._status.text() == "saved · of the articles shown none is left to do"


def test_article_that_leaves_the_filtered_list_is_followed_by_the_one_after_it(several: Window) -> None:
    status = several.article_list.filter.status
    status.setCurrentIndex(status.findData(Status.NEW))
    several.articles.open(2)  # type: ignore[arg-type]
    assert [go_on(several) for _ in range(3)] == [3, 4, 1]


def test_message_of_one_article_is_not_said_in_another(several: Window) -> None:
    QTest.keyClick(several.article_view, Qt.Key.Key_1)
    QTest.keyClick(several.article_view, Qt.Key.Key_Z, CTRL)
    assert several._status.text().startswith("saved · undid: ")
    several.articles.open(2)  # type: ignore[arg-type]
    assert several._status.text() == "saved"
    QTest.keyClick(several.article_view, Qt.Key.Key_Z, CTRL | SHIFT)
    assert opened(several) == 1, "where it was done"
    assert several._status.text().startswith("saved · did again: ")


def test_message_that_says_nothing_of_saving_goes_with_its_article(several: Window) -> None:
    several.session.status_message.emit("nothing is suggested here")
    several.articles.open(2)  # type: ignore[arg-type]
    assert not several._status.text()
