"""A log or journal is applied to the file that it was written for, and to no other copy, however alike the two are."""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from models.backups import restoring
from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.base.errors import ForeignLog
from models.checks import check
from models.importing.run import import_files
from models.labels.templates import seed_articles
from models.project.project import Project
from models.project.read_only import open_read_only
from models.recovery import recover
from models.storage import leftovers, lock_note, tokens
from models.storage.looking import owed
from tests.models.helpers import ROOT, crash, held_elsewhere, names
from tests.models.storage.test_unclean_end import half_written
from ui.cli.group import command_group

JOURNALS = ["WAL", "DELETE"]


def opened(path: Path, *annotators: str) -> None:
    """Open and close the project, each time with one more annotator."""
    for name in annotators:
        with Project.open(path) as project:
            project.annotator(name)


def copied(path: Path, name: str = "copy.nishan") -> Path:
    return Path(shutil.copy(path, path.with_name(name)))


def refused(path: Path) -> None:
    """Nothing takes the log for the file's, and no look at it changes a byte."""
    files = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    for look in (Project.open, open_read_only):
        with pytest.raises(
            ForeignLog, match=r"beside it lies p\.nishan-(wal|journal) with the last changes of another"
        ):
            look(path)
    for command in (["check", path], ["export", path, path.with_name("o.json"), "--format", "jsonl"]):
        said = CliRunner().invoke(command_group(lambda *_: 0), [str(part) for part in command])
        assert said.exit_code == 1
        assert "Traceback" not in said.output
    assert {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == files


@pytest.mark.parametrize("openings", [0, 1, 2, 5], ids=lambda count: f"{count} before")
@pytest.mark.parametrize("there", [1, 2, 3, 6], ids=lambda count: f"{count} there")
def test_log_is_not_applied_to_a_colleagues_copy(closed: Path, openings: int, there: int) -> None:
    colleagues = copied(closed)
    opened(closed, *(f"here {number}" for number in range(openings)))
    opened(colleagues, *(f"there {number}" for number in range(there)))
    crash(closed)
    colleagues.replace(closed)
    refused(closed)
    aside = leftovers.set_aside(closed)
    assert aside is not None
    assert aside.name.startswith("p (changes of another copy, ")
    with Project.open(closed) as project:
        assert names(project) == [f"there {number}" for number in range(there)]
        assert check(project) == []


@pytest.mark.parametrize("journal", JOURNALS)
def test_log_of_a_project_that_was_renamed_under_its_window_is_found(closed: Path, journal: str) -> None:
    """The process dies after that: what it called saved is in a log that has the old name."""
    opened(closed, "before")
    if journal == "WAL":
        crash(closed, "زینب bilal")
    else:
        half_written(closed, renews=True).replace(closed)
        closed.with_name("copy.nishan-journal").replace(closed.with_name("p.nishan-journal"))
        owner = lock_note.LockOwner("sana", "h", 1, "", str(uuid.UUID(lock_note.own_mark() * 2)))
        closed.with_name("p.nishan.lock").write_text(json.dumps(asdict(owner)), encoding="utf-8")
    moved = closed.rename(closed.with_name("moved.nishan"))
    with Project.open(moved) as project:
        assert names(project) == ["before", *(["زینب", "bilal"] if journal == "WAL" else [])]
        assert project.ended_unexpectedly
        assert check(project) == []
    assert not [*closed.parent.glob("p.nishan*")]


@pytest.mark.parametrize("what", ["a copy that has gone on", "another project", "a copy beside the project"])
def test_log_that_has_another_name_is_left_to_the_file_that_it_was_written_for(closed: Path, what: str) -> None:
    other = copied(closed, "other.nishan")
    if what == "another project":
        other.unlink()
        Project.create(other, []).close()
    elif what == "a copy that has gone on":
        opened(other, "there")
    crash(closed)
    if what != "a copy beside the project":
        closed.rename(closed.parent.parent / closed.name)
    log = closed.with_name("p.nishan-wal").read_bytes()
    with Project.open(other) as project:
        assert names(project) == (["there"] if "gone on" in what else [])
        assert not project.ended_unexpectedly
    assert closed.with_name("p.nishan-wal").read_bytes() == log


def test_log_put_aside_is_taken_by_the_copy_that_it_was_written_for(closed: Path) -> None:
    colleagues = copied(closed)
    opened(colleagues, "there")
    crash(closed)
    own = copied(closed, "own.nishan")
    colleagues.replace(closed)
    aside = leftovers.set_aside(closed)
    assert aside is not None
    aside.replace(own.with_name("own.nishan-wal"))
    with Project.open(own) as project:
        assert names(project) == ["زینب", "bilal"]


def test_nothing_is_put_over_what_was_set_aside_before(closed: Path) -> None:
    for _ in range(2):
        log = closed.with_name("p.nishan-wal")
        crash(closed, "one")
        assert log.exists()
        assert leftovers.set_aside(closed)
    assert len([*closed.parent.glob("*(changes of another copy*")]) == 2
    assert leftovers.set_aside(closed) is None


def test_log_is_applied_to_a_copy_of_its_file_that_nobody_changed(closed: Path) -> None:
    opened(closed, "before")
    copy = copied(closed)
    Project.open(copy).close()  # only looked at
    crash(closed)
    copy.replace(closed)
    with Project.open(closed) as project:
        assert names(project) == ["before", "زینب", "bilal"]
        assert check(project) == []


def test_log_is_not_applied_to_an_older_copy_of_its_file(closed: Path) -> None:
    opened(closed, "one")
    older = copied(closed)
    opened(closed, "two")
    crash(closed)
    older.replace(closed)
    refused(closed)


def test_project_that_was_moved_with_its_log_is_recovered(closed: Path) -> None:
    crash(closed)
    folder = closed.parent / "elsewhere"
    folder.mkdir()
    for end in ("", "-wal"):
        closed.with_name(closed.name + end).replace(folder / f"other.nishan{end}")
    with Project.open(folder / "other.nishan") as project:
        assert project.ended_unexpectedly
        assert names(project) == ["زینب", "bilal"]


def test_kills_one_after_the_other_lose_nothing(closed: Path) -> None:
    for number in range(4):
        crash(closed, f"a{number} b{number}")
    with Project.open(closed) as project:
        assert names(project) == [f"{letter}{number}" for number in range(4) for letter in "ab"]
        assert check(project) == []


@pytest.mark.parametrize("frames", [1, 2, 3, 5, 1000])
def test_checkpoint_that_was_cut_short_is_done_again(closed: Path, frames: int) -> None:
    """The file as a kill within the checkpoint leaves it: some pages of the log are in it already."""
    crash(closed, "one two three")
    cut_short(closed, frames)
    with Project.open(closed) as project:
        assert names(project) == ["one", "two", "three"]
        assert check(project) == []


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("frames", [1, 2, 3, 5, 20, 1000])
def test_checkpoint_of_a_migration_that_was_cut_short_is_done_again(tmp_path: Path, version: int, frames: int) -> None:
    """The version is on the first page, which is the new one then, and the tables on others, which are the old."""
    path = tmp_path / "p.nishan"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    crash(path, "one two three")
    cut_short(path, frames)
    with Project.open(path) as project:
        assert {"one", "two", "three"} <= {*names(project)}
        assert check(project) == []


def cut_short(path: Path, frames: int) -> None:
    """Do so many pages of a checkpoint."""
    from models.storage.raw import wal

    log_path = path.with_name("p.nishan-wal")
    with log_path.open("rb") as log_file, path.open("r+b") as file:
        log = wal.parse(wal.reader(log_file))
        assert log is not None
        newest = {frame.page: frame for part in log.transactions(verify=True) for frame in part}
        for page, frame in sorted(newest.items())[:frames]:
            file.seek((page - 1) * log.page_size)
            file.write(log.read(frame.offset, log.page_size))


def test_kill_after_many_rounds_of_the_log_loses_nothing(closed: Path) -> None:
    with held_elsewhere(closed) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(60):
            process.stdin.write(f"{number}{'ا' * 60_000}\n")  # 30 pages each, so that the log is folded in twice
            process.stdin.flush()
            assert process.stdout.readline() == "written\n"
        process.kill()
        process.wait()
    with Project.open(closed) as project:
        assert len(names(project)) == 60
        assert check(project) == []


def test_copies_have_tokens_of_their_own(closed: Path, root: Path) -> None:
    with Project.open(closed) as project:
        import_files(project, seed_articles())
        project.copy_to(closed.with_name("copy.nishan"))
        backup = back_up(project.source(), root, Reason.ASKED)
        assert backup is not None
    restoring.restore_copy(backup.path, closed.with_name("restored.nishan"))
    files = [closed, closed.with_name("copy.nishan"), backup.path, closed.with_name("restored.nishan")]
    found = [tokens.of_file(file) for file in files]
    assert len({token.new for token in found if token}) == 4


@pytest.mark.parametrize("how", ["backup", "copy"])
def test_copy_made_in_the_midst_of_a_session_is_not_taken_for_the_file_of_its_log(
    closed: Path, root: Path, how: str
) -> None:
    with Project.open(closed) as project:
        import_files(project, seed_articles())
    held = closed.with_name("held.nishan")
    with Project.open(closed) as project:
        project.annotator("first")
        if how == "backup":
            backup = back_up(project.source(), root, Reason.ASKED)
            assert backup is not None
            made = backup.path
        else:
            made = closed.with_name("copy.nishan")
            project.copy_to(made)
        project.annotator("second")
        for end in ("", "-wal"):
            shutil.copy(closed.with_name(closed.name + end), held.with_name(held.name + end))
    shutil.copy(held.with_name("held.nishan-wal"), closed.with_name("p.nishan-wal"))
    shutil.copy(made, closed)
    refused(closed)
    with Project.open(held) as project:
        assert names(project)[-2:] == ["first", "second"]


@pytest.mark.parametrize("writes", [1, 2])
def test_journal_is_not_applied_to_another_copy_of_the_same_base(closed: Path, writes: int) -> None:
    opened(closed, "here")
    colleagues = copied(closed, "colleagues.nishan")
    half = half_written_by_us(closed)
    with held_elsewhere(colleagues, " ".join(["there", "again"][:writes]), "DELETE"):
        pass
    half.with_name("copy.nishan-journal").replace(closed.with_name("p.nishan-journal"))
    half.with_name("copy.nishan.lock").replace(closed.with_name("p.nishan.lock"))
    colleagues.replace(closed)
    refused(closed)


def half_written_by_us(path: Path) -> Path:
    """A copy of the project in the middle of a transaction without a log, whose token is written already."""
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA journal_mode = DELETE")
    conn.execute("BEGIN")
    tokens.renew(conn)
    conn.execute("PRAGMA cache_size = 1")
    for number in range(300):
        conn.execute(
            "INSERT INTO annotator (uid, name, kind, created_at) VALUES (?, ?, 'person', '')",
            (f"{number}", f"{number} {'ا' * 200}"),
        )
    copy = path.with_name("copy.nishan")
    for end in ("", "-journal"):
        shutil.copy(path.with_name(path.name + end), copy.with_name(copy.name + end))
    owner = lock_note.LockOwner("sana", "here", 1, "2026-11-30 08:33", lock_note._PROCESS)
    copy.with_name("copy.nishan.lock").write_text(json.dumps(asdict(owner)), encoding="utf-8")
    conn.rollback()
    conn.close()
    return copy


def test_own_half_change_without_a_log_is_taken_back(closed: Path) -> None:
    opened(closed, "here")
    copy = half_written_by_us(closed)
    with Project.open(copy) as project:
        assert project.ended_unexpectedly
        assert names(project) == ["here"]
        assert check(project) == []


def test_note_names_the_process_before_its_opening_writes(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of what an opening writes is told by the note, should that be killed, too."""
    crash(closed)
    seen = list[bool]()
    write = owed.write

    def watched(conn: sqlite3.Connection, says: str) -> None:
        owner = lock_note.owner_of(closed)
        seen.append(owner is not None and owner.is_us)
        write(conn, says)

    monkeypatch.setattr(owed, "write", watched)
    Project.open(closed).close()
    assert seen == [True]


def test_log_of_a_version_without_tokens_is_judged_by_the_counter(closed: Path) -> None:
    copy = half_written(closed)
    with Project.open(copy) as project:
        assert project.ended_unexpectedly


def test_recovery_reads_no_log_of_another_copy_and_says_so(closed: Path) -> None:
    opened(copied(closed), "there")
    crash(closed)
    copied(closed.with_name("copy.nishan"), "p.nishan")
    found = recover(closed, closed.with_name("new.nishan"))
    assert any("p.nishan-wal" in note for note in found.notes)
    with Project.open(closed.with_name("new.nishan")) as project:
        assert names(project) == ["there"]


def test_restoring_over_a_project_keeps_the_log_of_another_copy(closed: Path) -> None:
    opened(copied(closed), "there")
    crash(closed)
    copied(closed.with_name("copy.nishan"), "p.nishan")
    draft = restoring.prepare(closed.with_name("copy.nishan"), closed)
    restoring.replace_project(draft, closed)
    assert len([*closed.parent.glob("p (changes of another copy*-wal")]) == 1
    with Project.open(closed) as project:
        assert names(project) == ["there"]


def test_opening_without_a_change_writes_none(closed: Path) -> None:
    before = closed.read_bytes()
    for _ in range(2):
        with Project.open(closed) as project:
            assert check(project) == []
    assert closed.read_bytes() == before


def test_token_whose_checksum_is_wrong_is_none(closed: Path) -> None:
    opened(closed, "here")
    found = tokens.of_file(closed)
    assert found is not None
    data = closed.read_bytes()
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    assert [tokens.of_page(page) for page in pages if tokens.of_page(page)] == [found]
    assert not any(tokens.of_page(page.replace(found.new[:6].encode(), b"ffffff")) for page in pages)
