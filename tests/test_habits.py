"""What stands around the code agrees with `.ci/run` and with pyproject.toml."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
WORKFLOW, HOOKS = ".github/workflows/checks.yml", ".pre-commit-config.yaml"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tools(name: str) -> set[str]:
    """The tools that a file runs by uv: `ruff check`, `pytest`, ..."""
    return set(re.findall(r"\buv run (?:--\S+ )*(ruff \w+|[\w.-]+)", read(name)))


def test_hooks_run_all_that_ci_runs_but_the_tests() -> None:
    assert tools(HOOKS) == tools(".ci/run") - {"pytest"}


def test_workflow_runs_what_ci_runs() -> None:
    assert "run: bash .ci/run\n" in read(WORKFLOW)
    assert tools(WORKFLOW) == {"pytest"}
    assert tools(WORKFLOW) < tools(".ci/run")


def test_workflow_tries_the_least_python_that_is_allowed() -> None:
    least = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"].removeprefix(">=")
    matrices = re.findall(r"^ +python: \[(.+)\]", read(WORKFLOW), re.MULTILINE)
    assert len(matrices) == 2
    assert all(f'"{least}"' in matrix for matrix in matrices)


def test_what_systems_do_in_their_own_way_is_tested_on_each_of_them() -> None:
    (job,) = re.findall(r"^  places:\n(.+?)(?=^  \w|\Z)", read(WORKFLOW), re.MULTILINE | re.DOTALL)
    assert "system: [ubuntu-latest, windows-latest, macos-latest]" in job
    named = re.findall(r" (tests/\S+)", job)
    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_no_lock_file_is_kept() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    names = [PurePosixPath(path).name for path in listed.stdout.decode().split("\0")]
    assert "pyproject.toml" in names
    assert [name for name in names if re.search(r"\.lockb?$|[.-]lock\.|^pylock\.|^requirements.*\.txt$", name)] == []


def test_extra_is_always_added_to_those_that_are_there() -> None:
    """Without --inexact, `uv sync` takes every extra away that it is not given."""
    places = ["README.md", *map(str, ROOT.glob("docs/*.md"))]
    places += [str(path) for part in ("models", "ui", "tests/stress") for path in (ROOT / part).rglob("*.py")]
    told = [said for place in places for said in re.findall(r"`(uv sync --(?:extra|group) [^`]*)`", read(place))]
    assert len(told) >= 3
    assert [said for said in told if "--inexact" not in said] == []


def test_yaml_files_have_what_github_and_pre_commit_want() -> None:
    yaml = pytest.importorskip("yaml", reason="comes with the group of readers")
    workflow = yaml.load(read(WORKFLOW), yaml.BaseLoader)  # the other loaders take "on" for a truth value
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["on"].keys() == {"push", "pull_request"}
    assert all({"runs-on", "timeout-minutes", "steps"} <= job.keys() for job in workflow["jobs"].values())
    hooks = [hook for repo in yaml.safe_load(read(HOOKS))["repos"] for hook in repo["hooks"]]
    assert all(hook["entry"].startswith("uv run ") for hook in hooks if "language" in hook)
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*_*.yml"))
    assert len(forms) == 3
    for path in forms:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert {"name", "description", "body"} <= form.keys(), path.name
        ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
        assert len(ids) == len(set(ids)), path.name
