"""UTF-16 with its mark is read wherever UTF-8 is."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.importing.detection import files_of
from models.importing.run import import_files
from models.labels.toml_file import read_labels
from models.project.project import Project

NEWS = "زینب نے کراچی میں احمد سے ملاقات کی۔"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.txt", NEWS, "text"),
        ("a.csv", f"title,text\r\nخبر,{NEWS}\r\n", "csv"),
        ("b.csv", f"title;text\nخبر;{NEWS}\n", "csv"),
        ("a.txt", NEWS.replace("زینب", "<PERSON>زینب</PERSON>"), "inline"),
        ("a.xml", f"<corpus><p>{NEWS}</p></corpus>", "xml"),
        ("a.html", f"<html><head><title>ع</title></head><body><p>{NEWS}</p></body></html>", "html"),
    ],
)
def test_texts_in_utf16_arrive_as_in_utf8(
    tmp_path: Path, project: Project, name: str, text: str, key: str, encoding: str
) -> None:
    if key == "html":
        pytest.importorskip("trafilatura")
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    assert [found.format.key for found in files_of([file])] == [key]
    import_files(project, [file])
    assert project.value("SELECT text FROM article") == NEWS


def test_labels_in_utf16_are_read(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_bytes('[[label]]\nname = "PERSON"\nurdu_name = "شخص"\n'.encode("utf-16"))
    (label,) = read_labels(tmp_path / "labels.toml")
    assert label.name == "PERSON"
