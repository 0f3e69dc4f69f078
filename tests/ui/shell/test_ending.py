"""The end from outside: signals, the end of the desktop's session, a screen that goes away. Each ends as by closing."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QSessionManager
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.data_folder import SAMPLE_NAME
from models.base.report import Progress
from models.project.project import Project
from tests.disks import files_may_not_grow_past
from tests.ui.backed import window_of
from tests.ui.conftest import Started, find
from ui.session import span_commands
from ui.shell.app import App
from ui.shell.ending import Ending
from ui.shell.window import Window
from ui.support.settings import Settings
from ui.tasks.run import run

ROOT = Path(__file__).parents[3]

# The program as it starts, with somebody in it who labels a word, types half a note and is interrupted.
SESSION = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtTest import QTest
from ui.session import span_commands
from ui.shell import app as shell

start, (folder, end) = shell.App.start, sys.argv[1:]

def half_typed(window):
    window.resize(777, 555)
    text = window.article_view.text
    at = text.index("پاکستان")
    span_commands.label(window.session, at, at + 7, window.session.labels[1])
    window.actions_["note"].trigger()
    QTest.keyClicks(window.notes.editor.field, "half a note")
    if end == "lost":
        qWarning("The X11 connection broke (error 1). Did the X11 server die?")
        os._exit(1)
    elif end == "exit":
        shell.QTimer.singleShot(0, lambda: sys.modules["PySide6.QtWidgets"].QApplication.exit(0))
    else:
        os.kill(os.getpid(), getattr(signal, end))

def started(self, path):
    start(self, path)
    QTimer.singleShot(200, lambda: half_typed(self.window))

shell.App.start = started
for name in ("SIGINT", "SIGHUP", "SIGTERM"):
    signal.signal(getattr(signal, name), signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)
sys.exit(shell.run(None, Path(folder)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "SIGINT", "exit", "lost"])
def test_whatever_ends_the_program_what_is_half_typed_is_kept(end: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SESSION, tmp_path, end],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == (1 if end == "lost" else 0), done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.lock"))
    with Project.open(tmp_path / SAMPLE_NAME) as project:
        assert not project.ended_unexpectedly
        assert project.value("SELECT note FROM span") == "half a note"
    assert not Settings(tmp_path).window_geometry.isEmpty()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_signals_that_the_program_was_started_to_ignore_stay_ignored(started: Started, qapp: QApplication) -> None:
    """As `nohup` does for SIGHUP, and a shell for SIGINT of what runs in the background."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    app = started()
    ending = Ending(app, qapp, app)
    ending.listen()
    try:
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    finally:
        ending.stop()
        signal.signal(signal.SIGHUP, before)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.fixture
def app(started: Started, qtbot: QtBot) -> App:
    """The sample, with a note half typed."""
    app = started()
    app.start(None)
    window = window_of(app)
    qtbot.waitUntil(window.isActiveWindow)
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    half_type(window)
    return app


def half_type(window: Window) -> None:
    window.actions_["note"].trigger()
    assert window.notes.editor is not None
    QTest.keyClicks(window.notes.editor.field, "half a note")


@pytest.fixture
def ending(app: App, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ending]:
    monkeypatch.setattr(qapp, "exit", lambda: None)  # no loop of the tests would run after it
    ending = Ending(app, qapp, app)
    ending.listen()
    yield ending
    ending.stop()


def notes(window: Window) -> list[str]:
    return [span.note for span in window.session.spans]


class Manager:
    """A session manager that lets programs ask, or does not."""

    def __init__(self, *, asks: bool = True) -> None:
        self.asks, self.cancelled = asks, False
        self.command: list[str] = []

    def allowsInteraction(self) -> bool:
        return self.asks

    def cancel(self) -> None:
        self.cancelled = True

    def setRestartCommand(self, command: list[str]) -> None:
        self.command = command

    @property
    def qt(self) -> QSessionManager:
        """Qt makes its own ones only."""
        return cast("QSessionManager", self)


def test_session_manager_has_all_written_and_the_work_can_go_on(app: App, ending: Ending) -> None:
    window, manager = window_of(app), Manager()
    window.resize(900, 600)
    ending.commit(manager.qt)
    assert notes(window) == ["half a note"]
    assert not app.settings.window_geometry.isEmpty()
    assert not manager.cancelled
    assert window.isVisible()
    assert span_commands.label(window.session, *find(window, "افغانستان"), window.session.labels[1])
    ending.leave()
    ending.leave()
    with Project.open(app.settings.sample) as project:
        assert not project.ended_unexpectedly


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files")
@pytest.mark.parametrize("asks", [True, False])
def test_session_manager_is_stopped_where_the_disk_refuses(app: App, ending: Ending, asks: bool) -> None:
    window, manager = window_of(app), Manager(asks=asks)
    path = window.session.project.path
    with files_may_not_grow_past(path.with_name(path.name + "-wal").stat().st_size):
        ending.commit(manager.qt)
        assert manager.cancelled == asks
        assert (window.pending.dialog is not None) == asks
    if window.pending.dialog is not None:
        QTest.mouseClick(window.pending.dialog.again, Qt.MouseButton.LeftButton)
    assert window.isVisible() != asks


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files")
def test_what_the_disk_refuses_is_asked_about_once(app: App, ending: Ending, qtbot: QtBot) -> None:
    window = window_of(app)
    path = window.session.project.path
    with files_may_not_grow_past(path.with_name(path.name + "-wal").stat().st_size):
        ending.ask()
        assert window.pending.dialog is not None, "the half-typed note is one of the changes"
        assert window.isVisible()
        ending.ask()
    Project.open(path).close()


def test_end_during_a_task_cancels_it_first(app: App, ending: Ending, qtbot: QtBot) -> None:
    window = window_of(app)
    assert window.notes.editor is not None
    window.notes.editor.accept()
    cancelled: list[bool] = []

    def work(progress: Progress) -> None:
        while True:
            progress(1, 2)

    run("Working…", work, window, on_cancel=lambda: cancelled.append(True))
    ending.ask()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert cancelled
    Project.open(app.settings.sample).close()


def test_next_session_starts_the_program_with_its_data_folder(
    app: App, ending: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = Manager()
    monkeypatch.setattr(sys, "argv", ["main.py", "--data-dir", "D", "P.nishan"])
    monkeypatch.setattr(sys, "orig_argv", ["python", "-X", "utf8", "main.py", "--data-dir", "D", "P.nishan"])
    ending.save_state(manager.qt)
    assert manager.command == ["python", "-X", "utf8", "main.py", "--data-dir", "D"]


def test_welcome_page_is_closed(started: Started, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    app, ended = started(), list[int]()
    monkeypatch.setattr(qapp, "exit", lambda: ended.append(0))
    app.show_welcome()
    Ending(app, qapp, app).ask()
    assert ended
    assert app.welcome is not None
    assert not app.welcome.isVisible()
