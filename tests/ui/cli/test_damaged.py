"""The commands name what is damaged before anything else, and their exit code tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.models.checks.test_damaged_rows import damage, make
from tests.ui.cli.test_cli import run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.nishan"
    make(made)
    damage(made, "UPDATE span SET label_id = 3 WHERE article_id = 2 AND start = 0")
    return made


def test_export_of_a_damaged_project_writes_the_rest_and_exits_1(path: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "o.jsonl", tmp_path / "r.json"
    result = run("export", path, out, "--format", "jsonl", "--report", report)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0].endswith("the project is DAMAGED; left out: 1 span")
    assert "article 2" in result.stderr.splitlines()[1]
    assert "--damaged skip" in result.stderr
    assert "exported 2 articles" in result.stdout
    assert out.read_text(encoding="utf-8").count("\n") == 2
    assert json.loads(report.read_text(encoding="utf-8"))["damage"] == "1 span"


def test_export_that_may_skip_exits_0_and_names_it_all_the_same(path: Path, tmp_path: Path) -> None:
    result = run("export", path, tmp_path / "o", "--format", "jsonl", "--damaged", "skip")
    assert result.exit_code == 0
    assert "left out: 1 span" in result.stderr


def test_dry_run_names_it_too(path: Path, tmp_path: Path) -> None:
    result = run("export", path, tmp_path / "o", "--format", "jsonl", "--dry-run")
    assert result.exit_code == 1
    assert "left out: 1 span" in result.stderr
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_stats_count_what_is_sound_and_exit_1(path: Path, options: tuple[str, ...]) -> None:
    result = run("stats", path, *options)
    assert result.exit_code == 1
    assert "left out: 1 span" in result.stderr
    if options:
        assert json.loads(result.stdout)["damage"]["left_out"] == {"span": 1}


def test_sound_project_says_nothing_of_damage(tmp_path: Path) -> None:
    make(tmp_path / "s.nishan")
    for words in (("stats",), ("export", tmp_path / "o", "--format", "jsonl")):
        result = run(words[0], tmp_path / "s.nishan", *words[1:])
        assert (result.exit_code, result.stderr) == (0, "")
