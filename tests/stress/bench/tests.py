"""The tests of a change, by the clock and by the processor; whether they pass is not asked here."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time

from tests.stress.bench.measure import Asked, row


def measure(_asked: Asked) -> None:
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-m", "pytest", "-q"], env=environment, stdout=subprocess.DEVNULL, check=False)
    took, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    row("tests of a change: wall", took, None, "<= 120 s on two quiet cores", "s ")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    row("tests of a change: processor", processor, None, "", "s ")
