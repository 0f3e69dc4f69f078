"""A project that cannot be opened any more, and its backups."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.backups.listing import Reason, all_backups
from tests.models.helpers import ROOT
from tests.ui.backed import back_up, changed_since_backup, dialog_of, label, made, window_of
from tests.ui.conftest import Started, texts
from ui.backups.dialog import BackupsDialog
from ui.shell.app import App


def broken(started: Started, qtbot: QtBot) -> tuple[App, Path]:
    """The program with no project open, and one with a backup that is cut short."""
    app, window = changed_since_backup(started, qtbot)
    path = window.session.project.path
    app.close_project()
    path.write_bytes(path.read_bytes()[:20_000])
    return app, path


def dialog_over(parent: QWidget) -> BackupsDialog:
    (dialog,) = parent.findChildren(BackupsDialog)
    return dialog


def test_a_damaged_project_offers_its_backups_and_is_kept_beside(started: Started, qtbot: QtBot) -> None:
    app, path = broken(started, qtbot)
    left = path.read_bytes()
    app.attempt(path)
    assert app.welcome is not None
    assert "damaged" in app.welcome.messages.text()
    dialog = dialog_over(app.welcome)
    assert dialog.list.topLevelItemCount() == 1
    assert not dialog.now.isVisible()
    dialog.over.click()
    QTest.keyClick(dialog.findChildren(QMessageBox)[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.window is not None)
    assert [words for words, _ in texts(window_of(app))] == ["پاکستان"]
    (aside,) = [found for found in path.parent.glob("*.nishan") if found != path]
    assert aside.read_bytes() == left
    assert "The damaged file is kept as" in window_of(app).messages.text()


def test_a_damaged_project_without_backups_only_says_so(started: Started, qtbot: QtBot, tmp_path: Path) -> None:
    app, path = broken(started, qtbot)
    other = tmp_path / "other.nishan"
    other.write_bytes(path.read_bytes())
    app.attempt(other)
    assert app.welcome is not None
    assert "damaged" in app.welcome.messages.text()
    assert not app.welcome.findChildren(BackupsDialog)


def test_the_welcome_page_lists_the_backups_of_all_projects(started: Started, qtbot: QtBot) -> None:
    app, path = broken(started, qtbot)
    assert app.welcome is not None
    (button,) = [found for found in app.welcome.findChildren(QPushButton) if "backup" in found.text()]
    button.click()
    dialog = dialog_over(app.welcome)
    row = dialog.list.topLevelItem(0)
    assert row is not None
    assert path.stem in row.text(0)
    assert not dialog.over.isVisible()
    dialog.close()


def test_a_project_of_an_older_version_is_backed_up_before_it_is_changed(started: Started, tmp_path: Path) -> None:
    path = tmp_path / "old.nishan"
    shutil.copy(ROOT / "tests" / "data" / "project_v1.nishan", path)
    before = path.read_bytes()
    app = started()
    app.attempt(path)
    (backup,) = all_backups(window_of(app).backups.scheduler.root)
    assert backup.reason is Reason.MIGRATION
    assert backup.is_sound
    copy = backup.path.read_bytes()
    assert (copy[60:64], len(copy)) == (before[60:64], len(before))


def test_without_such_a_backup_it_is_left_as_it_is(started: Started, tmp_path: Path) -> None:
    path = tmp_path / "old.nishan"
    shutil.copy(ROOT / "tests" / "data" / "project_v1.nishan", path)
    before = path.read_bytes()
    app = started()
    (app.settings.folder / "backups").write_text("no folder")
    app.attempt(path)
    assert app.welcome is not None
    assert "there must be a backup before it is brought up to date" in app.welcome.messages.text()
    assert path.read_bytes()[60:64] == before[60:64]


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
    qtbot.waitUntil(lambda: window.pending.dialog is not None)
    asked = window.pending.dialog
    assert asked is not None
    assert "was moved, replaced or removed" in " ".join(label.text() for label in asked.findChildren(QLabel))
    asked.reject()
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
