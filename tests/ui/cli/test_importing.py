"""Whose work files are, and where long articles are cut, said on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ui.cli.test_cli import one_line, run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    assert run("new", tmp_path / "p.nishan").exit_code == 0
    return tmp_path / "p.nishan"


def two(folder: Path) -> Path:
    """The work of two people on one text, a file each."""
    folder.mkdir()
    for name, span in (("a1", [0, 4, "PER"]), ("a2", [8, 13, "LOC"])):
        row = {"id": 1, "text": "زینب نے کراچی دیکھا۔\nوہ گئی۔", "label": [span], "by": f"{name}@x.org"}
        (folder / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return folder


def people(path: Path, out: Path) -> set[str]:
    run("export", path, out, "--format", "jsonl")
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {layer["annotator"] for row in rows for layer in row["layers"]}


@pytest.mark.parametrize(
    ("asked", "names"), [("file", {"a1", "a2"}), ("folder", {"both"}), ("by", {"a1@x.org", "a2@x.org"})]
)
def test_annotators_are_taken_from_what_was_asked(path: Path, tmp_path: Path, asked: str, names: set[str]) -> None:
    result = run("import", path, two(tmp_path / "both"), "--annotator-from", asked)
    assert result.exit_code == 0
    assert people(path, tmp_path / "o.jsonl") == names


def test_what_was_found_out_is_said_with_what_to_do_about_it(path: Path, tmp_path: Path) -> None:
    result = run("import", path, two(tmp_path / "both"))
    assert "annotators: a1, a2: named after" in result.stdout + result.stderr
    assert "--annotator or --annotator-from says otherwise" in result.stdout + result.stderr


def test_a_field_of_nobody_and_a_way_to_cut_that_is_none_are_refused_in_a_sentence(path: Path, tmp_path: Path) -> None:
    both = two(tmp_path / "both")
    said = run("import", path, both, "--annotator-from", "klingon")
    assert said.exit_code == 1
    assert 'there is no field "klingon"' in said.stderr
    assert "choose lines, paragraphs, headings or sentences:20" in one_line(run("import", path, both, "--cut", "words"))


def test_one_annotator_and_several_is_wrong_usage(path: Path, tmp_path: Path) -> None:
    result = run("import", path, tmp_path, "--annotator", "me", "--annotator-from", "file")
    assert result.exit_code == 2
    assert "give one of them" in result.stderr


def test_articles_are_cut_and_that_is_said(path: Path, tmp_path: Path) -> None:
    result = run("import", path, two(tmp_path / "both"), "--cut", "lines", "--annotator", "me")
    assert result.stdout.startswith("imported 2 articles, 2 spans")
    assert "cut at lines: 2 articles became 4 articles, NAME#1 and on" in result.stdout + result.stderr
