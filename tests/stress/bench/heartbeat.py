"""How long the event loop stood still: a timer that should tick every millisecond, and the longest time it did not."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer


class Heartbeat(QObject):
    """Ticks while the event loop runs; `longest` is the longest pause between two ticks, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        moment = time.perf_counter()
        self.longest = max(self.longest, (moment - self._last) * 1000)
        self._last = moment

    def during(self, work: Callable[[], object], until: Callable[[], bool] = lambda: True, least: int = 30) -> float:
        """Do `work` from within the event loop, and wait `until` it is all done; the longest pause in milliseconds.

        Waits for `least` milliseconds at the least, for what is done later.
        """
        loop, end = QEventLoop(), time.perf_counter() + least / 1000
        self._timer.timeout.connect(lambda: loop.quit() if time.perf_counter() > end and until() else None)
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start(1)
        QTimer.singleShot(0, work)
        loop.exec()
        self._timer.stop()
        self._timer.timeout.disconnect()
        self._timer.timeout.connect(self._tick)
        return self.longest
