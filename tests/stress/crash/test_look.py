"""What the rounds call wrong: each kind of it is told, and what is right is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.base.entities import ArticleId, Edit, Span
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.storage.raw import header
from models.storage.tables.usual_schema import usual_entries
from tests.models.helpers import make_span
from tests.stress.crash.journal import Journal, Promise, events, kept, promised, read
from tests.stress.crash.look import inspect
from tests.stress.crash.outcome import Outcome, table

PATH = "p.nishan"


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Promise, list[Span]]:
    """One gesture of three spans, saved; and a second one, of three others, for the tests."""
    with Project.create(tmp_path / PATH, seed_labels()) as project:
        import_files(project, seed_articles())
        promise = Promise(kept(project), events(project))
        spans = [make_span(project, ArticleId(1), 10 * n, 10 * n + 5) for n in range(6)]
        journal = Journal(tmp_path / "journal")
        _try(journal, spans[:3])
        project.put(Edit(spans=tuple(spans[:3])), "first")
        journal.write(saved="saved")
        _try(journal, spans[3:])
    promise.hear(read(tmp_path / "journal"))
    assert promise.gestures == 1
    return promise, spans


def _try(journal: Journal, spans: list[Span]) -> None:
    count, rows = promised(Edit(spans=tuple(spans)))
    journal.write(**{"try": count, "rows": rows})


def put(folder: Path, *spans: Span) -> None:
    with Project.open(folder / PATH) as project:
        project.put(Edit(spans=spans), "by hand")


def run_sql(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / PATH)) as conn:
        conn.execute(sql)
        conn.commit()


def told(folder: Path, promise: Promise) -> set[str]:
    outcome = Outcome("test")
    inspect(folder / PATH, promise, outcome)
    return {kind for kind, _ in outcome.problems}


Begun = tuple[Promise, list[Span]]


def test_nothing_or_all_of_the_gesture_under_way_is_right(tmp_path: Path, begun: Begun) -> None:
    promise, spans = begun
    assert told(tmp_path, promise) == set()
    put(tmp_path, *spans[3:])
    assert told(tmp_path, promise) == set()
    assert promise.under_way == {}, "it is promised from now on"
    assert told(tmp_path, promise) == set()


def test_a_part_of_the_gesture_under_way_is_half(tmp_path: Path, begun: Begun) -> None:
    put(tmp_path, begun[1][3])
    assert told(tmp_path, begun[0]) == {"half"}


def test_rows_without_their_events_are_half(tmp_path: Path, begun: Begun) -> None:
    put(tmp_path, *begun[1][3:])
    run_sql(tmp_path, "DROP TRIGGER event_is_not_removed")
    run_sql(tmp_path, "DELETE FROM event WHERE gesture = 'by hand'")
    (trigger,) = [each.sql for each in usual_entries(header.VERSION) if each.name == "event_is_not_removed"]
    run_sql(tmp_path, trigger)
    assert "half" in told(tmp_path, begun[0])


@pytest.mark.parametrize("change", [{"note": "other"}, {"deleted": True}, {"end": 4}])
def test_a_span_that_is_not_as_it_was_shown_is_lost(tmp_path: Path, begun: Begun, change: dict[str, Any]) -> None:
    put(tmp_path, replace(begun[1][0], **change))
    assert "lost" in told(tmp_path, begun[0])


def test_a_span_that_nobody_made_is_told(tmp_path: Path, begun: Begun) -> None:
    promise, spans = begun
    promise.under_way, promise.under_way_events = {}, 0
    put(tmp_path, spans[5])
    assert told(tmp_path, promise) == {"lost"}


def test_what_is_shown_as_saved_before_it_is_written_is_told(tmp_path: Path, begun: Begun) -> None:
    promise, _ = begun
    Journal(tmp_path / "more").write(saved="saved")
    promise.under_way = {}
    promise.hear(read(tmp_path / "more"))
    assert "lost" in told(tmp_path, promise)


def test_a_damaged_file_is_told(tmp_path: Path, begun: Begun) -> None:
    run_sql(tmp_path, "UPDATE span SET start = 3 WHERE start = 10")
    assert "damaged" in told(tmp_path, begun[0])
    data = bytearray((tmp_path / PATH).read_bytes())
    data[4096 * 3 : 4096 * 20] = bytes(4096 * 17)
    (tmp_path / PATH).write_bytes(data)
    assert told(tmp_path, begun[0]) == {"damaged"}


def test_a_line_that_was_cut_promises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    Journal(path).write(saved="saved")
    with path.open("ab") as file:
        file.write(b'{"try": 3')
    assert [*read(path)] == [{"saved": "saved"}]


def test_the_table_has_a_line_for_each_kind_and_each_problem() -> None:
    bad = Outcome("import", "at work")
    bad.wrong("half", "two of three")
    shown = table(
        {"import": [bad, Outcome("import", "at work")], "export": [Outcome("export")]},
        dict.fromkeys(("import", "export"), 1.0),
    )
    assert "import 0 (at work): half: two of three" in shown
    assert shown.count("\n") == 3
