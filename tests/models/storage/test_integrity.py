"""An index that differs from its table is found as SQLite's own check finds it, whatever differs."""

from __future__ import annotations

import re
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.entities import ArticleId
from models.checks import check
from models.project.project import Project
from models.storage import integrity
from models.storage.integrity import integrity_error, problems
from models.storage.raw.records import INDEX_LEAF, pointers
from tests.models.helpers import ROOT
from tests.models.storage.looking import killed
from tests.selection import examples

INDEXES = ("sqlite_autoindex_span_1", "span_layer", "span_label")
SPANS = 40 * killed.ARTICLES
STATEMENTS = {
    "another label": "UPDATE span SET label_id = label_id % 7 + 1 WHERE id = {}",
    "swapped labels": "UPDATE span SET label_id = CASE id WHEN {0} THEN 2 ELSE 1 END WHERE id IN ({0}, {1})",
    "swapped uids": "UPDATE span SET uid = (SELECT uid FROM span s WHERE s.id = {0} + {1} - span.id) "
    "WHERE id IN ({0}, {1})",
    "missing row": "DELETE FROM span WHERE id = {}",
    "row more": "INSERT INTO span SELECT {0} + 100000, uid || 'x', article_id, annotator_id, start, \"end\", label_id, "
    "origin, note, confidence, attributes, rev, updated_at, deleted, checksum FROM span WHERE id = {0}",
    "same uid": "UPDATE span SET uid = (SELECT uid FROM span WHERE id = {1}) WHERE id = {0}",
    "deleted": "UPDATE span SET deleted = 1 - deleted WHERE id = {}",
    "another article": "UPDATE span SET article_id = article_id % 40 + 1 WHERE id = {}",
    "another number": "UPDATE span SET id = id + 200000 WHERE id = {}",
    "nothing": "UPDATE span SET note = 'x' WHERE id = {}",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("sound") / "p.nishan"
    killed.make(path)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
    return path


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(shutil.copy(path, folder))


@contextmanager
def without_index(path: Path, name: str) -> Iterator[sqlite3.Connection]:
    """A connection that does not know of an index, which stays as it is in the file."""
    with closing(sqlite3.connect(path)) as conn:
        rows = conn.execute("SELECT rowid, * FROM sqlite_schema WHERE name IN (?, 'span')", (name,)).fetchall()
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("DELETE FROM sqlite_schema WHERE name = ?", (name,))
        if name.startswith("sqlite_"):
            conn.execute("UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE', '') WHERE name = 'span'")
        conn.commit()
    with closing(sqlite3.connect(path)) as conn:
        yield conn
        conn.commit()
        conn.execute("PRAGMA writable_schema = ON")
        conn.executemany(
            "REPLACE INTO sqlite_schema (rowid, type, name, tbl_name, rootpage, sql) VALUES (?,?,?,?,?,?)", rows
        )
        conn.commit()


def sqlite_finds(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        return [what for (what,) in conn.execute("PRAGMA integrity_check") if what != "ok"]


def we_find(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        found = problems(conn)
        assert bool(integrity_error(conn)) is bool(found)
        return found


def test_sound_project_has_no_problem_and_is_not_looked_up_row_by_row(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "_problems", lambda *_: pytest.fail("the slow check ran"))
    assert we_find(sound) == []


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("name", STATEMENTS)
def test_index_that_differs_from_its_table_is_found(sound: Path, index: str, name: str) -> None:
    with copied(sound) as path:
        with without_index(path, index) as conn, suppress(sqlite3.IntegrityError):  # of an index that is there
            conn.execute(STATEMENTS[name].format(700, 31))
        assert [*map(plain, we_find(path))] == [*map(plain, sqlite_finds(path))]


@settings(max_examples=examples(25), deadline=None)
@given(
    index=st.sampled_from(INDEXES),
    changes=st.lists(
        st.tuples(st.sampled_from(sorted(STATEMENTS)), st.integers(1, SPANS), st.integers(1, SPANS)), max_size=4
    ),
)
def test_whatever_differs_is_found_as_sqlite_finds_it(
    sound: Path, index: str, changes: list[tuple[str, int, int]]
) -> None:
    with copied(sound) as path:
        with without_index(path, index) as conn:
            for name, one, two in changes:
                with suppress(sqlite3.IntegrityError):
                    conn.execute(STATEMENTS[name].format(one, two))
        assert [*map(plain, we_find(path))] == [*map(plain, sqlite_finds(path))]


def plain(what: str) -> str:
    return re.sub(r"\s+", " ", what)


def leaves(path: Path, index: str) -> list[int]:
    """Where the leaf pages of an index begin, in bytes."""
    with closing(sqlite3.connect(path)) as conn:
        select = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
        return [(page - 1) * 4096 for (page,) in conn.execute(select, (index,))]


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("place", [0, 9, -2])
def test_entries_in_another_order_are_found(sound: Path, index: str, place: int) -> None:
    """The sums agree then, and nothing but a search fails."""
    with copied(sound) as path:
        data = bytearray(path.read_bytes())
        at = leaves(path, index)[2]
        kind, places = pointers(bytes(data[at : at + 4096]), first=False)
        assert kind == INDEX_LEAF
        cells = [*places]
        cells[place], cells[place + 1] = cells[place + 1], cells[place]
        struct.pack_into(f">{len(cells)}H", data, at + 8, *cells)
        path.write_bytes(data)
        assert we_find(path)


def test_text_of_an_entry_that_became_a_blob_is_found(sound: Path) -> None:
    """Python gives both one hash."""
    with copied(sound) as path:
        data = bytearray(path.read_bytes())
        at = leaves(path, INDEXES[0])[0]
        _, places = pointers(bytes(data[at : at + 4096]), first=False)
        header = data.index(b"\x55", at + places[3] + 1)  # a text of 36 bytes
        data[header] = 0x54
        path.write_bytes(data)
        assert sqlite_finds(path)
        assert we_find(path)


def test_id_that_is_no_utf_8_is_told_as_a_damaged_row_and_not_of_the_index(sound: Path) -> None:
    with copied(sound) as path:
        with closing(sqlite3.connect(path)) as conn:
            conn.execute("UPDATE span SET uid = CAST(x'ff41' AS TEXT) WHERE id = 7")
            conn.execute("UPDATE span SET uid = CAST(x'f0908080' AS TEXT) WHERE id = 8")
            conn.commit()
        assert we_find(path) == sqlite_finds(path) == []
        with Project.open(path) as project:
            assert "checksum" in [found.kind for found in check(project)]
        with without_index(path, INDEXES[0]) as conn:
            conn.execute("UPDATE span SET uid = CAST(x'ff42' AS TEXT) WHERE id = 7")
        assert [*map(plain, we_find(path))] == [*map(plain, sqlite_finds(path))] != []


FOREIGN = [
    "INDEX more ON span (note)",
    "INDEX more ON span (label_id) WHERE deleted = 0",
    "INDEX more ON span (lower(note))",
    'INDEX "mo""re" ON span (note)',
    "INDEX more ON span (origin COLLATE NOCASE, uid COLLATE NOCASE)",
    "INDEX more ON span (start DESC)",
    "TABLE more (a PRIMARY KEY, b UNIQUE) WITHOUT ROWID",
    'TABLE "mo""re" (a UNIQUE)',
]


@pytest.mark.parametrize("what", FOREIGN)
def test_index_of_another_program_is_left_to_sqlite(sound: Path, what: str) -> None:
    with copied(sound) as path:
        with closing(sqlite3.connect(path)) as conn:
            conn.execute("UPDATE span SET uid = upper(uid), note = 'x' || id WHERE id % 3 = 0")
            conn.execute(f"CREATE {what}")
            conn.commit()
        assert we_find(path) == sqlite_finds(path) == []
        with without_index(path, "span_label") as conn:
            conn.execute(STATEMENTS["another label"].format(700))
        assert [*map(plain, we_find(path))] == [*map(plain, sqlite_finds(path))] != []


@pytest.mark.parametrize("at", ["label", "article", "work", "event"])
def test_index_of_any_other_table_that_differs_is_found(sound: Path, at: str) -> None:
    name, change = {
        "label": ("label_name", "UPDATE label SET name = name || 'x' WHERE id = 2"),
        "article": ("article_length", "UPDATE article SET length = length + 1 WHERE id = 3"),
        "work": ("event_article", "INSERT INTO event (at, gesture, object) VALUES ('', 'x', 'y')"),
        "event": ("event_annotator", "INSERT INTO event (at, gesture, object, annotator_id) VALUES ('', 'x', 'y', 1)"),
    }[at]
    with copied(sound) as path:
        with without_index(path, name) as conn:
            conn.execute("DROP TRIGGER article_text_is_sacred")
            conn.execute(change)
        assert [*map(plain, we_find(path))] == [*map(plain, sqlite_finds(path))] != []


@pytest.mark.parametrize("index", INDEXES)
def test_check_tells_of_an_index_that_differs(sound: Path, index: str) -> None:
    with copied(sound) as path:
        with without_index(path, index) as conn:
            conn.execute(STATEMENTS["missing row"].format(77))
        with Project.open(path) as project:
            assert "damaged" in [found.kind for found in check(project)]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM article_fts_docsize WHERE id = 3",
        "INSERT INTO article_fts_docsize VALUES (99, x'0102')",
        "INSERT INTO article_fts (article_fts, rowid, title, text) SELECT 'delete', 3, 'x', 'y'",
        "UPDATE article_fts_data SET block = zeroblob(length(block)) WHERE id > 10",
    ],
)
def test_full_text_index_that_differs_is_found(sound: Path, change: str) -> None:
    with copied(sound) as path:
        with closing(sqlite3.connect(path)) as conn:
            conn.execute(change)
            conn.commit()
        with Project.open(path) as project:
            assert project.article(ArticleId(3)).text
            assert "index" in [found.kind for found in check(project)]


def test_index_of_another_program_is_no_damage(sound: Path) -> None:
    """It is refused elsewhere (`foreign`); its entries are compared by SQLite alone."""
    with copied(sound) as path, closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE INDEX other ON span (uid) WHERE deleted = 0")
        assert (integrity_error(conn), problems(conn)) == ("", [])


@pytest.mark.parametrize(
    "file", sorted((ROOT / "tests" / "data").glob("project_v*.nishan")), ids=lambda file: file.stem
)
def test_projects_of_older_versions_are_sound(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(shutil.copy(file, tmp_path))) as conn:
        assert (integrity_error(conn), problems(conn)) == ("", [])
