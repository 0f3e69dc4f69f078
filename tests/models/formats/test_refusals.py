"""Files that are read by nothing here say in one sentence what they are and what to do, by contents and by name."""

from __future__ import annotations

import gzip
import io
import pickle
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.importing.detection import files_of

TEXT = "زینب نے کراچی میں احمد سے ملاقات کی۔"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in members.items():
            made.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        made.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return out.getvalue()


def said_of(file: Path, data: bytes, key: str = "") -> str:
    file.write_bytes(data)
    with pytest.raises(UserError) as caught:
        files_of([file], key)
    said = str(caught.value)
    assert said.count("\n") == 0
    assert said.startswith(f"{file}: ")
    assert "conll2003" not in said  # no list of keys
    return said


CONTENTS = [
    (b"%PDF-1.7\n%\xe2\xe3", "is a PDF", ".txt"),
    (b"\xef\xbb\xbf\n%PDF-1.4\n", "is a PDF", ".docx"),
    (OLE, "old or encrypted Office", "save it as .docx"),
    (b"{\\rtf1\\ansi " + TEXT.encode(), "is RTF", "save it as .docx"),
    (zipped(all_DOT_jsonl=f'{{"text": "{TEXT}"}}'), "is an archive", "unpack it first"),
    (zipped(), "is an archive", "unpack it first"),
    (zipped(mimetype="application/epub+zip", OPS__a="x"), "e-book", "convert it"),
    (zipped(ppt__presentation_DOT_xml="<p/>"), "presentation", "save its text"),
    (gzip.compress(TEXT.encode()), "is packed", "unpack it first"),
    (b"BZh91AY&SY\0\0", "is packed", "unpack it first"),
    (b"\xfd7zXZ\0\0", "is packed", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c\0", "is an archive", "unpack it first"),
    (b"Rar!\x1a\x07\0", "is an archive", "unpack it first"),
    (tarred(), "is an archive", "unpack it first"),
    (b"\x89PNG\r\n\x1a\n", "is an image", "typed or recognised"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "is an image", "typed or recognised"),
    (b"RIFF\0\0\0\0WAVEfmt ", "is a recording", "written down"),
    (b"MZ\x90\0\3\0\0\0", "is a program", "another file"),
    (b"\x7fELF\2\1\1\0", "is a program", "another file"),
    (pickle.dumps([TEXT]), "is a Python pickle", "JSON lines"),
    (b"ARROW1\0\0", "is an Arrow file", "Parquet"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n", "pointer of Git LFS", "git lfs pull"),
    (
        b"MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n",
        "web archive",
        "HTML only",
    ),
    (b'<?xml version="1.0"?>\n<!DOCTYPE TEI.2 SYSTEM "x.dtd">\n<TEI.2/>', "document type of its own", "take <!DOCTYPE"),
    (b'{"%TYPES": {}, "%FEATURE_STRUCTURES": []}', "UIMA CAS as JSON", "XMI"),
    (
        b'<?xml version="1.0"?>\n<GateDocument version="3"><TextWithNodes/></GateDocument>',
        "document of GATE",
        "export it|save it",
    ),
]


@pytest.mark.parametrize("suffix", ["", ".txt", ".jsonl", ".xyz"])
@pytest.mark.parametrize(("data", "what", "advice"), CONTENTS)
def test_contents_tell_what_a_file_is_whatever_its_name(
    tmp_path: Path, data: bytes, what: str, advice: str, suffix: str
) -> None:
    said = said_of(tmp_path / f"خبر{suffix}", data)
    assert what in said
    assert any(part in said for part in advice.split("|"))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a.pdf", "is a PDF"),
        ("a.DOC", "old Word document (.doc)"),
        ("a.xls", "old Excel workbook"),
        ("a.epub", "e-book"),
        ("a.zip", "unpack it first"),
        ("a.jsonl.gz", "unpack it first"),
        ("a.pkl", "pickle"),
        ("a.sqlite", "SQLite"),
        ("a.nishan", "export it as jsonl"),
        ("a.mp3", "recording"),
    ],
)
def test_names_tell_it_where_contents_do_not(tmp_path: Path, name: str, what: str) -> None:
    assert what in said_of(tmp_path / name, b"\0\1 nothing known")


def test_databases_are_told_from_projects(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "made") as made:
        made.execute("CREATE TABLE t (x)")
    made.close()
    data = (tmp_path / "made").read_bytes()
    assert "export the table" in said_of(tmp_path / "a.db", data)
    assert "is a project of Nishan" in said_of(tmp_path / "other.nishan", data)


def test_old_office_files_are_called_what_they_are(tmp_path: Path) -> None:
    assert "old Word document (.doc); save it as .docx" in said_of(tmp_path / "a.doc", OLE)
    assert "save it as .xlsx or as CSV" in said_of(tmp_path / "a.xls", OLE)
    assert "without a password" in said_of(tmp_path / "a.docx", OLE)


def test_a_chosen_format_reads_no_archive_either(tmp_path: Path) -> None:
    assert "unpack it first" in said_of(tmp_path / "a.txt", zipped(a="x"), "text")


def test_in_a_folder_they_are_passed_over(tmp_path: Path) -> None:
    for number, (data, _, _) in enumerate(CONTENTS):
        (tmp_path / f"{number}.txt").write_bytes(data)
    (tmp_path / "خبر.txt").write_text(TEXT, encoding="utf-8")
    assert [found.path.name for found in files_of([tmp_path])] == ["خبر.txt"]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "MZ سے شروع",
        "BZh ایک لفظ",
        "ID کارڈ",
        "ID3,نام",
        "یہ %PDF-1.4 ہے",
        "PK میں",
        "RIFF",
        "%PD",
        "GIF تصویر",
        '{"text": "%TYPES"}',
    ],
)
def test_texts_that_begin_alike_are_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert [found.path.name for found in files_of([tmp_path / "a.txt"])] == ["a.txt"]
