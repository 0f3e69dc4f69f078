"""What may lie where a file is expected, and a limit for how long it may take to see that."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

KINDS = ("pipe", "socket", "device", "endless device", "folder", "link to a pipe", "link to a device", "dangling link")


def make(path: Path, kind: str) -> Path:
    """Put something of that kind at `path`, or a link to it; return the path."""
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(str(path))
        case "device":
            path.symlink_to("/dev/null")
        case "endless device" | "link to a device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "link to a pipe":
            os.mkfifo(path.with_name(f"{path.name}.pipe.bin"))
            path.symlink_to(f"{path.name}.pipe.bin")
        case "dangling link":
            path.symlink_to("nowhere")
    return path


@contextmanager
def soon(seconds: float = 10.0) -> Iterator[None]:
    """Fail where something hangs, even inside a system call."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"it took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
