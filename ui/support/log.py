"""The log of bugs and of Qt's warnings, and the file that a crash of the interpreter itself leaves behind."""

from __future__ import annotations

import faulthandler
import logging
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from models.base.data_folder import make_private_file
from models.base.errors import UserError
from models.storage import outputs
from ui.support.bug_report import RepeatCounter, machine, without_folders

if TYPE_CHECKING:
    from logging.handlers import MemoryHandler

LOG = logging.getLogger("nishan")
_MAX_BYTES, _OLD_FILES, _MAX_WAITING = 500_000, 3, 1_000
_LOST = re.compile(r"The (X11|Wayland) connection (broke|experienced a fatal error)")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class LogFile(logging.Handler):
    """Writes `nishan.log` and rotates it; records below ERROR wait in memory until `wake`, so that a start is fast.

    The handlers that do it are made for the first record: importing them takes 8 ms, which most runs never need.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.path = folder / "nishan.log"
        self._buffer: MemoryHandler | None = None
        self._flush_level = logging.ERROR
        self._closed = False

    def emit(self, record: logging.LogRecord) -> None:
        if self._closed:  # a late record would open the file again, and nobody would close it
            return
        if self._buffer is None:
            self._buffer = self._make_buffer()
        self._buffer.handle(record)

    def _make_buffer(self) -> MemoryHandler:
        from logging.handlers import MemoryHandler, RotatingFileHandler  # noqa: PLC0415

        try:
            outputs.refuse(self.path)
        except UserError:  # a pipe, a project, ...: no log is better than that
            self._closed = True
            return MemoryHandler(_MAX_WAITING, target=None)

        class PrivateFile(RotatingFileHandler):
            def _open(self) -> TextIOWrapper:
                with suppress(OSError):  # as for a link, which somebody has put there
                    make_private_file(Path(self.baseFilename))
                return super()._open()

        file = PrivateFile(
            self.path, "a", _MAX_BYTES, _OLD_FILES, encoding="utf-8", delay=True, errors="backslashreplace"
        )
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        buffer = MemoryHandler(_MAX_WAITING, self._flush_level, file, flushOnClose=False)
        buffer.handle(logging.makeLogRecord({"msg": machine(), "levelno": logging.INFO, "levelname": "INFO"}))
        return buffer

    def wake(self) -> None:
        """Write what waits, and every record at once from now on."""
        self._flush_level = logging.NOTSET
        if self._buffer is not None:
            self._buffer.flushLevel = self._flush_level
            self._buffer.flush()

    def close(self) -> None:
        """Close the file. Records that still wait are dropped."""
        self._closed = True
        if self._buffer is not None and self._buffer.target is not None:
            self._buffer.target.close()
            self._buffer.close()
        super().close()


class CrashFile:
    """`nishan-crash.log`, into which `faulthandler` writes the stacks of all threads when the interpreter crashes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "nishan-crash.log"
        self._file: TextIO | None = None

    def enable(self) -> None:
        """Watch for crashes, and move what an earlier session left in the file to the log."""
        if faulthandler.is_enabled():  # by `python -X faulthandler`, or by a test runner
            return
        with suppress(OSError, UserError):
            outputs.refuse(self._path)
            make_private_file(self._path)
            self._file = self._path.open("a+", encoding="utf-8", errors="replace")
            self._file.seek(0)
            if stacks := self._file.read():
                LOG.error("an earlier session wrote:\n%s", without_folders(stacks))
                self._file.truncate(0)
            faulthandler.enable(self._file)

    def disable(self) -> None:
        """Stop watching; the file is removed when nothing has been written."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        with suppress(OSError):
            if self._path.stat().st_size == 0:
                self._path.unlink()


def write_to_terminal(text: str) -> None:
    """Write a line to standard error, as far as there is one: a window outlives the terminal that it came from."""
    if sys.stderr is not None:  # there is none under a window alone on Windows
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{text}\n")


def log_qt_messages(display_lost: Callable[[], object]) -> Callable[..., object] | None:
    """Send Qt's warnings to the log, too, repeated ones counted; return the handler before, None for Qt's own.

    `display_lost` is called when Qt says that the screen has gone: it ends the process right after that.
    """
    repeats = RepeatCounter()

    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        level = _LEVELS.get(kind, logging.WARNING)
        count = repeats.count(message)
        if count and level >= logging.WARNING:
            times = f" ({count} times)" if count > 1 else ""
            LOG.log(level, "Qt: %s%s", message, times)
        write_to_terminal(message)
        if _LOST.match(message) and threading.current_thread() is threading.main_thread():
            display_lost()

    before: Callable[..., object] | None = qInstallMessageHandler(handle)
    return before
