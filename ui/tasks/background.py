"""Work off the UI thread while the window stays in use: only what was asked last counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from models.base.report import Progress
from ui.tasks.jobs import Worker


class Background(QObject):
    """One piece of work at a time. It must not touch the project, which belongs to the UI thread."""

    done = Signal(object)
    failed = Signal(str)
    progressed = Signal(int, int)  # what is done, and the whole of it

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._worker: Worker | None = None
        self._next: Callable[[Progress], object] | None = None

    @property
    def at_work(self) -> bool:
        """Whether an answer is still to come."""
        return self._worker is not None

    def start(self, work: Callable[[Progress], object]) -> None:
        """Do this, in place of anything else."""
        if self._worker is not None:
            self._next = work
            self._worker.stop()
            return
        self._worker = worker = Worker(work, self)
        worker.succeeded.connect(lambda result: None if self._next else self.done.emit(result))
        worker.failed.connect(lambda text: None if self._next else self.failed.emit(text))
        worker.progressed.connect(lambda done, whole: None if self._next else self.progressed.emit(done, whole))
        worker.crashed.connect(self._crash)
        worker.finished.connect(self._ended)
        worker.start()

    def end(self) -> None:
        """Leave the work, and wait until nothing of it runs."""
        self._next = None
        if self._worker is not None:
            self._worker.stop()
            self._worker.wait()

    def _ended(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.deleteLater()
        work, self._next = self._next, None
        if work is not None:
            self.start(work)

    def _crash(self, error: Exception) -> None:
        raise error
