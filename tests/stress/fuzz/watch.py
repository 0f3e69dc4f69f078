"""What no case may do: take long, or take much memory."""

from __future__ import annotations

import faulthandler
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SECONDS = 30.0
"""The most of a processor that a case may take; the usual one takes a hundredth of a second."""
BYTES = 600 << 20
"""The most memory that one case may add."""


class Hang(BaseException):
    """A case took more than `SECONDS`."""


class Hoard(Exception):  # noqa: N818
    """A case took more memory than `BYTES`."""


@contextmanager
def watched(seconds: float = SECONDS) -> Iterator[None]:
    """Raises Hang or Hoard; what hangs outside Python ends the process, with the place on stderr."""
    before = _peak()
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise Hang(f"longer than {seconds} s")

    usual, stderr = signal.signal(signal.SIGPROF, late), sys.__stderr__
    assert stderr is not None
    faulthandler.dump_traceback_later(seconds * 20, exit=True, file=stderr)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGPROF, usual)
    if _peak() - before > BYTES:
        raise Hoard(f"took {(_peak() - before) >> 20} MB more")


def bound_memory(more: int = 6 << 30) -> None:
    """Let this process have so many bytes more than it has: a bomb is an error in it, not the machine's end."""
    try:
        import resource
    except ImportError:  # Windows
        return
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))


def _peak() -> int:
    """The most bytes that this process ever had."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
