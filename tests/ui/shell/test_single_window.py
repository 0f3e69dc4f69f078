"""A second start on a project that is open: its window comes to the front, or it is said who has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.base.errors import OpenElsewhere
from models.storage import lock_note
from models.storage.disk.volumes import Drive
from tests.models.helpers import ROOT, held_elsewhere, names
from tests.ui.backed import window_of
from tests.ui.conftest import Started
from ui.session import span_commands
from ui.shell import app as app_module
from ui.shell import single_window
from ui.shell.app import App
from ui.shell.window import Window
from ui.support.when import day_and_time
from ui.widgets.message_bar import MessageBar


def second(path: Path, data: Path) -> subprocess.Popen[str]:
    """main.py on the same project, as a second process."""
    command = [sys.executable, "main.py", "--data-dir", str(data), str(path)]
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(command, cwd=ROOT, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture
def first(started: Started, project_file: Path, qtbot: QtBot) -> Window:
    app = started()
    app.open(project_file)
    window = app.window
    assert window is not None
    qtbot.waitUntil(lambda: window._single_window is not None)
    return window


def test_second_start_brings_the_first_window_to_the_front_and_ends(
    first: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    first.showMinimized()
    qtbot.waitUntil(first.isMinimized)
    with second(first.session.project.path, tmp_path / "other") as process:
        assert first._single_window is not None
        with qtbot.waitSignal(first._single_window.raise_asked, timeout=20_000):
            pass
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
        assert process.returncode == 0
        assert process.communicate() == ("", "")
    assert not first.isMinimized()
    assert first.isVisible()
    span_commands.label(first.session, 0, 4, first.session.labels[0])  # nothing has come between it and its file
    assert len(first.session.spans) == 1


def test_socket_of_a_killed_window_does_not_keep_the_next_from_listening(first: Window, qtbot: QtBot) -> None:
    other = single_window.SingleWindow(first.session.project.path, first)  # takes over the name
    with qtbot.waitSignal(other.raise_asked, timeout=5_000):
        process = subprocess.Popen(
            [sys.executable, "-c", SECOND, str(first.session.project.path)],
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
        )
    assert process.communicate(timeout=20)[0] == "True\n"
    other.close()


SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.shell.single_window import raise_existing
app = QCoreApplication([])
print(raise_existing(Path(sys.argv[1])))
"""


def test_nobody_answers_where_no_window_is(qtbot: QtBot, tmp_path: Path) -> None:
    assert not single_window.raise_existing(tmp_path / "p.nishan")


def button(bar: MessageBar, text: str) -> QPushButton:
    return next(each for each in bar.findChildren(QPushButton) if each.text() == text and each.isVisible())


def test_who_does_not_answer_is_named_and_the_project_can_be_looked_at(
    started: Started, project_file: Path, qtbot: QtBot
) -> None:
    app = started()
    with held_elsewhere(project_file, "sana") as process:
        owner = lock_note.owner_of(project_file)
        assert owner is not None
        app.start(project_file)
        assert app.window is None
        page = app.welcome
        assert page is not None
        told = page.messages.text()
        assert "is open in another window, by " in told
        assert f"since {day_and_time(owner.since)}; close it there" in told
        QTest.mouseClick(button(page.messages, "&Look at it read-only"), Qt.MouseButton.LeftButton)
        window = window_of(app)
        assert app.welcome is None
        at = window.session.project.as_of
        assert at is not None
        assert window.windowTitle() == f"test[*] – read-only · as of {at:%H:%M} – Nishan"
        assert names(window.session.project) == ["sana"]
        assert process.poll() is None
        app.attempt(project_file)  # from here, too, only looking is possible
        assert "is open in another window" in window.messages.text()
    app.attempt(project_file)
    assert not window_of(app).session.read_only


def test_note_of_another_machine_on_a_shared_drive_is_believed_until_the_person_knows_better(
    started: Started, project_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "drive_of", lambda _path: Drive(service="Dropbox"))
    note = project_file.with_name(project_file.name + ".lock")
    note.write_text('{"user": "ثنا", "host": "lab-7", "pid": 5, "since": "2026-11-24 09:00", "process": "x"}', "utf-8")
    app = started()
    app.start(project_file)
    assert app.welcome is not None
    bar = app.welcome.messages
    since = day_and_time("2026-11-24 09:00")
    assert f"seems to be open elsewhere, by \u2068ثنا\u2069 on \u2068lab-7\u2069 since {since}" in bar.text()
    assert button(bar, "&Look at it read-only")
    QTest.mouseClick(button(bar, "Open it any&way"), Qt.MouseButton.LeftButton)
    assert app.window is not None
    assert not app.window.session.read_only
    assert app.window.session.project.value("PRAGMA journal_mode") == "delete"
    owner = lock_note.owner_of(project_file)
    assert owner is not None
    assert owner.is_us


def test_note_of_another_machine_counts_for_nothing_on_a_disk_of_this_one(started: Started, project_file: Path) -> None:
    note = project_file.with_name(project_file.name + ".lock")
    note.write_text('{"user": "a", "host": "lab-7", "pid": 5, "since": "2026", "process": "x"}', "utf-8")
    app = started()
    app.start(project_file)
    assert app.window is not None


def test_warning_about_a_drive_is_given_once_for_each_project(
    started: Started, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "drive_of", lambda _path: Drive(network="nfs4"))
    app = started()
    app.start(project_file)
    assert app.window is not None
    assert "\u2068test\u2069.nishan lies on a network drive (nfs4)" in app.window.messages.text()
    app.close_project()
    again = App(app.settings)
    again.start(project_file)
    assert again.window is not None
    assert again.window.messages.waiting() == 0
    again.window.close()
    again.window.deleteLater()


def test_owner_who_is_somebody_else_is_not_asked_to_raise_the_window(
    started: Started, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(single_window, "raise_existing", asked.append)
    app = started()
    other = lock_note.LockOwner("somebody", "lab-7", 5, "2026-11-24 09:00", "x")
    from ui.shell.opening import meet

    meet(app, project_file, OpenElsewhere("", other))
    assert asked == []
    meet(app, project_file, OpenElsewhere("", None))
    assert asked == [project_file]
