"""A file's own triggers, views and tables never run: it is refused, named, looked at without them, or recovered."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from models.backups.comparing import compare
from models.backups.listing import folder_for
from models.backups.restoring import prepare, restore_copy
from models.base.entities import ArticleId
from models.base.errors import Foreign, UserError
from models.base.report import no_progress
from models.checks import check
from models.importing.run import import_files
from models.project.project import Project
from models.project.read_only import open_read_only, open_to_read
from models.recovery import recover
from models.storage.raw import header
from models.storage.sqlite_connections import connect_read_only
from tests.models.checks.test_checks import work_on
from tests.models.helpers import ROOT, contents, patch, strays
from tests.models.storage.tampered import ENDLESS, rewrite, tamper
from tests.selection import one_in

BOOM = "no_such_function(1)"  # an error as soon as it is run
LEFT_OUT = {
    'trigger "x" on event is foreign': ("CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM span; END",),
    'trigger "x" on label is foreign': (
        f"CREATE TRIGGER x AFTER UPDATE ON label BEGIN INSERT INTO meta {ENDLESS} SELECT i, '' FROM n; END",
    ),
    'view "x" is foreign': (f"CREATE VIEW x AS {ENDLESS} SELECT i FROM n",),
    'view "json_each" is foreign': (f"CREATE VIEW json_each AS {ENDLESS} SELECT i AS value FROM n",),
    'table "x" is foreign': (
        "CREATE TABLE x (a UNIQUE REFERENCES span (id) ON DELETE CASCADE ON UPDATE CASCADE, b AS (a || a))",
        "INSERT INTO x SELECT id FROM span",
        "CREATE INDEX y ON x (a)",
    ),
    'table "note" is foreign': (
        "CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, text)",
        "INSERT INTO note (text) VALUES ('mine')",
    ),
    'table "x_data" is foreign': ("CREATE VIRTUAL TABLE x USING fts5 (a)", "INSERT INTO x VALUES ('a')"),
    'index "x" on span is foreign': ("CREATE INDEX x ON span (abs(start))",),
    'index "x" on label is foreign': ("CREATE UNIQUE INDEX x ON label (urdu_name) WHERE length(name) > 99",),
    'trigger "event_is_not_removed" on event is missing': ("DROP TRIGGER event_is_not_removed",),
    'trigger "article_text_is_sacred" on article is not as usual': (
        "DROP TRIGGER article_text_is_sacred",
        "CREATE TRIGGER article_text_is_sacred BEFORE UPDATE OF uid ON article BEGIN UPDATE article SET text = ''; END",
    ),
    'index "span_label" on span is missing': ("DROP INDEX span_label",),
    'index "label_name" on label is not as usual': (
        "DROP INDEX label_name",
        "CREATE INDEX label_name ON label (lower(name))",
    ),
    'table "span_label" stands in place of the index': ("DROP INDEX span_label", "CREATE TABLE span_label (a)"),
}
Change = Callable[[Path], None]


def sql(*statements: str) -> Change:
    return lambda path: tamper(path, *statements)


def text(name: str, old: str, new: str) -> Change:
    return lambda path: rewrite(path, name, old, new)


def same_page(path: Path) -> None:
    tamper(path, "PRAGMA writable_schema = ON", "UPDATE sqlite_schema SET rootpage = "
           "(SELECT rootpage FROM sqlite_schema WHERE name = 'event') WHERE name = 'guideline'")  # fmt: skip


REPLACED: dict[str, tuple[Change, str]] = {
    "endless view in place of guideline": (
        sql("DROP TABLE guideline", f"CREATE VIEW guideline AS {ENDLESS} SELECT i AS version, '' AS text FROM n"),
        'view "guideline" stands in place of the table',
    ),
    "endless view in place of meta": (
        sql("ALTER TABLE meta RENAME TO x", f"CREATE VIEW meta AS {ENDLESS} SELECT 'uid' AS key, i AS value FROM n"),
        'view "meta" stands in place of the table',
    ),
    "virtual table in place of guideline": (
        sql("DROP TABLE guideline", "CREATE VIRTUAL TABLE guideline USING fts5 (version, text, created_at)"),
        'table "guideline" is not as usual',
    ),
    "generated column": (
        sql("ALTER TABLE span ADD COLUMN x TEXT AS (printf('%.*c', 1e9, 'x'))"),
        'table "span" is not as usual',
    ),
    "further column": (
        sql("ALTER TABLE label ADD COLUMN x TEXT", "UPDATE label SET x = 1"),
        'table "label" is not as usual',
    ),
    "CHECK that runs": (text("label", "CHECK (deleted", f"CHECK (abs({BOOM}) OR deleted"), 'table "label" is not'),
    "default that runs": (
        text("label", "short TEXT NOT NULL DEFAULT ''", "short TEXT DEFAULT (randomblob(1e9))"),
        "label",
    ),
    "other collation": (text("label", "uid TEXT NOT NULL", "uid TEXT NOT NULL COLLATE NOCASE"), 'table "label" is not'),
    "cascade": (
        text("span", "REFERENCES label (id)", "REFERENCES label (id) ON UPDATE CASCADE"),
        'table "span" is not',
    ),
    "check without effect": (text("span", 'CHECK ("end" > start)', "CHECK ('end' > start)"), 'table "span" is not'),
    "other full-text index": (
        text("article_fts", "content=''", "content='label'"),
        'table "article_fts" is not as usual',
    ),
    "part of the index": (sql("DROP TABLE article_label"), 'table "article_label" is missing'),
    "column by another name": (sql("ALTER TABLE span RENAME COLUMN note TO x"), 'table "span" is not as usual'),
    "one page for two tables": (same_page, 'table "guideline" lies where table "event" does'),
    "another version": (sql("PRAGMA user_version = 3"), "is not as usual"),
    "no version": (sql("PRAGMA user_version = 0"), "file version 0, which there is not"),
    "list of steps": (sql("ALTER TABLE _sqlite_migrations ADD COLUMN x AS (abs(id))"), '"_sqlite_migrations" is not'),
    "no list of steps": (sql("DROP TABLE _sqlite_migrations"), 'table "_sqlite_migrations" is missing'),
    "a thousand views": (sql(*(f"CREATE VIEW v{number} AS SELECT 1" for number in range(1000))), "500 tables"),
}


@pytest.fixture
def worked(closed: Path) -> Path:
    """A closed project with one article, worked on."""
    file = closed.parent.parent / "a.txt"
    file.write_text("رسولؐ لاہور", encoding="utf-8")
    with Project.open(closed) as project:
        import_files(project, [file])
        work_on(project, ArticleId(1))
    return closed


def rows(path: Path) -> object:
    with open_read_only(path) as project:
        return contents(project)


def state(path: Path) -> dict[str, bytes]:
    return {found.name: found.read_bytes() for found in path.parent.iterdir()}


@pytest.mark.parametrize("what", one_in(3, LEFT_OUT))
def test_foreign_part_is_named_and_the_file_is_not_touched(worked: Path, what: str) -> None:
    tamper(worked, *LEFT_OUT[what])
    before = state(worked)
    with pytest.raises(Foreign, match=r"not opened for writing: .*; it can still be looked at") as caught:
        Project.open(worked)
    assert caught.value.can_be_read
    assert what in str(caught.value)
    assert state(worked) == before


@pytest.mark.parametrize("what", one_in(3, LEFT_OUT))
def test_it_is_looked_at_without_that_and_a_copy_is_a_sound_project(worked: Path, what: str, temporary: Path) -> None:
    before, copy = rows(worked), worked.with_name("copy.nishan")
    tamper(worked, *LEFT_OUT[what])
    told: list[str] = []
    with open_to_read(worked, told.append) as project:
        assert contents(project) == before
        assert [found.kind for found in check(project)] == ["schema"] * len(project.left_out)
        assert what in [found.what for found in check(project)]
        project.copy_to(copy)
    assert what in told[0]
    assert list(temporary.iterdir()) == []
    with Project.open(copy) as project:
        assert check(project) == []
        project.annotator("sana")


@pytest.mark.parametrize("name", REPLACED)
def test_what_replaces_a_table_is_named_and_never_read(worked: Path, name: str, temporary: Path) -> None:
    change, what = REPLACED[name]
    change(worked)
    before = state(worked)
    for way in (Project.open, open_read_only):
        with pytest.raises(Foreign, match=r"not opened: .*recover BROKEN NEW") as caught:
            way(worked)
        assert not caught.value.can_be_read
        assert what in str(caught.value)
    assert state(worked) == before
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "may_be"),
    [
        *((sql(*statements), " is foreign" not in what) for what, statements in LEFT_OUT.items()),
        *((change, True) for change, _ in REPLACED.values()),
    ],
    ids=[*LEFT_OUT, *REPLACED],
)
def test_a_changed_entry_may_be_damage_and_one_more_is_not(worked: Path, change: Change, *, may_be: bool) -> None:
    change(worked)
    with pytest.raises(Foreign) as caught:
        Project.open(worked)
    assert caught.value.may_be_damage is may_be
    assert ("; that may be damage, or the work of another program;" in str(caught.value)) is may_be


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"CREATE TABLE span", b"CREATE TABLE spal"),
        (b"CREATE INDEX span_label", b"CREATE INDEX span_labem"),
        (b"indexarticle_label_label", b"indexarticle_label_labdl"),
        (b"CREATE TRIGGER event_is_not_removed", b"CREATE TRIGGER event_is_not_bemoved"),
    ],
)
def test_flipped_bit_of_the_schema_is_called_damage(worked: Path, old: bytes, new: bytes) -> None:
    patch(worked, worked.read_bytes().index(old), new)
    with pytest.raises(UserError, match="damage"):
        Project.open(worked)


@pytest.mark.parametrize("name", REPLACED)
def test_what_replaces_a_table_is_no_hindrance_to_recovery(worked: Path, name: str, tmp_path: Path) -> None:
    before = rows(worked)
    assert isinstance(before, dict)
    REPLACED[name][0](worked)
    recover(worked, tmp_path / "new.nishan")
    with Project.open(tmp_path / "new.nishan") as project:
        assert check(project) == []
        after = contents(project)
    lost = {"guideline", "article_label", "meta"}  # what the change itself threw away
    assert {table: after[table] for table in before if table not in lost} == {
        table: before[table] for table in before if table not in lost
    }


def test_recovery_runs_no_trigger(worked: Path, tmp_path: Path) -> None:
    before = rows(worked)
    assert isinstance(before, dict)
    tamper(
        worked,
        *(statement for each in LEFT_OUT.values() for statement in each if "TRIGGER x AFTER INSERT" in statement),
    )
    assert recover(worked, tmp_path / "new.nishan").is_whole
    with Project.open(tmp_path / "new.nishan") as project:
        assert contents(project)["span"] == before["span"]


def test_schema_that_sqlite_cannot_parse_is_damage_in_one_sentence(worked: Path, tmp_path: Path) -> None:
    rewrite(worked, "span", "article_id INTEGER", "article_id `INTEGER")  # it is quoted to the end
    for way in (Project.open, open_read_only):
        with pytest.raises(UserError, match="the project is damaged") as caught:
            way(worked)
        assert len(str(caught.value)) < 500
    recover(worked, tmp_path / "new.nishan")


def test_schema_of_which_sqlite_quotes_what_is_no_utf8_is_damage(worked: Path, tmp_path: Path) -> None:
    patch(worked, worked.read_bytes().index(b"CREATE TABLE rejection") + 7, b"\xc5")
    for way in (Project.open, open_read_only):
        with pytest.raises(UserError, match="the project is damaged"):
            way(worked)
    with pytest.raises(UserError, match="damaged"):
        prepare(worked, tmp_path / "new.nishan")
    with pytest.raises(sqlite3.DatabaseError):
        connect_read_only(worked)
    assert recover(worked, tmp_path / "new.nishan").found["article"]


@pytest.mark.parametrize("name", ["sqlite_schema", "sqlite_master"])
def test_entry_that_calls_itself_the_schema_hides_nothing(worked: Path, name: str) -> None:
    tamper(
        worked,
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_schema VALUES ('view', '{name}', '{name}', 0, 'CREATE VIEW {name} AS SELECT 1')",
    )
    with pytest.raises(UserError, match=r"damaged|not opened"):
        Project.open(worked)


def test_tree_of_the_schema_that_comes_back_to_itself_ends(worked: Path, tmp_path: Path) -> None:
    data = bytearray(worked.read_bytes())
    first, leaf = len(data) // 4096 + 1, schema_pages(worked)[-1]
    for level in range(15):  # each page leads to the next one four hundred times
        at = 100 if level == 0 else 0
        page = bytearray(data[:4096] if level == 0 else bytes(4096))
        child = leaf if level == 14 else first + level
        page[at : at + 12] = (
            b"\x05\0\0"
            + (400).to_bytes(2, "big")
            + (4096 - 2400).to_bytes(2, "big")
            + b"\0"
            + (child.to_bytes(4, "big"))
        )
        for cell in range(400):
            begin = 4096 - 6 * (cell + 1)
            page[begin : begin + 6] = child.to_bytes(4, "big") + b"\x81\0"
            page[at + 12 + 2 * cell : at + 14 + 2 * cell] = begin.to_bytes(2, "big")
        if level == 0:
            data[:4096] = page
        else:
            data += page
    data[28:32] = (len(data) // 4096).to_bytes(4, "big")
    worked.write_bytes(data)
    for way in (Project.open, open_read_only):
        with pytest.raises(UserError, match="the project is damaged"):
            way(worked)
    recover(worked, tmp_path / "new.nishan")


def test_name_in_the_sentence_is_short_and_moves_nothing(worked: Path) -> None:
    tamper(worked, f'CREATE VIEW "\u202e\x1b[2J{"x" * 5000}" AS SELECT 1')
    with pytest.raises(Foreign) as caught:
        Project.open(worked)
    assert len(str(caught.value)) < 600
    assert not {"\u202e", "\x1b", "\n"} & {*str(caught.value)}


def schema_pages(path: Path) -> list[int]:
    """The pages of the schema's tree: the first one and its leaves."""
    first = path.read_bytes()[:4096]
    assert first[100] == 5  # an inner page
    cells = [int.from_bytes(first[at : at + 2], "big") for at in range(112, 112 + 2 * first[104], 2)]
    return [1, *(int.from_bytes(first[at : at + 4], "big") for at in (108, *cells))]


def said_of(path: Path, before: object) -> str:
    """Read a project that is whole, or return why it cannot be read."""
    try:
        with open_to_read(path, lambda _: None) as project:
            assert contents(project) == before
            check(project)
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("seed", one_in(3, range(3)))
def test_flipped_bit_in_the_schema_is_one_sentence_and_recovery_works(worked: Path, tmp_path: Path, seed: int) -> None:
    chance, whole, new = random.Random(seed), worked.read_bytes(), tmp_path / "new.nishan"
    before, pages = rows(worked), schema_pages(worked)
    for _ in range(6):
        data = bytearray(whole)
        bit = (chance.choice(pages) - 1) * 4096 * 8 + chance.randrange(4096 * 8)
        data[bit // 8] ^= 1 << bit % 8
        worked.write_bytes(data)
        assert len(said_of(worked, before)) < 700, bit
        worked.write_bytes(data)
        recover(worked, new)
        new.unlink()


# --- versions, logs, backups --------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", range(1, header.VERSION))
def test_older_project_is_compared_before_it_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old" / "old.nishan"
    path.parent.mkdir()
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    tamper(path, f"CREATE TRIGGER x AFTER UPDATE ON label BEGIN SELECT {BOOM}; END", "CREATE TABLE seal (a)")
    before = state(path)
    with pytest.raises(Foreign, match='trigger "x" on label is foreign'):
        Project.open(path)
    assert state(path) == before
    with open_read_only(path) as project:
        assert len(project.left_out) == 2
        assert {found.kind for found in check(project)} == {"schema"}
        assert len(project.query("SELECT * FROM span WHERE checksum <> 0")) >= 3


def test_list_of_steps_that_is_ahead_of_the_tables_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "old.nishan"
    shutil.copy(ROOT / "tests" / "data" / "project_v1.nishan", path)
    names = [f"version_{version}" for version in range(2, header.VERSION + 1)]
    inserts = [f"INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('nishan', '{name}')" for name in names]
    tamper(path, *inserts)
    before = path.read_bytes()
    with pytest.raises(UserError, match="its list of steps is another's"):
        Project.open(path)
    assert path.read_bytes() == before


def test_trigger_that_is_only_in_the_log_is_found(worked: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed" / "p.nishan"
    crashed.parent.mkdir()
    with closing(sqlite3.connect(worked)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM span; END")
        for suffix in ("", "-wal"):
            shutil.copy(f"{worked}{suffix}", f"{crashed}{suffix}")
    with pytest.raises(Foreign, match='trigger "x" on event'):
        Project.open(crashed)
    with open_read_only(crashed) as project:
        assert project.left_out == ('trigger "x" on event is foreign',)


def test_file_that_cannot_be_written_is_read_without_it_too(worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tamper(worked, "CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM span; END")
    monkeypatch.setattr("models.storage.opening.is_writable", lambda _path: False)
    told: list[str] = []
    with open_to_read(worked, told.append) as project:
        assert project.left_out
    assert 'trigger "x" on event is foreign' in told[0]


def test_damaged_foreign_file_is_not_looked_at(worked: Path) -> None:
    tamper(worked, "CREATE TABLE x (a)")
    with closing(sqlite3.connect(worked)) as conn:
        (root,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'span'").fetchone()
    patch(worked, (root - 1) * 4096, b"\xff" * 4096)
    with pytest.raises(UserError, match="the project is damaged"):
        open_read_only(worked)


@pytest.mark.parametrize(
    "change", [sql(*LEFT_OUT['trigger "x" on label is foreign']), REPLACED["endless view in place of meta"][0]]
)
def test_foreign_backup_is_not_restored_nor_compared(worked: Path, tmp_path: Path, root: Path, change: Change) -> None:
    backup, new = tmp_path / "backup.nishan", tmp_path / "new" / "new.nishan"
    new.parent.mkdir()
    shutil.copy(worked, backup)
    change(backup)
    for way in (restore_copy, prepare):
        with pytest.raises(UserError, match=r"backup\.nishan: this backup .*(foreign|stands in place)"):
            way(backup, new)
    assert strays(new.parent) == []
    assert list(new.parent.iterdir()) == []
    with Project.open(worked) as project, pytest.raises(UserError, match=r"foreign|stands in place"):
        compare(project.source(), backup, no_progress)
    assert folder_for(root, backup) is None
