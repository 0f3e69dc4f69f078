"""Which backups stay, and that a damaged project removes none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.backups.listing import Backup, backups_in, folder_for
from models.base.entities import ArticleId
from models.project.project import Project
from tests.models.backups.backed import folder, made
from tests.models.helpers import put


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
