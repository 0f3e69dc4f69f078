"""Projects of earlier versions open, and a step to a later one that fails changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from models.base.entities import ArticleId, Scope, Status
from models.base.errors import UserError
from models.checks import check
from models.project.project import Project
from models.project.stats import stats
from models.storage import project_file
from models.storage.opening import open_exclusively
from models.storage.schema import migrations
from tests.models.helpers import ROOT, strays

DATA = ROOT / "tests" / "data"
STORED = DATA / "project_v1.nishan"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "copy.nishan"
    shutil.copy(STORED, path)
    return path


def dump(path: Path) -> list[str]:
    """Everything in a file, without a door of ours."""
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        version = conn.execute("PRAGMA user_version").fetchone()[0]
        return [str(version), *conn.iterdump()]
    finally:
        conn.close()


def test_project_of_version_1_opens_and_is_sound(copy: Path) -> None:
    with Project.open(copy) as project:
        assert check(project) == []
        counts = stats(project)
        assert (counts["articles"], counts["characters"], counts["spans"]) == (1, 51, 4)
        assert counts["annotators"]["زینب"] == {"spans": 2, "done": 1, "skipped": 0, "seconds": 42.5}
        assert project.guidelines() == "# ہدایات\n"


def test_project_of_version_1_reads_as_it_was_written(copy: Path) -> None:
    with Project.open(copy) as project:
        article = project.article(ArticleId(1))
        assert article.text == "عمران خان😀 لاہور\nپہنچے۔ ان کے ساتھ اعلیٰ افسر تھے۔\n"
        assert (article.source, article.changes) == ("khabar.txt", ("crlf",))
        names = {label.id: label.name for label in project.labels()}
        layers = {
            who.name: [(article.text[s.start : s.end], names[s.label], s.note, s.rev) for s in spans]
            for who in project.annotators()
            for spans in [project.spans(article.id, who.id)]
        }
        zainab = project.annotators()[0]
        assert project.spans(article.id, zainab.id)[0].attributes == {"gender": "m"}
        assert project.article_row(article.id, zainab.id).status is Status.DONE
    assert layers == {
        "زینب": [("عمران خان", "PERSON", "نام صاف ہے", 1), ("لاہور", "LOCATION", "", 1)],
        "bilal": [("لاہور", "ORGANIZATION", "", 1), ("لاہور", "LOCATION", "دو بار", 2)],
    }


def tables(file: Path) -> list[tuple[str, str]]:
    conn = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return conn.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    finally:
        conn.close()


@pytest.mark.parametrize("version", [1, 2])
def test_new_project_has_the_tables_of_the_stored_one(tmp_path: Path, version: int) -> None:
    # A step that has landed never changes: whoever edits it makes two kinds of one version.
    path = tmp_path / "new.nishan"
    conn = sqlite3.connect(path)
    migrations.apply(Database(conn), stop_before=f"version_{version + 1}")
    conn.close()
    assert tables(path) == tables(DATA / f"project_v{version}.nishan")


@pytest.mark.parametrize("version", [1, 2])
def test_stored_project_brought_up_to_date_has_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    new, old = tmp_path / "new.nishan", tmp_path / "old.nishan"
    Project.create(new).close()
    shutil.copy(DATA / f"project_v{version}.nishan", old)
    Project.open(old).close()
    assert tables(new) == tables(old)


def test_labels_of_version_1_have_what_came_later_at_its_usual_value(copy: Path) -> None:
    with Project.open(copy) as project:
        assert {(label.scope, label.examples, label.choice) for label in project.labels()} == {(Scope.SPAN, "", "")}


def later(fails: bool) -> Migrations:
    """The steps to a later version of these tests."""
    steps = Migrations("nishan")

    @steps()
    def version_1(_db: Database) -> None:
        raise AssertionError("this step has been taken long ago")

    @steps()
    def version_next(db: Database) -> None:
        db.execute("ALTER TABLE span ADD COLUMN extra TEXT")
        db.execute("UPDATE span SET note = 'lost'")
        db.execute(f"PRAGMA user_version = {project_file.VERSION}")
        if fails:
            db.execute("INSERT INTO no_such_table VALUES (1)")

    return steps


def test_step_that_fails_leaves_the_project_as_it_was(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(copy)
    monkeypatch.setattr(project_file, "VERSION", project_file.VERSION + 1)
    with pytest.raises(UserError, match=r"cannot be brought up to date .*; it is as it was"):
        open_exclusively(copy, lambda conn: later(fails=True).apply(Database(conn)))
    assert dump(copy) == before
    assert strays(copy.parent) == []
    monkeypatch.undo()
    with Project.open(copy) as project:
        assert check(project) == []


def test_step_that_succeeds_brings_the_project_up_to_date(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_file, "VERSION", project_file.VERSION + 1)
    opened = open_exclusively(copy, lambda conn: later(fails=False).apply(Database(conn)))
    with Project(copy, opened.conn) as project:
        assert project.value("SELECT note FROM span") == "lost"
    assert int.from_bytes(copy.read_bytes()[60:64], "big") == project_file.VERSION
