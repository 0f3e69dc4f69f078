"""What Windows takes for a device or a stream is refused there before anything is written, and elsewhere is a name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.base.file_names import from_address, is_address, names_project, refused_by_windows
from models.formats.support.names import file_stem
from models.importing.new_project import make_project
from models.project.project import Project

NAMES = [
    ("a:b.nishan", "no : in a name"),
    ("what?.nishan", "no ? in a name"),
    ("CON.nishan", "the name CON for a device"),
    ("aux", "the name AUX for a device"),
    ("Lpt1.tar.gz", "the name LPT1 for a device"),
    ("COM\u00b9.nishan", "for a device"),
    ("خبریں.", "a dot or a blank at the end"),
    ("خبریں ", "a dot or a blank at the end"),
]


@pytest.mark.parametrize(("name", "why"), NAMES)
def test_name_that_is_none_on_windows_is_told(name: str, why: str) -> None:
    assert why in refused_by_windows(name)


@pytest.mark.parametrize("name", ["پہلا منصوبہ.nishan", "console.nishan", "com.nishan", "com10.nishan", "a.b c"])
def test_other_names_are_names(name: str) -> None:
    assert refused_by_windows(name) == ""


@pytest.mark.parametrize("name", [name for name, _ in NAMES])
@pytest.mark.parametrize("make", [make_project, lambda path: Project.create(path).close()])
def test_project_of_such_a_name_is_refused_on_windows_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, make: object
) -> None:
    assert callable(make)
    monkeypatch.setattr("models.base.file_names.sys.platform", "win32")
    with pytest.raises(UserError, match=r"Windows .*; choose another name"):
        make(tmp_path / name)
    assert [*tmp_path.iterdir()] == []
    monkeypatch.undo()
    if sys.platform != "win32":
        make(tmp_path / name)
        assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", [name for name, _ in NAMES])
def test_file_that_is_named_for_an_article_is_one_everywhere(name: str) -> None:
    assert refused_by_windows(f"{file_stem(name, '')}.txt") == ""


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("file:///a/b.nishan", "/a/b.nishan"),
        ("FILE:///a/b.nishan", "/a/b.nishan"),
        ("file:/a/b.nishan", "/a/b.nishan"),
        ("file://localhost/a/b.nishan", "/a/b.nishan"),
        ("file:///a/%D9%BE%DB%81%D9%84%D8%A7%20b.nishan", "/a/پہلا b.nishan"),
        ("file:///a/پہلا b.nishan", "/a/پہلا b.nishan"),
        ("file:///a/b%23c%3Fd.nishan", "/a/b#c?d.nishan"),
        ("file:///a/b#c?d.nishan", "/a/b#c?d.nishan"),
        ("file:///a/%FF.nishan", "/a/\udcff.nishan"),
        ("file://server/a.nishan", "file://server/a.nishan"),
        ("file://[/a.nishan", "file://[/a.nishan"),
        ("file.nishan", "file.nishan"),
        ("/a/b.nishan", "/a/b.nishan"),
        ("--data-dir", "--data-dir"),
        ("", ""),
    ],
)
def test_address_of_a_file_is_its_path(argument: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert from_address(argument) == path


def test_address_of_a_file_on_windows_has_its_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert from_address("file:///C:/a%20b.nishan") == "C:/a b.nishan"


def test_address_is_told_from_a_path() -> None:
    for name in ("smb://server/p.nishan", "https:/x/p.nishan", "trash:///p.nishan", str(Path("davs://x/p.nishan"))):
        assert is_address(name)
    for name in ("p.nishan", "/a/p.nishan", "C:/p.nishan", "C:\\p.nishan", "ا:/p.nishan", "a:b/p.nishan"):
        assert not is_address(name)


def test_name_of_a_project_has_its_suffix_in_letters_of_any_size() -> None:
    assert all(map(names_project, ("a.nishan", "A.NISHAN", "پہلا.Nishan")))
    assert not any(map(names_project, ("a.nishan.bak", "nishan", "a.txt")))
