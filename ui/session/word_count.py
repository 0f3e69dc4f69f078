"""Which word of how many: counted a little at a time, so that a big article does not hold anybody up."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal

from models.text.tokens import Token, tokens

_SLICE = 0.005  # seconds at a time
_PATIENCE, _BETWEEN = 150, 10  # milliseconds of the event loop: until the article is painted, until the next slice
_BATCH = 500  # tokens between looks at the clock


class WordCount(QObject):
    """Counts the words of one text after the other. Offsets are code points."""

    counted = Signal()  # all words of the text are

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._starts: list[int] = []
        self._left: Iterator[Token] = iter(())
        self._done = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._count)

    def begin(self, text: str) -> None:
        self._starts, self._left, self._done = [], tokens(text), False
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()

    def number(self, position: int) -> tuple[int, int] | None:
        """Return which word a caret at `position` is in or past, of how many; None while they are being counted."""
        if not self._done:
            return None
        return bisect_left(self._starts, position + 1), len(self._starts)

    def _count(self) -> None:
        if self._timer.interval() == 0:  # the event loop runs: no time before counts, a start takes longer
            self._timer.setInterval(_PATIENCE)
            return
        until = time.perf_counter() + _SLICE
        while self._take():
            if time.perf_counter() > until:
                self._timer.setInterval(_BETWEEN)
                return
        self.counted.emit()

    def _take(self) -> bool:
        """Count some more; return whether there was more. The last ones end the counting."""
        batch = list(islice(self._left, _BATCH))
        self._starts += [token.start for token in batch if token.is_word]
        if len(batch) < _BATCH:
            self._timer.stop()
            self._done = True
        return not self._done
