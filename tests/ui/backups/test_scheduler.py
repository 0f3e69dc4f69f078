"""Backups as a person meets them: made beside the work, before what is large, told when they fail."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog
from pytestqt.qtbot import QtBot

from models.backups import backing_up
from models.backups.listing import Reason
from models.storage import page_copy
from tests.ui.backed import back_up, label, made
from tests.ui.conftest import texts
from ui.importing.flow import ImportFlow
from ui.labels.delete_dialog import DeleteLabelDialog
from ui.labels.editor import LabelEditor
from ui.session import label_commands, span_commands
from ui.shell.window import Window


def test_it_comes_by_itself_soon_after_opening_and_then_as_work_goes_on(window: Window, qtbot: QtBot) -> None:
    keeper = window.backups.scheduler
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
    monkeypatch.setattr(page_copy, "PAGES", 1)
    keeper = window.backups.scheduler
    assert keeper.start("work")
    assert window.session.article is not None
    slowest, rounds, letters = 0.0, 0, window.session.article.text.count("ا")
    while keeper.at_work:
        began = time.perf_counter()
        if rounds < letters:  # on a busy machine the article may be at its end before the backup is
            label(window, "ا", rounds)
            rounds += 1
        QApplication.processEvents()
        slowest = max(slowest, time.perf_counter() - began)
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
    monkeypatch.setattr(page_copy, "PAGES", 1)
    monkeypatch.setattr(page_copy, "NAP", 0.1)
    keeper, root = window.backups.scheduler, window.backups.scheduler.root
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

    noted: list[str] = []
    window.backups.scheduler.noted.connect(noted.append)
    monkeypatch.setattr(backing_up, "sync_file", full)
    for nth in range(3):
        label(window, "پاکستان", nth)
        back_up(window, qtbot)
    assert (len(noted), window.messages.waiting()) == (1, 1)
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
    with qtbot.waitSignal(ImportFlow.import_paths(window.importing, [articles]).finished):
        pass
    (backup,) = made(window)
    assert backup.reason is Reason.IMPORT
    assert backup.contents is not None
    assert backup.contents.articles == 1
    assert window.article_list.model.rowCount() == 4


def many_spans(window: Window) -> None:
    assert window.session.article is not None
    places = [(window.session.article.id, number, number + 1) for number in range(0, 120, 4)]
    assert span_commands.label_many(window.session, places, window.session.labels[2])


def test_deleting_a_label_of_many_spans_is_backed_up_before(window: Window) -> None:
    many_spans(window)
    count = len(texts(window))
    assert count > 20
    assert label_commands.delete(window.session, window.session.labels[2])
    assert texts(window) == []
    (backup,) = made(window)
    assert backup.reason is Reason.DELETE
    assert backup.contents is not None
    assert backup.contents.spans == count


def test_the_window_of_labels_has_the_keyboard_after_that_backup(window: Window, qtbot: QtBot) -> None:
    many_spans(window)
    window.actions_["labels"].trigger()
    (editor,) = window.findChildren(LabelEditor)
    qtbot.waitUntil(editor.isActiveWindow)
    editor.list.setFocus()
    focused = editor.focusWidget()
    editor._choose(window.session.labels[2].id)
    editor._delete()
    (asked,) = editor.findChildren(DeleteLabelDialog)
    asked.drop.setChecked(True)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(editor.isActiveWindow)
    assert len(window.session.labels) == 6
    assert editor.focusWidget() is focused
    editor.close()


def test_cancelling_that_backup_leaves_the_label(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    many_spans(window)
    count = len(texts(window))
    monkeypatch.setattr(page_copy, "PAGES", 1)
    monkeypatch.setattr(page_copy, "NAP", 0.1)
    QTimer.singleShot(200, lambda: window.findChildren(QProgressDialog)[-1].canceled.emit())  # noqa: PLW0108
    assert not label_commands.delete(window.session, window.session.labels[2])
    assert len(texts(window)) == count
    assert window.isEnabled()
