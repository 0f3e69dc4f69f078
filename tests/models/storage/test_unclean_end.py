"""What a crash leaves behind is put right, looked through, and told; what does not belong there is not mixed in."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from models.base.entities import Edit
from models.base.errors import Damaged, UserError
from models.checks import check
from models.labels.templates import seed_labels
from models.project.project import Project
from models.storage import leftovers, tokens
from tests.models.helpers import crash, names, patch


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    path = tmp_path / "p.nishan"
    Project.create(path, seed_labels(), "guide").close()
    return path


def beside(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir())


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_what_was_written_before_a_kill_is_there_and_the_project_is_sound(closed: Path, journal: str) -> None:
    crash(closed, "زینب bilal", journal)
    with Project.open(closed) as project:
        assert names(project) == ["زینب", "bilal"]
        assert project.ended_unexpectedly == (journal == "WAL")  # without a log every change is in the file at once
        assert check(project) == []
    with Project.open(closed) as project:
        assert not project.ended_unexpectedly


def test_end_without_changes_is_not_worth_telling(closed: Path) -> None:
    crash(closed, "")
    with Project.open(closed) as project:
        assert not project.ended_unexpectedly


def index_page(path: Path, name: str) -> int:
    """Where the first page of an index begins in the file, bytes."""
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    page: int = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
    conn.close()
    return (page - 1) * 4096


def test_damage_after_a_crash_is_found_before_anybody_works_on_it(closed: Path) -> None:
    page = index_page(closed, "label_name")
    with closed.open("rb") as file:
        file.seek(page)
        at = page + file.read(4096).index(b"PERSON")
    patch(closed, at, b"QERSON")  # an index that has parted from its table: the quick check sees nothing
    Project.open(closed).close()
    crash(closed)
    with pytest.raises(Damaged) as caught:
        Project.open(closed)
    assert "the last session ended unexpectedly, and the project is damaged (" in str(caught.value)
    assert "restore a backup of it, or save what is left with: main.py recover BROKEN NEW" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_log_of_another_copy_is_not_mixed_in(closed: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.nishan"
    with Project.open(closed) as project:
        project.query("SELECT 1")
    shutil.copy(closed, backup)
    with Project.open(closed) as project:  # longer than its backup
        for number in range(300):
            project.annotator(f"{number} {'ا' * 200}")
    crash(closed)
    shutil.copy(backup, closed)  # over the one that crashed
    before = closed.read_bytes()
    with pytest.raises(Damaged, match=r"beside it lies p\.nishan-wal with the last changes of another copy"):
        Project.open(closed)
    assert closed.read_bytes() == before
    (tmp_path / "p.nishan-wal").rename(tmp_path / "elsewhere")
    with Project.open(closed) as project:
        assert names(project) == []
        assert check(project) == []


def test_log_of_a_project_that_grew_is_told_from_its_own_by_the_counter(closed: Path) -> None:
    with Project.open(closed) as project:
        project.query("SELECT 1")
    older = closed.read_bytes()
    for _ in range(3):  # changes of page 1, each counted
        with Project.open(closed) as project, project.transaction() as db:
            db.execute("CREATE TABLE more (x)")
            db.execute("DROP TABLE more")
    with Project.open(closed) as project:
        project.put(Edit(guidelines="more" * 5000), "guidelines")
    crash(closed, " ".join(f"{number}{'ا' * 90}" for number in range(200)))
    left = leftovers.find_leftover(closed)
    assert left is not None
    assert left.headers
    closed.write_bytes(older)
    with pytest.raises(Damaged, match="another copy of this project"):
        Project.open(closed)


@pytest.mark.parametrize("content", [b"", b"nonsense", bytes(5000), bytes.fromhex("377f0682002de218")])
@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_file_of_that_name_without_a_change_in_it_is_no_unclean_end(closed: Path, end: str, content: bytes) -> None:
    closed.with_name(closed.name + end).write_bytes(content)
    with Project.open(closed) as project:
        assert not project.ended_unexpectedly
        assert check(project) == []
    assert beside(closed) == ["p.nishan"]


def test_lone_index_of_a_log_is_removed(closed: Path) -> None:
    closed.with_name("p.nishan-shm").write_bytes(bytes(32768))
    Project.open(closed).close()
    assert beside(closed) == ["p.nishan"]


def half_written(path: Path, *, renews: bool = False) -> Path:
    """A copy of the project, made in the middle of a change without a log, which may begin with a new token."""
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA journal_mode = DELETE")
    conn.execute("PRAGMA cache_size = 1")
    conn.execute("BEGIN")
    if renews:
        tokens.renew(conn)
    for number in range(300):
        conn.execute(
            "INSERT INTO annotator (uid, name, kind, created_at) VALUES (?, ?, 'person', '')",
            (f"{number}", f"{number} {'ا' * 200}"),
        )
    copy = path.with_name("copy.nishan")
    shutil.copy(path, copy)
    shutil.copy(path.with_name(path.name + "-journal"), copy.with_name(copy.name + "-journal"))
    conn.rollback()
    conn.close()
    return copy


def test_half_a_change_without_a_log_is_taken_back(closed: Path) -> None:
    copy = half_written(closed)
    with Project.open(copy) as project:
        assert project.ended_unexpectedly
        assert names(project) == []
        assert check(project) == []
    assert beside(closed) == ["copy.nishan", "p.nishan"]


def test_journal_of_another_copy_is_not_mixed_in(closed: Path) -> None:
    copy = half_written(closed)
    for number in range(5):
        with Project.open(closed) as project, project.transaction() as db:
            db.execute(f"CREATE TABLE more{number} (x)")
            db.execute(f"DROP TABLE more{number}")
    with sqlite3.connect(closed) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
    conn.close()
    shutil.copy(closed, copy)
    with pytest.raises(Damaged, match=r"copy\.nishan-journal with the last changes of another copy"):
        Project.open(copy)


def test_records_of_an_earlier_change_in_a_journal_just_begun_are_nobodys(closed: Path) -> None:
    copy = half_written(closed)
    for number in range(5):
        with Project.open(closed) as project, project.transaction() as db:
            db.execute("UPDATE label SET rev = rev + 0 WHERE ? = 0", (number + 1,))
            project.annotator(f"annotator {number}")
    with sqlite3.connect(closed) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
    conn.close()
    shutil.copy(closed, copy)
    journal = copy.with_name("copy.nishan-journal")
    patch(journal, 8, bytes(4))  # no record has reached the disk yet
    patch(journal, 16, (copy.stat().st_size // 4096).to_bytes(4, "big"))
    with Project.open(copy) as project:
        assert len(names(project)) == 5
        assert check(project) == []


def test_newer_version_in_the_log_alone_is_refused_and_nothing_is_touched(closed: Path) -> None:
    conn = sqlite3.connect(closed)
    conn.execute("PRAGMA wal_autocheckpoint = 0")
    conn.execute("PRAGMA user_version = 99")
    copy = closed.with_name("copy.nishan")
    for end in ("", "-wal"):
        shutil.copy(closed.with_name(closed.name + end), copy.with_name(copy.name + end))
    conn.close()
    files = [copy, copy.with_name("copy.nishan-wal")]
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    listed = beside(closed)
    with pytest.raises(UserError, match="made by a newer Nishan"):
        Project.open(copy)
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in files] == before
    assert beside(closed) == listed
