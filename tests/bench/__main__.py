"""Prints a table: what Nishan takes, what the bare parts take, and the ratio. Never fails a test."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QApplication, QTextEdit

from models.importing import import_files
from models.project import Project
from models.seeds import read_guidelines, seed_articles, seed_labels
from models.urdu import words
from ui import fonts
from ui.app import settle
from ui.gestures import spans
from ui.session import Session
from ui.settings import Settings
from ui.window import Window

ROUNDS = 200
STARTS = 9
ENTITY_EVERY = 15  # words: 45 spans in the sample article, as many as a careful annotator marks
_SIZE = (1240, 800)


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


def row(name: str, ours: float, floor: float, goal: str) -> None:
    print(f"{name:<52} {ours:>9.1f} ms {floor:>9.1f} ms {ours / floor:>6.2f} x   {goal}")


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


def bare_inserts(folder: Path) -> list[float]:
    """One row with commit, as durable as ours."""
    conn = sqlite3.connect(folder / "floor.db")
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
        conn.execute(f"PRAGMA {pragma}")
    conn.execute("CREATE TABLE span (id INTEGER PRIMARY KEY, uid TEXT, start INTEGER, stop INTEGER, label TEXT)")
    conn.commit()

    def insert() -> None:
        conn.execute("INSERT INTO span (uid, start, stop, label) VALUES ('x', 1, 2, 'PERSON')")
        conn.commit()

    found = [timed(insert) for _ in range(ROUNDS)]
    conn.close()
    return found


def labelling(window: Window, folder: Path) -> None:
    session, view = window.session, window.article_view
    assert session.article is not None
    text = session.article.text
    watch = Watch(view)
    found = words(text)
    labels = session.labels
    for index, (start, end) in enumerate(found[::ENTITY_EVERY]):
        spans.label(session, start, end, labels[index % len(labels)])
    free = [word for index, word in enumerate(found) if index % ENTITY_EVERY and word[1] < 300]
    ours = []
    for index in range(ROUNDS):
        start, end = free[index % len(free)]

        def label(start: int = start, end: int = end, index: int = index, before: int = watch.paints) -> None:
            spans.label(session, start, end, labels[index % len(labels)])
            QApplication.processEvents()
            assert watch.paints > before, "the span was not painted"

        ours.append(timed(label))
        assert session.selected is not None
        spans.remove(session, session.selected)
        QApplication.processEvents()
    edit = bare_edit(text)
    paints = [timed(edit.viewport().repaint) for _ in range(ROUNDS)]
    inserts = bare_inserts(folder)
    floors = [paint + insert for paint, insert in zip(paints, inserts, strict=True)]
    row("label, committed and painted: median", statistics.median(ours), statistics.median(floors), "<= 3 x")
    row("label, committed and painted: p95", percentile(ours, 0.95), percentile(floors, 0.95), "<= 3 x, <= 16 ms")
    print(f"    of the floor: insert {statistics.median(inserts):.1f} ms, repaint {statistics.median(paints):.1f} ms")


def opening(window: Window) -> None:
    session = window.session
    assert session.article is not None
    article = session.article
    edit = bare_edit("")

    def ours() -> None:
        session.open_article(article.id)
        window.article_view.viewport().repaint()

    def floor() -> None:
        edit.setPlainText(article.text)
        edit.viewport().repaint()

    pairs = [(timed(ours), timed(floor)) for _ in range(40)]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    row(f"open an article of {len(article.text)} characters", mine, theirs, "<= 1.5 x")


def starting(folder: Path) -> None:
    """Whole processes, in turn, each until the article's first paint."""
    data = folder / "start"

    def process(kind: str) -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tests.bench.start", kind, str(data)], check=True)
        return (time.perf_counter() - begin) * 1000

    for kind in ("ours", "bare"):
        process(kind)  # warm the file cache; makes the sample
    pairs = [(process("ours"), process("bare")) for _ in range(STARTS)]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    row("start to the first painted article", mine, theirs, "<= 2 x")


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    fonts.load_fonts()
    fonts.use_naskh(app)
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, {versions}")
    print(f"{'':<52} {'Nishan':>12} {'floor':>12} {'ratio':>8}   goal")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        starting(folder)
        project = Project.create(folder / "bench.nishan", seed_labels(), read_guidelines())
        import_files(project, seed_articles())
        window = Window(Session(project, "bench"), Settings(folder / "settings"))
        window.resize(*_SIZE)
        window.show()
        QApplication.processEvents()
        settle()
        opening(window)
        labelling(window, folder)
        window.close()


if __name__ == "__main__":
    main()
