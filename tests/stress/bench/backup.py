"""Labelling beside a backup of a large project, against labelling alone; a person waits, so the clock counts."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.stress.bench.corpus import ANNOTATOR, big_project
from tests.stress.bench.measure import Asked, percentile, process, row

ROUNDS = 60


def labelled(path: Path, folder: Path) -> tuple[float, float]:
    """The p95 of labels alone, and beside a backup."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from models.project.project import Project
    from models.text.tokens import words
    from tests.stress.bench.windows import Keys, application, label_by_key, show
    from ui.session.session import Session
    from ui.shell.app import settle

    _app = application()  # kept: Qt goes with it
    window = show(Session(Project.open(path), ANNOTATOR), folder / "settings")
    scheduler = window.backups.scheduler
    scheduler.soon.stop()
    QTest.qWait(1000)
    settle()
    assert window.session.article is not None
    taken = {(span.start, span.end) for span in window.session.spans}
    free = [word for word in words(window.session.article.text)[:40] if word not in taken]
    keys = Keys(window)
    alone = label_by_key(keys, free, ROUNDS, lambda: QTest.qWait(20))[1]
    scheduler.start("opening", always=True)
    beside: list[float] = []
    while len(beside) < ROUNDS and scheduler.at_work:
        beside += label_by_key(keys, free, 1, lambda: QTest.qWait(20))[1]
    keys.close()
    while scheduler.at_work:
        QApplication.processEvents()
    window.close()
    return percentile(alone, 0.95), percentile(beside or alone, 0.95)


def measure(asked: Asked) -> None:
    found = process("-m", __name__, big_project(asked.most), asked.folder)[1]
    alone, beside = map(float, found.split())
    row(f"{asked.most:,} articles: label beside a backup, wall p95, beside alone", beside, alone, "<= 1.2 x, <= 16 ms")


if __name__ == "__main__":
    print(*labelled(Path(sys.argv[1]), Path(sys.argv[2])))
