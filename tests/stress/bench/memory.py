"""How much memory 1,000 gestures take: spans made and removed in the sample article, in a process of its own.

`python -m tests.stress.bench.memory FOLDER` prints the megabytes.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import words
from tests.stress.bench.measure import Asked, memory, process, row

GESTURES, BEFORE = 1_000, 300  # the first ones fill caches


def grown(folder: Path) -> float:
    """Megabytes that the gestures added for good."""
    from tests.stress.bench.windows import application, label_rounds, show
    from ui.session.session import Session

    _app = application()  # kept: Qt goes with it
    project = Project.create(folder / "memory.nishan", seed_labels())
    import_files(project, seed_articles())
    window = show(Session(project, "bench"), folder / "settings")
    assert window.session.article is not None
    free = words(window.session.article.text)[:30]
    label_rounds(window, free, BEFORE // 2)
    gc.collect()
    before = memory("VmRSS")
    label_rounds(window, free, GESTURES // 2)
    gc.collect()
    after = memory("VmRSS")
    window.close()
    return after - before


def measure(asked: Asked) -> None:
    found = float(process("-m", __name__, asked.folder)[1])
    row(f"memory: more after {GESTURES:,} gestures", found, None, "<= 0.7 MB", "MB")


if __name__ == "__main__":
    print(grown(Path(sys.argv[1])))
