"""The list of backups, and restoring one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from models.backups import restoring
from models.backups.listing import Reason
from models.base.errors import UserError
from tests.ui.backed import back_up, dialog_of, label, made, window_of
from tests.ui.conftest import Started, choose_files, texts
from ui.shell.window import Window


def test_the_list_tells_when_why_and_what_and_the_differences(window: Window, qtbot: QtBot) -> None:
    label(window, "پاکستان")
    back_up(window, qtbot)
    label(window, "امریکہ")
    dialog = dialog_of(window, qtbot)
    row = dialog.list.topLevelItem(0)
    assert row is not None
    cells = [row.text(column) for column in range(6)]
    assert cells[0].startswith("today ")
    assert cells[1:5] == ["while working", "1", "1", "7"]
    assert "added: 1 span" in dialog.differences.text()
    first = dialog.named.topLevelItem(0)
    assert first is not None
    assert "امریکہ" in first.text(1)
    assert dialog.named.header().length() <= dialog.named.viewport().width()  # a long title begins where it is seen
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_backup_can_be_made_by_hand(window: Window, qtbot: QtBot) -> None:
    dialog = dialog_of(window, qtbot)
    assert "There are no backups" in dialog.told.text()
    assert not dialog.copy.isEnabled()
    dialog.now.click()
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
    qtbot.waitUntil(lambda: "as it was in this backup" in dialog.differences.text())
    dialog.close()


Answer = Callable[[Any], None]


def opened(started: Started, qtbot: QtBot) -> Any:
    """The program with the sample: a span, a backup, another span."""
    app = started()
    app.start(None)
    window = window_of(app)
    qtbot.waitUntil(window.isActiveWindow)
    label(window, "پاکستان")
    back_up(window, qtbot)
    label(window, "امریکہ")
    return app


def press_restore(window: Window, qtbot: QtBot) -> None:
    dialog = dialog_of(window, qtbot)
    dialog.over.click()
    (asked,) = dialog.findChildren(QMessageBox)
    QTest.keyClick(asked, Qt.Key.Key_Return)


def test_restoring_over_the_project_can_be_undone_by_restoring(started: Started, qtbot: QtBot) -> None:
    app = opened(started, qtbot)
    path = app.window.session.project.path
    for expected in (["پاکستان"], ["پاکستان", "امریکہ"]):
        before = app.window
        assert before is not None
        press_restore(before, qtbot)

        def is_another(before: Window = before) -> bool:
            return app.window is not None and app.window is not before

        qtbot.waitUntil(is_another)
        qtbot.waitUntil(app.window.isVisible)
        assert app.window.session.project.path == path
        assert sorted(words for words, _ in texts(app.window)) == sorted(expected)
        assert "The backup is restored" in app.window.messages.text()
        assert made(app.window)[0].reason is Reason.RESTORE
        assert not [found for found in path.parent.iterdir() if found.suffix == ".tmp"]


def test_restoring_as_a_copy_opens_it_and_leaves_the_project(
    started: Started, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(started, qtbot)
    path, copy = app.window.session.project.path, tmp_path / "نقل.nishan"
    choose_files(monkeypatch, copy.with_suffix(""))
    dialog_of(app.window, qtbot).copy.click()
    qtbot.waitUntil(lambda: app.window.session.project.path == copy)
    assert [words for words, _ in texts(app.window)] == ["پاکستان"]
    app.attempt(path)
    assert len(texts(app.window)) == 2


def test_a_restore_that_fails_leaves_the_project_as_it_was(
    started: Started, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(started, qtbot)

    def fail(*_: object, **__: object) -> None:
        raise UserError("the drive is gone.")

    monkeypatch.setattr(restoring, "replace_project", fail)
    before = app.window
    press_restore(before, qtbot)
    qtbot.waitUntil(lambda: app.window is not None and app.window is not before)
    assert app.window.messages.text() == "the drive is gone."
    assert len(texts(app.window)) == 2
