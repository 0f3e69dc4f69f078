"""Projects of earlier versions open, and a step to a later one that fails changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from models.backups.backing_up import before_migration
from models.backups.listing import Reason, all_backups
from models.base.entities import ArticleId, Scope, Status
from models.base.errors import UserError
from models.checks import check
from models.project.project import Project
from models.project.stats import stats
from models.storage.opening import Opening, open_exclusively
from models.storage.raw import header
from models.storage.tables import checksums
from models.storage.tables.migrating import bring_up_to_date
from models.storage.tables.schema import migrations
from tests.models.helpers import ROOT, strays

DATA = ROOT / "tests" / "data"
VERSIONS = range(1, header.VERSION)
every_version = pytest.mark.parametrize("version", VERSIONS)
Rows = dict[str, list[dict[str, object]]]


def stored(tmp_path: Path, version: int) -> Path:
    """A copy of the stored project of that version, in a folder of its own."""
    path = tmp_path / "stored" / "copy.nishan"
    path.parent.mkdir()
    shutil.copy(DATA / f"project_v{version}.nishan", path)
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return stored(tmp_path, 1)


def rows(path: Path) -> Rows:
    """All rows by table. What version 3 called seals are checksums, and its two facts about itself are left out."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        found: Rows = {}
        for table in checksums.COLUMNS.keys() & {name for (name,) in conn.execute("SELECT name FROM sqlite_schema")}:
            where = "WHERE key NOT IN ('index_seal', 'steps_seal')" if table == "meta" else ""
            cursor = conn.execute(f"SELECT * FROM {table} {where}")
            names = [column[0].replace("seal", "checksum") for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor]
        return found


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


@every_version
def test_new_project_has_the_tables_of_the_stored_one(tmp_path: Path, version: int) -> None:
    # A step that has landed never changes: whoever edits it makes two kinds of one version.
    path = tmp_path / "new.nishan"
    conn = sqlite3.connect(path)
    migrations.apply(Database(conn), stop_before=f"version_{version + 1}")
    conn.close()
    assert tables(path) == tables(DATA / f"project_v{version}.nishan")


@every_version
def test_stored_project_brought_up_to_date_has_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    new, old = tmp_path / "new.nishan", tmp_path / "old.nishan"
    Project.create(new).close()
    shutil.copy(DATA / f"project_v{version}.nishan", old)
    Project.open(old).close()
    assert tables(new) == tables(old)


@every_version
def test_stored_project_is_sound_and_keeps_every_row(tmp_path: Path, version: int) -> None:
    path = stored(tmp_path, version)
    before = rows(path)
    with Project.open(path) as project:
        assert check(project) == []
        assert project.value("SELECT count(*) FROM meta WHERE key IN ('index_seal', 'steps_seal')") == 0
    after = rows(path)
    assert path.read_bytes()[60:64] == header.VERSION.to_bytes(4, "big")
    for table, old in before.items():
        there = [row for row in after[table] if row.get("key") != "opening"]  # the token, which a new version may bring
        new = [{name: row[name] for name in old[0]} for row in there]  # later columns are left out
        assert new == old, table


@every_version
def test_stored_project_is_backed_up_before_it_is_brought_up_to_date(tmp_path: Path, version: int, root: Path) -> None:
    path = stored(tmp_path, version)
    before = dump(path)
    Project.open(path, Opening(before_migration=partial(before_migration, root))).close()
    (backup,) = all_backups(root)
    assert backup.reason is Reason.MIGRATION
    assert backup.is_sound
    assert [line for line in dump(backup.path) if "VALUES('opening'" not in line] == before  # a copy has its own token


@every_version
def test_stored_project_is_brought_up_to_date_in_one_transaction(tmp_path: Path, version: int) -> None:
    path = stored(tmp_path, version)
    before = path.read_bytes()

    def fails(conn: sqlite3.Connection) -> None:
        bring_up_to_date(conn)
        assert conn.in_transaction
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_exclusively(path, fails)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


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
        db.execute(f"PRAGMA user_version = {header.VERSION}")
        if fails:
            db.execute("INSERT INTO no_such_table VALUES (1)")

    return steps


def test_step_that_fails_leaves_the_project_as_it_was(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(copy)
    monkeypatch.setattr(header, "VERSION", header.VERSION + 1)
    with pytest.raises(UserError, match=r"cannot be brought up to date .*; it is as it was"):
        open_exclusively(copy, lambda conn: later(fails=True).apply(Database(conn)))
    assert dump(copy) == before
    assert strays(copy.parent) == []
    monkeypatch.undo()
    with Project.open(copy) as project:
        assert check(project) == []


def test_step_that_succeeds_brings_the_project_up_to_date(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header, "VERSION", header.VERSION + 1)
    opened = open_exclusively(copy, lambda conn: later(fails=False).apply(Database(conn)))
    with Project(copy, opened.conn) as project:
        assert project.value("SELECT note FROM span") == "lost"
    assert int.from_bytes(copy.read_bytes()[60:64], "big") == header.VERSION
