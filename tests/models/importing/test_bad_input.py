"""Files that are no articles: one sentence says which and why, and the project stays what it was."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models import formats
from models.base.documents import AnnotatedArticle, FileLocation
from models.base.errors import Cancelled, UserError
from models.base.report import Report
from models.formats.support.options import ReadOptions
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.importing.writer import ImportWriter
from models.project.project import Project
from tests.models.helpers import contents, without_rights

MB = 2**20


def write_large(file: Path, start: bytes = b"") -> None:
    """200 MB on one line, written in pieces."""
    with file.open("wb") as out:
        out.write(start)
        for _ in range(200):
            out.write(b"a" * MB)


def refused(project: Project, *paths: Path, format_key: str = "", plan: ImportPlan | None = None) -> str:
    """The sentence with which an import is refused; the project must be what it was."""
    before = contents(project)
    with pytest.raises(UserError) as caught:
        import_files(project, paths, plan or ImportPlan(format_key=format_key))
    assert contents(project) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd9\x84\n\xff\xfe", "line 2: not UTF-8"),
        (b"", "the file is empty"),
        (b" \n\t\r\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"ab\0cd", "character 3 is NUL"),
        (b"\xed\xa0\xbd", "line 1: not UTF-8"),
        (b"\xff\xfea", "not UTF-16-LE"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is an image"),
    ],
)
def test_text_file_that_is_no_text_is_refused(project: Project, tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    sentence = refused(project, file)
    assert sentence.startswith(str(file))
    assert says in sentence


@pytest.mark.parametrize(
    ("name", "start", "says"),
    [
        ("big.txt", b"", "too large to be read whole (the limit is 32 MB)"),
        ("big.jsonl", b'{"text":"', "line 1: longer than 64 MB"),
    ],
)
def test_file_of_one_endless_line_is_refused(
    project: Project, tmp_path: Path, name: str, start: bytes, says: str
) -> None:
    file = tmp_path / name
    write_large(file, start)
    try:
        assert says in refused(project, file)
    finally:
        file.unlink()


@pytest.mark.parametrize("name", ["none.txt", "none.jsonl", "none", "none/none.txt", "x" * 300 + ".txt"])
def test_path_that_is_not_there_is_named(project: Project, tmp_path: Path, name: str) -> None:
    sentence = refused(project, tmp_path / name)
    assert sentence.startswith(f"{tmp_path / name}: ")
    assert "no such file" in sentence or "too long" in sentence


def test_name_that_tells_no_format_is_refused(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "text.xyz"
    file.write_bytes(b"PK")
    assert "neither name nor contents tell the format; say which it is: " in refused(project, file)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("<a><b>x</a>", "not well-formed XML (line 1)"),
        ("<a>" * 300 + "x" + "</a>" * 300, "nested deeper than 200"),
        ('<a><b c="1"/></a>', "name those that do, --format xml --element NAME"),
        ("words", "not XML"),
    ],
)
def test_xml_that_cannot_be_read_says_why(project: Project, tmp_path: Path, data: str, says: str) -> None:
    file = tmp_path / "a.xml"
    file.write_text(data)
    assert says in refused(project, file)


def test_unknown_format_is_refused(project: Project, tmp_path: Path) -> None:
    keys = " or ".join(found.key for found in formats.readers())
    assert f"word: no such format here; choose {keys}." in refused(project, tmp_path, format_key="word")


def test_folder_with_nothing_to_import_is_refused(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / ".hidden.txt").write_text("علی")
    (folder / "inner" / "a.pdf").write_text("علی")
    sentence = refused(project, folder)
    assert sentence.startswith(f"{folder}: the folder holds no file to import ({', '.join(formats.suffixes())}); ")
    assert sentence.endswith("passed over, no format of articles: .hidden.txt, a.pdf.")


def test_folder_is_read_in_the_order_of_names(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "z").mkdir(parents=True)
    for name in ("b.txt", "A.TXT", "z/c.txt", ".d.txt"):
        (folder / name).write_text(name)
    assert import_files(project, [folder]).articles == 3
    assert [row["source"] for row in project.query("SELECT source FROM article ORDER BY id")] == [
        "A.TXT",
        "b.txt",
        "c.txt",
    ]


STRICT = ImportPlan(options=ReadOptions(strict=True))


def test_bad_file_among_good_ones_refuses_a_strict_import(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(450):  # more than are written at once
        (folder / f"{number:03}.txt").write_text(f"علی {number}")
    (folder / "zzz.txt").write_bytes(b"\xff")
    assert str(folder / "zzz.txt") in refused(project, folder, plan=STRICT)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("b.txt", b"", "the file is empty"),
        ("b.txt", b"\xff", "not UTF-8"),
        ("b.txt", b"a\0b", "NUL"),
        ("b.jsonl", b"", "it holds no article"),
        ("b.jsonl", b'{"text":"\xd8"}\n', "not UTF-8"),
        ("b.jsonl", b'[{"text":"a","spans":[]},', "not JSON"),
        ("b.csv", b"", "the table is empty"),
        ("b.csv", b"a,b\n1,2\n", "no column says"),
        ("b.docx", b"PK\x03\x04", ""),
    ],
)
def test_file_that_cannot_be_read_is_left_out_among_others(
    project: Project, tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    for good in ("a.txt", "c.txt"):
        (tmp_path / good).write_text(f"علی {good}")
    (tmp_path / name).write_bytes(data)
    for paths in ([tmp_path], [tmp_path / each for each in ("a.txt", name, "c.txt")]):
        with Project.create(tmp_path / f"{len(paths)}.nishan") as fresh:
            report = import_files(fresh, paths)
        told = [note for note in report.notes if name in note.where]
        assert [says in note.what for note in told] == [True], report.notes
        assert str(report).startswith(("1 file LEFT OUT; 2 articles", "1 file READ IN PART; 3 articles"))


def test_file_that_breaks_off_keeps_what_was_before(project: Project, tmp_path: Path) -> None:
    records = [{"text": f"علی {number}", "label": [[0, 3, "PERSON"]]} for number in range(3)]
    (tmp_path / "a.json").write_text(json.dumps(records)[:-20])
    report = import_files(project, [tmp_path / "a.json"], ImportPlan("doccano"))
    assert (report.articles, report.spans, report.broken_off) == (2, 2, 1)
    assert report.notes[-1].what.endswith("nothing after that was read, the 2 articles before it were taken")
    assert str(report).startswith("1 file READ IN PART; 2 articles")


def test_nothing_read_tells_the_first_and_how_many(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":""}\n{"text":5}\n[1]\n')
    assert refused(project, tmp_path / "a.jsonl") == (
        f"{tmp_path / 'a.jsonl'}, line 1: the text is empty; an article needs text; nor could any of 2 others be read."
    )


@pytest.mark.parametrize("name", ["a.txt", "b.jsonl"])
def test_what_cannot_be_kept_is_left_out(project: Project, tmp_path: Path, name: str) -> None:
    deep = json.loads("[" * 400 + "]" * 400)
    article = AnnotatedArticle("a", "a", "علی", {"x": deep}, where=FileLocation(name, 3))
    report = Report()
    with project.transaction(), ImportWriter(project, report, ImportPlan()) as writer:
        writer.add(article)
        writer.add(replace(article, meta={}))
        writer.finish([name])
    assert (report.articles, report.left_out) == (1, 1)
    assert "nested deeper" in report.notes[0].what


@pytest.mark.parametrize("place", ["", "folder", "folder/inner", "folder/inner/a.txt"])
def test_what_may_not_be_read_is_refused(project: Project, tmp_path: Path, place: str) -> None:
    inner = tmp_path / "folder" / "inner"
    inner.mkdir(parents=True)
    (inner / "a.txt").write_text("علی")
    open_up, locked = [tmp_path, *tmp_path.parents][:3], tmp_path / place
    modes = {path: path.stat().st_mode for path in (*open_up, locked)}
    for path in open_up:
        path.chmod(0o755)
    locked.chmod(0)
    try:
        with without_rights():
            try:
                list(locked.iterdir()) if locked.is_dir() else locked.read_bytes()
            except PermissionError:
                sentence = refused(project, tmp_path / "folder")
            else:
                pytest.skip("this file system knows no permissions")
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    assert "permission denied" in sentence


@pytest.mark.parametrize("stop_at", [0, 1, 2])
def test_cancelled_import_leaves_the_project_as_it_was(project: Project, tmp_path: Path, stop_at: int) -> None:
    file = tmp_path / "many.jsonl"
    spans = [{"start": 0, "end": 1, "label": "NEW"}]
    file.write_text("".join(json.dumps({"text": str(n), "spans": spans}) + "\n" for n in range(900)))
    before = contents(project)

    def progress(done: int, whole: int) -> None:
        if done >= whole * stop_at / 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_files(project, [file], progress=progress)
    assert contents(project) == before


def test_progress_ends_at_the_whole(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    file.write_text('{"text":"a"}\n\n{"text":"b"}')
    seen: list[tuple[int, int]] = []
    note: Callable[[int, int], None] = lambda done, whole: seen.append((done, whole))  # noqa: E731
    import_files(project, [file], progress=note)
    assert seen[0] == (0, file.stat().st_size)
    assert seen[-1] == (file.stat().st_size, file.stat().st_size)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes there only")
def test_file_name_that_is_no_utf8_is_imported(project: Project, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("علی")
    import_files(project, [path])
    assert project.value("SELECT source FROM article") == "\ufffd.txt"
