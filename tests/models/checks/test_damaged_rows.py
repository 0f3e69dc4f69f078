"""Projects damaged against all rules of their tables, as flipped bits can; what reads them must live with it."""

from __future__ import annotations

import math
import shutil
import sqlite3
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.base.entities import ArticleId
from models.base.errors import UserError
from models.checks import check
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.around import KEYS, _passed, pages
from models.project.project import Project
from models.project.stats import stats
from models.recovery import recover
from models.storage.page_copy import TABLES
from models.storage.tables import checksums
from tests.models.checks.test_checks import work_on
from tests.models.helpers import put
from tests.selection import one_in

ONE, TWO = "رسولؐ لاہور", "علی کراچی میں ہے"
STATEMENTS = [
    "UPDATE article SET meta = '{', changes = 'x' WHERE id = 1",
    "UPDATE article SET title = CAST('abc' AS BLOB), source = x'ff'",
    "UPDATE article SET title = CAST(x'ff41' AS TEXT)",
    "UPDATE article SET text = CAST(x'd8ff' AS TEXT) WHERE id = 1",
    "UPDATE article SET text = CAST(text AS BLOB)",
    "UPDATE span SET attributes = '{'",
    "UPDATE span SET note = x'00ff', origin = NULL",
    "UPDATE span SET start = NULL",
    "UPDATE span SET start = 1.5",
    'UPDATE span SET start = 5, "end" = 2',
    "UPDATE span SET start = -1",
    "UPDATE span SET label_id = 99",
    "UPDATE span SET label_id = NULL",
    "UPDATE span SET annotator_id = 99",
    "UPDATE span SET uid = NULL",
    "UPDATE label SET scope = 'spam'",
    "UPDATE label SET color = 'red', key = x'41'",
    "UPDATE label SET name = CAST(x'c3' AS TEXT) WHERE id = 1",
    "UPDATE label SET position = 'a', short = NULL, examples = x'41'",
    "DELETE FROM label",
    "UPDATE annotator SET kind = 'bot' WHERE name <> 'sana'",
    "UPDATE annotator SET name = CAST('bana' AS BLOB) WHERE name = 'sana'",
    "DELETE FROM annotator",
    "UPDATE work SET status = 'dome', seconds = 'x'",
    "UPDATE guideline SET text = x'ff'",
    "UPDATE guideline SET version = version - 9, created_at = NULL",
    "UPDATE rejection SET label_id = 99",
    "UPDATE article_label SET label_id = 99",
    "UPDATE event SET annotator_id = 99, article_id = 'x', after = '{'",
    "UPDATE meta SET value = x'ff'",
    "DELETE FROM meta",
    "DELETE FROM article WHERE id = 1",
]
HARMLESS = ("DELETE", "UPDATE event", "UPDATE rejection", "UPDATE article_label")  # to one layer of one article


def damage(path: Path, *statements: str) -> None:
    """Change a closed project against all rules of its tables, as a flipped bit can."""
    with closing(sqlite3.connect(path)) as conn:
        rules = conn.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
        ).fetchall()
        triggers = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        conn.execute("PRAGMA writable_schema = ON")
        for name, sql in rules:
            loose = sql.replace("STRICT, WITHOUT", "WITHOUT").replace(" STRICT", "").replace(" NOT NULL", "")
            conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (loose, name))
        conn.commit()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        for name, _ in triggers:
            conn.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            conn.execute(statement)
        conn.execute("PRAGMA writable_schema = ON")
        for name, sql in rules:
            conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, name))
        conn.commit()
    with closing(sqlite3.connect(path)) as conn:
        for _, sql in triggers:
            conn.execute(sql)
        conn.commit()


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        _make(Path(folder) / "p.nishan")
        return (Path(folder) / "p.nishan").read_bytes()


def make(path: Path) -> None:
    """A closed project with two articles, both worked on by sana: the same one, made once."""
    path.write_bytes(_made())


def _make(made: Path) -> None:
    with Project.create(made, seed_labels(), "# guide") as project:
        project.annotator("sana")
        for name, text in (("1.txt", ONE), ("2.txt", TWO)):
            (made.parent / name).write_text(text, encoding="utf-8")
        import_files(project, [made.parent / "1.txt", made.parent / "2.txt"])
        work_on(project, ArticleId(1))
        for article, end in ((1, 5), (2, 3)):
            put(project, ArticleId(article), (0, end, "PERSON"), (6, 8, "LOCATION"), who="sana")


@pytest.mark.parametrize("statement", one_in(4, STATEMENTS))
def test_damaged_rows_are_found_and_recovered_from(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "p.nishan"
    make(path)
    damage(path, "PRAGMA foreign_keys = OFF", statement)
    with Project.open(path) as project:
        assert check(project)
    recover(path, tmp_path / "new.nishan")
    with Project.open(tmp_path / "new.nishan") as project:
        assert check(project) == []


ODD_KEYS = [
    "UPDATE rejection SET article_id = 9e999",
    "UPDATE rejection SET article_id = -9e999",
    "UPDATE rejection SET article_id = 1.5",
    "UPDATE rejection SET article_id = 4611686018427387904, start = 1.5",
    "UPDATE rejection SET article_id = 9223372036854775807, annotator_id = 'x'",
    "UPDATE work SET article_id = 'x'",
    "UPDATE work SET annotator_id = x'ff'",
    "UPDATE article_label SET article_id = x'00'",
    "UPDATE meta SET key = x'ff' WHERE key = 'created_at'",
    "UPDATE meta SET key = 7 WHERE key = 'created_at'",
]


@pytest.mark.parametrize("statement", one_in(4, ODD_KEYS))
def test_keys_that_are_no_keys_are_read_to_the_end_once(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "p.nishan"
    make(path)
    damage(path, "PRAGMA foreign_keys = OFF", statement)
    table = statement.split()[1]
    with Project.open(path) as project:
        assert len([*pages(project, table, ("checksum",))]) < 20
        assert check(project)


@pytest.mark.parametrize("reached", [-math.inf, -1.5, -(1 << 62)])
def test_key_that_is_out_of_order_is_passed(reached: float) -> None:
    assert _passed((3, 4), [(reached, 1)]) == (4, 4)


@pytest.mark.parametrize("table", one_in(4, checksums.COLUMNS))
def test_a_value_of_another_type_is_damage_whatever_its_checksum_says(tmp_path: Path, table: str) -> None:
    path = tmp_path / "p.nishan"
    make(path)
    for column in (name for name in checksums.COLUMNS[table] if name not in KEYS[table]):
        other = tmp_path / f"{column}.nishan"
        shutil.copy(path, other)
        _set_with_checksum(other, table, column, "x" if column == "sha256" else b"\xff")
        with Project.open(other) as project:
            assert any(problem.kind == "checksum" for problem in check(project)), column
            assert stats(project)["damage"]["notes"] or table in {"meta", "guideline", "rejection"}, column


def _set_with_checksum(path: Path, table: str, column: str, value: str | bytes) -> None:
    """Change a value of the first row, and its checksum with it, as somebody can who knows how they are made."""
    with closing(sqlite3.connect(path)) as conn:
        names = ", ".join(f'"{name}"' for name in checksums.COLUMNS[table])
        keys = ", ".join(f'"{name}"' for name in KEYS[table])
        row = dict(zip(checksums.COLUMNS[table], conn.execute(f"SELECT {names} FROM {table}").fetchone(), strict=True))
        key = conn.execute(f"SELECT {keys} FROM {table}").fetchone()
    stored = checksums.checksum(table, (row | {column: value}).values())
    where = " AND ".join(f'"{name}" = {part!r}' for name, part in zip(KEYS[table], key, strict=True))
    given = f"'{value}'" if isinstance(value, str) else f"x'{value.hex()}'"
    change = f'UPDATE {table} SET "{column}" = {given}, checksum = {stored} WHERE {where}'
    damage(path, "PRAGMA foreign_keys = OFF", change)


LAST_IDS = [
    f"UPDATE {table} SET {key} = {number} WHERE {key} = (SELECT max({key}) FROM {table})"
    for table, key in TABLES.items()
    for number in (1 << 62, (1 << 63) - 1)
]
LAST_IDS += [f"UPDATE label SET position = {value} WHERE id = 3" for value in ("9e999", "9223372036854775807", "x'ff'")]


@pytest.mark.parametrize("statement", one_in(4, LAST_IDS))
def test_last_number_that_is_beyond_all_others_ends_in_a_sentence(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "p.nishan"
    make(path)
    file = tmp_path / "3.jsonl"
    layer = '{"annotator":"a third","spans":[{"start":0,"end":3,"label":"NEW"}]}'
    file.write_text(f'{{"id":"3","title":"t","text":"کراچی","layers":[{layer}]}}', encoding="utf-8")
    damage(path, "PRAGMA foreign_keys = OFF", statement)
    for again in range(2):
        with Project.open(path) as project:
            assert check(project) or "UPDATE span" in statement  # of which no checksum covers the number
            back_up(project.source(), tmp_path / f"backups {again}", Reason.IMPORT)
            with suppress(UserError):
                import_files(project, [file])
            with suppress(UserError):
                put(project, ArticleId(1), (0, 1, "PERSON"), who="somebody new")
