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
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from models.importing.run import import_files
from models.labels.templates import read_guidelines, seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import words
from tests.stress.bench import big
from tests.stress.bench.measure import application, bare_edit, label_rounds, percentile, row, timed
from ui.session import span_commands
from ui.session.session import Session
from ui.shell.app import settle
from ui.shell.window import Window
from ui.support.settings import Settings

ROUNDS = 200
STARTS = 9
ENTITY_EVERY = 15  # words: 45 spans in the sample article, as many as a careful annotator marks
_SIZE = (1240, 800)


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


def labelling(window: Window, folder: Path) -> list[float]:
    """Returns the milliseconds of the bare inserts."""
    session = window.session
    assert session.article is not None
    text = session.article.text
    found = words(text)
    labels = session.labels
    for index, (start, end) in enumerate(found[::ENTITY_EVERY]):
        span_commands.label(session, start, end, labels[index % len(labels)])
    free = [word for index, word in enumerate(found) if index % ENTITY_EVERY and word[1] < 300]
    ours = label_rounds(window, free, ROUNDS)
    edit = bare_edit(text)
    paints = [timed(edit.viewport().repaint) for _ in range(ROUNDS)]
    inserts = bare_inserts(folder)
    floors = [paint + insert for paint, insert in zip(paints, inserts, strict=True)]
    row("label, committed and painted: median", statistics.median(ours), statistics.median(floors), "<= 3 x")
    row("label, committed and painted: p95", percentile(ours, 0.95), percentile(floors, 0.95), "<= 3 x, <= 16 ms")
    print(f"    of the floor: insert {statistics.median(inserts):.1f} ms, repaint {statistics.median(paints):.1f} ms")
    return inserts


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
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")  # a person's machine keeps it, too

    def process(kind: str) -> float:
        begin = time.perf_counter()
        command = [sys.executable, "-m", "tests.stress.bench.start", kind, str(data)]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        return (time.perf_counter() - begin) * 1000

    for kind in ("ours", "bare"):
        process(kind)  # warm the file cache; makes the sample
    pairs = [(process("ours"), process("bare")) for _ in range(STARTS)]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    row("start to the first painted article", mine, theirs, "<= 2 x")


def main() -> None:
    _app = application()  # kept: Qt goes with it
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, {versions}")
    print(f"{'':<56} {'Nishan':>12} {'floor':>12} {'ratio':>8}   goal")
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
        inserts = labelling(window, folder)
        window.close()
        big.measure(folder, inserts)


if __name__ == "__main__":
    main()
