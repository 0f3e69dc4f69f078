"""A file that the system asks to open, as a double click on macOS does, opens at whatever moment it comes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.project.project import Project
from tests.models.helpers import ROOT
from tests.selection import one_in
from tests.ui.backed import window_of
from tests.ui.conftest import Started
from tests.ui.projects.test_welcome import page
from ui.shell.app import App
from ui.shell.application import Application, FileRequests
from ui.shell.window import Window


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "دوسرا منصوبہ.nishan"
    Project.create(path).close()
    return path


@pytest.fixture
def app(started: Started, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> App:
    """The program with the sample, which gets the events of the application."""
    made = started()
    assert isinstance(qapp, Application)
    monkeypatch.setattr(qapp, "file_requests", FileRequests(made))
    qapp.file_requests.serve(made)
    made.start(None)
    return made


def ask(path: Path) -> None:
    """Let the system ask for a file."""
    send(QFileOpenEvent(str(path)))


def send(event: QFileOpenEvent) -> None:
    application = QApplication.instance()
    assert application is not None
    QGuiApplication.sendEvent(application, event)


def test_file_opens_instead_of_the_open_project(app: App, other: Path) -> None:
    ask(other)
    assert window_of(app).session.project.path == other


def test_project_that_is_open_comes_to_the_front(app: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before, raised = window_of(app), list[Window]()
    monkeypatch.setattr(Window, "raise_window", lambda self: raised.extend([self]))
    path = before.session.project.path
    ask(path)
    if sys.platform != "win32":
        link = tmp_path / "link.nishan"
        link.symlink_to(path)
        ask(link)
    before.project_asked.emit(path)  # as Open… does
    assert window_of(app) is before
    assert set(raised) == {before}
    assert not before.messages.isVisible()


@pytest.mark.parametrize(
    ("name", "told"),
    [("none.nishan", "no such file"), ("خبر.txt", "not a Nishan project"), ("data", "cannot be read")],
)
def test_file_that_is_not_there_or_no_project_is_told_and_changes_nothing(
    app: App, tmp_path: Path, name: str, told: str
) -> None:
    before = window_of(app)
    (tmp_path / "خبر.txt").write_text("لاہور", encoding="utf-8")
    ask(tmp_path / name)
    assert window_of(app) is before
    assert told in before.messages.text()


def test_address_that_is_no_file_is_told(app: App) -> None:
    before = window_of(app)
    send(QFileOpenEvent(QUrl("https://example.org/p.nishan")))
    assert window_of(app) is before
    assert "example.org" in before.messages.text()


def test_file_without_a_window_opens_from_the_welcome_page(app: App, other: Path, tmp_path: Path) -> None:
    app.close_project()
    ask(tmp_path / "none.nishan")
    assert "no such file" in page(app).messages.text()
    ask(other)
    assert window_of(app).session.project.path == other
    assert app.welcome is None


def test_changes_that_are_not_saved_are_asked_about(app: App, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, asked = window_of(app), list[object]()

    def refuse(then: object) -> bool:
        asked.append(then)
        return False

    monkeypatch.setattr(before.pending, "may_leave", refuse)
    ask(other)
    assert window_of(app) is before
    assert len(asked) == 1
    monkeypatch.undo()


def test_file_waits_for_a_dialog_to_be_answered(app: App, other: Path, qtbot: QtBot) -> None:
    before = window_of(app)
    dialog = app.ask_new()
    assert QApplication.activeModalWidget() is dialog
    ask(other)
    assert window_of(app) is before
    dialog.reject()
    qtbot.waitUntil(lambda: app.window is not before)
    assert window_of(app).session.project.path == other


def test_file_waits_for_a_task_that_has_the_project(app: App, other: Path, qtbot: QtBot) -> None:
    before = window_of(app)
    before.setEnabled(False)
    ask(other)
    qtbot.wait(400)
    assert window_of(app) is before
    before.setEnabled(True)
    qtbot.waitUntil(lambda: app.window is not before)
    assert window_of(app).session.project.path == other


def test_files_before_the_first_window_wait_for_it(started: Started, other: Path, tmp_path: Path) -> None:
    requests = FileRequests()
    requests.put(other)
    requests.put(tmp_path / "none.nishan")
    app = started()
    app.start(requests.take_first())
    assert window_of(app).session.project.path == other
    requests.serve(app)
    assert window_of(app).session.project.path == other
    assert "no such file" in window_of(app).messages.text()
    assert requests.take_first() is None


def test_other_events_of_the_application_are_its_own(qapp: QApplication) -> None:
    assert isinstance(qapp, Application)
    assert QGuiApplication.desktopFileName() == "nishan"
    QGuiApplication.sendEvent(qapp, QEvent(QEvent.Type.User))
    assert qapp.file_requests.take_first() is None


_START = """
import sys
from pathlib import Path
from types import SimpleNamespace
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
from ui.shell import app as program
from ui.shell.application import Application

class Asked(Application):
    def __init__(self, arguments):
        super().__init__(arguments)
        QCoreApplication.postEvent(self, QFileOpenEvent(sys.argv[1]))
        QTimer.singleShot(1500, self.tell)

    def tell(self):
        shown = [each for each in self.topLevelWidgets() if each.isVisible() and each.isWindow()]
        print([ascii(each.windowTitle()) for each in shown])
        self.closeAllWindows()
        self.quit()

program.Application = Asked
if sys.argv[3] == "first":
    program.sys = SimpleNamespace(argv=sys.argv, platform="darwin")
sys.exit(program.run(None, Path(sys.argv[2])))
"""


@pytest.mark.parametrize("when", one_in(2, ["first", "later"]))
@pytest.mark.parametrize("there", [True, False])
def test_program_that_is_started_for_a_file_shows_it(other: Path, tmp_path: Path, when: str, there: bool) -> None:
    path = other if there else tmp_path / "none.nishan"
    done = subprocess.run(
        [sys.executable, "-c", _START, str(path), str(tmp_path / "data"), when],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Nishan") == 1
    if there:
        assert ascii(other.stem)[1:-1] in done.stdout.replace("\\\\", "\\")
    assert (tmp_path / "data" / "پہلا منصوبہ.nishan").exists() == (when == "later")
