"""Time a window on a project of any size, in a process of its own.

`python -m tests.stress.bench.scale_window PROJECT FOLDER`
Prints one line of JSON: milliseconds each, the memory of the process in megabytes.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from models.base.entities import Status
from models.project.project import Project
from models.text.tokens import words
from tests.stress.bench.corpus import ANNOTATOR
from tests.stress.bench.heartbeat import Heartbeat
from tests.stress.bench.measure import memory, percentile, timed
from tests.stress.bench.windows import application, label_rounds, show
from ui.articles.model import ArticleModel
from ui.session.session import Session
from ui.shell.app import settle
from ui.shell.window import Window

ROUNDS, LABELS = 5, 100
COMMON, RARE = "پاکستان", "تھامس ویسٹ"


def wheel(view: QAbstractItemView, lines: int) -> None:
    """One turn of the wheel over a list."""
    at = QPointF(view.viewport().rect().center())
    nothing, none = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    turn = QPoint(0, -40 * lines)
    event = QWheelEvent(at, at, QPoint(), turn, none, nothing, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(view.viewport(), event)
    view.viewport().repaint()


def scrolls(view: QAbstractItemView) -> dict[str, Callable[[], object]]:
    """Ways through a list, each to be done within the event loop."""
    bar = view.verticalScrollBar()

    def drag(share: float) -> None:
        bar.setValue(round(bar.maximum() * share))
        view.viewport().repaint()

    def page() -> None:
        there = view.currentIndex().row() + 50 < view.model().rowCount()
        QTest.keyClick(view, Qt.Key.Key_PageDown if there else Qt.Key.Key_Home)

    return {
        "list: wheel": lambda: wheel(view, 12),
        "list: the bar dragged": lambda: drag(time.perf_counter() * 7 % 1),
        "list: Page Down": page,
        "list: End": lambda: QTest.keyClick(view, Qt.Key.Key_End),
        "list: Home": lambda: QTest.keyClick(view, Qt.Key.Key_Home),
    }


def stalls(beat: Heartbeat, view: QAbstractItemView) -> dict[str, float]:
    """The longest pause of each way, the median of some rounds."""
    found = {}
    for name, way in scrolls(view).items():
        found[name] = statistics.median(beat.during(way) for _ in range(3 * ROUNDS))
    return found


def filtering(beat: Heartbeat, window: Window) -> dict[str, float]:
    """The longest pause while the list is narrowed and widened again, and until all of it is listed."""
    panel, model = window.article_list.filter, window.article_list.model
    found = {}

    def type_in(text: str) -> None:
        panel.field.setText(text)
        panel.changed.emit()  # as Enter does, which needs the focus

    def choose(status: Status | None) -> None:
        panel.status.setCurrentIndex(panel.status.findData(status) if status else 0)

    ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "filter by a common word": (lambda: type_in(COMMON), lambda: type_in("")),
        "filter by a rare name": (lambda: type_in(RARE), lambda: type_in("")),
        "filter by status done": (lambda: choose(Status.DONE), lambda: choose(None)),
        "filter by status new": (lambda: choose(Status.NEW), lambda: choose(None)),
        "filter by status started": (lambda: choose(Status.STARTED), lambda: choose(None)),
    }
    for name, (narrow, widen) in ways.items():
        pauses, takes = [], []
        for _ in range(ROUNDS):
            takes.append(timed(lambda narrow=narrow: _until_listed(narrow, model)))  # type: ignore[misc]
            beat.during(widen, lambda: not model.at_work)
            pauses.append(beat.during(narrow, lambda: not model.at_work))
            pauses.append(beat.during(widen, lambda: not model.at_work))
        found[name] = statistics.median(pauses)
        found[f"{name}: all listed"] = statistics.median(takes)
    return found


def _until_listed(narrow: Callable[[], object], model: ArticleModel) -> None:
    narrow()
    while model.at_work:
        QApplication.processEvents()


def searching(beat: Heartbeat, window: Window) -> dict[str, float]:
    """From the search to the first places listed, and the longest pause in the half second after."""
    panel, found = window.search.results, {}
    listed: list[float] = []
    panel.model.rowsInserted.connect(lambda: listed.append(time.process_time()))
    for name, wanted in (("a common word", COMMON), ("a rare name", RARE)):
        firsts, pauses = [], []
        for _ in range(ROUNDS):
            window.actions_["search"].trigger()
            panel.field.setText(wanted)
            pauses.append(beat.during(panel.search, least=500))
            panel.close_up()
            listed.clear()
            begin = time.process_time()  # again, without the heartbeat, which takes its part
            panel.search()
            firsts.append((listed[0] - begin) * 1000)
            panel.close_up()
        found[f"search for {name}: first places"] = min(firsts)
        found[f"search for {name}: pause"] = statistics.median(pauses)
    return found


def labelling(beat: Heartbeat, window: Window) -> dict[str, float]:
    """Spans made and painted, and articles done and left."""
    assert window.session.article is not None
    free = words(window.session.article.text)[:30]
    taken = label_rounds(window, free, LABELS)
    done = [beat.during(window.actions_["done_next"].trigger) for _ in range(3 * ROUNDS)]
    return {
        "label, painted: median": statistics.median(taken),
        "label, painted: p95": percentile(taken, 0.95),
        "done and next": statistics.median(done),
    }


def main(path: Path, folder: Path) -> None:
    _app = application()  # kept: Qt goes with it
    window = show(Session(Project.open(path), ANNOTATOR), folder / "settings")
    QTest.qWait(2500)  # what is done once the window stands
    settle()
    found = {"memory: window": memory("VmRSS")}
    beat, model = Heartbeat(), window.article_list.model
    found["list: filled"] = statistics.median(timed(model.read) for _ in range(ROUNDS))
    window.article_list.view.setFocus()
    found |= stalls(beat, window.article_list.view)
    found |= filtering(beat, window) | searching(beat, window) | labelling(beat, window)
    found |= {"memory: after all": memory("VmRSS"), "memory: most": memory("VmHWM")}
    window.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
