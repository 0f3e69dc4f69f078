"""What the commands print, for people and for scripts."""

from __future__ import annotations

import getpass
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models import formats
from models.storage import lock_note
from tests.ui.cli.test_cli import SEED, one_line, run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with the seed article."""
    made = tmp_path / "p.nishan"
    assert run("new", made).exit_code == 0
    assert run("import", made, SEED).exit_code == 0
    return made


def test_formats_lists_each_with_its_ways() -> None:
    lines = run("formats").stdout.splitlines()
    found = {line.split()[0]: line[15:21] for line in lines}
    assert (found["jsonl"], found["text"]) == ("in out", "in ---")
    assert [*found] == [one.key for one in formats.all_formats()]


def test_stats_for_people_and_for_scripts(path: Path) -> None:
    counts = json.loads(run("stats", path, "--json").stdout)
    length = len(SEED.read_text(encoding="utf-8"))
    assert (counts["articles"], counts["spans"], counts["characters"]) == (1, 0, length)
    lines = run("stats", path).stdout.splitlines()
    assert lines[0] == f"1 article, {length} characters, 0 spans"
    assert lines[1].split() == ["PERSON", "0"]


def test_check_of_a_sound_project(path: Path) -> None:
    assert run("check", path).stdout == f"{path}: sound\n"
    assert json.loads(run("check", path, "--json").stdout) == []


def test_check_of_damage_is_exit_code_1(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE guideline SET text = 'x'")
        conn.commit()
    result = run("check", path)
    assert "1 problem found" in one_line(result)
    assert result.stdout == "version 1 of the guidelines: it is not what was written\n"
    result = run("check", path, "--json")
    assert [found["kind"] for found in json.loads(result.stdout)] == ["checksum"]
    assert result.exit_code == 1


def test_spans_go_to_the_annotator_that_was_said(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text":"لاہور","layers":[{"annotator":"x","spans":[{"start":0,"end":5,"label":"LOCATION"}]}]}')
    assert run("import", path, file, "--annotator", "زینب").stdout.startswith("imported 1 article, 1 span\n")
    out = tmp_path / "out.conll"
    assert run("export", path, out, "--format", "conll2003", "--annotator", "زینب").exit_code == 0
    assert "لاہور -X- _ B-LOCATION\n" in out.read_text()
    assert "x: no such annotator" in one_line(run("export", path, out, "--format", "jsonl", "--annotator", "x"))


def test_many_notes_that_say_the_same_are_one_line(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(23):
        (folder / f"{number:02}.txt").write_bytes(b"a\r\n%d" % number)
    lines = run("import", path, folder).stdout.splitlines()
    assert lines[2:] == [f"  23 times: CRLF became LF (first: {folder / '00.txt'})"]


def test_many_notes_are_cut_short(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    spans = [{"start": 0, "end": 2 + n, "label": "DATE", "text": f"x{n}"} for n in range(23)]
    file.write_text(json.dumps({"text": "لاہور " * 9, "spans": spans}))
    lines = run("import", path, file).stdout.splitlines()
    assert (len(lines), lines[-1]) == (23, "  and 3 further notes")


def test_thousands_of_files_are_no_lines_of_their_own(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(f"لاہور {number}")
        (folder / f"{number:02}.ann").write_text("T1\tDATE 0 5\tلاہور\nR1\tOf Arg1:T1 Arg2:T1\n")
    lines = run("import", path, folder).stdout.splitlines()
    assert lines[1:] == [
        "  60 files read as brat: an .ann lies beside it",
        f"  60 times: a relation; left out (first: {folder / '00.ann'}, line 2)",
    ]
    assert (
        len(
            run(
                "export", path, tmp_path / "out", "--format", "brat", "--annotator", lock_note.login_name()
            ).stdout.splitlines()
        )
        < 4
    )


def test_format_that_is_said_goes_before_the_name(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# علی")
    assert run("import", path, file, "--format", "text").exit_code == 0
    assert "word: no such format here" in one_line(run("import", path, file, "--format", "word"))


def test_layer_is_called_after_whoever_is_logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "zainab")
    assert lock_note.login_name() == "zainab"

    def nobody() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert lock_note.login_name() == "annotator"
