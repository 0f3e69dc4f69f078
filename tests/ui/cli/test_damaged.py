"""The commands name what is damaged before anything else, and their exit code tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.models.checks.test_damaged_rows import damage, make
from tests.models.helpers import patch, swap_pages
from tests.models.storage.looking import killed
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


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "{p}", "{o}", "--format", "jsonl"), 1),
        (("export", "{p}", "{o}", "--format", "jsonl", "--damaged", "skip"), 0),
        (("stats", "{p}"), 1),
        (("check", "{p}"), 1),
    ],
)
def test_changes_that_a_damaged_log_lost_are_damage_of_what_leaves(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    project = tmp_path / "k.nishan"
    killed.make(project, 2)
    killed.kill_while_labelling(project)
    log = tmp_path / "k.nishan-wal"
    patch(log, 60, bytes([log.read_bytes()[60] ^ 1]))
    result = run(*(word.format(p=project, o=tmp_path / "o") for word in words))
    assert result.exit_code == code
    assert "changes are not in the project" in result.stderr + result.stdout
    if code and words[0] != "check":
        assert "changes" in result.stderr


def test_recover_takes_what_is_sound_behind_damage_in_the_log_and_names_it(tmp_path: Path) -> None:
    project = tmp_path / "k.nishan"
    killed.make(project, 2)
    killed.kill_while_labelling(project)
    log = tmp_path / "k.nishan-wal"
    patch(log, 60, bytes([log.read_bytes()[60] ^ 1]))
    result = run("recover", project, tmp_path / "new.nishan")
    assert "its log is damaged" in result.stdout
    counted = run("stats", tmp_path / "new.nishan")
    assert f"{killed.ARTICLES * 2 + 3} spans" in counted.stdout


@pytest.mark.parametrize("words", [("export", "{p}", "{o}", "--format", "jsonl"), ("check", "{p}")])
def test_pages_of_articles_that_are_swapped_end_in_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    project = tmp_path / "s.nishan"
    killed.make(project, 2)
    swap_pages(project, "article")
    result = run(*(word.format(p=project, o=tmp_path / "o") for word in words))
    assert result.exit_code == 1
    assert "amaged" in result.stderr + result.stdout
