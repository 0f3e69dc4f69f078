"""Long work on the UI thread, for what needs the open project: in slices short enough for events between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.session.session import Session

_SLICE = 0.008  # seconds


class Slices(QObject):
    """Steps through one iterator between events; the latest one started replaces any other."""

    def __init__(self, owner: QObject, session: Session) -> None:
        """Stop for good when the session closes; pause while `owner` is a disabled widget."""
        super().__init__(owner)
        self._work: Iterator[Any] | None = None
        self._each: Callable[[Any], object] | None = None
        self._done: Callable[[Any], object] = lambda _result: None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)
        session.closed.connect(self.stop)

    @property
    def at_work(self) -> bool:
        return self._work is not None

    def start(
        self, work: Iterator[Any], done: Callable[[Any], object], each: Callable[[Any], object] | None = None
    ) -> None:
        """Step through `work`: `each` gets what it yields, `done` what a generator returns at its end."""
        self._work, self._done, self._each = work, done, each
        self._timer.start()

    def stop(self) -> None:
        self._work = None
        self._timer.stop()

    def finish(self, seconds: float = float("inf")) -> bool:
        """Step through the work now, for `seconds` at most; return whether all is done."""
        until = time.perf_counter() + seconds
        while self._work is not None:
            self._step(self._work)
            if time.perf_counter() > until:
                break
        return self._work is None

    def _slice(self) -> None:
        owner = self.parent()
        if not isinstance(owner, QWidget) or owner.isEnabled():  # else a task has the project, and would be waited for
            self.finish(_SLICE)

    def _step(self, work: Iterator[Any]) -> None:
        try:
            found = next(work)
        except StopIteration as end:
            self.stop()
            self._done(end.value)
        except BaseException:  # a generator that raised ends at the next step, without a result
            self.stop()
            raise
        else:
            if self._each is not None:
                self._each(found)
