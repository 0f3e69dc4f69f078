"""Long work off the UI thread: `run` over a window, a `Task` beside its use, `wait_for` a result."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QThread, Signal
from PySide6.QtWidgets import QApplication, QDialog, QProgressDialog, QWidget
from shiboken6 import isValid

from models.base.errors import Cancelled, UserError
from models.base.report import Progress

Work = Callable[[Progress], object]
_T = TypeVar("_T")
_PROGRESS_EVERY = 0.05  # seconds
_SHOW_AFTER = 300  # milliseconds


def _ignore(*_: object) -> None:
    """Do nothing about an outcome."""


class Worker(QThread):
    """Run one function on a thread of its own, and keep what it returned or raised."""

    progressed = Signal(int, int)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._cancelled, self._last = work, threading.Event(), 0.0
        self.result: Any = None
        self.error: BaseException | None = None

    def cancel(self) -> None:
        """Make the next call of `Progress` raise Cancelled inside the work."""
        self._cancelled.set()

    def run(self) -> None:
        try:
            self.result = self._work(self._progress)
        except BaseException as error:  # sorted on the UI thread: nobody hears of it here
            self.error = error

    def _progress(self, done: int, whole: int) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        moment = time.monotonic()
        if moment - self._last >= _PROGRESS_EVERY:
            self._last = moment
            self.progressed.emit(done, whole)


class Task(QObject):
    """Run one piece of work at a time off the UI thread; the latest counts, and replaces what runs.

    The work touches no widget. When its thread has ended, one callback gets the outcome on the UI thread: `on_success`
    the result, `on_failure` the sentence of a UserError, `on_cancel` nothing. Any other error is raised there, where
    the crash hook gets it. `finished` follows in each case.
    """

    progressed = Signal(int, int)  # steps done, and all steps
    finished = Signal()
    ended = Signal()  # the thread has; the outcome is delivered next

    def __init__(
        self,
        owner: QObject | None,
        *,
        on_success: Callable[[Any], object] = _ignore,
        on_failure: Callable[[str], object] = _ignore,
        on_cancel: Callable[[], object] = _ignore,
    ) -> None:
        super().__init__(owner)
        self._on_success, self._on_failure, self._on_cancel = on_success, on_failure, on_cancel
        self._worker: Worker | None = None
        self._next: Work | None = None

    @property
    def at_work(self) -> bool:
        """Whether an outcome is still to come."""
        return self._worker is not None

    def start(self, work: Work) -> None:
        """Run `work`; work that still runs is cancelled first, and its outcome dropped."""
        if self._worker is not None:
            self._next = work
            self._worker.cancel()
            return
        self._worker = Worker(work, self)
        self._worker.progressed.connect(self._progress)
        self._worker.finished.connect(self._end)
        self._worker.start()

    def cancel(self) -> None:
        """Ask the work to end at its next step; `on_cancel` follows, or `on_success` if that was its last."""
        self._next = None
        if self._worker is not None:
            self._worker.cancel()

    def stop(self) -> None:
        """Cancel the work, block until its thread has ended, and drop its outcome."""
        self._next = None
        if self._worker is not None:
            self._worker.cancel()
            self._release()
            self.ended.emit()
            self.finished.emit()

    def wait(self) -> None:
        """Return when the work has ended and its outcome is delivered; events are handled meanwhile."""
        loop = QEventLoop()
        self.finished.connect(loop.quit)
        if self._worker is not None:
            loop.exec()
        if self._worker is not None:  # the program quits, and all its event loops with it
            self._worker.wait()
            self._end()

    def _progress(self, done: int, whole: int) -> None:
        if self._worker is not None and self._next is None:
            self.progressed.emit(done, whole)

    def _end(self) -> None:
        if self._worker is None or not self._worker.isFinished():  # a late signal of work that was stopped
            return
        worker = self._release()
        if self._next is not None:
            work, self._next = self._next, None
            self.start(work)
            return
        self.ended.emit()
        try:
            self._deliver(worker)
        finally:
            self.finished.emit()

    def _release(self) -> Worker:
        worker, self._worker = self._worker, None
        assert worker is not None
        worker.wait()
        worker.deleteLater()
        return worker

    def _deliver(self, worker: Worker) -> None:
        match worker.error:
            case None:
                self._on_success(worker.result)
            case Cancelled():
                self._on_cancel()
            case UserError() as error:
                self._on_failure(str(error))
            case error:
                raise error


class _Cover(QObject):
    """Disables the windows that share a project with `over`, shows the progress there, and gives the focus back."""

    def __init__(self, task: Task, text: str, over: QWidget | None, *, cancellable: bool) -> None:
        super().__init__(task)
        self._over = outermost = over
        while outermost is not None and (parent := outermost.parentWidget()) is not None:
            outermost = parent
        self._outermost = outermost
        windows = [] if outermost is None else [outermost, *outermost.findChildren(QDialog)]
        self._focused = [(window, window.focusWidget()) for window in windows]
        self._dialog = _progress_dialog(text, over)
        if not cancellable:
            self._dialog.setCancelButton(None)
        if outermost is not None:
            outermost.setEnabled(False)  # its dialogs, too
        self._dialog.setEnabled(True)  # or nobody could cancel
        self._dialog.canceled.connect(task.cancel)
        task.progressed.connect(self._show_progress)
        task.ended.connect(self._lift)

    def _show_progress(self, done: int, whole: int) -> None:
        self._dialog.setMaximum(1000 if whole else 0)  # a busy bar while the whole is unknown
        self._dialog.setValue(min(done * 1000 // whole, 999) if whole else 0)

    def _lift(self) -> None:
        self._dialog.reset()
        self._dialog.deleteLater()
        if self._over is None or self._outermost is None:
            return
        self._outermost.setEnabled(True)
        for window, focused in self._focused:  # a dialog may have been closed by its frame's button
            if focused is not None and isValid(focused) and window.focusWidget() is None:
                focused.setFocus()
        self._over.activateWindow()


def _progress_dialog(text: str, over: QWidget | None) -> QProgressDialog:
    dialog = QProgressDialog(text, "Cancel", 0, 0, over)
    dialog.setWindowTitle("Nishan")
    dialog.setAutoReset(False)
    dialog.setMinimumWidth(dialog.fontMetrics().averageCharWidth() * 60)
    dialog.setMinimumDuration(_SHOW_AFTER)
    return dialog


def run(
    text: str,
    work: Work,
    over: QWidget | None,
    *,
    on_success: Callable[[Any], object] = _ignore,
    on_failure: Callable[[str], object] = _ignore,
    on_cancel: Callable[[], object] = _ignore,
    cancellable: bool = True,
) -> Task:
    """Run `work` while `over` and the windows behind it wait; the callbacks find them enabled again.

    `text` and the progress are shown if it takes long. The task deletes itself when it is `finished`.
    """
    task = Task(over, on_success=on_success, on_failure=on_failure, on_cancel=on_cancel)
    _Cover(task, text, over, cancellable=cancellable)
    task.finished.connect(task.deleteLater)
    task.start(work)
    return task


def wait_for(text: str, work: Callable[[], _T], over: QWidget | None) -> _T:
    """Return what `work` returns, or raise what it raises, while `text` is shown; it cannot be cancelled."""
    from concurrent.futures import Future  # noqa: PLC0415 - no part of a start

    future: Future[_T] = Future()

    def attempt(_progress: Progress) -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # of whatever kind: the caller sorts it
            future.set_exception(error)

    quits = QApplication.quitOnLastWindowClosed()
    QApplication.setQuitOnLastWindowClosed(False)  # the progress may be the only window
    try:
        run(text, attempt, over, cancellable=False).wait()
    finally:
        QApplication.setQuitOnLastWindowClosed(quits)
    return future.result()
