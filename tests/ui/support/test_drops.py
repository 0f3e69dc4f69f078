"""Files that are dragged to a window are copied, whatever their source proposes: it may delete what was moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Started
from ui.importing.dialog import ImportDialog
from ui.projects.new_project_dialog import NewProjectDialog
from ui.projects.welcome import Welcome
from ui.shell.window import Window
from ui.support.drops import dropped_paths, refusal, take_copy
from ui.support.settings import Settings

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier  # Shift proposes to move
ANY = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction


def data_of(*urls: QUrl) -> QMimeData:
    data = QMimeData()
    data.setUrls(list(urls))
    return data


def drag(widget: QWidget, data: QMimeData) -> list[QDropEvent]:
    """The events of a drag that ends on a widget, as it has answered them."""
    events: list[QDropEvent] = [
        QDragEnterEvent(QPoint(9, 9), ANY, data, LEFT, SHIFT),
        QDragMoveEvent(QPoint(9, 9), ANY, data, LEFT, SHIFT),
    ]
    events.append(QDropEvent(QPointF(9, 9), ANY, data, LEFT, SHIFT))
    for event in events:
        assert event.proposedAction() is Qt.DropAction.MoveAction
        QApplication.sendEvent(widget, event)
    return events


def assert_copied(events: list[QDropEvent]) -> None:
    assert [event.isAccepted() for event in events] == [True] * 3
    assert [event.dropAction() for event in events] == [Qt.DropAction.CopyAction] * 3


def test_the_window_copies_files(window: Window, articles: Path) -> None:
    assert_copied(drag(window, data_of(QUrl.fromLocalFile(str(articles)))))
    (dialog,) = window.findChildren(ImportDialog)
    dialog.reject()


def test_the_welcome_page_copies_files(started: Started, articles: Path, qtbot: QtBot) -> None:
    app = started()
    app.show_welcome()
    assert isinstance(app.welcome, Welcome)
    with qtbot.waitSignal(app.welcome.new_asked):
        assert_copied(drag(app.welcome, data_of(QUrl.fromLocalFile(str(articles)))))
    for dialog in app.welcome.findChildren(NewProjectDialog):
        dialog.reject()


def test_the_assistant_copies_files(qtbot: QtBot, app_fonts: None, articles: Path, tmp_path: Path) -> None:
    assistant = NewProjectDialog(Settings(tmp_path / "data"))
    qtbot.addWidget(assistant)
    assert_copied(drag(assistant, data_of(QUrl.fromLocalFile(str(articles / "1.txt")))))
    assert len(assistant.articles.paths()) == 1


def test_what_is_no_file_is_not_taken(qapp: QApplication) -> None:
    data = QMimeData()
    data.setText("some words")
    event = QDropEvent(QPointF(9, 9), ANY, data, LEFT, SHIFT)
    assert not take_copy(event)
    assert not event.isAccepted()


@pytest.mark.parametrize("address", ["https://example.org/a.txt", "ftp://example.org/a.txt"])
def test_what_is_not_on_this_machine_is_taken_to_be_told_and_stays_there(qapp: QApplication, address: str) -> None:
    data = data_of(QUrl(address))
    event = QDropEvent(QPointF(9, 9), ANY, data, LEFT, SHIFT)
    assert take_copy(event)
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert refusal(dropped_paths(data))
