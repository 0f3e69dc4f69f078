"""One start, `ours` or `bare`, until the article is painted for the first time: a process of its own.

`ours` prints the milliseconds from opening the project to the paint, and when that was (seconds since 1970); with
`close` it closes the project, too.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any


def bare() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont, QFontDatabase, QPaintEvent, QTextOption
    from PySide6.QtWidgets import QApplication, QTextEdit

    root = Path(__file__).resolve().parents[3]

    class Edit(QTextEdit):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QApplication.quit()

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


def ours(data_dir: str, *, closing: bool) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

    import main
    from models.project.project import Project
    from ui.article import view

    painted, opened = view.ArticleView.paintEvent, Project.open
    begin = time.perf_counter()

    def open_at(*arguments: Any) -> Project:
        nonlocal begin
        begin = time.perf_counter()
        return opened(*arguments)

    def paint_and_quit(self: Any, event: QPaintEvent) -> None:
        painted(self, event)
        if self._text:
            print((time.perf_counter() - begin) * 1000, time.time(), flush=True)
            # A project that is not closed would be looked through at the next start.
            QTimer.singleShot(0, QApplication.closeAllWindows if closing else QApplication.quit)

    Project.open = staticmethod(open_at)  # type: ignore[method-assign,assignment]
    view.ArticleView.paintEvent = paint_and_quit  # type: ignore[method-assign]
    main.main(["--data-dir", data_dir])


if __name__ == "__main__":
    ours(sys.argv[2], closing="close" in sys.argv) if sys.argv[1] == "ours" else bare()
