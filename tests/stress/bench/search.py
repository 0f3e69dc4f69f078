"""Finding in a large project, beside the bare query of the index.

`uv run python -m tests.stress.bench.search` takes 10,000 articles, with `--big` 100,000; the project is kept in
the temp folder.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from models.base.entities import AnnotatorId, Status
from models.project.project import Project
from models.project.search import Filter, filter_steps, search_steps
from models.text.urdu import match_text
from tests.stress.bench.corpus import ANNOTATOR, big_project
from tests.stress.bench.measure import row, timed

ROUNDS = 5
WORDS = (("a word", "پاکستان"), ("the beginning of a word", "پاکس"), ("a name of two words", "تھامس ویسٹ"))
_FIRST = 50  # results: a screen and more


def median(work: Callable[[], object]) -> float:
    return statistics.median(timed(work) for _ in range(ROUNDS))


def bare(path: Path, words: str) -> float:
    """The same words asked of the index by sqlite3 alone: ids of the first articles."""
    conn = sqlite3.connect(path)
    sql = "SELECT rowid FROM article_fts WHERE article_fts MATCH ? LIMIT ?"
    found = median(lambda: conn.execute(sql, (f'"{match_text(words)}" *', _FIRST)).fetchall())
    conn.close()
    return found


def filtering(project: Project, me: AnnotatorId, wanted: Filter) -> tuple[float, float]:
    first = median(lambda: next(filter_steps(project, me, wanted)))
    return first, median(lambda: list(filter_steps(project, me, wanted)))


def searching(path: Path, count: int) -> None:
    floors = {words: bare(path, words) for _, words in WORDS}
    with Project.open(path) as project:
        for name, words in WORDS:
            work = lambda words=words: list(islice(filter(None, search_steps(project, words)), _FIRST))  # noqa: E731
            row(f"search {count:,} articles: first matches of {name}", median(work), floors[words], "<= 100 ms")
        me, label = project.annotator(ANNOTATOR).id, project.labels()[0].id
        kinds = {
            "status new": Filter(status=Status.NEW),
            "status done": Filter(status=Status.DONE),
            "label": Filter(label=label),
            "word": Filter(text=WORDS[0][1]),
            "word, label and status": Filter(status=Status.STARTED, label=label, text=WORDS[0][1]),
        }
        for name, wanted in kinds.items():
            first, whole = filtering(project, me, wanted)
            print(f"filter by {name:<46} first {first:>8.1f} ms, all {whole:>8.1f} ms   first <= 100 ms")


def main() -> None:
    count = 100_000 if "--big" in sys.argv else 10_000
    print(f"{'':<56} {'Nishan':>12} {'bare':>12} {'ratio':>8}   goal")
    searching(big_project(count), count)


if __name__ == "__main__":
    main()
