"""Whatever a start lacks, a window stands and says what was wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from models.base.errors import UserError
from models.labels import templates
from models.project.project import Project
from tests.models.helpers import without_rights
from tests.ui.backed import window_of
from tests.ui.conftest import Started
from tests.ui.projects.test_welcome import page
from ui.projects import welcome
from ui.shell.app import App
from ui.shell.starting.bare_page import BarePage
from ui.shell.starting.beginning import Beginning
from ui.support import fonts
from ui.support.settings import Recent, Settings

DESKTOP = "xcb"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this system has what is temporary."""
    (folder := tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(QApplication, "platformName", lambda: DESKTOP)
    return folder


def below_a_file(folder: Path) -> Path:
    (folder / "file").touch()
    return folder / "file" / "data"


def without_use(folder: Path) -> Path:
    (folder / "data" / "settings.ini").mkdir(parents=True)
    return folder / "data"


@pytest.mark.parametrize("make", [below_a_file, without_use])
def test_window_goes_on_without_remembering_and_says_so(
    make: Callable[[Path], Path], tmp_path: Path, temporary: Path, app_fonts: None, qtbot: QtBot
) -> None:
    begun = Beginning(make(tmp_path))
    app = App(begun.settings)
    app.begin([], None, begun.troubles)
    window = window_of(app)
    qtbot.addWidget(window)
    assert "nothing is remembered" in window.messages.text()
    assert ("which the system may clear" in window.messages.text()) == (make is below_a_file)
    assert begun.settings.sample.exists()
    window.close()
    begun.forget()
    assert begun.settings.sample.exists(), "somebody may have worked in it"
    if make is without_use:
        assert not list(temporary.iterdir())


def test_nothing_is_left_of_settings_that_were_kept_until_now(tmp_path: Path, temporary: Path) -> None:
    begun = Beginning(below_a_file(tmp_path))
    assert list(temporary.iterdir())
    begun.settings.sync()
    begun.forget()
    assert not list(temporary.iterdir())


def test_start_that_nobody_can_see_ends_with_the_sentence(tmp_path: Path, app_fonts: None) -> None:
    with pytest.raises(UserError, match="the folder for settings and backups cannot be used"):
        Beginning(below_a_file(tmp_path))
    home = tmp_path / "home"
    home.touch()
    environ = {name: value for name, value in os.environ.items() if name not in ("XDG_DATA_HOME", "LOCALAPPDATA")}
    ran = subprocess.run(
        [sys.executable, "main.py"],
        cwd=Path(main.__file__).parent,
        env=environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "USERPROFILE": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1
    assert ran.stderr.count("cannot be used") == 1
    assert "Traceback" not in ran.stderr


def test_fonts_that_cannot_be_read_are_told_in_the_window(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FONTS", tmp_path / "none")
    begun, app = Beginning(tmp_path / "data"), started()
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    app.begin(begun.look_right(qt)[2:3], None, begun.troubles)
    assert "NishanNastaliq-Regular.ttf" in window_of(app).messages.text()
    assert "install Nishan again" in window_of(app).messages.text()


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("out of order")


def test_step_of_a_start_that_fails_is_told_and_the_others_are_taken(started: Started) -> None:
    app = started()
    app.begin([broken], None, [])
    assert "out of order" in window_of(app).messages.text()


@pytest.mark.parametrize("part", ["RecentList", "Keymap", "app_icon"])
def test_welcome_page_that_fails_gives_way_to_a_bare_one(
    part: str, started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.nishan"
    Project.create(path).close()
    app = started()
    app.settings.remember(tmp_path / "gone.nishan")
    monkeypatch.setattr(welcome, part, broken)
    app.begin([], None, [])
    bare = app.welcome
    assert isinstance(bare, BarePage)
    assert bare.isVisible()
    assert "out of order" in bare.messages.text()
    monkeypatch.undo()
    bare.open_asked.emit(path)
    assert window_of(app).session.project.path == path
    assert app.welcome is None


def test_recent_list_that_fails_hinders_no_window(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    app = started()
    monkeypatch.setattr(Settings, "remember", broken)
    app.begin([], None, [])
    assert window_of(app).isVisible()
    assert "out of order" in window_of(app).messages.text()


def test_sample_that_cannot_be_made_is_told_on_the_welcome_page(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "FOLDER", tmp_path)
    app = started()
    app.begin([], None, [])
    assert page(app).isVisible()
    assert "labels.toml" in page(app).messages.text()
    assert "inside Nishan" not in page(app).messages.text(), "no bug of its own"
    page(app).messages.close_message()
    monkeypatch.undo()
    monkeypatch.setattr(App, "_make_sample", broken)
    again = started()
    again.begin([], None, [])
    assert "out of order" in page(again).messages.text()


def test_remembered_project_in_a_closed_folder_is_told_at_every_start(started: Started, tmp_path: Path) -> None:
    (closed := tmp_path / "closed").mkdir()
    Project.create(closed / "p.nishan").close()
    first = started()
    first.attempt(closed / "p.nishan")
    window_of(first).close()
    closed.chmod(0o000)
    try:
        tmp_path.chmod(0o755)
        app = started()
        with without_rights():
            app.begin([], None, [])
            recent = page(app).recent
            assert "permission denied" in page(app).messages.text()
            assert "cannot be reached" in recent.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
            page(app).messages.close_message()
            recent.open_current()
            assert "permission denied" in page(app).messages.text(), "asked for, it is told again"
    finally:
        closed.chmod(0o700)


def test_drive_that_does_not_answer_is_told(started: Started, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ui.shell.app.answers", lambda *_: False)
    app = started()
    app.settings.remember(tmp_path / "p.nishan")
    app.begin([], None, [])
    assert "its drive does not answer" in page(app).messages.text()


_WRITE = """
import sys
from pathlib import Path
from ui.support.settings import Recent, Settings
settings = Settings(Path(sys.argv[1]))
print(settings.points, flush=True)
for line in sys.stdin:
    what, _, value = line.strip().partition(" ")
    match what:
        case "remember": settings.remember(Path(value))
        case "warned": settings.set_warned_of(Path(value))
        case "choice": settings.add_choice(value)
        case "forget": settings.forget(Path(value))
    print("done", flush=True)
settings.sync()
"""


def test_two_windows_keep_what_each_other_remembers(tmp_path: Path, app_fonts: None) -> None:
    for name in "abc":
        (tmp_path / f"{name}.nishan").touch()
    command = [sys.executable, "-c", _WRITE, str(tmp_path / "data")]
    root = str(Path(main.__file__).parent)
    with subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": root}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()

        def tell(line: str) -> None:
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdin.write(f"{line}\n")
            other.stdin.flush()
            other.stdout.readline()

        here = Settings(tmp_path / "data")
        here.points = 24
        here.sync()
        tell(f"remember {tmp_path}/a.nishan")
        tell(f"warned {tmp_path}/a.nishan")
        tell("choice action:one")
        here.remember(tmp_path / "b.nishan")
        here.set_warned_of(tmp_path / "b.nishan")
        here.add_choice("action:two")
        tell(f"remember {tmp_path}/c.nishan")
        here.forget(tmp_path / "b.nishan")
    here.sync()
    assert [recent.path.stem for recent in here.recent] == ["c", "a"]
    assert here.warned_paths == (str(tmp_path / "a.nishan"), str(tmp_path / "b.nishan"))
    assert here.recent_choices == ("action:two", "action:one")
    assert here.points == 24
    assert here.last_project == tmp_path / "c.nishan"


def test_one_project_by_two_paths_is_one_in_the_recent_list(started: Started, tmp_path: Path) -> None:
    (folder := tmp_path / "folder").mkdir()
    Project.create(folder / "p.nishan").close()
    (link := tmp_path / "link.nishan").symlink_to(folder / "p.nishan")
    app = started()
    for path in (folder / "p.nishan", folder / ".." / "folder" / "p.nishan", link):
        app.attempt(path)
        window_of(app)
        app.close_project()
    assert [found.path for found in app.settings.recent] == [link]
    app.attempt(folder / "p.nishan")
    menu = window_of(app).projects.recent
    app.settings.recent = tuple(Recent(name, datetime.now()) for name in (link, folder / "p.nishan"))
    menu.read()
    assert [action.text() for action in menu.actions()] == ["No others yet"]
