"""The Qt application, and the files that the system asks it to open: a double click on macOS is an event."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.keys.buttons import Buttons
from ui.keys.text_fields import TextFields
from ui.support.fonts import matched_in_english

_AGAIN = 300  # milliseconds until it is looked again whether a dialog or a task is done


class Opener(Protocol):
    """The part of the application that opens projects, or says why one cannot be opened."""

    @property
    def window(self) -> QWidget | None: ...
    def attempt(self, path: Path) -> None: ...


class FileRequests(QObject):
    """Keeps the files that were asked for until they can be opened, and opens them one after another.

    They wait for the first window, for a dialog to be answered, and for a task that has the project.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._opener: Opener | None = None
        self._opening = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(_AGAIN)
        self._timer.timeout.connect(self._open)

    def put(self, path: Path) -> None:
        """Open a file, now or as soon as it can be."""
        self._waiting.append(path)
        self._open()

    def take_first(self) -> Path | None:
        """Return the file that was asked for first, which then does not wait any more; None without one."""
        return self._waiting.pop(0) if self._waiting else None

    def serve(self, opener: Opener) -> None:
        """Let `opener` open what waits, and whatever is asked for from now on."""
        self._opener = opener
        self._open()

    def _open(self) -> None:
        if self._opener is None or self._opening:
            return
        while self._waiting:
            if (busy := self._busy(self._opener)) is not None:
                busy.activateWindow()
                QApplication.alert(busy)
                self._timer.start()
                return
            self._opening = True
            try:
                self._opener.attempt(self._waiting.pop(0))
            finally:
                self._opening = False

    def _busy(self, opener: Opener) -> QWidget | None:
        """Return the dialog that wants an answer, or the window whose project a task has; None when there is none."""
        if (dialog := QApplication.activeModalWidget()) is not None:
            return dialog
        return opener.window if opener.window is not None and not opener.window.isEnabled() else None


class Application(QApplication):
    """The Qt application; `file_requests` has the files that the system asks for."""

    def __init__(self, arguments: Sequence[str]) -> None:
        with matched_in_english():
            super().__init__(list(arguments))
        self.setApplicationName("nishan")
        self.setDesktopFileName("nishan")  # by which Wayland and the task bar find the icon
        self.file_requests = FileRequests(self)
        self._text_fields, self._buttons = TextFields(self), Buttons(self)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            self.file_requests.put(Path(event.file() or event.url().toString()))
            return True
        return bool(super().event(event))
