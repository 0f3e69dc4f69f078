"""How many rows an import says it wrote, whoever else uses the connection meanwhile; and that it stays linear."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.base.errors import UserError
from models.importing import batch
from models.importing.run import import_files
from models.project.project import Project
from models.storage import connection
from tests.models.steps import grows
from tests.selection import one_in

CONTENTS = (
    "SELECT id, uid, source, title, text, length, meta FROM article ORDER BY id",
    'SELECT uid, article_id, annotator_id, start, "end", label_id, note, rev FROM span ORDER BY uid',
    "SELECT article_id, annotator_id, status FROM work ORDER BY 1, 2",
    "SELECT article_id, annotator_id, label_id FROM article_label ORDER BY 1, 2, 3",
    "SELECT rowid FROM article_fts WHERE article_fts MATCH 'علی' ORDER BY rowid",
)
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


@pytest.mark.parametrize("size", one_in(3, [50, 1, 3]))
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


def shared_ids(path: Path, articles: int, every: int) -> Path:
    """Articles whose spans have ids of one another's, some with a note; the last one of every few is given twice."""
    with path.open("w", encoding="utf-8") as out:
        for n in range(articles):
            spans = [
                {"start": at, "end": at + 2, "label": "L", "uid": f"00000000-0000-4000-8000-{(n * 7 + at) % every:012}"}
                | ({"note": "x"} if (n + at) % 3 == 0 else {})
                for at in range(4)
            ]
            text = f"{TEXT} {n - n % 5 // 4}"
            layers = [{"annotator": f"a{n % 2}", "status": "done", "labels": ["T"], "spans": spans}]
            out.write(json.dumps({"id": text, "text": text, "layers": layers}, ensure_ascii=False) + "\n")
    return path


@given(size=st.integers(1, 300), rows=st.integers(1, 300), every=st.sampled_from([5, 50, 500]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(size=256, rows=256, every=50)
def test_project_holds_the_same_however_many_articles_are_written_at_once(
    tmp_path: Path, size: int, rows: int, every: int
) -> None:
    def imported(size: int, rows: int) -> list[list[tuple[object, ...]]]:
        with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(dir=tmp_path) as folder:
            patch.setattr(batch, "_BATCH", size)
            patch.setattr(connection, "_ROWS", rows)
            file = shared_ids(Path(folder) / "a.jsonl", 60, every)
            with Project.create(Path(folder) / "p.nishan") as project:
                import_files(project, [file])
                return [project.rows(sql) for sql in CONTENTS]

    assert imported(size, rows) == imported(1, 1)


@pytest.mark.parametrize("what", one_in(2, ["labels", "annotators"]))
def test_import_of_twice_as_many_names_takes_twice_the_work(tmp_path: Path, what: str) -> None:
    def work(count: int) -> None:
        numbers = {"labels": 1, "annotators": 1} | {what: count}
        with TemporaryDirectory(dir=tmp_path) as folder, Project.create(Path(folder) / "p.nishan") as project:
            import_files(project, [corpus(Path(folder) / "a.jsonl", count, **numbers)])

    assert grows(work, 200) < 2.5


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 1023])
def test_rows_of_any_number_go_in_by_statements_of_few_sizes(project: Project, count: int) -> None:
    said: list[str] = []
    rows = [(f"k{number}", f"v{number}") for number in range(count)]
    with project.transaction() as db:
        db.conn.set_trace_callback(said.append)
        project.insert_rows("INSERT INTO temp.kept (key, value)", [])
        db.conn.execute("CREATE TEMP TABLE kept (key, value)")
        project.insert_rows("INSERT INTO temp.kept (key, value)", rows)
        db.conn.set_trace_callback(None)
        assert db.conn.execute("SELECT * FROM temp.kept ORDER BY rowid").fetchall() == rows
    sizes = [one.count("'v") for one in said if one.startswith("INSERT")]
    assert sum(sizes) == count
    assert {*sizes} <= {1 << power for power in range(9)}


def test_import_leaves_the_cache_as_it_was(project: Project, tmp_path: Path) -> None:
    before = project.value("PRAGMA cache_size")
    import_files(project, [corpus(tmp_path / "a.jsonl", 3, labels=2)])
    (tmp_path / "b.jsonl").write_text("no JSON")
    with pytest.raises(UserError):
        import_files(project, [tmp_path / "b.jsonl"])
    assert project.value("PRAGMA cache_size") == before
