"""What a start shows: the sample, the last project, or the welcome page with the reason; never a modal box."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from models.base.data_folder import SAMPLE_NAME
from models.project.project import Project
from tests.ui.backed import window_of
from tests.ui.conftest import Started
from tests.ui.projects.test_welcome import page
from ui.session.effort import StrokeCounter
from ui.shell.app import App
from ui.support.settings import Settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.nishan"
    path.write_text("no database", encoding="utf-8")
    return path


def shown(app: App) -> str:
    assert (app.window is None) != (app.welcome is None), "one or the other"
    assert QApplication.activeModalWidget() is None
    return "window" if app.window is not None else "welcome"


def test_first_start_makes_the_sample_and_the_second_opens_the_last(started: Started, tmp_path: Path) -> None:
    app = started()
    app.start(None)
    assert shown(app) == "window"
    session = window_of(app).session
    assert session.project.path == tmp_path / "data" / SAMPLE_NAME
    assert session.article is not None
    assert session.article.title.startswith("امریکہ دہشت گردی کے خلاف")
    other = tmp_path / "other.nishan"
    Project.create(other).close()
    app.open(other)
    window_of(app).close()
    again = started()
    again.start(None)
    assert window_of(again).session.project.path == other


def test_first_window_is_within_a_small_screen(tmp_path: Path, app_fonts: None, qtbot: QtBot) -> None:
    app = App(Settings(tmp_path / "data"), QSize(1000, 640))
    app.start(None)
    window = window_of(app)
    qtbot.addWidget(window)
    qtbot.waitUntil(window.isVisible)
    assert window.size().boundedTo(QSize(1000, 640)) == window.size()
    window.close()


def test_project_that_is_not_there_is_told_and_made_only_when_asked_for(started: Started, tmp_path: Path) -> None:
    app, path = started(), tmp_path / "مطلوب.nishan"
    app.start(path)
    assert shown(app) == "welcome"
    assert str(path) in page(app).messages.text()
    assert not path.exists()
    assistant = app.ask_new()
    assert assistant.place.path() == path


def test_project_that_cannot_be_opened_leaves_the_one_before(started: Started, bad: Path) -> None:
    app = started()
    app.start(None)
    before = window_of(app)
    before.project_asked.emit(bad)
    assert app.window is before
    assert "not a Nishan project" in before.messages.text()


def test_without_a_window_a_refusal_is_on_the_welcome_page(started: Started, bad: Path) -> None:
    app = started()
    app.start(bad)
    assert shown(app) == "welcome"
    assert page(app).messages.isVisible()
    assert "not a Nishan project" in page(app).messages.text()


def test_last_project_that_is_gone_is_told_on_the_welcome_page(started: Started, tmp_path: Path) -> None:
    app = started()
    app.settings.remember(tmp_path / "gone.nishan")
    app.start(None)
    assert shown(app) == "welcome"
    assert "gone.nishan: there is no such file" in page(app).messages.text()
    QTest.mouseClick(page(app).buttons[3], Qt.MouseButton.LeftButton)
    assert shown(app) == "window"


def test_closed_project_is_not_opened_at_the_next_start(started: Started, qtbot: QtBot) -> None:
    app = started()
    app.start(None)
    window = window_of(app)
    sample = window.session.project.path
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert shown(app) == "welcome"
    Project.open(sample).close()  # it is free for others
    again = started()
    again.start(None)
    assert shown(again) == "welcome"
    assert not page(again).messages.isVisible()
    assert page(again).recent.count() == 1
    QTest.keyClick(page(again).recent, Qt.Key.Key_Return)
    assert shown(again) == "window"


def test_project_is_not_closed_under_a_job(started: Started) -> None:
    app = started()
    app.start(None)
    window_of(app).setEnabled(False)
    app.close_project()
    assert shown(app) == "window"
    window_of(app).setEnabled(True)


def test_bug_is_told_in_whatever_window_there_is(started: Started, tmp_path: Path) -> None:
    app, hook = started(), sys.excepthook
    app.show_welcome()
    app.install_hooks()
    try:
        sys.excepthook(ValueError, ValueError("a bug of ours"), None)
        assert "a bug of ours" in page(app).messages.text()
        app.open_sample()
        sys.excepthook(ValueError, ValueError("another bug"), None)
        assert "another bug" in window_of(app).messages.text()
    finally:
        app.hooks.uninstall()
        sys.excepthook = hook
    assert "a bug of ours" in (tmp_path / "data" / "nishan.log").read_text(encoding="utf-8")


def test_bug_while_the_first_window_is_made_is_told_on_the_welcome_page(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, hook = started(), sys.excepthook
    app.install_hooks()
    monkeypatch.setattr("ui.shell.app.Window", lambda *_: 1 / 0)
    try:
        with pytest.raises(ZeroDivisionError) as caught:
            app.start(None)
        app.hooks.handle(caught.type, caught.value, caught.tb)
        assert shown(app) == "welcome"
        assert "ZeroDivisionError" in page(app).messages.text()
    finally:
        app.hooks.uninstall()
        sys.excepthook = hook
    monkeypatch.undo()
    app.open_sample()
    assert shown(app) == "window", "the project was let go of"


# --- what is remembered -------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings")


def test_ten_recent_projects_are_remembered_last_first_and_once(settings: Settings, tmp_path: Path) -> None:
    for number in range(12):
        settings.remember(tmp_path / f"منصوبہ {number}.nishan")
    settings.remember(tmp_path / "منصوبہ 5.nishan")
    settings.sync()
    names = [recent.path.stem for recent in Settings(tmp_path / "settings").recent]
    assert names == [f"منصوبہ {number}" for number in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2)]
    settings.forget(tmp_path / "منصوبہ 11.nishan")
    assert len(settings.recent) == 9


@pytest.mark.parametrize("nonsense", ["", "{", "[1]", '[["a"]]', '[["a", "no date"]]', "null"])
def test_recent_projects_that_make_no_sense_are_none(settings: Settings, nonsense: str) -> None:
    settings.store.setValue("recent", nonsense)
    assert settings.recent == ()
    settings.remember(Path("/a.nishan"))
    assert json.loads(settings.store.value("recent"))[0][0] == str(Path("/a.nishan"))


def test_window_that_is_gone_follows_the_system_s_theme_no_more(started: Started, tmp_path: Path) -> None:
    app = started()
    app.start(None)
    Project.create(tmp_path / "other.nishan").close()
    app.open(tmp_path / "other.nishan")
    app.close_project()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)  # an exception fails the test


_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.article import view
import main

painted = view.ArticleView.paintEvent
found = ["early:"]

def paint(self, event):
    painted(self, event)
    if self._text and found:
        print(*found, *(name for name in sys.argv[2:] if name in sys.modules), flush=True)
        found.clear()
        QTimer.singleShot(300, QApplication.closeAllWindows)

view.ArticleView.paintEvent = paint
main.main(["--data-dir", sys.argv[1]])
"""
_LATER = "regex uuid html concurrent.futures models.formats models.importing.writer models.backups"


def test_first_screen_is_painted_without_what_only_later_work_needs(tmp_path: Path) -> None:
    for _ in range(2):  # the first start makes the sample
        ran = subprocess.run(
            [sys.executable, "-c", _START, str(tmp_path / "data"), *_LATER.split()],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(main.__file__).parent)},
            capture_output=True,
            text=True,
            check=True,
        )
    assert ran.stdout.split() == ["early:"]


def test_strokes_count_once_the_first_screen_is_painted(started: Started, qtbot: QtBot) -> None:
    app = started()
    app.start(None)
    assert app.window is not None
    window = app.window
    qtbot.waitUntil(lambda: window.findChild(StrokeCounter) is not None)
    before = window.session.strokes
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right)
    assert window.session.strokes == before + 1
    window.article_view.viewport().repaint()
    QTest.qWait(10)
    assert len(window.findChildren(StrokeCounter)) == 1
