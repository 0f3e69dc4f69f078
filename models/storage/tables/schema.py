"""The tables of a project file and the steps from one version of them to the next.

Every step is tested against a stored project of the version before it; a step that has landed never changes.
"""

from __future__ import annotations

import sqlite3

from models.storage.raw.header import APPLICATION_ID
from models.storage.tables import checksums
from models.storage.tables.light_sqlite_utils import Database, Migrations

migrations = Migrations("nishan")

_V1 = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    urdu_name TEXT NOT NULL DEFAULT '',
    short TEXT NOT NULL DEFAULT '',
    color TEXT NOT NULL CHECK (color GLOB '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    key TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    rev INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX label_name ON label (name) WHERE deleted = 0;

CREATE TABLE annotator (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'curator', 'suggester')),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    length INTEGER NOT NULL,
    meta TEXT NOT NULL DEFAULT '{}',
    changes TEXT NOT NULL DEFAULT '[]',
    imported_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER article_text_is_sacred BEFORE UPDATE OF uid, text, sha256, length ON article
BEGIN SELECT RAISE(ABORT, 'article text never changes'); END;
CREATE VIRTUAL TABLE article_fts USING fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 0');

CREATE TABLE work (
    article_id INTEGER NOT NULL REFERENCES article (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    status TEXT NOT NULL CHECK (status IN ('new', 'started', 'done', 'skipped')),
    seconds REAL NOT NULL DEFAULT 0,
    rev INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (article_id, annotator_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE span (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    article_id INTEGER NOT NULL REFERENCES article (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    label_id INTEGER NOT NULL REFERENCES label (id),
    origin TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    confidence TEXT NOT NULL DEFAULT '',
    attributes TEXT NOT NULL DEFAULT '{}',
    rev INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK ("end" > start)
) STRICT;
CREATE INDEX span_layer ON span (article_id, annotator_id);
CREATE INDEX span_label ON span (label_id);

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    gesture TEXT NOT NULL,
    annotator_id INTEGER REFERENCES annotator (id),
    article_id INTEGER REFERENCES article (id),
    object TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX event_article ON event (article_id);
CREATE TRIGGER event_is_not_rewritten BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are only added'); END;

CREATE TABLE guideline (
    version INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
"""

_V2 = """
ALTER TABLE label ADD COLUMN examples TEXT NOT NULL DEFAULT '';
ALTER TABLE label ADD COLUMN scope TEXT NOT NULL DEFAULT 'span' CHECK (scope IN ('span', 'article'));
ALTER TABLE label ADD COLUMN choice TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN seconds REAL;
ALTER TABLE event ADD COLUMN strokes INTEGER;

CREATE TABLE article_label (
    article_id INTEGER NOT NULL REFERENCES article (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    label_id INTEGER NOT NULL REFERENCES label (id),
    rev INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    PRIMARY KEY (article_id, annotator_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_label_label ON article_label (label_id);

CREATE TABLE rejection (
    article_id INTEGER NOT NULL REFERENCES article (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    label_id INTEGER NOT NULL REFERENCES label (id),
    rev INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    PRIMARY KEY (article_id, annotator_id, start, "end", label_id),
    CHECK ("end" > start)
) STRICT, WITHOUT ROWID;
"""

_EVENT_IS_NOT_REWRITTEN = """
CREATE TRIGGER event_is_not_rewritten BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
"""

# So that nothing is read row by row in a project of a hundred thousand articles: which there are, who has spans where,
# how many spans each label and annotator has, and what an annotator did last.
# An index with a condition is taken only where a query states it: for one article there is `event_article`.
_INDEXES = """
CREATE INDEX article_length ON article (id, length);
DROP INDEX span_layer;
CREATE INDEX span_layer ON span (article_id, annotator_id, deleted, label_id);
DROP INDEX span_label;
CREATE INDEX span_label ON span (label_id, deleted, annotator_id);
CREATE INDEX event_annotator ON event (annotator_id) WHERE gesture <> 'import';
"""

# Those that are removed are few, and their index tells them without a look at any text, behind which the column is.
_V5 = """
ALTER TABLE article ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
ALTER TABLE article ADD COLUMN updated_at TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
CREATE INDEX article_deleted ON article (id) WHERE deleted = 1;
"""


def _run(db: Database, script: str) -> None:
    """Run a script inside the migration's transaction (`executescript` would commit it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


@migrations()
def version_1(db: Database) -> None:
    """The first tables."""
    _run(db, _V1)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@migrations()
def version_2(db: Database) -> None:
    """Labels of whole articles, examples, rejected suggestions, and what each gesture took."""
    _run(db, _V2)
    db.execute("PRAGMA user_version = 2")


@migrations()
def version_3(db: Database) -> None:
    """Every row carries a checksum, and what is asked about all rows is in an index."""
    for table in checksums.COLUMNS:
        db.execute(f"ALTER TABLE {table} ADD COLUMN seal INTEGER NOT NULL DEFAULT 0")
    db.execute("DROP TRIGGER event_is_not_rewritten")  # while events get theirs
    db.conn.create_function("row_seal", -1, lambda table, *values: checksums.checksum(table, values))
    for table in checksums.COLUMNS:
        db.execute(f"UPDATE {table} SET seal = row_seal('{table}', {_sealed_columns(db, table)})")
    _run(db, _EVENT_IS_NOT_REWRITTEN)
    _run(db, _INDEXES)
    db.execute("PRAGMA user_version = 3")


def _sealed_columns(db: Database, table: str) -> str:
    """Return those that are there at this step: a step that adds one later has to seal the rows anew."""
    there = {name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,))}
    return ", ".join(f'"{name}"' for name in checksums.COLUMNS[table] if name in there)


@migrations()
def version_4(db: Database) -> None:
    """The column of a row's checksum bears that name; the full-text index and the list of steps have none."""
    for table in checksums.COLUMNS:
        db.execute(f"ALTER TABLE {table} RENAME COLUMN seal TO checksum")
    db.execute("DELETE FROM meta WHERE key IN ('index_seal', 'steps_seal')")
    db.execute("PRAGMA user_version = 4")


@migrations()
def version_5(db: Database) -> None:
    """Articles can be renamed and removed; those that are as imported keep their checksums (`AS_IMPORTED`)."""
    _run(db, _V5)
    db.execute("PRAGMA user_version = 5")
