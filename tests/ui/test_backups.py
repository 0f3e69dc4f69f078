"""Backups as a person meets them: made beside the work, listed, restored."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QProgressDialog
from pytestqt.qtbot import QtBot

from models import backups, copying, restoring
from models.backup_list import Backup, Reason, backups_in, folder_of
from models.backups import uid_of
from models.errors import UserError
from tests.ui.conftest import Started, find, texts
from ui.dialogs.backups import BackupsDialog
from ui.flows.files import FileFlow
from ui.gestures import labels, spans
from ui.window import Window


def made(window: Window) -> list[Backup]:
    root = window.backups.keeper.root
    return backups_in(folder_of(root, uid_of(window.session.project.source())))


def back_up(window: Window, qtbot: QtBot, reason: str = "work") -> None:
    with qtbot.waitSignal(window.backups.keeper.ended):
        assert window.backups.keeper.start(reason)
    qtbot.waitUntil(lambda: not window.backups.keeper.at_work)


def label(window: Window, words: str, nth: int = 0) -> None:
    assert spans.label(window.session, *find(window, words, nth), window.session.labels[0])


def dialog_of(window: Window, qtbot: QtBot) -> BackupsDialog:
    window.actions_["backups"].trigger()
    dialog = window.findChildren(BackupsDialog)[-1]
    qtbot.waitUntil(lambda: not dialog._comparing.at_work)
    return dialog


def test_it_comes_by_itself_soon_after_opening_and_then_as_work_goes_on(window: Window, qtbot: QtBot) -> None:
    keeper = window.backups.keeper
    assert keeper.soon.isActive()
    assert keeper.work.interval() == 15 * 60_000
    keeper.soon.start(0)
    qtbot.waitUntil(lambda: len(made(window)) == 1)
    qtbot.waitUntil(lambda: not keeper.at_work)
    back_up(window, qtbot)
    assert [backup.reason for backup in made(window)] == [Reason.OPENING]  # nothing was done since
    label(window, "پاکستان")
    back_up(window, qtbot)
    assert [backup.reason for backup in made(window)] == [Reason.WORK, Reason.OPENING]


def test_labelling_goes_on_while_a_backup_is_made(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 1)
    keeper = window.backups.keeper
    assert keeper.start("work")
    slowest, rounds = 0.0, 0
    while keeper.at_work:
        began = time.perf_counter()
        label(window, "ا", rounds)
        QApplication.processEvents()
        slowest, rounds = max(slowest, time.perf_counter() - began), rounds + 1
    (backup,) = made(window)
    copy = sqlite3.connect(backup.path)
    count = copy.execute("SELECT count(*) FROM span").fetchone()[0]
    copy.close()
    print(f"{rounds} spans beside a backup, the slowest took {slowest * 1000:.1f} ms; it holds {count}")
    assert rounds > 3
    assert backup.is_sound


def test_closing_ends_a_backup_and_leaves_nothing_of_it(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 1)
    monkeypatch.setattr(copying, "NAP", 0.1)
    keeper, root = window.backups.keeper, window.backups.keeper.root
    assert keeper.start("work")
    qtbot.waitUntil(lambda: any(root.glob("*/.*")))
    window.close()
    assert not keeper.at_work
    assert not [*root.glob("*/*")]


def test_what_goes_wrong_is_told_once_and_labelling_goes_on(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "to_disk", full)
    for nth in range(3):
        label(window, "پاکستان", nth)
        back_up(window, qtbot)
    assert window.messages.waiting() == 1
    assert "no backup could be made (no space left on device)" in window.messages.text()
    assert len(texts(window)) == 3
    assert made(window) == []


def test_damage_is_told_and_the_backups_before_it_stay(window: Window, qtbot: QtBot) -> None:
    back_up(window, qtbot)
    conn = window.session.project.source().conn
    conn.execute("DROP TRIGGER article_text_is_sacred")
    conn.execute("UPDATE article SET text = text || 'x'")
    conn.commit()
    label(window, "پاکستان")
    back_up(window, qtbot)
    assert "the project is damaged" in window.messages.text()
    assert [backup.is_sound for backup in made(window)] == [False, True]


def test_an_import_is_backed_up_before(window: Window, qtbot: QtBot, articles: Path) -> None:
    with qtbot.waitSignal(FileFlow.import_paths(window.files, [articles]).finished):
        pass
    (backup,) = made(window)
    assert backup.reason is Reason.IMPORT
    assert backup.contents is not None
    assert backup.contents.articles == 1
    assert window.article_list.model.rowCount() == 4


def many_spans(window: Window) -> None:
    places = [(window.session.article.id, number, number + 1) for number in range(0, 120, 4)]  # type: ignore[union-attr]
    assert spans.label_many(window.session, places, window.session.labels[2])  # type: ignore[arg-type]


def test_deleting_a_label_of_many_spans_is_backed_up_before(window: Window) -> None:
    many_spans(window)
    count = len(texts(window))
    assert count > 20
    assert labels.delete(window.session, window.session.labels[2])
    assert texts(window) == []
    (backup,) = made(window)
    assert backup.reason is Reason.DELETE
    assert backup.contents is not None
    assert backup.contents.spans == count


def test_cancelling_that_backup_leaves_the_label(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    many_spans(window)
    count = len(texts(window))
    monkeypatch.setattr(copying, "PAGES", 1)
    monkeypatch.setattr(copying, "NAP", 0.1)
    QTimer.singleShot(200, lambda: window.findChildren(QProgressDialog)[-1].canceled.emit())  # noqa: PLW0108
    assert not labels.delete(window.session, window.session.labels[2])
    assert len(texts(window)) == count
    assert window.isEnabled()


# --- the dialog -------------------------------------------------------------------------------------------------


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
    window = app.window
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
        qtbot.waitUntil(lambda before=before: app.window is not None and app.window is not before)
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
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy.with_suffix("")), ""))
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

    monkeypatch.setattr(restoring, "put", fail)
    before = app.window
    press_restore(before, qtbot)
    qtbot.waitUntil(lambda: app.window is not None and app.window is not before)
    assert app.window.messages.text() == "the drive is gone."
    assert len(texts(app.window)) == 2
