"""Writes gestures of two spans each until it is killed, and says after each that it is saved.

`python -m tests.stress.stateful.victim PROJECT ARTICLE ANNOTATOR LABEL`
"""

from __future__ import annotations

import sys
import uuid
from itertools import count
from pathlib import Path

from models.base.entities import AnnotatorId, ArticleId, Edit, LabelId, Span
from models.project.project import Project


def uid(article: int, part: int) -> str:
    """The id of a span that it makes."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"victim {article} {part}"))


def main() -> None:
    article, annotator, label = ArticleId(int(sys.argv[2])), AnnotatorId(int(sys.argv[3])), LabelId(int(sys.argv[4]))
    project = Project.open(Path(sys.argv[1]))
    for number in count(1):
        spans = tuple(
            Span(uid(article, part), article, annotator, part, part + 1, label, note=str(number)) for part in range(2)
        )
        project.put(Edit(spans=spans), "label")
        print(number, flush=True)


if __name__ == "__main__":
    main()
