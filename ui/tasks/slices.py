"""Long work on the UI thread, in slices so short that nobody waits for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.session.session import Session

_SLICE = 0.008  # seconds


class Slices(QObject):
    """Goes through an iterator piece by piece between events; what it yields goes to `each`, its end to `done`."""

    def __init__(self, owner: QObject, session: Session) -> None:
        """It never works once the session closes."""
        super().__init__(owner)
        self._work: Iterator[Any] | None = None
        self._each: Callable[[Any], object] | None = None
        self._done: Callable[[Any], object] = lambda _result: None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)
        session.closed.connect(self.stop)

    @property
    def at_work(self) -> bool:
        """Whether there is more to do."""
        return self._work is not None

    def start(
        self, work: Iterator[Any], done: Callable[[Any], object], each: Callable[[Any], object] | None = None
    ) -> None:
        """Begin with this work, in place of any other; `done` gets what a generator returns."""
        self._work, self._done, self._each = work, done, each
        self._timer.start()

    def stop(self) -> None:
        """Leave the work undone."""
        self._work = None
        self._timer.stop()

    def finish(self, seconds: float = float("inf")) -> bool:
        """Do the work now, for so long at most; whether it is all done."""
        until = time.perf_counter() + seconds
        while self._work is not None:
            self._step(self._work)
            if time.perf_counter() > until:
                break
        return self._work is None

    def _slice(self) -> None:
        owner = self.parent()
        if not isinstance(owner, QWidget) or owner.isEnabled():  # else a job has the project, and would be waited for
            self.finish(_SLICE)

    def _step(self, work: Iterator[Any]) -> None:
        try:
            found = next(work)
        except StopIteration as end:
            self.stop()
            self._done(end.value)
        else:
            if self._each is not None:
                self._each(found)
