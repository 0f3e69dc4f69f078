"""What is saved of damaged projects."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.entities import ArticleId, Edit
from models.base.errors import UserError
from models.checks import check
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.recovery import recover
from models.storage.tables import checksums
from tests.models.checks.test_checks import work_on
from tests.models.checks.test_damaged_rows import damage
from tests.models.helpers import ROOT, strays
from tests.selection import one_in

TABLES = (*checksums.COLUMNS,)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A closed project, still whole: 30 articles, one worked on, spans imported in all."""
    path = tmp_path / "broken.nishan"
    file = tmp_path / "many.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number in range(30):
            text = f"{number:02} " + "رسولؐ لاہور میں ہیں۔ " * 20
            spans = [{"start": at, "end": at + 5, "label": "PERSON"} for at in range(3, 300, 21)]
            layer = {"annotator": "زینب", "kind": "person", "status": "done", "spans": spans}
            out.write(json.dumps({"id": f"{number}", "title": f"t{number}", "text": text, "layers": [layer]}) + "\n")
    one = tmp_path / "one.txt"
    one.write_text("رسولؐ لاہور", encoding="utf-8")
    with Project.create(path, seed_labels(), "# guide") as project:
        import_files(project, [one, file, *seed_articles()])
        work_on(project, project.article_rows(project.annotators()[0].id)[0].id)
    return path


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for what a recovery makes anew in `meta`."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        found = {table: sorted(conn.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES}
    found["meta"] = [row for row in found["meta"] if row[0] in {"uid", "created_at"}]
    return found


def problems(path: Path) -> list[str]:
    with Project.open(path) as project:
        return [found.what for found in check(project)]


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def page_of(path: Path, name: str) -> int:
    """Where the root page of a table begins, in bytes."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        (number,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    return (int(number) - 1) * int(size)


def test_sound_project_comes_back_whole(broken: Path, tmp_path: Path) -> None:
    before = broken.read_bytes()
    recovered = recover(broken, tmp_path / "new.nishan")
    assert recovered.is_whole
    assert dump(tmp_path / "new.nishan") == dump(broken)
    assert problems(tmp_path / "new.nishan") == []
    assert broken.read_bytes() == before
    assert strays(tmp_path) == []


@pytest.mark.parametrize("table", one_in(5, ["sqlite_schema", "span", "article", "event", "label"]))
def test_first_page_of_a_table_that_is_gone_hides_no_row_of_others(broken: Path, tmp_path: Path, table: str) -> None:
    at = 0 if table == "sqlite_schema" else page_of(broken, table)
    was = dump(broken)
    overwrite(broken, at, b"\xff" * 4096)
    recovered = recover(broken, tmp_path / "new.nishan")
    now = dump(tmp_path / "new.nishan")
    assert problems(tmp_path / "new.nishan") == []
    if table in {"sqlite_schema", "span", "article"}:  # these roots hold no rows
        assert recovered.is_whole
        assert now == was
    else:
        assert not recovered.is_whole
        same = set(TABLES) - {table, "span", "event", "article_label"}
        assert {name: now[name] for name in same} == {name: was[name] for name in same}
        assert len(now["span"]) == len(was["span"])


def test_article_on_a_lost_page_takes_its_spans_along_and_is_told(broken: Path, tmp_path: Path) -> None:
    data = broken.read_bytes()
    at = data.index("17 رسولؐ".encode()) // 4096 * 4096
    overwrite(broken, at, bytes(4096))
    recovered = recover(broken, tmp_path / "new.nishan")
    assert problems(tmp_path / "new.nishan") == []
    assert recovered.lost["article"] >= 1
    assert recovered.lost["span"] == 15 * recovered.lost["article"]
    assert any("is lost, and with it 15 spans" in note for note in recovered.notes)


def test_article_with_one_flipped_bit_is_left_out_and_named(broken: Path, tmp_path: Path) -> None:
    data = broken.read_bytes()
    at = data.index("12 رسولؐ".encode()) + 3
    overwrite(broken, at, bytes([data[at] ^ 0x10]))
    recovered = recover(broken, tmp_path / "new.nishan")
    assert recovered.lost["article"] == 1
    assert recovered.lost["span"] == 15
    assert any(note.startswith("left out, as it is not what was written: article") for note in recovered.notes)
    assert problems(tmp_path / "new.nishan") == []


def test_row_without_a_number_that_cannot_be_read_is_told(broken: Path, tmp_path: Path) -> None:
    data = broken.read_bytes()
    at = data.index(b"\x15\x08\t\x47")  # the header of a status: a text of four bytes, and so on
    overwrite(broken, at, b"\x17")
    recovered = recover(broken, tmp_path / "new.nishan")
    assert any(f"1 status on page {at // 4096 + 1} cannot be read" in note for note in recovered.notes)
    assert not recovered.is_whole
    assert problems(tmp_path / "new.nishan") == []


def test_full_text_index_is_built_anew(broken: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(broken)) as conn:
        conn.execute("DELETE FROM article_fts_data")
        conn.commit()
    assert problems(broken) != []
    assert recover(broken, tmp_path / "new.nishan").is_whole
    assert dump(tmp_path / "new.nishan") == dump(broken)
    assert problems(tmp_path / "new.nishan") == []


def test_spans_that_were_removed_are_not_counted(broken: Path, tmp_path: Path) -> None:
    with Project.open(broken) as project:
        people = [person.id for person in project.annotators()]
        first = next(span for person in people for span in project.spans(ArticleId(2), person))
        project.put(Edit(spans=(replace(first, deleted=True),)), "remove")
    recovered = recover(broken, tmp_path / "new.nishan")
    with closing(sqlite3.connect(tmp_path / "new.nishan")) as conn:
        there, rows = conn.execute("SELECT count(*) FILTER (WHERE deleted = 0), count(*) FROM span").fetchone()
    assert recovered.found["span"] == there < rows


def test_span_whose_row_is_lost_comes_back_from_the_history(broken: Path, tmp_path: Path) -> None:
    was = dump(broken)
    with closing(sqlite3.connect(broken)) as conn:
        conn.execute("UPDATE span SET note = 'xyz', rev = 99 WHERE note = 'نام'")
        conn.commit()
    recovered = recover(broken, tmp_path / "new.nishan")
    assert recovered.from_history == 1
    assert [row[1:] for row in dump(tmp_path / "new.nishan")["span"] if "نام" in row] == [
        row[1:] for row in was["span"] if "نام" in row
    ]
    assert problems(tmp_path / "new.nishan") == []


def test_truncated_project_gives_what_is_left(broken: Path, tmp_path: Path) -> None:
    size = broken.stat().st_size
    with broken.open("r+b") as file:
        file.truncate(size // 2 + 1234)
    recovered = recover(broken, tmp_path / "new.nishan")
    assert not recovered.is_whole
    assert f"cut short: {size // 2 + 1234:,} of {size:,} bytes" in recovered.notes[0]
    assert recovered.found["article"] > 1
    assert problems(tmp_path / "new.nishan") == []


def test_magic_and_page_size_may_be_gone(broken: Path, tmp_path: Path) -> None:
    was = dump(broken)
    overwrite(broken, 0, bytes(100))
    recover(broken, tmp_path / "new.nishan")
    assert dump(tmp_path / "new.nishan") == was


def test_changes_that_are_only_in_the_log_are_there(broken: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.nishan"
    with Project.open(broken) as project:
        project.add_seconds(project.article_rows(project.annotators()[0].id)[3].id, project.annotators()[0].id, 7)
        project.annotator("in the log")
        shutil.copy(broken, copy)
        shutil.copy(f"{broken}-wal", f"{copy}-wal")
    assert recover(copy, tmp_path / "new.nishan").is_whole
    assert dump(tmp_path / "new.nishan") == dump(broken)


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_older_project_comes_back(tmp_path: Path, version: int) -> None:
    old, up = tmp_path / "old.nishan", tmp_path / "up.nishan"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", old)
    shutil.copy(old, up)
    Project.open(up).close()
    recover(old, tmp_path / "new.nishan")
    assert dump(tmp_path / "new.nishan") == dump(up)


@pytest.mark.parametrize("data", [b"", b"x" * 5000, bytes(100_000)])
def test_what_holds_nothing_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.nishan").write_bytes(data)
    with pytest.raises(UserError, match="nothing of a project could be read"):
        recover(tmp_path / "x.nishan", tmp_path / "new.nishan")
    assert [path.name for path in tmp_path.iterdir()] == ["x.nishan"]


def test_open_project_is_refused(broken: Path, tmp_path: Path) -> None:
    with Project.open(broken), pytest.raises(UserError, match="is open in a window"):
        recover(broken, tmp_path / "new.nishan")


def test_page_that_is_blank_is_named_whatever_was_on_it(broken: Path, tmp_path: Path) -> None:
    overwrite(broken, page_of(broken, "work"), bytes(4096))
    recovered = recover(broken, tmp_path / "new.nishan")
    assert not recovered.is_whole
    assert any("is blank" in note for note in recovered.notes)


def test_end_of_the_last_article_that_cannot_be_read_is_told(broken: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(broken)) as conn:
        select = "SELECT pageno FROM dbstat WHERE name = 'article' AND pagetype = 'overflow' ORDER BY path DESC"
        (page, *_), *_ = conn.execute(select)
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    overwrite(broken, (page - 1) * size + 4, b"\xff" * (size - 4))
    recovered = recover(broken, tmp_path / "new.nishan")
    assert any("1 record on page" in note for note in recovered.notes)


@pytest.mark.parametrize("column", one_in(3, ["article.title", "label.name", "annotator.name"]))
def test_last_row_whose_value_has_another_type_is_told(broken: Path, tmp_path: Path, column: str) -> None:
    table, _, name = column.partition(".")
    damage(broken, f"UPDATE {table} SET {name} = x'ff' WHERE id = (SELECT max(id) FROM {table})")
    assert not recover(broken, tmp_path / "new.nishan").is_whole
