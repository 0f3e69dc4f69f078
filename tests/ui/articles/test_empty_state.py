"""A project without articles or labels explains what comes next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import accept_import, choose_files
from ui.labels.first_labels_menu import FirstLabelsMenu
from ui.shell.window import Window

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
    choose_files(monkeypatch, articles / "1.txt")
    empty.article_view.setFocus()
    QTest.keyClick(empty.article_view, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is empty.next_step.buttons[0]
    QTest.keyClick(focused, Qt.Key.Key_Space)
    accept_import(empty, qtbot)
    qtbot.waitUntil(empty.isEnabled, timeout=10_000)
    assert not empty.next_step.isVisible()


def test_project_with_an_article_shows_it_and_nothing_else(window: Window) -> None:
    assert not window.next_step.isVisible()


def bar_texts(window: Window) -> str:
    return " ".join(str(child.property("text")) for child in window.label_bar.findChildren(QWidget))


def test_empty_label_set_offers_templates_and_one_undo_takes_them_back(empty: Window, qtbot: QtBot) -> None:
    assert "No labels yet" in bar_texts(empty)
    button = empty.label_bar.widgetForAction(empty.label_bar.actions()[1])
    assert isinstance(button, QAbstractButton)
    button.click()
    (menu,) = empty.findChildren(FirstLabelsMenu)
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert [label.name for label in empty.session.labels] == [label.name for label in seed_labels()]
    assert "No labels yet" not in bar_texts(empty)
    QTest.keyClick(empty, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert empty.session.labels == ()
    assert "No labels yet" in bar_texts(empty)


def test_first_labels_from_a_bad_file_are_refused_in_a_sentence(
    empty: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "لیبل.toml"
    path.write_text("[[label]]", encoding="utf-8")
    choose_files(monkeypatch, path)
    empty.labels.show_first_labels()
    (menu,) = empty.findChildren(FirstLabelsMenu)
    menu.close()
    next(action for action in menu.actions() if "labels.toml" in action.text()).trigger()
    assert "لیبل.toml, label 1: a label needs a name" in empty.messages.text()
    assert empty.session.labels == ()
