"""Searching all articles of a project, under the article."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.entities import ArticleId
from tests.ui.conftest import SEVERAL
from ui.search import results
from ui.search.results import ResultsPanel
from ui.session import article_commands
from ui.shell.window import Window

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def searched(window: Window, qtbot: QtBot, words: str) -> ResultsPanel:
    QTest.keyClick(window.article_view, KEY.Key_F, CTRL | SHIFT)
    panel = window.search.results
    assert panel.isVisible()
    assert panel.field.hasFocus()
    panel.field.setText(words)
    qtbot.waitUntil(lambda: not panel._later.isActive() and not panel._slices.at_work)
    return panel


def test_all_matches_are_listed_and_counted(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "لاہور")
    assert [(match.article, match.start) for match in panel.model.rows] == [(1, 0), (2, 7), (3, 7)]
    assert panel.count.text() == "3 places in 3 articles"
    panel.whole.setChecked(True)
    qtbot.waitUntil(lambda: panel.count.text() == "2 places in 2 articles")


def test_enter_opens_the_article_with_the_match_selected(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "کراچی")
    QTest.keyClick(panel.field, KEY.Key_Down)
    QTest.keyClick(panel.field, KEY.Key_Return)
    assert several.session.article is not None
    assert several.session.article.text == SEVERAL[2]
    assert several.article_view.selection == (0, 5)
    assert several.article_view.hasFocus()
    assert several.article_list.view.currentIndex().row() == 2


def test_a_click_shows_the_match_and_the_list_keeps_the_keyboard(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "لاہور")
    place = panel.view.visualRect(panel.model.index(1, 0)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert several.session.article is not None
    assert several.session.article.id == 2
    assert several.article_view.selection == (7, 12)
    assert panel.view.hasFocus()
    QTest.keyClick(panel.view, KEY.Key_Return)
    assert several.article_view.hasFocus()


def test_esc_closes_and_gives_the_keyboard_back(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "لاہور")
    QTest.keyClick(panel.view, KEY.Key_Escape)
    assert panel.isHidden()
    assert several.article_view.hasFocus()


@pytest.mark.parametrize(("most", "said"), [(2, "2 places in 2 articles and more"), (3, "3 places in 3 articles")])
def test_more_are_announced_only_where_there_are_more(
    several: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, most: int, said: str
) -> None:
    monkeypatch.setattr(results, "_MOST", most)
    panel = searched(several, qtbot, "لاہور")
    assert panel.count.text() == said
    assert len(panel.model.rows) == most


def test_a_new_search_gives_the_one_before_up(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "لاہور")
    panel.field.setText("نہیں ہے یہ")
    panel.search()
    panel.field.setText("آباد")
    qtbot.waitUntil(lambda: panel.count.text() == "1 place in 1 article")
    assert [match.article for match in panel.model.rows] == [4]


def test_a_search_stops_when_the_project_closes(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "لاہور")
    panel._slices.start(iter([[]] * 10_000_000), lambda _: None, panel._add)
    several.close()
    assert not panel._slices.at_work


def test_back_leads_to_the_article_before(several: Window, qtbot: QtBot) -> None:
    searched(several, qtbot, "آباد")
    QTest.keyClick(several.search.results.field, KEY.Key_Return)
    QTest.keyClick(several.article_view, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert several.session.article is not None
    assert several.session.article.id == 4
    QTest.keyClick(several.article_view, KEY.Key_Backspace, CTRL)
    assert several.session.article.id == 1
    QTest.keyClick(several.article_view, KEY.Key_Backspace, CTRL)
    assert several.session.article.id == 1
    assert "before this one" in several._status.text()


def test_an_open_search_follows_articles_that_go_and_come_back(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "لاہور")
    QTest.keyClick(panel.field, KEY.Key_Down)
    QTest.keyClick(panel.field, KEY.Key_Down)
    article_commands.remove(several.session, [ArticleId(2)])
    qtbot.waitUntil(lambda: [match.article for match in panel.model.rows] == [1, 3])
    assert panel.count.text() == "2 places in 2 articles"
    assert panel.model.rows[panel.view.currentIndex().row()].article == 3, "who was there stays there"
    several.session.undo()
    qtbot.waitUntil(lambda: [match.article for match in panel.model.rows] == [1, 2, 3])
    article_commands.describe(several.session, several.session.project.article(ArticleId(1)).id, "اور", {})
    qtbot.waitUntil(lambda: panel.model.rows[0].title == "اور")


def test_a_search_that_is_closed_shows_no_removed_article_when_it_is_opened_again(
    several: Window, qtbot: QtBot
) -> None:
    panel = searched(several, qtbot, "لاہور")
    panel.close_up()
    article_commands.remove(several.session, [ArticleId(2)])
    several.actions_["search"].trigger()
    qtbot.waitUntil(lambda: [match.article for match in panel.model.rows] == [1, 3])


def test_removing_an_article_opens_no_search_and_takes_no_keyboard(several: Window, qtbot: QtBot) -> None:
    panel = searched(several, qtbot, "لاہور")
    several.article_view.setFocus()
    article_commands.remove(several.session, [ArticleId(3)])
    qtbot.waitUntil(lambda: len(panel.model.rows) == 2)
    assert several.article_view.hasFocus()
    assert several.session.article is not None
    assert several.session.article.id == 1
