"""Labelling all matches of a string in the whole project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import OpenWindow
from tests.ui.search.test_label_all import CTRL, KEY, WORD, ask, press
from ui.session import span_commands
from ui.shell.window import Window


@pytest.fixture
def three(tmp_path: Path, open_window: OpenWindow) -> Window:
    """Three articles with پاکستان in them, one without."""
    files = []
    for number, text in enumerate(("پاکستان اور پاکستان", "پاکستانی", "لاہور، پاکستان", "کل پاكستان میں")):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(text)
    with Project.create(tmp_path / "p.nishan", seed_labels()) as project:
        import_files(project, files)
    window = open_window(tmp_path / "p.nishan")
    window.session.open_article(window.article_list.model.row(0).id)
    span_commands.label(window.session, 0, 7, window.session.labels[1])
    return window


def test_the_whole_project_is_labelled_and_undone_at_once(three: Window, qtbot: QtBot) -> None:
    panel = ask(three, qtbot)
    assert panel.count.text().startswith("1 place, 1 chosen")
    QTest.keyClick(panel.view, KEY.Key_J, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: panel.everywhere.isChecked() and panel.view.hasFocus())
    qtbot.waitUntil(lambda: not panel._slices.at_work)
    assert panel.count.text().startswith("3 places in 3 articles, 3 chosen")
    assert [match.text for match in panel.model.rows] == [WORD, WORD, "پاكستان"]
    here = three.session.article
    press(panel, KEY.Key_Down)
    assert three.session.article is here, "the hand stays in its article"
    press(panel, KEY.Key_Return)
    project, me = three.session.project, three.session.annotator.id
    rows = three.session.project.article_rows(me)
    assert [row.spans for row in rows] == [2, 0, 1, 1]
    assert "3 places in 3 articles" in three._status.text()
    QTest.keyClick(three.article_view, KEY.Key_Z, CTRL)
    assert [row.spans for row in project.article_rows(me)] == [1, 0, 0, 0]


def test_a_double_click_opens_the_article_of_a_row(three: Window, qtbot: QtBot) -> None:
    panel = ask(three, qtbot)
    panel.everywhere.setChecked(True)
    qtbot.waitUntil(lambda: not panel._slices.at_work)
    place = panel.view.visualRect(panel.model.index(1, 0)).center()
    for act in (QTest.mouseClick, QTest.mouseDClick):
        act(panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert three.session.article is not None
    assert three.session.article.id == panel.model.rows[1].article
    assert three.article_view.selection == (7, 14)
    assert panel.view.hasFocus()


def test_what_was_labelled_everywhere_is_there_after_reopening(
    three: Window, qtbot: QtBot, open_window: OpenWindow
) -> None:
    panel = ask(three, qtbot)
    panel.everywhere.setChecked(True)
    qtbot.waitUntil(lambda: not panel._slices.at_work)
    press(panel, KEY.Key_Return)
    path = three.session.project.path
    three.close()
    again = open_window(path)
    assert [row.spans for row in again.session.project.article_rows(again.session.annotator.id)] == [2, 0, 1, 1]
