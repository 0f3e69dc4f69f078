"""Handling of unexpected exceptions: each goes to the log and to the message bar once, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal, qInstallMessageHandler

from models.base.errors import UserError
from ui.support import bug_report
from ui.support.log import LOG, CrashFile, LogFile, log_qt_messages, write_to_terminal

_QUIET = 60.0  # seconds before the same bug is shown again: one at every painting must leave the window usable
_START = 3000  # milliseconds in which only errors are written


class CrashHooks(QObject):
    """Receives the unexpected exceptions of every thread, and emits them on the thread of the window."""

    crashed = Signal(str, str)  # text, details
    display_lost = Signal()  # the process ends as soon as all have answered

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log, self._crash_file = LogFile(folder), CrashFile(folder)
        self._repeats = bug_report.RepeatCounter()
        self._shown_at: dict[Hashable, float] = {}  # by `raised_at`, in seconds of `time.monotonic`
        self._qt_handler: Callable[..., object] | None = None
        self._wake_timer = QTimer(self, singleShot=True)
        self._wake_timer.setInterval(_START)
        self._wake_timer.timeout.connect(self._log.wake)

    def install(self) -> None:
        """Handle unexpected exceptions from now on, and send Qt's warnings to the log."""
        LOG.addHandler(self._log)
        LOG.setLevel(logging.INFO)
        LOG.propagate = False
        logging.raiseExceptions = False  # a log that cannot be written is no reason to write to the terminal
        self._crash_file.enable()
        sys.excepthook = self.handle
        threading.excepthook = lambda args: self.handle(args.exc_type, args.exc_value, args.exc_traceback)
        self._qt_handler = log_qt_messages(self.display_lost.emit)
        self._wake_timer.start()

    def uninstall(self) -> None:
        """Restore the handlers of Python and Qt, and close the files."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(self._qt_handler)
        self._wake_timer.stop()
        LOG.removeHandler(self._log)
        LOG.propagate = logging.raiseExceptions = True
        self._crash_file.disable()
        self._log.close()

    def handle(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Log an exception and emit it; one that is raised at every painting is counted instead."""
        error = (error or kind()).with_traceback(trace)
        where = bug_report.raised_at(error)
        self._write(error, self._repeats.count(where))
        now = time.monotonic()
        if now - self._shown_at.get(where, -_QUIET) >= _QUIET:
            self._shown_at[where] = now
            self.crashed.emit(self._text(error), bug_report.details(self._text(error, path=False), error))

    def _write(self, error: BaseException, count: int) -> None:
        if count == 1:
            LOG.error("bug: %s", bug_report.trace(error))
            write_to_terminal(self._text(error) if isinstance(error, UserError) else bug_report.trace(error))
        elif count:
            LOG.error("the same bug, %s times now: %s", count, bug_report.named(error))

    def _text(self, error: BaseException, *, path: bool = True) -> str:
        if isinstance(error, UserError):  # such as an unreadable page of the file, read while something is shown
            return bug_report.said(error)
        what = bug_report.named(error)
        text = f"Something went wrong inside Nishan ({what}). What the status line called saved is saved"
        return f"{text}; details are in {self._log.path}." if path else f"{text}."
