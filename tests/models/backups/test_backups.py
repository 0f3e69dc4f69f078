"""Backups: equal to the project, made while it is in use, never half there, never removed by a damaged one."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.backups import backing_up
from models.backups.backing_up import back_up
from models.backups.listing import Backup, Reason, backups_in, folder_for, folder_of, notes_of
from models.base.entities import ArticleId
from models.base.errors import Cancelled, UserError
from models.project.project import Project
from models.storage import page_copy
from models.storage.page_copy import Busy, CopySource
from models.storage.tables.checksums import checksum
from tests.models.backups.backed import folder, made
from tests.models.helpers import contents, put


def test_a_backup_holds_every_row_of_every_table(filled: Project, root: Path, tmp_path: Path) -> None:
    backup = made(filled, root)
    copy = tmp_path / "copy.nishan"
    copy.write_bytes(backup.path.read_bytes())
    with Project.open(copy) as opened:
        assert contents(opened) == contents(filled)
    assert backup.contents is not None
    assert (backup.contents.articles, backup.contents.spans, backup.contents.labels) == (1, 2, 7)
    assert backup.is_sound
    assert backups_in(folder(root)) == [backup]


def test_a_backup_is_one_file_and_its_notes(filled: Project, root: Path) -> None:
    backup = made(filled, root)
    assert sorted(path.name for path in folder(root).iterdir()) == [backup.path.stem + ".json", backup.path.name]
    assert folder(root) == folder_of(root, filled.value("SELECT value FROM meta WHERE key = 'uid'"))


def test_what_did_not_change_needs_no_other_backup(filled: Project, root: Path) -> None:
    made(filled, root)
    assert back_up(filled.source(), root, Reason.WORK) is None
    assert back_up(filled.source(), root, Reason.ASKED, always=True) is not None
    put(filled, ArticleId(1), (0, 3, "PERSON"))
    assert made(filled, root).contents is not None


def test_a_project_without_articles_needs_none(project: Project, root: Path) -> None:
    assert back_up(project.source(), root, Reason.OPENING) is None
    assert not root.exists()


def test_what_is_written_meanwhile_is_in_it_or_not_but_never_half(filled: Project, root: Path) -> None:
    article = ArticleId(1)
    fill(filled, 4_000)
    stop = threading.Event()

    def label() -> None:
        number = 0
        while not stop.is_set():
            put(filled, article, (number % 900, number % 900 + 2, "PERSON"), (number % 900, number % 900 + 3, "DATE"))
            number += 1

    hand = threading.Thread(target=label)
    hand.start()
    try:
        backup = made(filled, root)
    finally:
        stop.set()
        hand.join()
    copy = sqlite3.connect(backup.path)
    (spans,) = copy.execute("SELECT count(*) FROM span").fetchone()
    assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert copy.execute("SELECT max(id) FROM span").fetchone()[0] == spans
    assert spans % 2 == 0
    assert spans > 2
    copy.close()
    assert backup.is_sound


def fill(project: Project, rows: int) -> None:
    """Guideline versions of some KB each, so that copying takes several steps."""
    with project.transaction():
        project.write_many(
            "INSERT INTO guideline (version, text, created_at, checksum) VALUES (?, ?, ?, ?)",
            [(*row, checksum("guideline", row)) for row in ((100 + number, "ا" * 2000, "") for number in range(rows))],
        )


def test_a_transaction_that_stays_open_lets_the_backup_give_up(
    filled: Project, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_copy, "PATIENCE", 0.2)
    filled.source().conn.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        back_up(filled.source(), root, Reason.WORK)
    filled.source().conn.execute("ROLLBACK")
    assert [*folder(root).iterdir()] == []
    made(filled, root)


def test_stopping_leaves_nothing(filled: Project, root: Path) -> None:
    for steps in range(2):  # while copying, while checking
        left = [steps]

        def stop(_done: int, _whole: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            back_up(filled.source(), root, Reason.WORK, stop)
        assert [*folder(root).iterdir()] == []


def test_a_full_disk_leaves_nothing_and_is_told_in_a_sentence(
    filled: Project, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(filled, root)
    put(filled, ArticleId(1), (0, 3, "PERSON"))

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "sync_file", full)
    with pytest.raises(UserError, match=r"no backup could be made \(no space left on device\); work goes on"):
        back_up(filled.source(), root, Reason.WORK)
    assert backups_in(folder(root)) == [first]
    assert len([*folder(root).iterdir()]) == 2


def test_a_backup_does_not_take_the_room_that_labelling_needs(
    filled: Project, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = shutil.disk_usage(root.parent.parent)._replace(free=50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: left)
    with pytest.raises(UserError, match=r"has only 50\.0 MB left"):
        back_up(filled.source(), root, Reason.WORK)
    assert [*folder(root).iterdir()] == []


def test_a_copy_that_lacks_rows_is_no_backup(filled: Project, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(filled, root)
    put(filled, ArticleId(1), (0, 3, "PERSON"))
    monkeypatch.setattr(page_copy, "copy_pages", lambda _source, target, _progress: shutil.copy(first.path, target))
    with pytest.raises(UserError, match="rows are missing in the copy"):
        back_up(filled.source(), root, Reason.WORK)
    assert backups_in(folder(root)) == [first]


_KILLED = """
import os, sys
from pathlib import Path
from models.storage import page_copy
from models.backups.listing import Reason
from models.backups.backing_up import back_up
from models.project.project import Project
page_copy.NAP = 0.02
steps = [0]
def die(done, whole):
    steps[0] += 1
    if steps[0] == 3:
        os._exit(9)
back_up(Project.open(Path(sys.argv[1])).source(), Path(sys.argv[2]), Reason.WORK, die)
"""


def test_a_kill_leaves_an_unfinished_copy_that_the_next_backup_removes(filled: Project, root: Path) -> None:
    fill(filled, 2_000)
    filled.close()
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(filled.path), str(root)], check=False)
    assert killed.returncode == 9
    assert [path.suffix for path in folder(root).iterdir()] == [".tmp"]
    assert backups_in(folder(root)) == []
    with Project.open(filled.path) as opened:
        backup = made(opened, root)
    assert {path.stem for path in folder(root).iterdir()} == {backup.path.stem}


@pytest.mark.parametrize("uid", ["../../../etc", "", "/etc", "a\0b"])
def test_a_uid_that_is_none_climbs_nowhere(uid: str, root: Path) -> None:
    assert folder_of(root, uid).parent == root


def test_the_temporary_copy_is_flushed_before_it_gets_its_name(
    filled: Project, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    synced, replaced = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        done.append("fsync")
        synced(handle)

    def replace(path: Path, to: Path) -> Path:
        done.append(f"name {to.suffix}")
        return replaced(path, to)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    made(filled, root)
    assert done == ["fsync", "fsync", "name .json", "name .nishan", "fsync"]


def many(project: Project, root: Path, count: int) -> list[Backup]:
    for number in range(count):
        put(project, ArticleId(1), (number, number + 1, "PERSON"))
        made(project, root)
    return backups_in(folder(root))


def test_ten_of_one_day_stay(filled: Project, root: Path) -> None:
    found = many(filled, root, 13)
    assert len(found) == 10
    assert len([*folder(root).iterdir()]) == 20


def test_a_damaged_text_is_noticed_and_removes_no_good_backup(filled: Project, root: Path) -> None:
    good = many(filled, root, 10)
    conn = filled.source().conn
    conn.execute("DROP TRIGGER article_text_is_sacred")
    conn.execute("UPDATE article SET text = replace(text, 'بارش', 'بارس')")
    conn.commit()
    damaged = many(filled, root, 5)
    assert [backup for backup in damaged if backup.is_sound] == good
    assert len(damaged) == len(good) + 3
    assert "not what was imported" in (damaged[0].contents.damage if damaged[0].contents else "")


def test_a_last_entry_of_the_history_that_is_bytes_stops_no_backup(filled: Project, root: Path) -> None:
    class Flipped(CopySource):
        def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
            found = super().rows(sql, parameters)
            return [(*found[0][:2], b"\xd9")] if sql.startswith("SELECT id, at, object") else found

    usual = filled.source()
    assert back_up(Flipped(usual.path, usual.conn, usual.lock), root, Reason.ASKED) is not None


def test_a_project_that_lost_rows_removes_nothing(filled: Project, root: Path) -> None:
    good = many(filled, root, 10)
    filled.source().conn.execute("DELETE FROM span")
    filled.source().conn.commit()
    after = made(filled, root)
    assert after.fell
    assert backups_in(folder(root)) == [after, *good]


def test_a_backup_whose_notes_are_gone_is_listed_without_counts(filled: Project, root: Path) -> None:
    backup = made(filled, root)
    backup.path.with_suffix(".json").unlink()
    (found,) = backups_in(folder(root))
    assert found.contents is None
    assert found.size == backup.size


def test_old_backups_go_when_the_newest_is_sound_and_only_then(filled: Project, root: Path) -> None:
    first = made(filled, root)
    for number in range(12):
        for suffix in (".nishan", ".json"):
            shutil.copy(first.path.with_suffix(suffix), folder(root) / f"20200101-0000{number:02}-000-work{suffix}")
    conn = filled.source().conn
    conn.execute("DROP TRIGGER article_text_is_sacred")
    conn.execute("UPDATE article SET text = replace(text, 'بارش', 'بارس')")
    conn.commit()
    many(filled, root, 1)
    assert len(backups_in(folder(root))) == 14
    conn.execute("UPDATE article SET text = replace(text, 'بارس', 'بارش')")
    conn.commit()
    assert sum(backup.is_sound for backup in many(filled, root, 1)) == 10


def test_the_one_that_was_just_made_stays_although_the_clock_was_set_back(filled: Project, root: Path) -> None:
    first = made(filled, root)
    conn = filled.source().conn
    conn.execute("DROP TRIGGER article_text_is_sacred")
    conn.execute("UPDATE article SET text = replace(text, 'بارش', 'بارس')")
    conn.commit()
    put(filled, ArticleId(1), (20, 21, "PERSON"))
    second = made(filled, root)
    for number in range(3):
        for suffix in (".nishan", ".json"):
            shutil.copy(second.path.with_suffix(suffix), folder(root) / f"20990101-00000{number}-000-work{suffix}")
    second.path.unlink()
    put(filled, ArticleId(1), (22, 23, "PERSON"))
    assert made(filled, root) in backups_in(folder(root))
    assert first in backups_in(folder(root))


@pytest.mark.parametrize(
    "wrong", [{"rows": None}, {"rows": {"span": "many"}}, {"project": None}, {"articles": "many"}, {"damage": 1}]
)
def test_notes_that_make_no_sense_hinder_no_backup(filled: Project, root: Path, wrong: dict[str, object]) -> None:
    backup = made(filled, root)
    notes = backup.path.with_suffix(".json")
    notes.write_text(json.dumps(json.loads(notes.read_text(encoding="utf-8")) | wrong), encoding="utf-8")
    assert [found.contents for found in backups_in(folder(root))] == [None]
    put(filled, ArticleId(1), (20, 21, "PERSON"))
    assert made(filled, root).is_sound
    assert folder_for(root, filled.path.with_name("gone.nishan")) is None


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
@pytest.mark.parametrize("umask", [0o022, 0o000, 0o077])
def test_backups_are_their_owner_s_alone_and_a_copy_has_the_project_s_rights(
    filled: Project, root: Path, tmp_path: Path, umask: int
) -> None:
    filled.path.chmod(0o664)
    before = os.umask(umask)
    try:
        made = back_up(filled.source(), root, Reason.ASKED)
        filled.copy_to(tmp_path / "copy.nishan")
    finally:
        os.umask(before)
    assert made is not None
    files = [path.stat().st_mode & 0o777 for path in (made.path, notes_of(made.path))]
    folders = [path.stat().st_mode & 0o777 for path in (made.path.parent, root, root.parent)]
    assert (set(files), set(folders)) == ({0o600}, {0o700})
    assert (tmp_path / "copy.nishan").stat().st_mode & 0o777 == 0o664
