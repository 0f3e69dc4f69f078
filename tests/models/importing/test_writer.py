"""How many rows an import says it wrote, whoever else uses the connection meanwhile; and that it stays linear."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.importing import batch
from models.importing.run import import_files
from models.project.project import Project
from tests.models.steps import grows

TEXT = "علی لاہور گیا اور واپس آیا"


def corpus(path: Path, articles: int, *, labels: int, annotators: int = 1) -> Path:
    """Each article with ten spans and a label of its own, so that labels are made while a batch is written."""
    with path.open("w", encoding="utf-8") as out:
        for n in range(articles):
            spans = [{"start": at, "end": at + 2, "label": f"L{(n * 10 + at) % labels}"} for at in range(10)]
            layers = [
                {"annotator": f"a{n % annotators}", "status": "done", "labels": [f"T{n % labels}"], "spans": spans}
            ]
            out.write(json.dumps({"id": str(n), "text": f"{TEXT} {n}", "layers": layers}, ensure_ascii=False) + "\n")
    return path


@pytest.mark.parametrize("size", [1, 3, 50])
def test_report_counts_what_is_written_while_labels_are_made_meanwhile(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(batch, "_BATCH", size)
    file = corpus(tmp_path / "a.jsonl", 400, labels=4000)
    report = import_files(project, [file])
    assert report.spans == project.value("SELECT count(*) FROM span") == 4000
    assert report.article_labels == project.value("SELECT count(*) FROM article_label") == 400
    again = import_files(project, [file])
    assert (again.spans, again.article_labels, again.present) == (0, 0, 400)
    assert again.differences == {}


@pytest.mark.parametrize("what", ["labels", "annotators"])
def test_import_of_twice_as_many_names_takes_twice_the_work(tmp_path: Path, what: str) -> None:
    def work(count: int) -> None:
        numbers = {"labels": 1, "annotators": 1} | {what: count}
        with TemporaryDirectory(dir=tmp_path) as folder, Project.create(Path(folder) / "p.nishan") as project:
            import_files(project, [corpus(Path(folder) / "a.jsonl", count, **numbers)])

    assert grows(work, 200) < 2.5
