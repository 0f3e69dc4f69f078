"""What SQLite itself knows of the file, its tables against those of this program, and the full-text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from models.base.errors import UserError
from models.checks.found import SHOWN, Problem
from models.checks.names import RowNames
from models.project.project import Project
from models.storage import checksums, project_file
from models.storage.connection import bring_up_to_date

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"


def file(project: Project) -> Iterator[Problem]:
    """What `integrity_check` says, and rows that point nowhere."""
    for (what,) in project.rows("PRAGMA integrity_check"):
        if what != "ok":
            yield Problem("damaged", f"the file is damaged: {' '.join(str(what).split())}")
    orphans = 'SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT '
    found = project.rows(f"{orphans}{SHOWN}")
    for table, row, parent in found:
        yield Problem("orphan", f"row {row} of {table} points to a missing row of {parent}")
    if len(found) == SHOWN:
        more = project.value("SELECT count(*) FROM pragma_foreign_key_check") - SHOWN
        if more:
            yield Problem("orphans", f"and {more:,} more rows point to missing ones")


def tables(project: Project) -> Iterator[Problem]:
    """Whether the tables are those of this program, and the steps to them those that were taken."""
    for name, wanted in (("user_version", project_file.VERSION), ("application_id", project_file.APPLICATION_ID)):
        if (found := project.value(f"PRAGMA {name}")) != wanted:
            yield Problem("schema", f"the file's {name} is {found} in place of {wanted}")
    there = {(kind, name): rest for kind, name, *rest in project.rows(_SCHEMA)}
    ours = _usual_tables()
    for thing in ours.keys() | there.keys():
        if thing not in there:
            yield Problem("schema", f"{' '.join(thing)} is missing")
        elif thing not in ours:
            yield Problem("schema", f"{' '.join(thing)} is none of this program's")
        elif there[thing] != ours[thing]:
            yield Problem("schema", f"{' '.join(thing)} is not as this program makes it")
    if _seal(project, checksums.STEPS) != checksums.steps_seal(project.stream):
        yield Problem("schema", "the list of versions that the file went through is damaged")


@cache
def _usual_tables() -> dict[tuple[str, str], list[str]]:
    with closing(sqlite3.connect(":memory:")) as conn:
        bring_up_to_date(conn)
        return {(kind, name): rest for kind, name, *rest in conn.execute(_SCHEMA)}


def index(project: Project, names: RowNames) -> Iterator[Problem]:
    """Whether search finds what is there."""
    try:
        if _seal(project, checksums.INDEX) != checksums.index_seal(project.stream):
            yield Problem("index", "the full-text index is damaged: search may miss articles")
    except UserError as error:
        yield Problem("index", f"the full-text index cannot be read: {error}")
    if not project.read_only:
        yield from _inside(project)
    missing = "FROM article WHERE id NOT IN (SELECT id FROM article_fts_docsize)"
    found = project.rows(f"SELECT id {missing} LIMIT {SHOWN}")
    for (key,) in found:
        yield Problem("index", f"{names.article(key)} is missing from the full-text index")
    if len(found) == SHOWN and (more := project.value(f"SELECT count(*) {missing}") - SHOWN):
        yield Problem("index", f"and {more:,} more articles are missing from it")


def _inside(project: Project) -> Iterator[Problem]:
    """The index's own check; SQLite has it as a command to write, though it writes nothing."""
    try:
        with project.transaction() as db:
            db.execute("INSERT INTO article_fts (article_fts) VALUES ('integrity-check')")
    except UserError:
        yield Problem("index", "the full-text index contradicts itself: search may miss articles")


def _seal(project: Project, key: str) -> str | None:
    found: str | None = project.value("SELECT value FROM meta WHERE key = ?", (key,))
    return found
