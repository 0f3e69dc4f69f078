"""The commands: exit codes, one line for each error, and what they print."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from models.project.project import Project
from ui.cli import data

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT / "seeds" / "article-001.txt"


def door(*arguments: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """main.py as a person starts it."""
    command = [sys.executable, "main.py", *map(str, arguments)]
    kept = {name: value for name, value in os.environ.items() if name not in WINDOWS}
    return subprocess.run(
        command, cwd=ROOT, env=kept | environ, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


WINDOWS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run(*arguments: object) -> Result:
    """The same commands in this process."""
    return CliRunner().invoke(click.Group("nishan", commands=list(data.COMMANDS)), [str(each) for each in arguments])


def one_line(result: Result | subprocess.CompletedProcess[str]) -> str:
    """The only line on stderr of a command that failed with exit code 1."""
    code = result.exit_code if isinstance(result, Result) else result.returncode
    assert code == 1, result
    assert result.stderr.count("\n") == 1, result.stderr
    assert result.stderr.startswith("nishan: ")
    return result.stderr.removeprefix("nishan: ").strip()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with the seed article."""
    made = tmp_path / "p.nishan"
    assert run("new", made).exit_code == 0
    assert run("import", made, SEED).exit_code == 0
    return made


def test_from_nothing_to_an_export(tmp_path: Path) -> None:
    project, out = tmp_path / "p.nishan", tmp_path / "out.jsonl"
    made = door("new", project)
    assert (made.returncode, made.stdout, made.stderr) == (0, f"made {project} with 7 labels\n", "")
    assert door("import", project, SEED).stdout == (
        "imported 1 article, 0 spans\n  1 file read as text: its name ends in .txt\n"
    )
    again = door("import", project, SEED).stdout
    assert again.startswith("nothing new: 0 articles, 0 spans; 1 article was there already\n")
    exported = door("export", project, out, "--format", "jsonl")
    assert (exported.returncode, exported.stdout) == (0, f"exported 1 article, 0 spans to {out}\n")
    assert json.loads(out.read_text())["text"].encode() == SEED.read_bytes()


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["import"], ["export", "a", "b"], ["new"]])
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    result = door(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: main.py")
    assert "Traceback" not in result.stderr


def test_two_projects_at_once_are_wrong_usage() -> None:
    result = door("a.nishan", "b.nishan")
    assert result.returncode == 2
    assert "Give one project to open." in result.stderr


@pytest.mark.parametrize("word", ["", "new", "import", "export", "formats", "stats", "check"])
def test_every_command_has_help(word: str) -> None:
    result = door(*filter(None, [word]), "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Usage: main.py")


def test_help_names_every_command() -> None:
    listed = door("--help").stdout
    for command in data.COMMANDS:
        assert f"\n  {command.name} " in listed


@pytest.mark.parametrize("arguments", [[], ["p.nishan"]])
def test_window_without_a_display_is_refused_in_a_sentence(arguments: list[str]) -> None:
    sentence = one_line(door(*arguments))
    assert sentence.startswith("there is no display to open a window on")


def test_error_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    assert "there is no such file" in one_line(door("stats", tmp_path / "none.nishan"))


def test_output_that_is_no_utf8_is_no_crash(path: Path) -> None:
    result = door("check", path, PYTHONIOENCODING="utf-8", LC_ALL="C")
    assert result.returncode == 0


@pytest.mark.parametrize("word", ["stats", "check", "import", "export"])
def test_file_that_is_no_project_is_refused(tmp_path: Path, word: str) -> None:
    bad = tmp_path / "bad.nishan"
    bad.write_text("لاہور")
    more: dict[str, list[object]] = {"import": [SEED], "export": [tmp_path / "out", "--format", "jsonl"]}
    assert "not a Nishan project" in one_line(run(word, bad, *more.get(word, [])))


def test_new_takes_labels_and_guidelines(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text("[[label]]\nname = 'شہر'\n")
    (tmp_path / "guide.md").write_text("# ہدایات\n")
    made = tmp_path / "p.nishan"
    result = run("new", made, "--labels", tmp_path / "labels.toml", "--guidelines", tmp_path / "guide.md")
    assert result.stdout.startswith(f"made {made} with 1 label")
    with Project.open(made) as project:
        assert [label.name for label in project.labels()] == ["شہر"]
        assert project.guidelines() == "# ہدایات\n"


def test_new_with_bad_labels_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text("label = 5")
    assert "holds no [[label]]" in one_line(run("new", tmp_path / "p.nishan", "--labels", tmp_path / "labels.toml"))
    assert "cannot be read" in one_line(run("new", tmp_path / "p.nishan", "--guidelines", tmp_path / "none.md"))
    assert not (tmp_path / "p.nishan").exists()


def test_new_never_writes_over_a_project(path: Path) -> None:
    before = path.read_bytes()
    assert "there is a file of that name already" in one_line(run("new", path))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (None, None)),
        (["a.nishan"], (Path("a.nishan"), None)),
        (["A.NISHAN"], (Path("A.NISHAN"), None)),
        (["--data-dir", "d"], (None, Path("d"))),
        (["--data-dir", "d", "a.nishan"], (Path("a.nishan"), Path("d"))),
        (["--help"], None),
        (["stats", "a.nishan"], None),
        (["a.nishan", "b.nishan"], None),
        (["--data-dir"], None),
    ],
)
def test_plain_ways_to_the_window_need_no_look_at_the_commands(
    arguments: list[str], expected: tuple[Path | None, Path | None] | None
) -> None:
    from main import window_arguments

    assert window_arguments(arguments) == expected
