"""A backup becomes a project again, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from models.backups import restoring
from models.backups.listing import Backup
from models.backups.restoring import prepare, replace_project, restore_copy
from models.base.entities import ArticleId
from models.base.errors import Cancelled, UserError
from models.base.report import Progress, no_progress
from models.checks import check
from models.project.project import Project
from tests.models.backups.backed import made
from tests.models.helpers import contents, put, strays


@pytest.fixture
def backup(filled: Project, root: Path) -> Backup:
    """A backup; the project has another span by now, and is closed."""
    found = made(filled, root)
    put(filled, ArticleId(1), (10, 14, "PERSON"))
    filled.close()
    return found


def restore_over(backup: Path, path: Path, progress: Progress = no_progress, *, keep: bool = False) -> Path | None:
    return replace_project(prepare(backup, path, progress), path, keep=keep)


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    with Project.open(path) as project:
        return dict(contents(project))


def test_a_copy_has_all_that_the_backup_has_and_a_uid_of_its_own(filled: Project, backup: Backup) -> None:
    copy = filled.path.with_name("نقل.nishan")
    restore_copy(backup.path, copy)
    restored, project = rows(copy), rows(filled.path)
    assert len(restored["span"]) == 2
    assert len(project["span"]) == 3
    assert restored.pop("meta") != project["meta"]
    assert restored["article"] == project["article"]
    assert strays(copy.parent) == []


def test_a_copy_is_never_made_over_a_file(filled: Project, backup: Backup) -> None:
    before = filled.path.read_bytes()
    with pytest.raises(UserError, match="there is a file of that name already"):
        restore_copy(backup.path, filled.path)
    assert filled.path.read_bytes() == before


def test_over_the_project_it_is_what_the_backup_was(filled: Project, backup: Backup) -> None:
    before = backup.path.read_bytes()
    assert restore_over(backup.path, filled.path) is None
    assert filled.path.read_bytes() == before == backup.path.read_bytes()
    assert len(rows(filled.path)["span"]) == 2
    assert strays(filled.path.parent) == []


def test_a_stale_log_of_the_project_does_not_get_into_the_restored_one(filled: Project, backup: Backup) -> None:
    log = filled.path.with_name(f"{filled.path.name}-wal")
    log.write_bytes(b"stale")
    aside = restore_over(backup.path, filled.path, keep=True)
    assert not log.exists()
    assert aside is not None
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"stale"
    assert len(rows(filled.path)["span"]) == 2


def test_a_damaged_project_is_kept_aside(filled: Project, backup: Backup) -> None:
    filled.path.write_bytes(filled.path.read_bytes()[:5000])
    broken = filled.path.read_bytes()
    aside = restore_over(backup.path, filled.path, keep=True)
    assert aside is not None
    assert aside.read_bytes() == broken
    assert len(rows(filled.path)["span"]) == 2


def test_a_damaged_backup_is_refused(filled: Project, backup: Backup) -> None:
    whole = backup.path.read_bytes()
    place = whole.index("لاہور میں بارش".encode())
    backup.path.write_bytes(whole[:place] + b"x" + whole[place + 1 :])
    before = filled.path.read_bytes()
    for restore, path in ((restore_over, filled.path), (restore_copy, filled.path.with_name("new.nishan"))):
        with pytest.raises(UserError, match="this backup is damaged"):
            restore(backup.path, path)
    assert filled.path.read_bytes() == before
    assert strays(filled.path.parent) == []
    assert not filled.path.with_name("new.nishan").exists()


@pytest.mark.parametrize("step", ["_copy", "_damage", "sync_folder", "_keep_old"])
def test_whatever_fails_the_project_is_one_of_the_two(
    step: str, filled: Project, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before, after = filled.path.read_bytes(), backup.path.read_bytes()
    monkeypatch.setattr(restoring, step, fail)
    with pytest.raises(UserError, match="no space left on device"):
        restore_over(backup.path, filled.path, keep=True)
    assert filled.path.read_bytes() == (after if step == "sync_folder" else before)
    assert strays(filled.path.parent) == []


def test_cancelling_leaves_the_project(filled: Project, backup: Backup) -> None:
    def stop(_done: int, _whole: int) -> None:
        raise Cancelled

    before = filled.path.read_bytes()
    with pytest.raises(Cancelled):
        restore_over(backup.path, filled.path, stop)
    assert filled.path.read_bytes() == before
    assert strays(filled.path.parent) == []


def test_the_project_keeps_its_name_at_every_moment(
    filled: Project, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced = Path.replace
    there: list[bool] = []

    def look(path: Path, to: str | os.PathLike[str]) -> Path:
        there.append(filled.path.exists())
        return replaced(path, to)

    monkeypatch.setattr(Path, "replace", look)
    restore_over(backup.path, filled.path, keep=True)
    assert there == [True]


def test_a_restored_copy_is_sound(filled: Project, backup: Backup) -> None:
    copy = filled.path.with_name("copy.nishan")
    restore_copy(backup.path, copy)
    with Project.open(copy) as project:
        assert check(project) == []


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_project_that_a_link_leads_to_is_restored_and_the_link_stays(filled: Project, backup: Backup) -> None:
    link = filled.path.parent / "links" / "link.nishan"
    link.parent.mkdir()
    link.symlink_to(filled.path)
    assert restore_over(backup.path, link) is None
    assert link.is_symlink()
    assert len(rows(filled.path)["span"]) == 2
    assert strays(link.parent) == []
