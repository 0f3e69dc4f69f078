"""The new-project assistant: three steps by keyboard, and a project made whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from models.base.report import Progress
from models.importing.run import import_files
from models.labels.templates import FOLDER
from models.project.project import Project
from tests.ui.backed import window_of
from tests.ui.conftest import Started, choose_files
from tests.ui.projects.test_welcome import drop
from ui.projects.new_project_dialog import NewProjectDialog
from ui.shell.app import App


@pytest.fixture
def app(started: Started, tmp_path: Path) -> App:
    app = started()
    app.settings.annotator = "sana"
    app.show_welcome()
    return app


@pytest.fixture
def assistant(app: App, tmp_path: Path, qtbot: QtBot) -> NewProjectDialog:
    assistant = app.ask_new()
    assistant.place.folder.setText(str(tmp_path))
    qtbot.waitUntil(assistant.isActiveWindow)
    return assistant


def key(assistant: NewProjectDialog, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or assistant, key)


def write(text: str) -> None:
    """What an input method sends: QTest has no Urdu keyboard."""
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent()
    event.setCommitString(text)
    focused = QApplication.focusWidget()
    assert focused is not None
    QApplication.sendEvent(focused, event)


def go_to_next(assistant: NewProjectDialog) -> None:
    """Tab on to the button that goes on: Enter on "Add files…" would be that button."""
    for _ in range(30):
        if assistant._next.hasFocus():
            return
        key(assistant, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not lead to the button")


def test_three_steps_by_keyboard_make_a_project_and_open_it(
    app: App, assistant: NewProjectDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    assert not assistant._next.isEnabled(), "it has no name yet"
    write("پہلی خبریں")
    key(assistant, Qt.Key.Key_Return)
    assert assistant.step == 1
    go_to_next(assistant)
    key(assistant, Qt.Key.Key_Return)
    assert assistant.step == 2
    go_to_next(assistant)
    key(assistant, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.window is not None, timeout=10_000)
    session = window_of(app).session
    assert session.project.path == tmp_path / "پہلی خبریں.nishan"
    assert session.annotator.name == "sana"
    assert len(session.labels) == 7
    assert app.welcome is None


def test_articles_and_annotator_arrive_in_the_project(
    app: App, assistant: NewProjectDialog, articles: Path, qtbot: QtBot
) -> None:
    assistant.place.name.setText("x.nishan")
    assistant.place.annotator.setText("ثنا")
    drop(assistant, articles)
    assistant.make()
    qtbot.waitUntil(lambda: app.window is not None, timeout=10_000)
    window = window_of(app)
    assert window.session.project.path.name == "x.nishan"
    assert window.session.annotator.name == app.settings.annotator == "ثنا"
    assert window.article_list.model.rowCount() == 3
    assert "imported 3 articles" in window._status.text()


def test_failed_import_tells_the_file_makes_nothing_and_can_be_mended(
    app: App, assistant: NewProjectDialog, articles: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (articles / "4.txt").write_bytes("شہر\n".encode() + b"\xa4")
    assistant.place.name.setText("x")
    drop(assistant, articles / "4.txt")
    assistant._go(2)
    with qtbot.waitSignal(assistant.make().finished, timeout=10_000):
        pass
    assert "4.txt, line 2" in assistant.trouble()
    assert not (tmp_path / "x.nishan").exists()
    assert assistant.isVisible()
    assistant.articles.view.setCurrentIndex(assistant.articles.files.index(0, 0))
    assistant.articles.view.setFocus()
    key(assistant, Qt.Key.Key_Delete)
    assert assistant.trouble() == ""
    (articles / "4.txt").unlink()
    drop(assistant, articles)
    assistant.make()
    qtbot.waitUntil(lambda: app.window is not None, timeout=10_000)
    assert window_of(app).article_list.model.rowCount() == 3


def test_cancelled_making_leaves_the_page_and_no_project(
    assistant: NewProjectDialog, articles: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object, progress: Progress, **__: object) -> None:
        while True:
            progress(1, 2)

    monkeypatch.setattr("models.importing.new_project.import_files", endless)
    assistant.place.name.setText("x")
    with qtbot.waitSignal(assistant.make().finished, timeout=10_000):
        (dialog,) = assistant.findChildren(QProgressDialog)
        qtbot.waitUntil(dialog.isVisible)
        assistant.reject()
        assert assistant.isVisible(), "it cannot be left while it works"
        (button,) = dialog.findChildren(QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert assistant.trouble() == "Cancelled; nothing was made."
    assert list(tmp_path.glob("*.nishan")) == list(tmp_path.glob(".*.nishan")) == []


def test_bug_in_the_making_leaves_the_page_and_no_project(
    assistant: NewProjectDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.importing.new_project.import_files", lambda *_, **__: 1 / 0)
    assistant.place.name.setText("x")
    with qtbot.capture_exceptions() as caught, qtbot.waitSignal(assistant.make().finished, timeout=10_000):
        pass
    assert caught[0][0] is ZeroDivisionError
    assert "Something went wrong" in assistant.trouble()
    assert assistant.isEnabled()
    assert list(tmp_path.glob("*.nishan")) == list(tmp_path.glob(".*.nishan")) == []


@pytest.mark.parametrize("name", ["شہر", "شہر.nishan", " شہر "])
def test_name_that_is_taken_is_refused_in_a_sentence(assistant: NewProjectDialog, tmp_path: Path, name: str) -> None:
    (tmp_path / "شہر.nishan").touch()
    assistant.place.name.setText(name)
    assert assistant.trouble() == "شہر.nishan: there is a file of that name already; choose another name."
    assert not assistant._next.isEnabled()
    assistant.place.name.setText("گاؤں")
    assert assistant.trouble() == ""


def test_slash_folder_and_missing_annotator_are_refused(assistant: NewProjectDialog, tmp_path: Path) -> None:
    assistant.place.name.setText("a/b")
    assert "a name cannot hold /" in assistant.trouble()
    assistant.place.name.setText("ab")
    assistant.place.folder.setText(str(tmp_path / "missing"))
    assert "there is no such folder" in assistant.trouble()
    assistant.place.folder.setText(str(tmp_path))
    assistant.place.annotator.setText("  ")
    assert "Your name is missing" in assistant.trouble()


def test_templates_are_previewed_with_colour_key_and_urdu_name(assistant: NewProjectDialog) -> None:
    preview = assistant.labels.preview

    def row_at(row: int) -> QTreeWidgetItem:
        item = preview.topLevelItem(row)
        assert item is not None
        return item

    rows = [[row_at(row).text(column) for column in range(3)] for row in range(7)]
    assert rows[0] == ["PERSON", "شخص", "1"]
    assert not row_at(0).icon(0).isNull()
    assistant.labels.choices.button(1).click()
    assert preview.topLevelItemCount() == 3
    assert assistant.labels.guidelines() == ""
    assistant.labels.choices.button(2).click()
    assert "For whole articles" in row_at(3).text(3)
    assistant.labels.choices.button(3).click()
    assert preview.topLevelItemCount() == 0
    assert assistant.labels.labels() == ()
    assert assistant.labels.ready(), "no labels are an answer, too"


def test_labels_come_from_a_file_and_its_errors_are_a_sentence(
    assistant: NewProjectDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "میرے لیبل.toml"
    path.write_text('[[label]]\nname = "A"\nkey = "1"\n[[label]]\nname = "B"\nkey = "1"\n', encoding="utf-8")
    assistant.place.name.setText("x")
    assistant._go(1)
    assistant.labels.from_file.click()
    assert not assistant._next.isEnabled(), "which file?"
    choose_files(monkeypatch, path)
    assistant.labels._choose()
    assert "two labels have the key '1'" in assistant.trouble()
    assert not assistant._next.isEnabled()
    path.write_text('[[label]]\nname = "A"\n', encoding="utf-8")
    assistant.labels._choose()
    assert [label.name for label in assistant.labels.labels()] == ["A"]
    assert assistant._next.isEnabled()


def test_dropped_labels_toml_is_taken_as_labels(assistant: NewProjectDialog) -> None:
    drop(assistant, FOLDER / "templates" / "persons-places-organizations.toml")
    assert assistant.labels.from_file.isChecked()
    assert len(assistant.labels.labels()) == 3


def test_same_file_twice_is_one_and_what_cannot_be_imported_is_told(
    assistant: NewProjectDialog, articles: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "x.png"
    picture.touch()
    assistant._go(2)
    drop(assistant, articles)
    drop(assistant, articles / "1.txt")
    assert len(assistant.articles.paths()) == 3
    drop(assistant, picture)
    assert "x.png" in assistant.trouble()
    assert len(assistant.articles.paths()) == 3


def test_escape_leaves_without_a_project(app: App, assistant: NewProjectDialog, tmp_path: Path) -> None:
    write("x")
    key(assistant, Qt.Key.Key_Escape)
    assert not assistant.isVisible()
    assert not list(tmp_path.glob("*.nishan"))
    assert app.welcome is not None


def test_projects_made_so_take_more_articles_later(
    app: App, assistant: NewProjectDialog, articles: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    assistant.place.name.setText("x")
    assistant.make()
    qtbot.waitUntil(lambda: app.window is not None, timeout=10_000)
    app.close_project()
    with Project.open(tmp_path / "x.nishan") as project:
        assert import_files(project, [articles]).articles == 3
