"""The commands on a project with triggers, views and tables of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.checks import check
from models.project.project import Project
from tests.models.storage.tampered import ENDLESS, tamper
from tests.ui.cli.test_cli import SEED, door, one_line, path, run

__all__ = ["path"]
DELETES = "CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM article_label; END"
WHAT = 'trigger "x" on event is foreign'


@pytest.fixture
def foreign(path: Path) -> Path:
    tamper(path, DELETES)
    return path


@pytest.fixture
def endless(path: Path) -> Path:
    view = f"CREATE VIEW label AS {ENDLESS} SELECT i AS id, '' AS name, 0 AS deleted FROM n"
    tamper(path, "DROP INDEX label_name", "ALTER TABLE label RENAME TO x", view)
    return path


def test_import_is_refused_and_changes_nothing(foreign: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("لاہور", encoding="utf-8")
    before = foreign.read_bytes()
    said = one_line(run("import", foreign, tmp_path / "new.txt"))
    assert f"not opened for writing: its tables are not as Nishan makes them ({WHAT})" in said
    assert "recover BROKEN NEW" in said
    assert foreign.read_bytes() == before


def test_export_and_stats_read_it_and_say_so(foreign: Path, path: Path, tmp_path: Path) -> None:
    for arguments in (("export", foreign, tmp_path / "out.jsonl", "--format", "jsonl"), ("stats", foreign)):
        done = run(*arguments)
        assert done.exit_code == 0
        assert done.stderr == (
            f"nishan: {foreign}: its tables are not as Nishan makes them ({WHAT}); reading it without that\n"
        )
    assert SEED.read_text(encoding="utf-8")[:20] in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_check_lists_it(foreign: Path) -> None:
    done = run("check", foreign)
    assert (done.exit_code, done.stdout) == (1, f"{WHAT}\n")
    assert "1 problem found" in done.stderr


def test_recover_makes_a_sound_project_of_it(foreign: Path, tmp_path: Path) -> None:
    done = run("recover", foreign, tmp_path / "new.nishan")
    assert done.exit_code == 0
    assert "nothing was lost" in done.stdout
    with Project.open(tmp_path / "new.nishan") as project:
        assert check(project) == []


@pytest.mark.parametrize("command", ["import", "export", "stats", "check", "restore"])
def test_endless_view_in_place_of_the_labels_is_told_at_once(endless: Path, tmp_path: Path, command: str) -> None:
    rest: dict[str, list[object]] = {
        "import": [SEED],
        "export": [tmp_path / "out", "--format", "jsonl"],
        "restore": [tmp_path / "new.nishan"],
    }
    assert 'view "label" stands in place of the table' in one_line(door(command, endless, *rest.get(command, [])))
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "new.nishan").exists()


def test_endless_view_is_no_hindrance_to_recovery(endless: Path, tmp_path: Path) -> None:
    done = door("recover", endless, tmp_path / "new.nishan")
    assert done.returncode == 0
    assert "recovered 1 article, 0 spans, 7 labels" in done.stdout


def test_endless_view_in_place_of_meta_hides_no_backups_for_ever(path: Path) -> None:
    tamper(path, "DROP TABLE meta", f"CREATE VIEW meta AS {ENDLESS} SELECT 'uid' AS key, i AS value FROM n")
    assert "there are no backups of it" in one_line(door("backups", path))
