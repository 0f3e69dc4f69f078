"""Starts until the article is painted for the first time, in turn with a bare QTextEdit's: processes of their own.

`python -m tests.stress.bench.start ours FOLDER` and `… bare` are one start each. They print the milliseconds that the
processor took from the beginning of the process to the paint, and of them those from opening the project.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import Any

from tests.stress.bench.measure import Asked, medians, process, row

STARTS = 7


def starts(folder: Path, count: int) -> list[tuple[float, float, float]]:
    """Ours, of it what came after opening, and the bare one; each pair after the other. The first warm the caches."""
    # A person's machine keeps bytecode.
    bytecode = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    found = []
    for _ in range(count + 2):  # the first makes the sample, too
        whole, inner = map(float, process("-m", __name__, "ours", folder / "data", **bytecode)[1].split())
        found.append((whole, inner, float(process("-m", __name__, "bare", **bytecode)[1].split()[0])))
    return found[2:]


def measure(asked: Asked) -> None:
    found = starts(asked.folder, STARTS)
    ours, floor = medians([(whole, bare) for whole, _, bare in found])
    row("start to the first painted article", ours, floor, "<= 1.7 x")


def bare() -> None:
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtGui import QFont, QFontDatabase, QPaintEvent, QTextOption
    from PySide6.QtWidgets import QApplication, QTextEdit

    root = Path(__file__).resolve().parents[3]

    class Edit(QTextEdit):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            print(time.process_time() * 1000, 0, flush=True)
            QTimer.singleShot(0, QApplication.quit)  # at once Qt would warn that the window has gone

    app = QApplication([])
    QFontDatabase.addApplicationFont(str(root / "ui/resources/fonts/NishanNastaliq-Regular.ttf"))
    edit = Edit()
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    edit.document().setDefaultTextOption(option)
    edit.document().setDefaultFont(QFont("Nishan Nastaliq", 20))
    edit.setPlainText(next((root / "seeds").glob("*.txt")).read_text(encoding="utf-8"))
    edit.resize(1240, 800)
    edit.show()
    app.exec()


def ours(data_dir: str) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

    import main

    gc.disable()  # as `main` does first
    from ui.support.import_hook import take_out

    take_out()  # so, too
    from models.project.project import Project
    from ui.article import view

    painted, opened = view.ArticleView.paintEvent, Project.open
    begin = time.process_time()

    def open_at(*arguments: Any) -> Project:
        nonlocal begin
        begin = time.process_time()
        return opened(*arguments)

    def paint_and_quit(self: Any, event: QPaintEvent) -> None:
        painted(self, event)
        if self._text:
            now = time.process_time()
            print(now * 1000, (now - begin) * 1000, flush=True)
            # A project that is not closed would be looked through at the next start.
            QTimer.singleShot(0, QApplication.closeAllWindows)

    Project.open = staticmethod(open_at)  # type: ignore[method-assign,assignment]
    view.ArticleView.paintEvent = paint_and_quit  # type: ignore[method-assign]
    main.main(["--data-dir", data_dir])


if __name__ == "__main__":
    ours(sys.argv[2]) if sys.argv[1] == "ours" else bare()
