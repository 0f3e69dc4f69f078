"""Time the bare parts for the same project, in a process of its own.

`python -m tests.stress.bench.scale_floor PROJECT`
Prints one line of JSON under the names of `scale_window`, and of `scale` for the commands.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from models.text.urdu import match_text
from tests.stress.bench.heartbeat import Heartbeat
from tests.stress.bench.measure import best as least
from tests.stress.bench.measure import memory, percentile, timed
from tests.stress.bench.scale_window import COMMON, LABELS, RARE, stalls
from tests.stress.bench.windows import application, bare_edit, bare_inserts

_ME = "(SELECT id FROM annotator WHERE name = 'bench')"
QUERIES = {
    "list: filled": "SELECT id FROM article",
    "filter by status done": f"SELECT article_id FROM work WHERE annotator_id = {_ME} AND status = 'done'",
    "filter by status new": f"SELECT article_id FROM work WHERE annotator_id = {_ME} AND status = 'new'",
}


def queries(path: Path) -> dict[str, float]:
    """The questions behind what a person sees, asked of sqlite3 alone."""
    conn = sqlite3.connect(path)

    def best(sql: str, *values: str) -> float:
        return least(lambda: conn.execute(sql, values).fetchall())

    found = {name: best(sql) for name, sql in QUERIES.items()}
    found |= {f"{name}: all listed": value for name, value in found.items() if name.startswith("filter")}
    for name, words in (("a common word", COMMON), ("a rare name", RARE)):
        sql, phrase = "SELECT rowid FROM article_fts WHERE article_fts MATCH ?", f'"{match_text(words)}" *'
        found[f"filter by {name}"] = found[f"filter by {name}: all listed"] = best(sql, phrase)
        found[f"search for {name}: first places"] = best(f"{sql} ORDER BY rowid LIMIT 50", phrase)
    conn.close()
    return found


def bare_list(path: Path) -> dict[str, float]:
    """Titles alone in a list of Qt's own."""
    conn = sqlite3.connect(path)
    titles = [title for (title,) in conn.execute("SELECT title FROM article")]
    conn.close()
    view = QListView()
    view.setModel(QStringListModel(titles))
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.setUniformItemSizes(True)
    view.resize(230, 600)
    view.show()
    QTest.qWait(100)
    return stalls(Heartbeat(), view)


def labelling(path: Path) -> dict[str, float]:
    """Rows with their commits, and the text painted again."""
    conn = sqlite3.connect(path)
    (text,) = conn.execute("SELECT text FROM article LIMIT 1").fetchone()
    conn.close()
    edit = bare_edit(text)
    with tempfile.TemporaryDirectory() as name:
        inserts = bare_inserts(Path(name), LABELS)
    both = [timed(edit.viewport().repaint) + insert for insert in inserts]
    return {"label, painted: median": statistics.median(both), "label, painted: p95": percentile(both, 0.95)}


def main(path: Path) -> None:
    _app = application()  # kept: Qt goes with it
    found = labelling(path)
    found["memory: window"] = memory("VmRSS")
    found |= bare_list(path)
    print(json.dumps(found | queries(path)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
