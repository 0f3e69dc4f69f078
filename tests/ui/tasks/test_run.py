"""Work off the UI thread: one outcome each, told on the UI thread when the windows can be used again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.base.errors import Cancelled, NotWritable, UserError
from models.base.report import Progress
from ui.tasks import run as module
from ui.tasks.run import Task, Worker, run, wait_for


@dataclass
class Told:
    """What the callbacks were given, and whether the window could be used then."""

    window: QWidget | None = None
    outcomes: list[tuple[str, object]] = field(default_factory=list)

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_success": lambda result: self._tell("success", result),
            "on_failure": lambda text: self._tell("failure", text),
            "on_cancel": lambda: self._tell("cancel", None),
        }

    def _tell(self, kind: str, value: object) -> None:
        assert self.window is None or self.window.isEnabled()
        assert threading.current_thread() is threading.main_thread()
        self.outcomes.append((kind, value))


@pytest.fixture
def form(qtbot: QtBot) -> QWidget:
    """A window with two fields, the second of which has the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for _ in range(2):
        column.addWidget(QLineEdit())
    window.show()
    window.findChildren(QLineEdit)[1].setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def endless(progress: Progress) -> None:
    while True:
        progress(1, 2)
        time.sleep(0.001)


def raising(error: BaseException) -> Callable[[Progress], object]:
    def work(_progress: Progress) -> object:
        raise error

    return work


# --- outcomes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "outcome"),
    [
        (lambda _: "result", ("success", "result")),
        (lambda _: None, ("success", None)),
        (raising(UserError("a sentence")), ("failure", "a sentence")),
        (raising(Cancelled()), ("cancel", None)),
    ],
    ids=["success", "nothing", "failure", "cancel"],
)
def test_each_outcome_is_told_once_when_the_window_is_free(
    form: QWidget, qtbot: QtBot, work: Callable[[Progress], object], outcome: tuple[str, object]
) -> None:
    told = Told(form)
    task = run("Working…", work, form, **told.callbacks())
    assert not form.isEnabled()
    with qtbot.waitSignal(task.finished):
        pass
    assert told.outcomes == [outcome]
    assert form.isEnabled()
    assert not task.at_work


def test_bug_is_raised_on_the_ui_thread_and_the_window_is_free(form: QWidget, qtbot: QtBot) -> None:
    told = Told(form)
    with qtbot.capture_exceptions() as caught, qtbot.waitSignal(run("…", lambda _: 1 / 0, form).finished):
        pass
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert told.outcomes == []
    assert form.isEnabled()


def test_cancel_ends_the_work_at_its_next_step(form: QWidget, qtbot: QtBot) -> None:
    told = Told(form)
    task = run("Working…", endless, form, **told.callbacks())
    with qtbot.waitSignal(task.finished):
        task.cancel()
    assert told.outcomes == [("cancel", None)]


def test_no_thread_is_left_over_and_the_task_goes(form: QWidget, qtbot: QtBot) -> None:
    with qtbot.waitSignal(run("Working…", lambda _: None, form).finished):
        pass
    qtbot.waitUntil(lambda: not form.findChildren(Task))
    assert not form.findChildren(QThread)
    assert not form.findChildren(QProgressDialog)


def test_progress_comes_at_most_every_50_ms(owner: QObject, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        until = time.monotonic() + 0.26
        while time.monotonic() < until:
            progress(3, 7)

    seen: list[tuple[int, int]] = []
    task = Task(owner)
    task.progressed.connect(lambda *step: seen.append(step))
    task.start(work)
    with qtbot.waitSignal(task.finished):
        pass
    assert set(seen) == {(3, 7)}
    assert len(seen) <= 6


# --- over a window ----------------------------------------------------------------------------------------------------


def test_progress_is_shown_once_the_work_takes_long_and_its_button_cancels(form: QWidget, qtbot: QtBot) -> None:
    told = Told(form)
    began = time.monotonic()
    task = run("Working…", endless, form, **told.callbacks())
    (dialog,) = form.findChildren(QProgressDialog)
    assert not dialog.isVisible()
    qtbot.waitUntil(dialog.isVisible)
    assert time.monotonic() - began >= module._SHOW_AFTER / 1000 * 0.9
    assert dialog.labelText() == "Working…"
    qtbot.waitUntil(lambda: dialog.value() == 500)
    with qtbot.waitSignal(task.finished):
        QTest.mouseClick(dialog.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert told.outcomes == [("cancel", None)]
    assert not dialog.isVisible()


def test_progress_of_unknown_length_is_shown_too(form: QWidget, qtbot: QtBot) -> None:
    release = threading.Event()
    task = run("Working…", lambda _: release.wait(5), form)
    (dialog,) = form.findChildren(QProgressDialog)
    qtbot.waitUntil(dialog.isVisible)
    with qtbot.waitSignal(task.finished):
        release.set()


def test_window_behind_a_dialog_waits_too_and_both_have_their_focus_back(form: QWidget, qtbot: QtBot) -> None:
    dialog = QDialog(form)
    first, second = QLineEdit(dialog), QLineEdit(dialog)
    second.move(0, 40)
    dialog.open()
    second.setFocus()
    qtbot.waitUntil(dialog.isActiveWindow)
    focused = form.focusWidget()
    task = run("Working…", lambda _: time.sleep(0.05), dialog)
    assert not form.isEnabled()
    assert not dialog.isEnabled()
    with qtbot.waitSignal(task.finished):
        pass
    assert form.isEnabled()
    assert dialog.isEnabled()
    assert dialog.focusWidget() is second is not first
    assert form.focusWidget() is focused is form.findChildren(QLineEdit)[1]
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.close()


def test_window_is_in_front_again(form: QWidget, qtbot: QtBot) -> None:
    task = run("Working…", lambda _: time.sleep(0.1), form)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    with qtbot.waitSignal(task.finished):
        pass
    qtbot.waitUntil(form.isActiveWindow)


def test_field_that_goes_meanwhile_is_no_trouble(form: QWidget, qtbot: QtBot) -> None:
    task = run("Working…", lambda _: time.sleep(0.05), form)
    with qtbot.waitSignal(task.finished):
        form.findChildren(QLineEdit)[1].deleteLater()
    assert form.isEnabled()


def test_dialog_that_is_closed_meanwhile_is_no_trouble(form: QWidget, qtbot: QtBot) -> None:
    dialog = QDialog(form)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    QLineEdit(dialog).setFocus()
    dialog.show()
    release = threading.Event()
    task = run("Working…", lambda _: release.wait(5), form)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    with qtbot.waitSignal(task.finished):
        release.set()
    assert form.isEnabled()


# --- only the latest --------------------------------------------------------------------------------------------------


def test_only_the_latest_work_counts_and_one_runs_at_a_time(owner: QObject, qtbot: QtBot) -> None:
    told, running, most = Told(), [0], [0]

    def numbered(number: int) -> Callable[[Progress], int]:
        def work(progress: Progress) -> int:
            running[0] += 1
            most[0] = max(most[0], running[0])
            try:
                for step in range(20):
                    progress(step, 20)
                    time.sleep(0.002)
            finally:
                running[0] -= 1
            return number

        return work

    task = Task(owner, **told.callbacks())
    ends: list[bool] = []
    task.finished.connect(lambda: ends.append(True))
    for number in range(4):
        task.start(numbered(number))
        QTest.qWait(5)
    qtbot.waitUntil(lambda: not task.at_work)
    assert told.outcomes == [("success", 3)]
    assert (most, ends) == ([1], [True])


def test_work_that_fails_after_it_was_replaced_is_not_told(owner: QObject, qtbot: QtBot) -> None:
    told, release = Told(), threading.Event()

    def fails(_progress: Progress) -> None:
        release.wait(5)
        raise UserError("of the first")

    task = Task(owner, **told.callbacks())
    task.start(fails)
    task.start(lambda _: "second")
    release.set()
    qtbot.waitUntil(lambda: not task.at_work)
    assert told.outcomes == [("success", "second")]


def test_progress_of_work_that_was_replaced_is_not_told(owner: QObject, qtbot: QtBot) -> None:
    sent, seen = threading.Event(), list[tuple[int, int]]()

    def first(progress: Progress) -> None:
        progress(1, 2)
        sent.set()
        endless(progress)

    task = Task(owner)
    task.progressed.connect(lambda *step: seen.append(step))
    task.start(first)
    assert sent.wait(5)
    task.start(lambda progress: progress(5, 7))
    qtbot.waitUntil(lambda: not task.at_work)
    assert seen == [(5, 7)]


def test_cancel_drops_what_was_to_follow(owner: QObject, qtbot: QtBot) -> None:
    told = Told()
    task = Task(owner, **told.callbacks())
    task.start(endless)
    task.start(lambda _: "second")
    with qtbot.waitSignal(task.finished):
        task.cancel()
    assert told.outcomes == [("cancel", None)]


def test_stop_blocks_until_nothing_runs_and_nothing_is_told(owner: QObject, qtbot: QtBot) -> None:
    told, release = Told(), threading.Event()
    task = Task(owner, **told.callbacks())
    task.start(endless)
    task.start(lambda _: "second")
    task.stop()
    assert not task.at_work
    assert all(worker.isFinished() for worker in owner.findChildren(Worker))
    task.start(lambda _: release.wait(2))  # which a late signal of the first neither ends nor waits for
    QTimer.singleShot(50, release.set)
    qtbot.waitUntil(lambda: not task.at_work)
    assert told.outcomes == [("success", True)]
    qtbot.waitUntil(lambda: not owner.findChildren(Worker))


# --- waiting ----------------------------------------------------------------------------------------------------------


def slowly_read() -> str:
    time.sleep(0.05)
    return "read"


@pytest.mark.parametrize("has_window", [True, False])
def test_a_result_is_waited_for_while_events_go_on(form: QWidget, has_window: bool) -> None:
    ticks: list[bool] = []
    QTimer.singleShot(5, lambda: ticks.append(form.isEnabled()))
    over = form if has_window else None
    assert wait_for("Reading…", slowly_read, over) == "read"
    assert ticks == [not has_window]
    assert form.isEnabled()


@pytest.mark.parametrize("error", [NotWritable("as it is"), Cancelled(), ZeroDivisionError(), SystemExit(3)])
def test_what_waited_for_work_raises_comes_back_as_what_it_is(form: QWidget, error: BaseException) -> None:
    def work() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        wait_for("Reading…", work, form)
    assert caught.value is error
    assert form.isEnabled()


def test_a_wait_that_takes_long_says_so_and_has_no_button(form: QWidget, qtbot: QtBot) -> None:
    shown: list[QProgressDialog] = []

    def work() -> None:
        until = time.monotonic() + 5
        while not shown and time.monotonic() < until:
            time.sleep(0.01)

    def look() -> None:
        shown.extend(dialog for dialog in form.findChildren(QProgressDialog) if dialog.isVisible())

    timer = QTimer(form)
    timer.timeout.connect(look)
    timer.start(20)
    wait_for("Reading…", work, form)
    timer.stop()
    assert shown[0].labelText() == "Reading…"
    assert not shown[0].findChildren(QPushButton)


def test_task_that_is_waited_for_has_delivered_its_outcome(form: QWidget) -> None:
    told = Told(form)
    run("Working…", lambda _: "result", form, **told.callbacks()).wait()
    assert told.outcomes == [("success", "result")]
