"""The watch over what tests leave behind sees each kind of it, names it and ends it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread, QTimer, qWarning
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from models.base.report import Progress
from models.project.project import Project
from models.storage import lock_note
from tests.ui import leaks
from ui.tasks.run import Worker

KEPT: list[object] = []  # what a program holds on to
LEFT: dict[str, Callable[[Path], object]] = {}
named = "مسودہ"
_LONG = 60.0  # seconds; longer than a busy machine takes to look for what runs


def leaves(told: str) -> Callable[[Callable[[Path], object]], None]:
    """Register what is left, with how it is told."""
    return lambda leave: LEFT.__setitem__(told, leave)


def _ends_when_awaited(thread: QThread | threading.Thread, name: str, awaited: threading.Event) -> None:
    """Let `thread` run until somebody calls its method `name`, which waits for its end."""
    wait = getattr(thread, name)

    def waiting() -> object:
        awaited.set()
        return wait()

    setattr(thread, name, waiting)


@leaves(f"window QDialog '{named}'")
def _dialog(_folder: Path) -> None:
    dialog = QDialog()
    dialog.setWindowTitle(named)
    dialog.show()
    KEPT.append(dialog)


@leaves("window QWidget hidden ''")
def _hidden(_folder: Path) -> None:
    widget = QWidget()
    widget.setObjectName("hidden")
    KEPT.append(widget)


@leaves("active QTimer of QObject owner, every 70 ms")
def _timer(_folder: Path) -> None:
    owner = QObject()
    owner.setObjectName("owner")
    QTimer(owner).start(70)
    KEPT.append(owner)


@leaves("active QTimer, every 5000 ms")
def _single_shot(_folder: Path) -> None:
    QTimer.singleShot(5000, lambda: None)


@leaves("running Worker of QObject")
def _worker(_folder: Path) -> None:
    owner, begun, awaited = QObject(), threading.Event(), threading.Event()

    def work(_progress: Progress) -> None:
        begun.set()
        awaited.wait(_LONG)

    worker = Worker(work, owner)
    _ends_when_awaited(worker, "wait", awaited)
    worker.start()
    begun.wait()
    KEPT.append(owner)


@leaves("thread reader")
def _thread(_folder: Path) -> None:
    awaited = threading.Event()
    thread = threading.Thread(target=lambda: awaited.wait(_LONG), name="reader")
    _ends_when_awaited(thread, "join", awaited)
    thread.start()


@leaves("connection to ")
def _connection(folder: Path) -> None:
    KEPT.append(sqlite3.connect(folder / "left.db"))


@leaves("note left.nishan.lock")
def _lock(folder: Path) -> None:
    (folder / "left.nishan").touch()
    lock_note.claim(folder / "left.nishan")


@pytest.mark.parametrize("told", LEFT)
def test_what_is_left_is_named_and_ended(
    told: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, connections = leaks.Before(), leaks.Connections.watched(monkeypatch)
    LEFT[told](tmp_path)
    (name,) = leaks.leftovers(before, connections, tmp_path)
    assert name.startswith(told)
    KEPT.clear()
    for note in tmp_path.glob("*.lock"):
        note.unlink()
    QApplication.processEvents()
    assert not leaks.leftovers(before, connections, tmp_path)


def test_what_is_closed_and_stopped_is_not_told(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, connections = leaks.Before(), leaks.Connections.watched(monkeypatch)
    Project.create(tmp_path / "one.nishan").close()
    dialog = QDialog()
    timer = QTimer(dialog)
    timer.start(10)
    dialog.deleteLater()
    assert not leaks.leftovers(before, connections, tmp_path)


def test_what_qt_says_while_windows_go_is_heard() -> None:
    with leaks.complaints(["^an expected"]) as found:
        qWarning("an expected one")
        qWarning("QPaintDevice: Cannot destroy paint device that is being painted")
    assert found == ["QPaintDevice: Cannot destroy paint device that is being painted"]
