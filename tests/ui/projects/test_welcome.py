"""The welcome page: recent projects, ways to a new one, drops."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.project.project import Project
from tests.ui.backed import window_of
from tests.ui.conftest import Started, choose_files
from ui.projects.new_project_dialog import NewProjectDialog
from ui.projects.welcome import Welcome
from ui.shell.app import App
from ui.support.bidi import FSI, LRM, PDI, shown_path

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def drop(widget: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    widget.dropEvent(QDropEvent(QPointF(50, 50), actions, data, button, NONE))


@pytest.fixture
def app(started: Started, tmp_path: Path, qtbot: QtBot) -> App:
    """The welcome page over two projects, of which the first is gone."""
    app = started()
    there = tmp_path / "دوسرا منصوبہ.nishan"
    Project.create(there).close()
    app.settings.remember(there)
    app.settings.remember(tmp_path / "گم شدہ.nishan")
    app.start(tmp_path / "گم شدہ.nishan")
    qtbot.waitUntil(page(app).isActiveWindow)
    return app


def page(app: App) -> Welcome:
    assert isinstance(app.welcome, Welcome)
    return app.welcome


def named(welcome: Welcome, text: str) -> QPushButton:
    return next(found for found in welcome.findChildren(QPushButton) if found.text().replace("&", "") == text)


def assistant_of(app: App) -> NewProjectDialog:
    (found,) = page(app).findChildren(NewProjectDialog)
    return found


def test_rows_tell_name_folder_and_time_and_what_is_gone(app: App, tmp_path: Path) -> None:
    recent = page(app).recent
    told = [recent.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(recent.count())]
    assert told[0] == f"گم شدہ, {tmp_path}, not there any more"
    assert told[1].startswith(f"دوسرا منصوبہ, {tmp_path}, today ")


def test_project_that_is_gone_is_taken_off_the_list_by_its_button_or_delete(app: App, tmp_path: Path) -> None:
    welcome = page(app)
    assert not named(welcome, "Open it").isEnabled()
    QTest.mouseClick(named(welcome, "Remove from the list"), Qt.MouseButton.LeftButton)
    assert [recent.path.stem for recent in app.settings.recent] == ["دوسرا منصوبہ"]
    assert welcome.recent.hasFocus()
    QTest.keyClick(welcome.recent, Qt.Key.Key_Delete)
    assert app.settings.recent == ()
    assert (tmp_path / "دوسرا منصوبہ.nishan").exists(), "off the list, not off the disk"
    assert not welcome.recent.isVisible()
    assert welcome.buttons[0].hasFocus()


def test_recent_project_opens_by_keyboard(app: App) -> None:
    QTest.keyClick(page(app).recent, Qt.Key.Key_Down)
    QTest.keyClick(page(app).recent, Qt.Key.Key_Return)
    assert window_of(app).session.project.path.stem == "دوسرا منصوبہ"
    assert app.welcome is None


def test_click_on_a_row_opens_it_unless_it_is_gone(app: App) -> None:
    recent = page(app).recent
    for row in (0, 1):
        assert app.window is None
        place = recent.visualItemRect(recent.item(row)).center()
        QTest.mouseClick(recent.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert app.window is not None


def test_dropped_project_is_opened(app: App, tmp_path: Path) -> None:
    drop(page(app), tmp_path / "دوسرا منصوبہ.nishan")
    assert window_of(app).session.project.path.stem == "دوسرا منصوبہ"


def test_dropped_texts_begin_a_new_project_with_them(app: App, articles: Path) -> None:
    drop(page(app), articles)
    assert [path.name for path in assistant_of(app).articles.paths()] == ["1.txt", "2.txt", "3.txt"]


def drop_addresses(widget: QWidget, *addresses: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    entered = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    widget.dragEnterEvent(entered)
    assert entered.isAccepted()
    button = Qt.MouseButton.LeftButton
    widget.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, button, NONE))


def _mixed(folder: Path) -> list[list[Path]]:
    projects = [folder / "دوسرا منصوبہ.nishan", folder / "B.NISHAN"]
    return [projects, [projects[0], folder / "a.txt"], [*projects, folder]]


SAID = ["2 projects were dropped, and a window has one; drop the one to open.", "1 project and other", "2 projects and"]


@pytest.mark.parametrize("case", range(3))
def test_projects_and_mixed_things_that_are_dropped_are_refused_in_a_sentence(
    case: int, app: App, tmp_path: Path
) -> None:
    page(app).messages.close_message()
    drop(page(app), *_mixed(tmp_path)[case])
    assert page(app).messages.text().startswith(SAID[case])
    page(app).messages.close_message()
    app.open_sample()
    drop(window_of(app), *_mixed(tmp_path)[case])
    assert window_of(app).messages.text().startswith(SAID[case])
    assistant = app.ask_new()
    drop(assistant, *_mixed(tmp_path)[case])
    assert any(label.text().removeprefix(LRM).startswith(SAID[case]) for label in assistant.findChildren(QLabel))
    assert assistant.articles.paths() == []


@pytest.mark.parametrize("address", ["smb://server/a.nishan", "https://example.org/a.txt", "trash:///a.txt"])
def test_address_of_another_machine_that_is_dropped_is_refused_in_a_sentence(address: str, app: App) -> None:
    page(app).messages.close_message()
    drop_addresses(page(app), address)
    assert "is no file of this computer; save it in a folder here" in page(app).messages.text()
    page(app).messages.close_message()
    app.open_sample()
    drop_addresses(window_of(app), address, "file:///tmp/a.txt")
    assert "is no file of this computer; save it in a folder here" in window_of(app).messages.text()


@pytest.mark.parametrize("host", ["", "localhost"])
@pytest.mark.parametrize("name", ["دوسرا منصوبہ", "Ab %23"])
@pytest.mark.parametrize("suffix", [".nishan", ".NISHAN"])
def test_project_is_opened_by_whatever_address_a_file_manager_gives(
    host: str, name: str, suffix: str, started: Started, tmp_path: Path
) -> None:
    app, path = started(), tmp_path / f"{name}{suffix}"
    Project.create(path).close()
    app.show_welcome()
    drop_addresses(page(app), f"file://{host}{quote(str(path))}")
    assert window_of(app).session.project.path == path


def test_keys_of_the_window_work_here(app: App, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    QTest.keyClick(page(app), Qt.Key.Key_N, CTRL)
    assistant_of(app).close()
    found = str(next(articles.parent.glob("دوسرا*.nishan")))
    choose_files(monkeypatch, Path(found))
    QTest.keyClick(page(app), Qt.Key.Key_O, CTRL)
    assert str(window_of(app).session.project.path) == found


def test_files_chosen_for_a_new_project_are_its_articles(
    app: App, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_files(monkeypatch, articles / "2.txt")
    QTest.mouseClick(named(page(app), "Import files into a new project…"), Qt.MouseButton.LeftButton)
    assert assistant_of(app).articles.paths() == [articles / "2.txt"]


def test_the_menu_of_recent_projects_opens_one_and_leaves_out_the_open_one(app: App) -> None:
    app.open_sample()
    menu = window_of(app).projects.recent
    menu.read()
    gone, there = menu.actions()
    assert "گم شدہ" in gone.text()
    assert not gone.isEnabled()
    there.trigger()
    assert window_of(app).session.project.path.stem == "دوسرا منصوبہ"


def test_parts_of_a_path_stay_in_order_whatever_their_direction() -> None:
    shown = shown_path(Path("/srv/اردو/خبریں/نیا.nishan"))
    parts = [f"{FSI}{part}{PDI}" for part in ("srv", "اردو", "خبریں")]
    assert shown == f"{LRM}/{'/'.join(parts)}/{FSI}نیا{PDI}.nishan"
    assert shown_path(Path.home() / "a") == f"{LRM}~/{FSI}a{PDI}"
