"""Windows to be measured: with the program's fonts, real keys, and a bare QTextEdit as the floor."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from models.base.entities import Label
from tests.stress.bench.measure import medians, timed
from ui.session import span_commands
from ui.session.session import Session
from ui.shell.window import Window
from ui.support import fonts
from ui.support.settings import Settings

SIZE = (1240, 800)
_PATIENCE = 20.0  # seconds until a key has come and its change is painted
_KEYS = frozenset((QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride))  # the latter alone for a key of an action
_HELD = frozenset((Qt.Key.Key_Control, Qt.Key.Key_Shift))  # xdotool waits between them and the key itself


def application() -> QApplication:
    """Qt with the program's own fonts and style, as `ui.shell.app` sets them up, and nothing to say."""
    qInstallMessageHandler(lambda *_: None)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    fonts.load_fonts()
    fonts.use_naskh(app)
    return app


def show(session: Session, folder: Path) -> Window:
    window = Window(session, Settings(folder))
    window.resize(*SIZE)
    window.show()
    QApplication.processEvents()
    return window


def bare_edit(text: str) -> QTextEdit:
    """A QTextEdit with the same text in the same font and size of window: the floor."""
    edit = QTextEdit()
    edit.setReadOnly(True)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    edit.document().setDefaultTextOption(option)
    edit.document().setDefaultFont(fonts.article_font(fonts.NASTALIQ, 20))
    edit.resize(720, 700)
    edit.setPlainText(text)
    edit.show()
    QApplication.processEvents()
    return edit


def bare_inserts(folder: Path, rounds: int) -> list[float]:
    """One row with commit, as durable as ours; milliseconds each."""
    conn = sqlite3.connect(folder / "floor.db")
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
        conn.execute(f"PRAGMA {pragma}")
    conn.execute("CREATE TABLE span (id INTEGER PRIMARY KEY, uid TEXT, start INTEGER, stop INTEGER, label TEXT)")
    conn.commit()

    def insert() -> None:
        conn.execute("INSERT INTO span (uid, start, stop, label) VALUES ('x', 1, 2, 'PERSON')")
        conn.commit()

    found = [timed(insert) for _ in range(rounds)]
    conn.close()
    return found


class Watch(QObject):
    """Counts how often a view's text has been painted, and knows when the last key came to it."""

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self.paints = 0
        self.key_at: tuple[float, float] | None = None  # by the processor and by the clock
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.paints += 1
        elif event.type() in _KEYS and isinstance(event, QKeyEvent) and event.key() not in _HELD:
            self.key_at = self.key_at or (time.process_time(), time.perf_counter())
        return False


class Keys:
    """Presses keys in a window's article: by xdotool on a screen, else by Qt's own events."""

    def __init__(self, window: Window) -> None:
        self.window, self.watch = window, Watch(window.article_view)
        self._hand: subprocess.Popen[str] | None = None
        self._wakes = QTimer(window)
        self._wakes.start(500)
        window.activateWindow()
        window.article_view.setFocus()
        if QGuiApplication.platformName() == "xcb" and shutil.which("xdotool"):
            command = ["xdotool", "windowfocus", str(int(window.winId()))]
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            QTest.qWait(300)
            if window.isActiveWindow():
                self._hand = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE, text=True)

    @property
    def real(self) -> bool:
        return self._hand is not None

    def press(self, keys: str, also: Callable[[], bool] = lambda: True) -> tuple[float, float]:
        """Press "1" or "Ctrl+Z"; milliseconds by the processor and by the clock until it is `also` painted."""
        watch = self.watch
        watch.key_at, before = None, watch.paints
        if self._hand is not None and self._hand.stdin is not None:
            self._hand.stdin.write(f"key {keys.lower()}\n")
            self._hand.stdin.flush()
        else:
            watch.key_at = time.process_time(), time.perf_counter()
            held = Qt.KeyboardModifier.ControlModifier if "+" in keys else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(self.window.article_view, Qt.Key(ord(keys[-1])), held)
        until = time.perf_counter() + _PATIENCE
        while watch.key_at is None or watch.paints == before or not also():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # to look and look is work, too
            assert time.perf_counter() < until, "the key was not heard, or nothing was painted"
        begun = watch.key_at
        return (time.process_time() - begun[0]) * 1000, (time.perf_counter() - begun[1]) * 1000

    def close(self) -> None:
        self._wakes.stop()
        if self._hand is not None and self._hand.stdin is not None:
            self._hand.stdin.close()
            self._hand.wait()


def label_by_key(
    keys: Keys, free: list[tuple[int, int]], rounds: int, between: Callable[[], object] = QApplication.processEvents
) -> tuple[list[float], list[float], list[float]]:
    """Label one of the `free` words (code points) by its label's key and undo it, time after time.

    Returns the milliseconds of the labels by the processor and by the clock, and of the undoing by the processor.
    """
    window = keys.window
    session, view = window.session, window.article_view
    keyed = [label for label in session.labels if label.key and label.key in "123456789"]
    labels, clock, undone = list[float](), list[float](), list[float]()
    for index in range(rounds):
        start, end = free[index % len(free)]
        label: Label = keyed[index % len(keyed)]
        view.select(start, end)
        between()
        count = len(session.spans)
        took, wall = keys.press(label.key, lambda count=count: len(session.spans) == count + 1)  # type: ignore[misc]
        labels.append(took)
        clock.append(wall)
        between()
        undone.append(keys.press("Ctrl+Z", lambda count=count: len(session.spans) == count)[0])  # type: ignore[misc]
        between()
    return labels, clock, undone


def label_rounds(window: Window, free: list[tuple[int, int]], rounds: int) -> list[float]:
    """A span on one of the `free` places (code points) and away again; milliseconds until each is painted."""
    session, watch = window.session, Watch(window.article_view)
    labels = session.labels
    found = []
    for index in range(rounds):
        start, end = free[index % len(free)]

        def label(start: int = start, end: int = end, index: int = index, before: int = watch.paints) -> None:
            span_commands.label(session, start, end, labels[index % len(labels)])
            QApplication.processEvents()
            assert watch.paints > before, "the span was not painted"

        found.append(timed(label))
        assert session.selected is not None
        span_commands.remove(session, session.selected)
        QApplication.processEvents()
    return found


def opening(window: Window, text: str, rounds: int) -> tuple[float, float]:
    """Return the medians, in milliseconds, of choosing the open article to its first painted screen, and of the floor.

    The floor is the same text in a bare QTextEdit.
    """
    session, edit = window.session, bare_edit("")
    assert session.article is not None
    article, pairs = session.article.id, []
    for _ in range(rounds):
        session.open_article(None)
        QApplication.processEvents()

        def ours() -> None:
            session.open_article(article)
            window.article_view.viewport().repaint()

        def floor() -> None:
            edit.setPlainText(text)
            edit.viewport().repaint()

        pairs.append((timed(ours), timed(floor)))
    return medians(pairs)
