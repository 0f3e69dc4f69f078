"""The log file: bugs, and what Qt complains about. It costs a start nothing: the file is made at its first line."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from ui.support.bug_report import Repeats, machine

LOG = logging.getLogger("nishan")
_LARGEST, _KEPT = 500_000, 3  # bytes of a file, older files kept
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class LogFile(logging.Handler):
    """`nishan.log` in a folder, and a few older ones beside it; opened when there is something to write.

    What is no error waits until `wake`, so that a start need not write.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.path = folder / "nishan.log"
        self._file: logging.Handler | None = None
        self._waiting: list[logging.LogRecord] = []
        self._awake = False
        self._is_shut = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, never raising: a log that cannot be written must not be the next bug."""
        if self._is_shut:
            return
        self._waiting.append(record)
        if self._awake or record.levelno >= logging.ERROR:
            self._write()

    def wake(self) -> None:
        """Write what waits, and from now on all at once."""
        self._awake = True
        self._write()

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            for record in waiting:
                self._opened().emit(record)
        except OSError:
            return

    def _opened(self) -> logging.Handler:
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - 10 ms that most runs never need

            self._file = RotatingFileHandler(
                self.path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace"
            )
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            self._file.emit(logging.makeLogRecord({"msg": machine(), "levelno": logging.INFO, "levelname": "INFO"}))
        return self._file

    def close(self) -> None:
        """Close the file. Warnings of a run that ends before it wakes, without any error, are let go."""
        self._is_shut = True  # a late line would open the file again, and nobody would close it
        self._waiting.clear()
        if self._file is not None:
            self._file.close()
        super().close()


def log_qt_messages() -> Callable[..., object] | None:
    """Send Qt's own warnings to the log, repeated ones counted; they go to the terminal as before.

    Returns what took them until now, None for Qt itself.
    """
    repeats = Repeats()

    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        level = _LEVELS.get(kind, logging.WARNING)
        count = repeats.again(message)
        if count and level >= logging.WARNING:
            times = f" ({count} times)" if count > 1 else ""
            LOG.log(level, "Qt: %s%s", message, times)
        if sys.stderr is not None:  # there is none under a window alone on Windows
            sys.stderr.write(f"{message}\n")

    before: Callable[..., object] | None = qInstallMessageHandler(handle)
    return before
