"""Restoring over the open project where something has changed meanwhile: nothing is lost by it."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.backed import back_up, changed_since_backup, dialog_of, label, made, window_of
from tests.ui.conftest import Started, texts
from ui.backups.dialog import BackupsDialog


def restore(dialog: BackupsDialog, row: int) -> None:
    item = dialog.list.topLevelItem(row)
    assert item is not None
    dialog.list.setCurrentItem(item)
    dialog.over.click()
    QTest.keyClick(dialog.findChildren(QMessageBox)[0], Qt.Key.Key_Return)


def test_the_oldest_backup_of_a_long_day_is_not_crowded_out_by_the_one_that_is_made_first(
    started: Started, qtbot: QtBot
) -> None:
    app = started()
    app.start(None)
    window = window_of(app)
    for nth in range(10):
        label(window, "میں", nth)
        back_up(window, qtbot)
    assert len(made(window)) == 10
    restore(dialog_of(window, qtbot), 9)
    qtbot.waitUntil(lambda: app.window not in (window, None))
    assert [words for words, _ in texts(window_of(app))] == ["میں"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
def test_another_file_that_has_the_projects_name_by_now_is_not_restored_over(started: Started, qtbot: QtBot) -> None:
    app, window = changed_since_backup(started, qtbot)
    path = window.session.project.path
    moved = path.rename(path.with_name("moved.nishan"))
    path.write_bytes(b"of another computer")
    window.session._seconds = 0.0
    restore(dialog_of(window, qtbot), 0)
    qtbot.waitUntil(lambda: "was moved, replaced or removed" in window.messages.text())
    assert app.window is window
    assert path.read_bytes() == b"of another computer"
    assert not [*path.parent.glob(".*")]
    moved.replace(path)


def test_a_project_that_cannot_be_closed_stays_as_it_is(
    started: Started, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, window = changed_since_backup(started, qtbot)
    with monkeypatch.context() as waiting:
        dialog = dialog_of(window, qtbot)
        answers = [True, False]
        for asked, name in ((window.pending, "may_leave"), (window.backups, "_may_leave")):
            waiting.setattr(asked, name, lambda _: answers.pop(0))
        restore(dialog, 0)
        qtbot.waitUntil(lambda: not answers)
    assert app.window is window
    assert window.isVisible()
    assert len(texts(window)) == 2
    label(window, "افغانستان")
    assert window.session.outcome == "saved"
    assert not [*window.session.project.path.parent.glob(".*")]
