"""Long work off the UI thread, with progress, a way to cancel it, and its errors brought back by signal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from models.base.errors import Cancelled, UserError

if TYPE_CHECKING:
    from models.base.report import Progress

_EVERY = 0.05  # seconds between two signals of progress
_SHOW_AFTER = 300  # milliseconds


class Worker(QThread):
    """Runs one function; every outcome is a signal, received on the UI thread."""

    progressed = Signal(int, int)
    succeeded = Signal(object)
    cancelled = Signal()
    failed = Signal(str)
    crashed = Signal(object)

    def __init__(self, work: Callable[[Progress], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._last = 0.0

    def stop(self) -> None:
        """Ask the work to end at its next step."""
        self._stop.set()

    def run(self) -> None:
        try:
            result = self._work(self._progress)
        except Cancelled:
            self.cancelled.emit()
        except UserError as error:
            self.failed.emit(str(error))
        except Exception as error:  # a bug: it must reach the window's own handling, not this thread's
            self.crashed.emit(error)
        else:
            self.succeeded.emit(result)

    def _progress(self, done: int, whole: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        moment = time.monotonic()
        if moment - self._last >= _EVERY:
            self._last = moment
            self.progressed.emit(done, whole)


class Job(QObject):
    """One piece of long work over a window, whose input waits meanwhile: the project has one connection."""

    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, title: str, work: Callable[[Progress], object], window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._worker = Worker(work, self)
        self._dialog = QProgressDialog(title, "Cancel", 0, 0, window)
        self._dialog.setWindowTitle("Nishan")
        self._dialog.setMinimumDuration(_SHOW_AFTER)
        self._dialog.setAutoReset(False)
        self._dialog.setMinimumWidth(420)
        self._dialog.canceled.connect(self._worker.stop)
        self._worker.progressed.connect(self._show)
        self._worker.succeeded.connect(self.succeeded)
        self._worker.failed.connect(self.failed)
        self._worker.cancelled.connect(self.cancelled)
        self._worker.crashed.connect(self._crash)
        self._worker.finished.connect(self._end)
        self._focused: QWidget | None = None

    def start(self) -> None:
        """Begin."""
        self._focused = self._window.focusWidget()
        self._window.setEnabled(False)
        self._dialog.setEnabled(True)  # it went with its window; its "Cancel" must not
        self._worker.start()

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows."""
        self._worker.stop()

    def _show(self, done: int, whole: int) -> None:
        self._dialog.setMaximum(1000 if whole else 0)
        self._dialog.setValue(min(done * 1000 // whole, 999) if whole else 0)

    def _crash(self, error: Exception) -> None:
        raise error

    def _end(self) -> None:
        self._dialog.reset()
        self._dialog.deleteLater()
        self._window.setEnabled(True)
        if self._focused is not None and self._window.focusWidget() is None:
            self._focused.setFocus()  # a window that was disabled has lost it, and its keys with it
        self._worker.wait()
        self.finished.emit()
        self.deleteLater()


def when_done(job: Job, then: Callable[[Any], object]) -> None:
    """Run a job, and give `then` its result when its window is free again."""
    results: list[Any] = []
    job.succeeded.connect(results.append)
    job.finished.connect(lambda: then(results[0]) if results else None)
    job.start()
