"""A project that is damaged or has triggers or views of others is named, looked at, recovered or left."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorId
from models.project.project import Project
from models.storage.lock_note import login_name
from tests.models.helpers import put
from tests.models.storage.tampered import ENDLESS, tamper
from tests.ui.backed import changed_since_backup, window_of
from tests.ui.conftest import Started, choose_files, find, texts
from tests.ui.shell.test_single_window import button
from ui.backups.dialog import BackupsDialog
from ui.shell.app import App
from ui.widgets.message_bar import MessageBar

DELETES = "CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM span; END"
VIEW = ("DROP TABLE guideline", f"CREATE VIEW guideline AS {ENDLESS} SELECT i AS version, '' AS text FROM n")


@pytest.fixture
def worked(project_file: Path) -> Path:
    with Project.open(project_file) as project:
        put(project, project.article_rows(AnnotatorId(0))[0].id, (0, 6, "PERSON"), who=login_name())
    return project_file


def start(started: Started, path: Path) -> tuple[App, MessageBar]:
    app = started()
    app.start(path)
    assert app.welcome is not None
    return app, app.welcome.messages


def offers(bar: MessageBar) -> list[str]:
    return [each.text() for each in bar.findChildren(QPushButton) if each.isVisible() and "&" in each.text()]


def press(bar: MessageBar, text: str) -> None:
    QTest.mouseClick(button(bar, text), Qt.MouseButton.LeftButton)


def test_trigger_is_named_and_nothing_is_written(started: Started, worked: Path) -> None:
    tamper(worked, DELETES)
    before = worked.read_bytes()
    app, bar = start(started, worked)
    assert app.window is None
    assert 'not opened for writing: its tables are not as Nishan makes them (trigger "x" on event' in bar.text()
    assert "What others put there could change or hide data." in bar.text()
    assert offers(bar) == ["&Look at it read-only", "&Recover into a new project…"]
    bar.close_message()
    assert worked.read_bytes() == before


def test_it_is_looked_at_and_a_copy_of_it_is_worked_on(
    started: Started, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    tamper(worked, DELETES)
    app, bar = start(started, worked)
    press(bar, "&Look at it read-only")
    window = window_of(app)
    assert window.session.read_only
    assert "as of" not in window.windowTitle()  # nobody changes it
    assert len(texts(window)) == 1
    assert 'trigger "x" on event is foreign); it is shown without that' in window.messages.text()
    choose_files(monkeypatch, tmp_path / "copy.nishan")
    window.actions_["save_copy"].trigger()
    qtbot.waitUntil(lambda: app.window is not window)
    copy = window_of(app)
    copy.article_view.select(*find(copy, "پاکستان"))
    QTest.keyClick(copy.article_view, Qt.Key.Key_1)
    assert len(texts(copy)) == 2
    assert copy.session.outcome == "saved"


def test_view_in_place_of_a_table_leaves_only_the_recovery(
    started: Started, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    tamper(worked, *VIEW)
    app, bar = start(started, worked)
    assert 'is not opened: its tables are not as Nishan makes them (view "guideline" stands in place' in bar.text()
    assert "That may be damage, or the work of another program, which could change or hide data." in bar.text()
    assert offers(bar) == ["&Recover into a new project…"]
    choose_files(monkeypatch, tmp_path / "new")
    press(bar, "&Recover into a new project…")
    qtbot.waitUntil(lambda: app.window is not None)
    window = window_of(app)
    assert window.session.project.path == tmp_path / "new.nishan"
    assert not window.session.read_only
    assert len(texts(window)) == 1
    assert window.messages.text() == "Recovered 1 article, 1 span, 7 labels, not all: the guidelines are lost."


def test_cancelled_recovery_leaves_the_message_and_its_ways_on(
    started: Started, worked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(worked, DELETES)
    _, bar = start(started, worked)
    said, ways = bar.text(), offers(bar)
    choose_files(monkeypatch)
    for _ in range(2):
        press(bar, "&Recover into a new project…")
        assert (bar.text(), offers(bar), bar.waiting()) == (said, ways, 1)
    bar.close_message()
    bar.bring_back()
    assert not bar.isVisible()


def test_cancelled_recovery_of_the_open_project_leaves_the_message(
    started: Started, worked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = started()
    app.start(worked)
    window = window_of(app)
    window.tell_damage("The text of an article is damaged.")
    choose_files(monkeypatch)
    press(window.messages, "&Recover into a new project…")
    assert app.window is window
    assert window.messages.text() == "The text of an article is damaged."
    assert offers(window.messages) == ["&Backups…", "&Recover into a new project…"]


def test_recovery_over_a_file_is_refused(
    started: Started, worked: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    tamper(worked, DELETES)
    _, bar = start(started, worked)
    choose_files(monkeypatch, worked)
    before = worked.read_bytes()
    press(bar, "&Recover into a new project…")
    qtbot.waitUntil(lambda: "there is a file of that name already" in bar.text())
    assert worked.read_bytes() == before


def test_backups_are_offered_where_there_are_any(started: Started, qtbot: QtBot) -> None:
    app, window = changed_since_backup(started, qtbot)
    path = window.session.project.path
    app.close_project()
    tamper(path, DELETES)
    app.attempt(path)
    assert app.welcome is not None
    press(app.welcome.messages, "Bac&kups…")
    (dialog,) = app.welcome.findChildren(BackupsDialog)
    dialog.close()


def test_damaged_project_is_recovered_by_a_button(
    started: Started, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with worked.open("ab") as file:
        file.truncate(file.tell() - 4096)
    before = worked.read_bytes()
    app, bar = start(started, worked)
    assert "is not opened: it is damaged (cut short: " in bar.text()
    assert "main.py" not in bar.text()
    assert offers(bar) == ["&Recover into a new project…"]
    choose_files(monkeypatch, tmp_path / "new")
    press(bar, "&Recover into a new project…")
    qtbot.waitUntil(lambda: app.window is not None)
    window = window_of(app)
    assert window.session.project.path == tmp_path / "new.nishan"
    assert "Recovered " in window.messages.text()
    assert worked.read_bytes() == before


def test_damage_in_an_open_project_is_left_by_a_button(
    started: Started, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    tamper(worked, "UPDATE span SET note = 'x'")
    app = started()
    app.start(worked)
    damaged = window_of(app)
    qtbot.waitUntil(lambda: "Damaged in" in damaged.messages.text())
    assert offers(damaged.messages) == ["&Backups…", "&Recover into a new project…"]
    choose_files(monkeypatch)
    press(damaged.messages, "&Recover into a new project…")
    assert app.window is damaged  # whoever cancels goes on
    choose_files(monkeypatch, tmp_path / "new.nishan")
    damaged.recover_asked.emit()
    qtbot.waitUntil(lambda: app.window not in (None, damaged))
    window = window_of(app)
    assert window.session.project.path == tmp_path / "new.nishan"
    assert len(texts(window)) == 1  # the history has the span as it was
