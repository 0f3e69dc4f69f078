"""One start, `ours` or `bare`, until the article is painted for the first time: a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path


def bare() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont, QFontDatabase, QPaintEvent, QTextOption
    from PySide6.QtWidgets import QApplication, QTextEdit

    root = Path(__file__).resolve().parent.parent.parent

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


def ours(data_dir: str) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    import main
    from ui import article_view

    painted = article_view.ArticleView.paintEvent

    def paint_and_quit(self: article_view.ArticleView, event: object) -> None:
        painted(self, event)  # type: ignore[arg-type]
        if self._text:
            QTimer.singleShot(0, QApplication.quit)

    article_view.ArticleView.paintEvent = paint_and_quit  # type: ignore[method-assign]
    main.main(["--data-dir", data_dir])


if __name__ == "__main__":
    ours(sys.argv[2]) if sys.argv[1] == "ours" else bare()
