"""What several tests of the models need."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from models.base.entities import AnnotatorId, ArticleId, Edit, LabelId, Span
from models.project.filters import Filter, filter_steps
from models.project.project import Project
from models.project.search import Match, search_steps

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


def label_id(project: Project, name: str) -> LabelId:
    return next(label.id for label in project.labels() if label.name == name)


def make_span(
    project: Project, article: ArticleId, start: int, end: int, label: str = "PERSON", who: str = "me", **more: Any
) -> Span:
    """A new span, not yet written."""
    annotator = AnnotatorId(project.annotator(who).id)
    return Span(str(uuid.uuid4()), article, annotator, start, end, label_id(project, label), **more)


def put(project: Project, article: ArticleId, *spans: tuple[int, int, str], who: str = "me") -> list[Span]:
    """Write spans as one gesture."""
    made = [make_span(project, article, start, end, label, who) for start, end, label in spans]
    project.put(Edit(spans=tuple(made)), "test")
    return made


def matches(project: Project, wanted: str, *, whole_words: bool = False) -> list[Match]:
    """Every match in the texts of all articles."""
    return [match for match in search_steps(project, wanted, whole_words=whole_words) if match is not None]


def filtered(project: Project, annotator: AnnotatorId, wanted: Filter) -> list[ArticleId]:
    """The articles that a filter lets through, in order of import."""
    return [article for step in filter_steps(project, annotator, wanted) for article in step]


def contents(project: Project) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, to see that nothing changed; the token of the opening is none of the contents."""
    tables = "meta label annotator article work span event guideline article_label rejection".split()
    found = {table: project.query(f"SELECT * FROM {table}") for table in tables}
    found["meta"] = [row for row in found["meta"] if row["key"] != "opening"]
    return found


def strays(folder: Path) -> list[str]:
    """What a failed job may have left behind."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".") or path.suffix in (".tmp", ".lock")]


@contextmanager
def without_rights() -> Iterator[None]:
    """Run as nobody where the tests run as root, to whom permissions do not apply."""
    if os.name != "posix":
        pytest.skip("permissions of this kind are POSIX's")
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(NOBODY)
        yield
    finally:
        if root:
            os.seteuid(0)


_HOLD = """
import sys
from pathlib import Path
from models.storage.disk.volumes import Drive
from models.storage.opening import Opening
from models.project.project import Project
drive = Drive(service="Dropbox") if sys.argv[3] == "DELETE" else Drive()
with Project.open(Path(sys.argv[1]), Opening(drive)) as project:
    for name in sys.argv[2].split():
        project.annotator(name)
    print("open", flush=True)
    for line in sys.stdin:
        project.annotator(line.strip())
        print("written", flush=True)
"""


@contextmanager
def held_elsewhere(path: Path, annotators: str = "", journal: str = "WAL") -> Iterator[subprocess.Popen[str]]:
    """Another process has the project open and has written these annotators; each further line on its stdin is one."""
    arguments = [sys.executable, "-c", _HOLD, str(path), annotators, journal]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, cwd=ROOT, text=True, stdin=pipe, stdout=pipe) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            yield process
        finally:
            if process.poll() is None:
                process.communicate("")


def patch(path: Path, at: int, data: bytes) -> None:
    """Write these bytes into a file, at a place of it."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def crash(path: Path, annotators: str = "زینب bilal", journal: str = "WAL") -> None:
    """Let a process write these annotators into the project and be killed."""
    with held_elsewhere(path, annotators, journal) as process:
        process.kill()
        process.wait()


def names(project: Project) -> list[str]:
    """The annotators."""
    return [each.name for each in project.annotators()]


def swap_pages(path: Path, table: str, size: int = 4096) -> None:
    """Exchange the first two leaf pages of a table, in a closed project: its rows are out of order then."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        found = conn.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' LIMIT 2", (table,))
        one, two = (number * size for (number,) in found)
    data = path.read_bytes()
    patch(path, one - size, data[two - size : two])
    patch(path, two - size, data[one - size : one])
