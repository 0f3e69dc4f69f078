"""One bad record among good ones is left out and told by every reader that has records; a strict import refuses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.base.errors import UserError
from models.formats.support.options import ReadOptions
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project

ROWS: dict[str, Callable[[str, dict[str, Any]], dict[str, Any]]] = {
    "jsonl": lambda text, span: {"text": text, "layers": [{"annotator": "me", "spans": [span]}]},
    "doccano": lambda text, span: {"text": text, "label": [[span["start"], span["end"], span["label"]]]},
    "prodigy": lambda text, span: {"text": text, "answer": "accept", "tokens": None, "spans": [span]},
    "json": lambda text, span: {"body": text, "marks": [span]},
}
EMPTY = {"": "empty", " \n ": "empty"}
OUTSIDE = [(0, 99), (3, 3), (3, 0), (-1, 2)]
STRICT = ReadOptions(strict=True)


def written(tmp_path: Path, key: str, text: str, start: float = 0, end: float = 3) -> Path:
    """Three records, the one in the middle with this text and span."""
    good = {"start": 0, "end": 3, "label": "PERSON"}
    rows = [
        ROWS[key]("علی گیا", good),
        ROWS[key](text, {"start": start, "end": end, "label": "PERSON"}),
        ROWS[key]("زید آیا", good),
    ]
    file = tmp_path / f"{key}.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


@pytest.mark.parametrize("key", ROWS)
@pytest.mark.parametrize("text", EMPTY)
def test_empty_text_is_left_out(project: Project, tmp_path: Path, key: str, text: str) -> None:
    file = written(tmp_path, key, text)
    report = import_files(project, [file])
    assert (report.articles, report.spans, report.left_out) == (2, 2, 1), report.notes
    assert any("line 2" in str(note) and "empty" in note.what for note in report.notes)
    assert str(report).startswith("1 record LEFT OUT; 2 articles")


@pytest.mark.parametrize("key", ROWS)
@pytest.mark.parametrize("edges", OUTSIDE)
def test_span_that_is_nowhere_is_left_out(project: Project, tmp_path: Path, key: str, edges: tuple[int, int]) -> None:
    file = written(tmp_path, key, "کراچی", *edges)
    with pytest.raises(UserError, match="line 2"):
        import_files(project, [file], ImportPlan(options=STRICT))
    report = import_files(project, [file])
    assert (report.articles, report.spans, report.left_out) == (3, 2, 0), report.notes
    assert any("line 2" in str(note) for note in report.notes)


@pytest.mark.parametrize("key", ROWS)
def test_whole_float_is_a_number(project: Project, tmp_path: Path, key: str) -> None:
    report = import_files(project, [written(tmp_path, key, "کراچی", 0.0, 5.0)])
    assert (report.articles, report.spans, report.lost) == (3, 3, 0), report.notes
