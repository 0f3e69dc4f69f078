"""The text of the view is the article's, whoever else writes into it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QTextCursor
from pytestqt.qtbot import QtBot

from tests.ui.conftest import find, label_words, point_of
from ui.article.text_view import as_shown
from ui.shell.window import Window


@pytest.mark.parametrize("way", ["insert", "delete", "replace"])
def test_text_that_comes_from_outside_goes_again_with_caret_and_spans_in_place(
    window: Window, qtbot: QtBot, way: str
) -> None:
    label_words(window)
    view = window.article_view
    start, end = find(window, "پاکستان")
    view.select(start, end)
    before = view.toPlainText()
    where = point_of(view, start)
    editing = QAccessible.queryAccessibleInterface(view).editableTextInterface()
    if way == "insert":
        editing.insertText(3, "اور کچھ\n")
    elif way == "delete":
        editing.deleteText(0, 20)
    else:
        editing.replaceText(2, 9, "xxxxxxx")
    qtbot.waitUntil(lambda: view.toPlainText() == before)
    assert view.selection == (start, end)
    assert point_of(view, start) == where
    assert [span for span in view.spans_under(where.toPointF()) if span.start == start]


def test_an_article_that_opens_meanwhile_is_not_written_over(several: Window, qtbot: QtBot) -> None:
    view = several.article_view
    cursor = QTextCursor(view.document())
    cursor.insertText("کچھ")
    several.actions_["next"].trigger()
    qtbot.wait(20)
    assert several.session.article is not None
    assert view.toPlainText() == as_shown(several.session.article.text)
