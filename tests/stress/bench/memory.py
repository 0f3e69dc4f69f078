"""How much memory 1,000 gestures take: spans made and removed in the sample article, in a process of its own.

`python -m tests.stress.bench.memory FOLDER` prints the megabytes. Counted is what is in use, which is exact where
Python, too, takes its memory from malloc; what malloc keeps free, and SQLite's bounded cache, are no part of it.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from pathlib import Path

from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import words
from tests.stress.bench.measure import Asked, process, row

GESTURES, BEFORE = 1_000, 300  # the first ones fill caches


def grown(folder: Path) -> float:
    """Megabytes that the gestures added for good."""
    from PySide6.QtWidgets import QApplication

    from tests.stress.bench.windows import application, label_rounds, show
    from ui.session.session import Session

    _app = application()  # kept: Qt goes with it
    project = Project.create(folder / "memory.nishan", seed_labels())
    import_files(project, seed_articles())
    window = show(Session(project, "bench"), folder / "settings")
    assert window.session.article is not None
    free = words(window.session.article.text)[:30]
    label_rounds(window, free, BEFORE // 2)
    window.backups.scheduler.start("opening", always=True)  # what it loads is no gesture's
    while window.backups.scheduler.at_work:
        QApplication.processEvents()
    before = in_use(project)
    label_rounds(window, free, GESTURES // 2)
    after = in_use(project)
    window.close()
    return after - before


class _Mallinfo(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    ]


def in_use(project: Project) -> float:
    """Megabytes that are allocated (glibc)."""
    gc.collect()
    project.unlocked_rows("PRAGMA shrink_memory")
    libc = ctypes.CDLL("libc.so.6")
    libc.mallinfo2.restype = _Mallinfo
    info = libc.mallinfo2()
    return float(info.uordblks + info.hblkhd) / 1e6


def measure(asked: Asked) -> None:
    found = float(process("-m", __name__, asked.folder, PYTHONMALLOC="malloc")[1])
    row(f"memory: more after {GESTURES:,} gestures", found, None, "<= 0.7 MB", "MB")


if __name__ == "__main__":
    print(grown(Path(sys.argv[1])))
