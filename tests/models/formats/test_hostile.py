"""What is broken or means harm, through the command line: one sentence, an unchanged project, nothing outside."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from models import formats
from models.exporting.plan import ExportPlan
from models.formats import Format
from models.formats.support import json_array, source
from models.formats.support.names import UniqueNames
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.models.formats.helpers import article, need, read_back, written
from tests.models.helpers import contents
from ui.cli import data

READERS = [pytest.param(one, id=one.key) for one in formats.readers()]
FOLDERS = [pytest.param(one, id=one.key) for one in formats.writers() if one.folder]
SURROGATE = b"\xed\xa0\x80"
RECORD = b'{"text":"a b","layers":[],"meta":{"x":"%s"}}\n'
IDS = (
    "../../etc/x",
    "/abs",
    "CON",
    "con",
    "a/b",
    "a_b",
    "A_B",
    "..",
    "x" * 300,
    "X" * 300,
    "\u00e9",
    "e\u0301",
    "a\nb",
)
JSON = {
    "a mark and then no UTF-8": b'\xef\xbb\xbf{"text":"\xff"}\n',
    "no UTF-8": b'{"text":"\xff"}\n',
    "half a pair as bytes": RECORD % SURROGATE,
    "half a pair as an escape": RECORD % b"\\uD800",
    "a number without bounds": RECORD.replace(b'"%s"', b"1e400"),
    "a number of 5,000 digits": RECORD.replace(b'"%s"', b"9" * 5_000),
    "nested 50,000 deep": RECORD.replace(b'"%s"', b"[" * 50_000 + b"]" * 50_000),
    "cut off": RECORD[:25],
    "a list of numbers": b"[5]\n",
}
SQLITES = {"p.nishan-wal", "p.nishan-shm"}
LAUGHS = '<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(click.Group("nishan", commands=list(data.COMMANDS)), [str(each) for each in arguments])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.nishan"
    Project.create(path, seed_labels()).close()
    return path


def refused(project: Path, file: Path, key: str) -> str:
    """The sentence that an import ends with; the project is as it was."""
    with Project.open(project) as opened:
        before = contents(opened)
    result = run("import", project, file, "--format", key)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.stderr.count("\n") == 1
    assert str(file.parent) in result.stderr
    with Project.open(project) as opened:
        assert contents(opened) == before
    return result.stderr


@pytest.mark.parametrize("key", ["jsonl", "doccano", "prodigy", "label-studio"])
@pytest.mark.parametrize("data", JSON.values(), ids=JSON.keys())
def test_json_that_is_none_is_refused(project: Path, tmp_path: Path, key: str, data: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(data)
    refused(project, file, key)


def test_bytes_are_named_as_what_is_wrong(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(RECORD % b"fine" + RECORD % SURROGATE)
    assert "x.jsonl, line 2: not UTF-8" in refused(project, file, "jsonl")


@pytest.mark.parametrize("dtd", [LAUGHS, OUTSIDE, '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">'])
def test_xmi_with_a_document_type_is_refused(project: Path, tmp_path: Path, dtd: str) -> None:
    pytest.importorskip("cassis")
    file = tmp_path / "x.xmi"
    file.write_text(f'<?xml version="1.0"?>{dtd}<xmi:XMI>&b;</xmi:XMI>', encoding="utf-8")
    assert "document type" in refused(project, file, "uima-xmi")


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("garbage", [b"", b"\0" * 5_000, b"\xff" * 100, b"<" * 50_000, b"[" * 50_000])
def test_garbage_changes_nothing_or_is_text(project: Path, tmp_path: Path, format_: Format, garbage: bytes) -> None:
    need(format_)
    file = tmp_path / f"x{format_.suffixes[0]}"
    if format_.main_file:
        format_.main_file(file).write_text("\u0627\u0628", encoding="utf-8")
    file.write_bytes(garbage)
    result = run("import", project, file, "--format", format_.key)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code in (0, 1)
    assert result.stderr.count("\n") == result.exit_code


@pytest.mark.parametrize("format_", READERS)
def test_a_line_without_end_is_not_read_to_its_end(
    project: Path, tmp_path: Path, format_: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(format_)
    for name in ("MAX_LINE", "MAX_CHARACTERS"):
        monkeypatch.setattr(source, name, 1 << 20)
    monkeypatch.setattr(json_array, "MAX_RECORD", (1 << 20) - 1)
    file = tmp_path / f"x{format_.suffixes[0]}"
    if format_.main_file:
        format_.main_file(file).write_text("\u0627\u0628", encoding="utf-8")
    file.write_bytes(b'[{"data":{"text":"' + b"x" * (33 << 20))
    said = refused(project, file, format_.key)
    assert any(word in said for word in ("longer than", "too large", "not a whole", "not XML"))  # told by its ends


@pytest.mark.parametrize("format_", FOLDERS)
def test_ids_that_climb_or_meet_stay_inside_and_apart(tmp_path: Path, format_: Format) -> None:
    need(format_)
    text = "\u0639\u0644\u06cc \u06af\u06cc\u0627"
    many = [article(f"{text} {number}", [(0, 3, "PERSON")], name) for number, name in enumerate(IDS)]
    with written(many, ExportPlan(format_.key), "") as there:
        names = [path.name for path in there.path.parent.rglob("*") if path.is_file()]
        assert {path.name for path in there.path.parent.iterdir()} <= {"out", "p.nishan"} | SQLITES
        assert all(len(name.encode()) < 255 and not name.startswith(".") for name in names)
        if format_.read:
            assert len(read_back(there.path)[0]) == len(IDS)


@pytest.mark.parametrize(
    "format_", [pytest.param(one, id=one.key) for one in formats.writers() if one.folder and one.read]
)
def test_a_folder_comes_back_when_its_format_is_asked_for(project: Path, tmp_path: Path, format_: Format) -> None:
    need(format_)
    out, filled = tmp_path / "out", tmp_path / "filled.nishan"
    Project.create(filled, seed_labels()).close()
    (tmp_path / "a.txt").write_text("\u0639\u0644\u06cc", encoding="utf-8")
    assert run("import", filled, tmp_path / "a.txt").exit_code == 0
    assert run("export", filled, out, "--format", format_.key, "--card").exit_code == 0
    result = run("import", project, out, "--format", format_.key)
    assert result.output.startswith("imported 1 article"), result.output


def test_an_id_that_is_no_file_name_is_told(tmp_path: Path) -> None:
    for key in ("brat", "webanno-tsv"):
        with written([article("\u0639\u0644\u06cc", [], "a/b")], ExportPlan(key), "") as there:
            assert any(
                note.where.startswith("a/b, written as a_b.") and "no name for a file" in note.what
                for note in there.report.notes
            ), key


def test_two_spellings_of_a_letter_are_one_name_to_macos() -> None:
    names = UniqueNames()
    assert [names.take(name) for name in ("\u00e9", "e\u0301", "\u00c9")] == ["\u00e9", "e\u0301_2", "\u00c9_3"]
