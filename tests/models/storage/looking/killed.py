"""Projects whose last session was killed, after it had labelled the last article; and damage in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from models.storage.raw.records import INDEX_LEAF, pointers, record, varint
from tests.models.helpers import ROOT, patch, put

ARTICLES = 40
_LABEL = """
import os, sys
from pathlib import Path
from dataclasses import replace
from models.base.entities import ArticleId, Edit
from models.project.project import Project
from models.storage.raw.records import INDEX_LEAF, pointers, record, varint
from tests.models.helpers import put
project, article = Project.open(Path(sys.argv[1])), ArticleId(int(sys.argv[3]))
last = project.spans(article, project.annotator("sana").id)[-1]
project.put(Edit(spans=(replace(last, note="x"),)), "note")
for number in range(int(sys.argv[2])):
    (span,) = put(project, article, (number, number + 1, "PERSON"), who="sana")
    project.put(Edit(spans=(replace(span, note="x" * number, deleted=number % 3 == 0),)), "note")
os.kill(os.getpid(), 9) if os.name == "posix" else os._exit(1)
"""


def make(path: Path, spans: int = 40) -> None:
    """A closed project of several articles, each with so many spans: more than a page of every index."""
    files = []
    for number in range(ARTICLES):
        file = path.with_name(f"{number:03}.txt")
        file.write_text(f"{number} " + "علی لاہور " * 80, encoding="utf-8")
        files.append(file)
    with Project.create(path, seed_labels()) as project:
        import_files(project, files)
        for row in project.article_rows(project.annotator("sana").id):
            put(project, row.id, *((at, at + 2, "PERSON") for at in range(spans)), who="sana")
    for file in files:
        file.unlink()


def kill_while_labelling(path: Path, gestures: int = 5, article: int = ARTICLES) -> None:
    """Let a process change a span of an article and label it so many times, and kill it.

    The uids of new spans are anywhere in their index, so that every gesture touches rows of any article.
    """
    subprocess.run([sys.executable, "-c", _LABEL, str(path), str(gestures), str(article)], cwd=ROOT, check=False)
    assert path.with_name(path.name + "-wal").stat().st_size > 0


def forge(path: Path, article: int) -> None:
    """Let an entry of an index name another row, in a closed project: one of a span of this article."""
    data = path.read_bytes()
    for begin in range(4096, len(data), 4096):
        page = data[begin : begin + 4096]
        kind, places = pointers(page, first=False)
        for at in places if kind == INDEX_LEAF else ():
            size, payload = varint(page, at)
            values = record(page[payload : payload + size])
            if len(values) == 5 and values[0] == article and all(isinstance(value, int) for value in values):
                end = begin + payload + size - 1  # the lowest byte of the row's number
                patch(path, end, bytes([data[end] ^ 1]))
                return
    raise AssertionError("no entry of that article")
