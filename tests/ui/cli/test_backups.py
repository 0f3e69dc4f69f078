"""Backups without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.backups.listing import Reason, all_backups
from models.checks import check
from models.project.project import Project
from tests.ui.cli.test_cli import SEED, door, one_line, run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with an article."""
    made = tmp_path / "لاہور.nishan"
    assert run("new", made).exit_code == 0
    assert run("import", made, SEED).exit_code == 0
    return made


def test_an_import_backs_up_what_is_there_already(path: Path, tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    assert door("--data-dir", data, "import", path, articles).returncode == 0
    (backup,) = all_backups(data / "backups")
    assert backup.reason is Reason.IMPORT
    assert backup.contents is not None
    assert backup.contents.articles == 1


def test_an_import_goes_on_where_no_backup_can_be_made(path: Path, tmp_path: Path, articles: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "backups").write_text("no folder")
    result = door("--data-dir", tmp_path / "data", "import", path, articles)
    assert result.returncode == 0
    assert "no backup could be made" in result.stderr
    with Project.open(path) as project:
        assert project.value("SELECT count(*) FROM article") == 4


def test_backups_are_listed_and_one_is_restored(path: Path, tmp_path: Path, articles: Path) -> None:
    assert run("import", path, articles).exit_code == 0
    moved = path.rename(tmp_path / "moved.nishan")
    listed = run("backups", moved).stdout.splitlines()
    assert "before an import" in listed[0]
    assert listed[1].strip() == "1 article, 0 spans, 7 labels"
    new = tmp_path / "new.nishan"
    assert run("restore", listed[2].strip(), new).exit_code == 0
    with Project.open(new) as project:
        assert project.value("SELECT count(*) FROM article") == 1
        assert check(project) == []
    assert "there is a file of that name already" in one_line(run("restore", listed[2].strip(), new))


def test_a_damaged_project_has_its_backups_listed(path: Path, articles: Path) -> None:
    assert run("import", path, articles).exit_code == 0
    path.write_bytes(b"damaged from its first byte on")
    assert "before an import" in run("backups", path).stdout


def test_what_is_not_there_is_told_in_a_line(path: Path, tmp_path: Path) -> None:
    assert "there are no backups of it" in one_line(run("backups", path))
    assert "there is no such backup" in one_line(run("restore", tmp_path / "none", tmp_path / "new.nishan"))
