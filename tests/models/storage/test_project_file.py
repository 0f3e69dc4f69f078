"""Making and opening project files, and refusing what is none."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from models.base.entities import AnnotatorId
from models.base.errors import UserError
from models.labels.templates import seed_labels
from models.project.project import Project
from models.storage.raw import header
from tests.models.helpers import contents, patch, strays, without_rights


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        Project.open(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The file of a project that nobody has open."""
    path = tmp_path / "closed.nishan"
    Project.create(path, seed_labels(), "guide").close()
    return path


def test_new_project_holds_what_it_was_given(project: Project) -> None:
    assert [(label.name, label.key) for label in project.labels()][:2] == [("PERSON", "1"), ("LOCATION", "2")]
    assert project.guidelines() == "guide"
    assert project.annotators() == ()
    assert project.article_rows(AnnotatorId(0)) == []


def test_closed_project_is_one_file(closed: Path) -> None:
    assert [path.name for path in closed.parent.iterdir()] == ["closed.nishan"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a Nishan project"),
        (b"SQLite format 3\0", "not a Nishan project"),
        ("لاہور".encode() * 100, "not a Nishan project"),
        (b"PK\x03\x04" + bytes(200), "not a Nishan project"),
    ],
    ids=["empty", "only the first bytes", "text", "zip"],
)
def test_file_that_is_no_project_is_refused_unchanged(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "bad.nishan"
    path.write_bytes(data)
    assert says in refusal(path)
    assert path.read_bytes() == data
    assert strays(tmp_path) == []


def test_database_of_another_program_is_refused_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "other.nishan"
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE t (x)")
    conn.close()
    before = path.read_bytes()
    assert "a SQLite database of another program" in refusal(path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["other.nishan"]


def test_project_of_a_newer_program_is_refused_unchanged(closed: Path) -> None:
    patch(closed, 60, (99).to_bytes(4, "big"))
    before = closed.read_bytes()
    assert f"made by a newer Nishan (file version 99, this program knows {header.VERSION})" in refusal(closed)
    assert closed.read_bytes() == before


def test_torn_file_is_refused_or_says_that_it_is_damaged(closed: Path) -> None:
    patch(closed, 100, b"\xff" * 4000)
    sentence = refusal(closed)
    assert "damaged" in sentence
    assert "restore a backup" in sentence
    assert strays(closed.parent) == []


def test_file_cut_short_is_refused(closed: Path) -> None:
    with closed.open("r+b") as file:
        file.truncate(5000)
    assert "damaged" in refusal(closed)


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "none.nishan")
    assert "cannot be read (is a directory)" in refusal(tmp_path)


def test_create_never_writes_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "there.nishan"
    path.write_bytes(b"mine")
    with pytest.raises(UserError, match="there is a file of that name already"):
        Project.create(path)
    assert path.read_bytes() == b"mine"
    assert strays(tmp_path) == []


@pytest.mark.parametrize("name", ["none/p.nishan", "file/p.nishan", "x" * 300 + ".nishan"])
def test_create_where_no_file_can_be_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="the project cannot be made here"):
        Project.create(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_create_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    twins = (*seed_labels(), seed_labels()[0])
    with pytest.raises(sqlite3.IntegrityError):
        Project.create(tmp_path / "p.nishan", twins)
    assert list(tmp_path.iterdir()) == []


def test_project_in_a_folder_without_rights_is_refused(closed: Path) -> None:
    folders = [path for path in closed.parents if path.stat().st_mode & 0o5 != 0o5]
    modes = {path: path.stat().st_mode for path in folders}
    for path in folders:
        path.chmod(0o755)
    closed.parent.chmod(0o555)
    try:
        with without_rights():
            sentence = refusal(closed)
            with pytest.raises(UserError, match="cannot be made here"):
                Project.create(closed.parent / "new.nishan")
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    assert "cannot be written; copy it to a folder of yours" in sentence
    assert [path.name for path in closed.parent.iterdir()] == ["closed.nishan"]


def test_name_with_signs_of_a_uri_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "ا ب?mode=ro#%41.nishan"
    with Project.create(path, seed_labels()) as made:
        made.annotator("me")
    copy = tmp_path / "copy.nishan"
    shutil.copy(path, copy)
    with Project.open(path) as again, Project.open(copy) as other:
        assert contents(again) == contents(other)
        assert again.annotators()[0].name == "me"


def test_disk_without_hard_links_holds_projects_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")  # what FAT answers

    monkeypatch.setattr("models.storage.disk.atomic.os.link", refuse)
    Project.create(tmp_path / "p.nishan", seed_labels(), "guide").close()
    assert [path.name for path in tmp_path.iterdir()] == ["p.nishan"]
