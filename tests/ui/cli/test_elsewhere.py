"""Commands on a project that is open in a window, or that cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.models.helpers import held_elsewhere
from tests.models.storage.unwritable import on_a_disk_without_writing
from tests.ui.cli.test_cli import SEED, door, one_line, run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    made = folder / "p.nishan"
    assert run("new", made).exit_code == 0
    assert run("import", made, SEED).exit_code == 0
    return made


@pytest.mark.parametrize("command", ["stats", "check", "export"])
def test_command_that_reads_takes_an_open_project_as_it_is_and_says_so(
    path: Path, tmp_path: Path, command: str
) -> None:
    more = [tmp_path / "out.jsonl", "--format", "jsonl"] if command == "export" else []
    with held_elsewhere(path, "زینب"):
        result = door(command, path, *more)
    assert result.returncode == 0
    assert result.stderr.startswith(f"nishan: {path} is open in another window since ")
    assert result.stderr.endswith("; reading it as of now\n")
    assert result.stderr.count("\n") == 1
    assert "1 article" in result.stdout or "sound" in result.stdout


def test_stats_of_an_open_project_count_what_was_just_written(path: Path) -> None:
    with held_elsewhere(path, "زینب bilal"):
        assert "bilal" in run("stats", path).stdout


def test_command_that_writes_is_refused_at_once(path: Path) -> None:
    with held_elsewhere(path):
        sentence = one_line(run("import", path, SEED))
    assert "the project is open in another window by " in sentence


def test_commands_that_read_need_no_right_to_write(path: Path, tmp_path: Path) -> None:
    with on_a_disk_without_writing(path.parent):
        assert run("stats", path).stdout.startswith("1 article")
        assert run("check", path).stdout == f"{path}: sound\n"
        assert run("export", path, tmp_path / "out.jsonl", "--format", "jsonl").exit_code == 0
        assert "cannot be written" in one_line(run("import", path, SEED))
    assert [found.name for found in path.parent.iterdir()] == ["p.nishan"]
