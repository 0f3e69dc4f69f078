"""The window around the article: files in and out, size, theme, statuses, and what happens when things fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from models.base.entities import Status
from models.base.errors import UserError
from models.base.report import Progress
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import accept_import, find, texts
from ui.article.spans.span_geometry import SpanGeometry, SpanPiece
from ui.keys.action_specs import ACTION_SPECS
from ui.session import span_commands
from ui.shell.window import Window
from ui.support import fonts, theme
from ui.tasks.run import run

CTRL = Qt.KeyboardModifier.ControlModifier
OpenWindow = Callable[[Path], Window]


def drop(window: Window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(50, 50), actions, data, button, Qt.KeyboardModifier.NoModifier))


def test_dropped_files_are_imported_off_the_ui_thread_and_listed(window: Window, articles: Path, qtbot: QtBot) -> None:
    drop(window, articles)
    accept_import(window, qtbot)
    assert not window.isEnabled(), "the project is busy; nothing is lost in between"
    qtbot.waitUntil(window.isEnabled, timeout=10_000)
    assert window.article_list.model.rowCount() == 4
    assert window._status.text() == "imported 3 articles, 0 spans"


def test_bad_files_among_good_ones_are_left_out_and_said_first(window: Window, articles: Path, qtbot: QtBot) -> None:
    (articles / "4.txt").write_bytes(b"\xff\xfe\xff")
    (articles / "5.txt").write_bytes("شہر\n".encode() + b"\xa4")
    window.importing.import_paths([articles])
    qtbot.waitUntil(window.isEnabled, timeout=10_000)
    assert window._status.text().startswith("2 files LEFT OUT; imported 3 articles")
    assert window.article_list.model.rowCount() == 4
    for report in QApplication.topLevelWidgets():
        if report.windowTitle() == "Report":
            report.close()


def test_a_cancelled_job_says_so_and_gives_the_window_back(window: Window, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        while True:
            progress(1, 2)

    cancelled: list[bool] = []
    task = run("Waiting…", work, window, on_cancel=lambda: cancelled.append(True))
    with qtbot.waitSignal(task.finished, timeout=10_000):
        (dialog,) = window.findChildren(QProgressDialog)
        qtbot.waitUntil(dialog.isVisible)
        (button,) = dialog.findChildren(QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert cancelled
    assert window.isEnabled()
    assert not dialog.isVisible()


def test_text_grows_and_shrinks_between_12_and_40_points_and_stays_so(window: Window) -> None:
    sizes = set()
    for _ in range(40):
        QTest.keyClick(window, Qt.Key.Key_Plus, CTRL)
        sizes.add(window.article_view.document().defaultFont().pointSize())
    assert max(sizes) == fonts.LARGEST == 40
    for _ in range(40):
        wheel(window, -120)
    assert window.article_view.document().defaultFont().pointSize() == fonts.SMALLEST == 12
    assert window.settings.points == 12
    QTest.keyClick(window, Qt.Key.Key_0, CTRL)
    assert window.settings.points == 20


def wheel(window: Window, by: int) -> None:
    port = window.article_view.viewport()
    place = QPointF(port.rect().center())
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        place, port.mapToGlobal(place), QPoint(), QPoint(0, by), none, CTRL, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(port, event)


@pytest.mark.parametrize(("gesture", "family"), [("naskh", fonts.NASKH), ("nastaliq", fonts.NASTALIQ)])
def test_the_article_is_shown_in_either_typeface(window: Window, gesture: str, family: str) -> None:
    window.actions_[gesture].trigger()
    assert window.article_view.document().defaultFont().families()[0] == family
    assert window.settings.typeface == family


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_chips_and_lines_have_contrast_in_both_themes(window: Window, choice: str) -> None:
    from PySide6.QtGui import QColor

    window.actions_[f"theme_{choice}"].trigger()
    paper = QColor(theme.chosen(choice).paper)
    for label in window.session.labels:
        color = QColor(label.color)
        assert theme.contrast(theme.text_on(color), color) >= 4.5
        assert theme.contrast(theme.line_on(color, paper), paper) >= 3


def test_done_and_next_marks_the_article_opens_the_next_and_can_be_undone(
    window: Window, articles: Path, qtbot: QtBot
) -> None:
    drop(window, articles)
    accept_import(window, qtbot)
    qtbot.waitUntil(lambda: window.isEnabled() and window.isActiveWindow(), timeout=10_000)
    first = window.article_list.model.row(0).id
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    rows = window.article_list.model
    qtbot.waitUntil(lambda: rows.row(0).status is Status.DONE)
    assert window.session.article is not None
    assert window.session.article.id == window.article_list.model.row(1).id
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: rows.row(0).status is Status.NEW)
    assert window.session.article.id == first, "undo goes where it changes something"


def test_a_row_of_the_table_selects_its_span_and_back(window: Window, qtbot: QtBot) -> None:
    for words in ("پاکستان", "افغانستان"):
        span_commands.label(window.session, *find(window, words), window.session.labels[1])
    qtbot.waitUntil(lambda: window.span_table.rows.rowCount() == 2)
    first = window.span_table.visualRect(window.span_table.rows.index(0, 0)).center()
    QTest.mouseClick(window.span_table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    assert window.session.selected == window.session.spans[0]
    window.session.select(window.session.spans[1])
    qtbot.waitUntil(lambda: [i.row() for i in window.span_table.selectionModel().selectedRows()] == [1])


def test_every_gesture_has_a_name_and_no_two_share_a_key(window: Window) -> None:
    keys = [key for gesture in ACTION_SPECS for key in gesture.keys]
    assert len(keys) == len(set(keys))
    assert all(window.actions_[gesture.id].text() for gesture in ACTION_SPECS)


def test_an_empty_project_says_what_to_do_and_survives_every_key(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "empty.nishan"
    Project.create(path, seed_labels()).close()
    window = open_window(path)
    assert "import" in window._status.text()
    for key in (Qt.Key.Key_1, Qt.Key.Key_Left, Qt.Key.Key_Delete, Qt.Key.Key_Tab, Qt.Key.Key_End):
        QTest.keyClick(window.article_view, key)
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert texts_or_none(window) == []


def texts_or_none(window: Window) -> list[tuple[str, str]]:
    return texts(window) if window.session.article else []


def test_spans_are_there_at_the_very_first_painting(
    window: Window, open_window: OpenWindow, project_file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Nothing has been laid out then: the painter must see to it itself."""
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    window.close()
    painted: list[int] = []
    pieces = SpanGeometry.pieces

    def watched(self: SpanGeometry, area: QRectF) -> Iterator[SpanPiece]:
        found = list(pieces(self, area))
        painted.append(len(found))
        return iter(found)

    monkeypatch.setattr(SpanGeometry, "pieces", watched)
    again = open_window(project_file)
    again.article_view.viewport().update()
    qtbot.waitUntil(lambda: bool(painted))
    assert painted[0] == 1


def test_refused_undo_leaves_the_file_and_the_window_agreeing(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])

    def full(*_: object) -> None:
        raise UserError("the disk is full")

    monkeypatch.setattr(window.session.project, "put", full)
    window.session.undo()
    assert texts(window) == [("پاکستان", "LOCATION")]
    assert window.messages.text() == "the disk is full"
    assert "undid" not in window._status.text(), "nothing was undone, and nothing was saved"
    monkeypatch.undo()
    window.session.redo()
    window.session.undo()
    assert texts(window) == [], "the gesture is not lost to undo when there is room again"


def test_the_keyboard_goes_on_where_it_was_after_a_job(window: Window, articles: Path, qtbot: QtBot) -> None:
    window.article_view.setFocus()
    drop(window, articles)
    qtbot.waitUntil(window.isEnabled, timeout=10_000)
    assert window.focusWidget() is window.article_view


def test_a_long_log_is_folded_in_once_a_gesture_is_painted(window: Window, qtbot: QtBot) -> None:
    project = window.session.project
    for number in range(7):
        with project.transaction():
            project.put_row("meta", {"key": f"{number}", "value": "x" * 400_000})
    before = project.path.stat().st_mtime_ns
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[0])
    assert project.path.stat().st_mtime_ns == before
    qtbot.waitUntil(lambda: project.path.stat().st_mtime_ns > before)
    for _ in range(3):
        window.session.undo()
        window.session.redo()
    QTest.qWait(100)
    assert window._status.text().startswith("saved")
    assert project.path.stat().st_size > 2_800_000
