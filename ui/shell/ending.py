"""The end from outside: signals and the end of the desktop's session end the program as closing its window does."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import suppress
from types import FrameType
from typing import Any, Protocol

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from ui.shell.window import Window
from ui.tasks.run import Task

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")  # each where the system has it; SIGBREAK is of Windows' consoles
_AGAIN = 100  # milliseconds until it is looked again whether the task that has the project is done


class Shown(Protocol):
    """The part of the application that knows what is shown."""

    @property
    def window(self) -> Window | None: ...
    @property
    def welcome(self) -> QWidget | None: ...


class Signals(QObject):
    """Emits `came` on Qt's loop for each signal that ends programs, but those that are to be ignored (`nohup`)."""

    came = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before: dict[int, Any] = {}  # the handlers that there were
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, _handled_by_its_byte)

    def _read(self) -> None:
        with suppress(BlockingIOError):
            self._reader.recv(4096)  # a byte for each: those that came together are one
        self.came.emit()

    def stop(self) -> None:
        """Give the signals back to the handlers that there were."""
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)  # None: set outside Python
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        for end in (self._reader, self._writer):
            end.close()


class Ending(QObject):
    """Closes what is shown when the program is to end, by a signal or with the desktop's session.

    A session manager has everything written that is half typed, before it ends the session or does not.
    """

    def __init__(self, shown: Shown, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._shown, self._application = shown, application
        self._signals: Signals | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self._end)

    def listen(self) -> None:
        """Hear of signals and of the session's end from now on."""
        self._signals = Signals(self)
        self._signals.came.connect(self.ask)
        self._application.commitDataRequest.connect(self.commit)
        self._application.saveStateRequest.connect(self.save_state)
        self._application.aboutToQuit.connect(self.leave)

    def stop(self) -> None:
        """Hear of nothing any more."""
        if self._signals is not None:
            self._signals.stop()
            self._application.commitDataRequest.disconnect(self.commit)
            self._application.saveStateRequest.disconnect(self.save_state)
            self._application.aboutToQuit.disconnect(self.leave)
        self._again.stop()

    def ask(self) -> None:
        """End as by closing the window; where that has asked about what the disk refuses, without an answer."""
        window = self._shown.window
        if window is not None and window.pending.dialog is not None:
            self.leave()
            self._application.exit()
        else:
            self._end()

    def _end(self) -> None:
        shown = self._shown.window or self._shown.welcome
        if shown is not None and not shown.isEnabled():  # a task has the project
            for task in shown.findChildren(Task):
                task.cancel()
            self._again.start()
        elif shown is None or shown.close():  # else there is a question, whose answer closes the window
            self._application.exit()

    def commit(self, manager: QSessionManager) -> None:
        """Write what is half typed. Stop the end of the session where the disk refuses something, if that may be."""
        window = self._shown.window
        if window is None or not window.isEnabled():  # a task has the project, and is cancelled at the end
            return
        window.keep()
        if not window.session.save_again() and manager.allowsInteraction():
            manager.cancel()
            window.close()  # which asks

    def save_state(self, manager: QSessionManager) -> None:
        """Tell how the next session starts the program again: with its data folder, in which it finds the project."""
        ours = len(sys.orig_argv) - len(sys.argv) + 1  # Python and its options, and the script
        given = sys.argv[1:]
        folder = given[given.index("--data-dir") :][:2] if "--data-dir" in given else []
        manager.setRestartCommand([*sys.orig_argv[:ours], *folder])

    def leave(self) -> None:
        """Leave the project without a question: the process is about to end."""
        window = self._shown.window
        if window is not None:
            for task in () if window.isEnabled() else window.findChildren(Task):
                task.stop()
            window.leave()


def _handled_by_its_byte(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: Python has written the signal to the socket that Qt's loop waits for."""
