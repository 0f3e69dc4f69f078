"""A project without articles or labels explains what comes next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from models.project import Project
from models.seeds import seed_labels
from ui.window import Window

OpenWindow = Callable[[Path], Window]


@pytest.fixture
def empty(open_window: OpenWindow, tmp_path: Path) -> Window:
    path = tmp_path / "خالی.nishan"
    Project.create(path).close()
    return open_window(path)


def test_empty_project_offers_the_import_and_goes_away_with_it(
    empty: Window, articles: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert empty.next_step.isVisible()
    assert empty.next_step.geometry() == empty.article_view.geometry()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(articles / "1.txt")], ""))
    empty.article_view.setFocus()
    QTest.keyClick(empty.article_view, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is empty.next_step.buttons[0]
    QTest.keyClick(focused, Qt.Key.Key_Space)
    qtbot.waitUntil(empty.isEnabled, timeout=10_000)
    assert not empty.next_step.isVisible()


def test_project_with_an_article_shows_it_and_nothing_else(window: Window) -> None:
    assert not window.next_step.isVisible()


def bar_texts(window: Window) -> str:
    return " ".join(str(child.property("text")) for child in window.label_bar.findChildren(QWidget))


def test_empty_label_set_says_how_to_make_the_first(empty: Window, qtbot: QtBot) -> None:
    assert "No labels yet" in bar_texts(empty)
    action = empty.label_bar.actions()[1]
    with qtbot.waitSignal(empty.label_bar.first_asked):
        empty.label_bar.widgetForAction(action).click()
    empty.session.project.add_label(seed_labels()[0])
    empty.session.refresh()
    assert "No labels yet" not in bar_texts(empty)
