"""Checking a whole project, and opening one whose program was killed, beside reading the file and hashing it."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from models.base.entities import Edit, Status, Work
from models.checks import check
from models.project.project import Project
from tests.stress.bench.corpus import ANNOTATOR, big_project
from tests.stress.bench.measure import Asked, process, row, timed

_BLOCK = 1 << 20


def read_and_hash(path: Path) -> str:
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            hashed.update(block)
    return hashed.hexdigest()


def kill_while_open(path: Path) -> None:
    """Leave the log of some gestures behind, as a killed program does: the process of `… check kill PROJECT`."""
    project = Project.open(path)
    me = project.annotator(ANNOTATOR)
    for article in project.article_rows(me.id)[:20]:
        project.put(Edit(works=(Work(article.id, me.id, Status.DONE),)), "done")
    sys.stdout.flush()
    import os

    os._exit(0)


def measure(asked: Asked) -> None:
    path = asked.folder / "killed.nishan"
    shutil.copyfile(big_project(asked.most), path)
    floor = timed(lambda: read_and_hash(path))
    process("-m", __name__, "kill", path)
    opened: list[Project] = []
    took = timed(lambda: opened.append(Project.open(path)))
    row(f"{asked.most:,} articles: open after a kill", took / 1000, floor / 1000, "<= 5 s", "s ")
    took = timed(lambda: check(opened[0], is_still=True))
    opened[0].close()
    row(f"{asked.most:,} articles: check", took / 1000, floor / 1000, "<= 40 s", "s ")


if __name__ == "__main__":
    kill_while_open(Path(sys.argv[2]))
