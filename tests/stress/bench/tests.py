"""The tests of a change, by the clock."""

from __future__ import annotations

import time

from tests.stress.bench.measure import Asked, process, row


def measure(_asked: Asked) -> None:
    begin = time.perf_counter()
    took, _ = process("-m", "pytest", "-q", QT_QPA_PLATFORM="offscreen")
    row("tests of a change: wall", time.perf_counter() - begin, None, "<= 120 s on two quiet cores", "s ")
    row("tests of a change: processor", took / 1000, None, "", "s ")
