"""Where exceptions end that nobody expected: in the log and the message bar, once each; the program lives on."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from models.base.errors import UserError
from ui.support import bug_report
from ui.support.log import LOG, LogFile, log_qt_messages

_QUIET = 60.0  # seconds before the same bug is told again: one at every painting must leave the window usable
_START = 3000  # milliseconds in which nothing is logged that can wait


class CrashHooks(QObject):
    """Takes bugs of any thread; tells them by signal, on the thread of the window."""

    crashed = Signal(str, str)  # text, details

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = LogFile(folder)
        self._repeats = bug_report.Repeats()
        self._told: dict[Hashable, float] = {}
        self._took_messages: Callable[..., object] | None = None
        self._waking = QTimer(self)
        self._waking.setSingleShot(True)
        self._waking.setInterval(_START)
        self._waking.timeout.connect(self._log.wake)

    def install(self) -> None:
        """From now on bugs come here, and what Qt complains about goes to the log."""
        LOG.addHandler(self._log)
        LOG.setLevel(logging.INFO)
        LOG.propagate = False
        sys.excepthook = self.bug
        threading.excepthook = lambda args: self.bug(args.exc_type, args.exc_value, args.exc_traceback)
        self._took_messages = log_qt_messages()
        self._waking.start()

    def uninstall(self) -> None:
        """Leave everything as Python and Qt have it."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(self._took_messages)
        self._waking.stop()
        LOG.removeHandler(self._log)
        LOG.propagate = True
        self._log.close()

    def bug(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Log a bug and tell it; one that comes at every painting is counted, not told every time."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        error = (error or kind()).with_traceback(trace)
        place = bug_report.place(error)
        count = self._repeats.again(place)
        if count == 1:
            LOG.error("bug: %s", bug_report.trace(error))
            if sys.stderr is not None:
                sys.stderr.write(f"{bug_report.trace(error)}\n")
        elif count:
            LOG.error("the same bug, %s times now: %s", count, bug_report.named(error))
        moment = time.monotonic()
        if moment - self._told.get(place, -_QUIET) >= _QUIET:
            self._told[place] = moment
            self.crashed.emit(self._text(error), bug_report.details(self._text(error, where=False), error))

    def _text(self, error: BaseException, *, where: bool = True) -> str:
        if isinstance(error, UserError):  # a page of the file that cannot be read, met while something is shown
            return str(error)
        what = bug_report.named(error)
        text = f"Something went wrong inside Nishan ({what}). What the status line called saved is saved"
        return f"{text}; details are in {self._log.path}." if where else f"{text}."
