"""After an unclean end, what the session touched is looked at before anybody works; the rest is owed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from models.base.errors import Damaged
from models.checks import check
from models.checks.unclean_end import damaged_rows
from models.importing.run import import_files
from models.project.left_out import lost_changes
from models.project.project import Project
from models.project.read_only import open_read_only
from models.storage import leftovers
from models.storage.looking import look as looking
from models.storage.looking.touched import read
from models.storage.sqlite_connections import connect
from tests.models.checks.test_damaged_rows import damage
from tests.models.helpers import patch
from tests.models.storage.looking.killed import ARTICLES, forge, kill_while_labelling, make
from tests.selection import one_in

FRAME = 24 + 4096


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "p.nishan"
    make(path)
    return path


@pytest.fixture
def path(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(base, tmp_path))


def test_sound_project_owes_the_rest_until_it_was_looked_through(path: Path) -> None:
    kill_while_labelling(path, 60)
    for first in (True, False):
        with Project.open(path) as project:
            assert project.ended_unexpectedly == first
            assert project.owes_look
            assert not project.found
            assert check(project) == []
    with Project.open(path) as project:
        assert project.looked_through()
    with Project.open(path) as project:
        assert not project.owes_look
        assert check(project) == []


def test_damaged_row_that_was_touched_is_named(path: Path) -> None:
    damage(path, f"UPDATE span SET note = 'y' WHERE id = (SELECT min(id) FROM span WHERE article_id = {ARTICLES})")
    kill_while_labelling(path)
    with Project.open(path) as project:
        (name,) = damaged_rows(project)
        assert f"PERSON of sana in article {ARTICLES} " in name
        assert project.owes_look


def test_damaged_text_is_named_when_its_article_was_touched(path: Path) -> None:
    damage(path, f"UPDATE article SET text = 'x' || text WHERE id IN (1, {ARTICLES})")
    kill_while_labelling(path, 0)
    with Project.open(path) as project:
        assert [name.partition(" (")[0] for name in damaged_rows(project)] == [f"article {ARTICLES}"]


def test_index_that_differs_in_what_was_touched_is_refused_now_and_again(path: Path) -> None:
    forge(path, ARTICLES)
    kill_while_labelling(path)
    with pytest.raises(Damaged, match=r"the last session ended unexpectedly, and the project is damaged \(.* index"):
        Project.open(path)
    with pytest.raises(Damaged, match=r"p\.nishan: the project is damaged \(.* index span_layer"):
        Project.open(path)  # SQLite has folded the log in, and nothing is left that tells of the end


def test_index_that_differs_elsewhere_is_left_to_the_rest(path: Path) -> None:
    forge(path, 1)
    kill_while_labelling(path, 0)
    with Project.open(path) as project:
        assert project.owes_look
        assert not project.looked_through("an index differs")
    with pytest.raises(Damaged, match="the project is damaged"):
        Project.open(path)


def test_pages_that_are_nowhere_are_refused(path: Path) -> None:
    kill_while_labelling(path)
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(Damaged, match=r"cut short: \d+ of its \d+ pages are not there"):
        Project.open(path)


def test_page_that_a_lost_write_left_as_it_was_is_found_by_the_rows_that_are_not_there(path: Path) -> None:
    """Of two sessions, the pages of the first never reached the disk, though it was told that they had."""
    old = path.read_bytes()
    kill_while_labelling(path, 40)
    Project.open(path).close()
    kill_while_labelling(path, 2)
    in_log = read(path).pages
    for number in range(1, len(old) // 4096):
        if number + 1 not in in_log:
            patch(path, number * 4096, old[number * 4096 : (number + 1) * 4096])
    with pytest.raises(Damaged, match="ended unexpectedly, and the project is damaged"):
        Project.open(path)


def test_flipped_bit_in_the_log_is_told_with_the_number_of_lost_changes(path: Path) -> None:
    kill_while_labelling(path, 6)
    log = path.with_name("p.nishan-wal")
    patch(log, log.stat().st_size // 2, bytes([log.read_bytes()[log.stat().st_size // 2] ^ 1]))
    with Project.open(path) as project:
        assert project.found.lost > 1
        assert f"{project.found.lost} changes are not in the project" in lost_changes(project)
        assert [problem.kind for problem in check(project)] == ["lost"]


@pytest.mark.parametrize("at", one_in(5, [0, 9, 17, 25, 32 + 9]))
def test_flipped_bit_in_the_head_of_the_log_or_of_a_frame_is_told_too(path: Path, at: int) -> None:
    kill_while_labelling(path, 6)
    log = path.with_name("p.nishan-wal")
    patch(log, at, bytes([log.read_bytes()[at] ^ 4]))
    for opened in (open_read_only(path), Project.open(path)):
        with opened:
            assert opened.found.lost >= 5


def test_log_that_ends_in_the_middle_of_a_write_loses_nothing_that_was_saved(path: Path) -> None:
    kill_while_labelling(path, 6)
    log = path.with_name("p.nishan-wal")
    os.truncate(log, log.stat().st_size - FRAME - 100)
    with Project.open(path) as project:
        assert not project.found
        assert check(project) == []


def test_journal_of_a_change_without_a_log_is_looked_at_too(path: Path, tmp_path: Path) -> None:
    damage(path, f"UPDATE span SET note = 'x' WHERE article_id = {ARTICLES}")
    conn = connect(path)
    conn.execute("PRAGMA journal_mode = DELETE")
    conn.execute("PRAGMA cache_size = 1")
    conn.execute(f"UPDATE span SET rev = rev + 1 WHERE article_id >= {ARTICLES - 5}")
    copy = tmp_path / "copy.nishan"
    for end in ("", "-journal"):
        shutil.copy(f"{path}{end}", f"{copy}{end}")
    conn.rollback()
    conn.close()
    left = leftovers.find_leftover(copy)
    assert left is not None
    assert left.is_journal
    with Project.open(copy) as project:
        assert project.found.rows
        assert project.owes_look


def test_look_ends_when_its_time_is_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_while_labelling(path, 60)
    monkeypatch.setattr(looking, "_OPCODES", 10)
    touched, conn = read(path), connect(path)
    began = time.monotonic()
    assert not looking.look(conn, touched, seconds=-1)
    assert time.monotonic() - began < 2
    assert conn.execute("SELECT count(*) FROM span").fetchone()[0] > 0
    conn.close()


def test_read_only_copy_is_looked_at_and_the_project_is_not_touched(path: Path) -> None:
    forge(path, ARTICLES)
    kill_while_labelling(path)
    before = [(file.name, file.read_bytes()) for file in sorted(path.parent.iterdir())]
    with pytest.raises(Damaged, match=r"index span_layer"):
        open_read_only(path)
    assert [(file.name, file.read_bytes()) for file in sorted(path.parent.iterdir())] == before


def test_import_that_was_killed_after_its_end_is_found_sound(path: Path, tmp_path: Path) -> None:
    """A log of other tables and many pages, which a second connection copies as a kill would leave it."""
    (tmp_path / "more.txt").write_text("زینب " * 2000, encoding="utf-8")
    copy = tmp_path / "copy.nishan"
    with Project.open(path) as project:
        import_files(project, [tmp_path / "more.txt"])
        data = [(end, Path(f"{path}{end}")) for end in ("", "-wal")]
        conn = project.source().conn
        conn.execute("PRAGMA locking_mode = NORMAL")
        conn.execute("SELECT 1 FROM meta").fetchone()
        for end, file in data:
            os.system(f"cp '{file}' '{copy}{end}'")
    with Project.open(copy) as project:
        assert project.ended_unexpectedly
        assert not project.found
        assert check(project) == []
