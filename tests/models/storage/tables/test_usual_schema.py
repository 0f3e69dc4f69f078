"""The schema that a version has is known by its digest, whoever's SQLite wrote it, and anything else is not it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models.checks import check
from models.project.project import Project
from models.storage.raw import header
from models.storage.tables.usual_schema import (
    DIGESTS,
    EXACT,
    Entry,
    digest,
    entries,
    exact_digest,
    tokens,
    usual_entries,
)
from tests.models.helpers import ROOT
from tests.models.storage.tampered import rewrite, tamper


def of_file(path: Path) -> list[Entry]:
    with closing(sqlite3.connect(path)) as conn:
        return entries(lambda sql: conn.execute(sql).fetchall())


@pytest.mark.parametrize("version", DIGESTS)
def test_digest_is_that_of_what_the_steps_make(version: int) -> None:
    assert digest(usual_entries(version)) == DIGESTS[version]


def test_new_project_is_known_to_the_letter(closed: Path) -> None:
    assert exact_digest(of_file(closed)) == EXACT


def test_every_version_has_its_digest() -> None:
    assert [*DIGESTS] == [*range(1, header.VERSION + 1)]
    assert len({*DIGESTS.values()}) == header.VERSION


@pytest.mark.parametrize("version", range(1, header.VERSION))
def test_stored_project_has_the_digest_of_its_version_and_then_of_the_newest(tmp_path: Path, version: int) -> None:
    path = tmp_path / "stored.nishan"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    assert digest(of_file(path)) == DIGESTS[version]
    Project.open(path).close()
    assert digest(of_file(path)) == DIGESTS[header.VERSION]


def test_other_capitals_quotes_and_white_space_are_the_usual_schema(closed: Path) -> None:
    rewrite(closed, "span", "id INTEGER PRIMARY KEY,\n    uid TEXT", 'Id integer  PRIMARY\nKEY,[uid] "text"')
    rewrite(closed, "span_layer", "INDEX span_layer ON span (", "index `span_layer` on 'span' (".replace("'", '"'))
    rewrite(closed, "event_is_not_removed", "BEFORE DELETE ON event", 'before delete on "event"')
    with Project.open(closed) as project:
        assert check(project) == []


def test_quotes_that_change_the_meaning_are_not_usual() -> None:
    assert tokens('x "end" [y] `z`') == "x end y z"
    for other in ("x 'end'", 'x "e nd"', 'id integer "primary" key', "id integer primary key -- y", "x 'END'"):
        assert tokens(other) != tokens(other.replace('"', "").replace("'", "").replace(" -- y", "")), other
    assert tokens("DEFAULT 'A b'") == "default 'A b'"
    assert tokens("\u212aEY") != "key"  # for Python the sign of Kelvin is a K, for SQLite it is not


def test_statement_of_any_length_is_read_at_once() -> None:
    for odd in ("[", '"', "'", "`", "CREATE TABLE _sqlite_migrations (" + "a, "):
        entry = Entry(1, "table", "_sqlite_migrations", "_sqlite_migrations", 2, odd * 1990)
        assert not entry.may_differ
        assert entry.tokens


@pytest.mark.parametrize(
    "statement",
    [
        "ANALYZE",
        "CREATE TABLE x (id INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE x",
        "VACUUM",
        "REINDEX",
    ],
)
def test_what_other_programs_do_and_nothing_runs_is_no_difference(closed: Path, statement: str) -> None:
    with closing(sqlite3.connect(closed)) as conn:
        conn.executescript(statement)
    with Project.open(closed) as project:
        assert check(project) == []
        project.annotator("sana")


def test_odd_statistics_for_the_planner_change_nothing(closed: Path) -> None:
    odd = ["'x'", "NULL", "x'ff'", "'99999999999999999999 0 -1 unordered sz=0'", "-1", "''"]
    tamper(closed, "ANALYZE", *(f"INSERT INTO sqlite_stat1 VALUES ('span', 'span_layer', {value})" for value in odd))
    with Project.open(closed) as project:
        assert check(project) == []
        project.annotator("sana")


def test_list_of_steps_may_be_as_another_sqlite_utils_makes_it(closed: Path) -> None:
    tamper(
        closed,
        "CREATE TABLE kept AS SELECT migration_set, name, applied_at FROM _sqlite_migrations",
        "DROP TABLE _sqlite_migrations",
        'CREATE TABLE [_sqlite_migrations] ([migration_set] TEXT, [name] TEXT NOT NULL, "applied_at" TEXT)',
        "INSERT INTO _sqlite_migrations SELECT * FROM kept",
        "DROP TABLE kept",
    )
    Project.open(closed).close()


def test_start_loads_neither_sqlite_utils_nor_openssl(closed: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from models.project.project import Project; "
        f"Project.open(Path({str(closed)!r})).close(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not re.search(r"\b(sqlite_utils|_hashlib)\b", done.stdout)
