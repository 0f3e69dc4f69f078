"""A project that is only looked at: shown so, nothing in it changes, and a copy of it can be worked on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorId
from models.base.errors import UserError
from models.project.project import Project
from models.storage import opening
from tests.models.helpers import crash, names, put
from tests.ui.conftest import Started, choose_files, find
from tests.ui.shell.test_single_window import button
from ui.importing.dialog import ImportDialog
from ui.session import span_commands
from ui.shell.app import App
from ui.shell.window import Window


@pytest.fixture
def before(project_file: Path) -> tuple[bytes, int]:
    with Project.open(project_file) as project:
        article = project.article_rows(AnnotatorId(0))[0].id
        put(project, article, (0, 6, "PERSON"), who="زینب")
    return project_file.read_bytes(), project_file.stat().st_mtime_ns


@pytest.fixture
def reading(started: Started, project_file: Path, before: object, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> App:
    """The program on a file that cannot be written."""
    monkeypatch.setattr(opening, "is_writable", lambda path: path != project_file)
    app = started()
    app.start(project_file)
    assert app.window is not None
    qtbot.waitUntil(app.window.isActiveWindow)
    return app


@pytest.fixture
def reader(reading: App) -> Window:
    assert reading.window is not None
    return reading.window


def test_window_says_that_it_is_read_only_and_shows_the_layer_that_is_there(reader: Window) -> None:
    assert reader.windowTitle() == "test[*] – read-only – Nishan"
    assert [label.text() for label in reader.statusBar().findChildren(QLabel) if label.text() == "read-only"]
    assert reader.session.annotator.name == "زینب"
    assert len(reader.session.spans) == 1
    off = {key for key in ("import_files", "labels", "done_next", "backups") if not reader.actions_[key].isEnabled()}
    assert off == {"import_files", "labels", "done_next", "backups"}
    assert reader.actions_["save_copy"].isEnabled()
    assert reader.actions_["export"].isEnabled()


def test_gestures_change_nothing_and_say_why(reader: Window, project_file: Path, before: tuple[bytes, int]) -> None:
    view = reader.article_view
    view.select(*find(reader, "پاکستان"))
    QTest.keyClick(view, Qt.Key.Key_1)
    assert "open read-only, so nothing was changed" in reader.messages.text()
    reader.session.select(reader.session.spans[0])
    for key in (Qt.Key.Key_2, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    reader.session.undo()
    with pytest.raises(UserError, match="open read-only"):
        reader.session.work_as("somebody new")
    assert reader.messages.waiting() == 1
    assert len(reader.session.spans) == 1
    reader.close()
    assert (project_file.read_bytes(), project_file.stat().st_mtime_ns) == before
    assert sorted(found.name for found in project_file.parent.glob("test.nishan*")) == ["test.nishan"]


def test_files_dropped_on_it_are_not_asked_about(reader: Window, tmp_path: Path) -> None:
    reader.importing.take([tmp_path / "text.txt"])
    assert "open read-only" in reader.messages.text()
    assert reader.findChildren(ImportDialog) == []


def test_copy_of_a_read_only_project_is_opened_to_work_on(
    reading: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = reading.window
    assert window is not None
    choose_files(monkeypatch, tmp_path / "نقل")
    window.article_view.select(*find(window, "پاکستان"))
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    QTest.mouseClick(button(window.messages, "Save a &copy…"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: reading.window is not window)
    copy = reading.window
    assert copy is not None
    assert copy.session.project.path == tmp_path / "نقل.nishan"
    copy.article_view.select(*find(copy, "پاکستان"))
    QTest.keyClick(copy.article_view, Qt.Key.Key_1)
    assert len(copy.session.spans) == 1


def test_copy_of_a_project_that_is_worked_on_leaves_it_open(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[Path] = []
    window.project_asked.connect(asked.append)
    choose_files(monkeypatch, tmp_path / "copy.nishan")
    window.actions_["save_copy"].trigger()
    qtbot.waitUntil(lambda: "saved a copy as" in window._status.text())
    assert asked == []
    with Project.open(tmp_path / "copy.nishan") as copy:
        assert names(copy) == ["sana"]


def test_copy_over_a_file_is_refused(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "mine.nishan").write_bytes(b"mine")
    choose_files(monkeypatch, tmp_path / "mine.nishan")
    window.actions_["save_copy"].trigger()
    qtbot.waitUntil(lambda: window.messages.waiting() == 1)
    assert "there is a file of that name already" in window.messages.text()
    assert (tmp_path / "mine.nishan").read_bytes() == b"mine"


@pytest.mark.parametrize("long", [True, False])
def test_unexpected_end_is_told_and_what_it_touched_was_looked_at(
    started: Started, project_file: Path, monkeypatch: pytest.MonkeyPatch, long: bool
) -> None:
    monkeypatch.setattr("ui.shell.opening._LONG", 1 if long else 30_000_000)
    crash(project_file)
    app = started()
    app.start(project_file)
    assert app.window is not None
    assert app.window._status.text() == "the last session ended unexpectedly; all that it saved is here"
    assert names(app.window.session.project)[:2] == ["زینب", "bilal"]


def test_damage_found_on_the_other_thread_comes_back_as_what_it_is(
    started: Started, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.shell.opening._LONG", 1)
    crash(project_file)
    with project_file.open("r+b") as file:
        file.seek(100)  # the schema, which is read in any case
        file.write(b"\xff" * 3996)
    app = started()
    app.start(project_file)
    assert app.window is None
    assert app.welcome is not None
    assert "is not opened: it is damaged" in app.welcome.messages.text()
    assert "Restore a backup of it" in app.welcome.messages.text()


def test_history_is_told_and_nothing_can_be_brought_back(reader: Window, qtbot: QtBot) -> None:
    reader.actions_["history"].trigger()
    dialog = reader.history.dialog
    assert dialog is not None
    dialog.list.setCurrentIndex(dialog.model.index(1, 0))
    qtbot.waitUntil(lambda: bool(dialog.state_panel.list.count()))
    assert not dialog.restore.isEnabled()
    assert "read-only" in dialog.outcome_line.text()


def test_copy_of_a_damaged_project_is_told_before_anything_else_goes_on(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    start, end = find(window, "پاکستان")
    span_commands.label(window.session, start, end, window.session.labels[0])
    with window.session.project.transaction() as db:
        db.execute("UPDATE span SET note = 'x'")
    choose_files(monkeypatch, tmp_path / "copy.nishan")
    window.actions_["save_copy"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=10_000)
    (box,) = window.findChildren(QMessageBox)
    assert "1 span not as written" in box.text()
    assert "saved a copy as" not in window._status.text()
    box.accept()
    qtbot.waitUntil(lambda: "saved a copy as" in window._status.text())
