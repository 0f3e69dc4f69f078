"""What a test leaves behind: threads, timers, windows, open project files, and what Qt complains about.

PySide knows every living object of Qt that Python has seen, so nothing needs to be patched to find them.
"""

from __future__ import annotations

import gc
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QThread,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

_BAD = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


@dataclass
class Connections:
    """The connections to files that were made while a test ran."""

    made: list[tuple[sqlite3.Connection, str]]

    @classmethod
    def watched(cls, monkeypatch: pytest.MonkeyPatch) -> Connections:
        """Write down each `sqlite3.connect` from now on."""
        connections, connect = cls([]), sqlite3.connect

        def noted(database: Any, *rest: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(database, *rest, **named)
            connections.made.append((connection, str(database)))
            return connection

        monkeypatch.setattr(sqlite3, "connect", noted)
        return connections

    def open(self) -> list[str]:
        """The files of those that are still open."""
        return [f"connection to {name}" for connection, name in self.made if _is_open(connection)]

    def close(self) -> None:
        """Close them all, so that the next test starts clean."""
        for connection, _ in self.made:
            with suppress(sqlite3.ProgrammingError):  # another thread's
                connection.close()


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False


class Before:
    """What there was before a test, whose test it is not to take away."""

    def __init__(self) -> None:
        self._threads = {thread.ident for thread in threading.enumerate()}
        self._objects = {_address(found) for found in (*at_work(), *windows())}

    def left(self) -> dict[str, Callable[[], object]]:
        """What has come since, by name, and how each is ended. Garbage is collected only if there is something."""
        left = self._left()
        if not left:
            return left
        QApplication.processEvents()
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return self._left()

    def _left(self) -> dict[str, Callable[[], object]]:
        left: dict[str, Callable[[], object]] = {}
        for thread in threading.enumerate():  # a dummy is what Python keeps of a QThread that has ended
            if thread.ident not in self._threads and not isinstance(thread, threading._DummyThread):
                left[f"thread {thread.name}"] = thread.join
        for found in filter(self._is_new, at_work()):
            if isinstance(found, QTimer):
                left[f"active {told(found)}, every {found.interval()} ms"] = found.stop
            else:
                left[f"running {told(found)}"] = found.wait
        for window in filter(self._is_new, windows()):
            left[f"window {told(window)} {window.windowTitle()!r}"] = window.deleteLater
        return left

    def _is_new(self, found: QObject) -> bool:
        return _address(found) not in self._objects


def _address(found: QObject) -> int:
    return int(Shiboken.getCppPointer(found)[0])


def at_work() -> list[QThread | QTimer]:
    """The threads of Qt that run, without the one that asks, and the timers that will fire, single shots included."""
    living = [found for found in Shiboken.getAllValidWrappers() if isinstance(found, QThread | QTimer)]
    this = QThread.currentThread()
    return [one for one in living if (one.isActive() if isinstance(one, QTimer) else one.isRunning() and one != this)]


def windows() -> Iterator[QWidget]:
    """All windows, dialogs, menus and boxes that pop up, shown or not, with a parent or without."""
    return iter(QApplication.topLevelWidgets())


def told(found: QObject) -> str:
    """An object by its kind and name, and by those that hold it."""
    chain = [found]
    while (owner := chain[-1].parent()) is not None:
        chain.append(owner)
    return " of ".join(f"{type(one).__name__} {one.objectName()}".strip() for one in chain)


def our_locks(folder: Path) -> list[str]:
    """The notes in `folder` that say that this process has a project open."""
    pid = re.compile(rf"\b{os.getpid()}\b")
    notes = [note for note in folder.rglob("*.lock") if note.is_file()]  # a test may have put a pipe there
    return [f"note {note.name}" for note in notes if pid.search(note.read_text("utf-8", "replace"))]


@contextmanager
def complaints(ignored: list[str]) -> Iterator[list[str]]:
    """What Qt warns about meanwhile, but for what matches `ignored`.

    pytest-qt looks only until the test itself ends, not at what closes after it.
    """
    found: list[str] = []

    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind in _BAD and not any(re.search(pattern, message) for pattern in ignored):
            found.append(message)

    before = qInstallMessageHandler(handle)
    yield found
    qInstallMessageHandler(before)


def leftovers(before: Before, connections: Connections, folder: Path) -> list[str]:
    """End what a test has left, and say what it was."""
    left: dict[str, Callable[[], object]] = {}
    if QCoreApplication.instance() is not None:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = before.left()
    names = [*left, *connections.open(), *our_locks(folder)]
    for end in left.values():
        end()
    connections.close()
    if left:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return names
