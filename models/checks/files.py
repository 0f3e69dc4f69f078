"""Checks the file with SQLite, its tables against those of this program, and the full-text index."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.base.errors import UserError
from models.base.report import counted
from models.checks.found import SHOWN, Problem
from models.project.names import RowNames
from models.project.project import Project
from models.storage.raw import header
from models.storage.tables import foreign


def file(project: Project, ask: Callable[[], object] = lambda: None) -> Iterator[Problem]:
    """Yield what SQLite's `integrity_check` finds, and rows whose foreign keys point to no row."""
    for what in project.integrity_problems(ask):
        yield Problem("damaged", f"the file is damaged: {what}")
    orphans = 'SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT '
    found = project.rows(f"{orphans}{SHOWN}")
    for table, row, parent in found:
        yield Problem("orphan", f"row {row} of {table} points to a missing row of {parent}")
    if len(found) == SHOWN:
        more = project.value("SELECT count(*) FROM pragma_foreign_key_check") - SHOWN
        if more:
            yield Problem("orphans", f"and {more:,} more rows point to missing ones")


def tables(project: Project) -> Iterator[Problem]:
    """Yield differences between the tables of the file and those that this program makes, and missing facts."""
    for name, wanted in (("user_version", header.VERSION), ("application_id", header.APPLICATION_ID)):
        if (found := project.value(f"PRAGMA {name}")) != wanted:
            yield Problem("schema", f"the file's {name} is {found} in place of {wanted}")
    for what in (*project.left_out, *(found.what for found in foreign.differences(project.rows))):
        yield Problem("schema", what)
    for key in ("uid", "created_at"):
        if project.value("SELECT value FROM meta WHERE key = ?", (key,)) is None:
            yield Problem("missing", f"meta {key} is missing")


def index(project: Project, names: RowNames) -> Iterator[Problem]:
    """Compare the full-text index with the articles, and let FTS5 check the index; it can be rebuilt by `recover`."""
    try:
        yield from _index_rows(project, names)
    except UserError as error:
        yield Problem("index", f"the full-text index cannot be read: {error}")
    if not project.read_only:
        yield from _index_integrity(project)


def _index_rows(project: Project, names: RowNames) -> Iterator[Problem]:
    missing = "FROM article WHERE id NOT IN (SELECT id FROM article_fts_docsize)"
    found = project.rows(f"SELECT id {missing} LIMIT {SHOWN}")
    for (key,) in found:
        yield Problem("index", f"{names.article(key)} is missing from the full-text index")
    if len(found) == SHOWN and (more := project.value(f"SELECT count(*) {missing}") - SHOWN):
        yield Problem("index", f"and {more:,} more articles are missing from it")
    surplus = "SELECT count(*) FROM article_fts_docsize WHERE id NOT IN (SELECT id FROM article)"
    if count := project.value(surplus):
        yield Problem("index", f"the full-text index holds {counted(count, 'article')} that the project does not")


def _index_integrity(project: Project) -> Iterator[Problem]:
    """Run FTS5's own check, which SQLite has as an INSERT that writes nothing."""
    try:
        with project.transaction(writes=False) as db:
            db.execute("INSERT INTO article_fts (article_fts) VALUES ('integrity-check')")
    except UserError:
        yield Problem("index", "the full-text index is damaged: search may miss articles")
