"""What every measurement is made with: a clock, a row of the table, a bare QTextEdit as the floor."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QApplication, QTextEdit

from ui.session import span_commands
from ui.shell.window import Window
from ui.support import fonts


class Watch(QObject):
    """Counts how often a view's text has been painted."""

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self.paints = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.paints += 1
        return False


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def memory(name: str) -> float:
    """This process's memory in megabytes: `VmRSS` now, `VmHWM` at the most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def row(name: str, ours: float, floor: float, goal: str) -> None:
    print(f"{name:<56} {ours:>9.1f} ms {floor:>9.1f} ms {ours / floor:>6.2f} x   {goal}")


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


def application() -> QApplication:
    """Qt with the program's own fonts and style, as `ui.shell.app` sets them up."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    fonts.load_fonts()
    fonts.use_naskh(app)
    return app


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
