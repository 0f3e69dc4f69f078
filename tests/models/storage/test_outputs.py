"""No output replaces what the same command reads or writes, a project, or what is no file."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.project.project import Project
from models.storage import outputs
from models.storage.disk import sidecars
from tests.models.helpers import strays

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes need rights on Windows")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A project that nobody has open, without a suffix that tells it."""
    path = tmp_path / "projects" / "p.db"
    path.parent.mkdir()
    Project.create(path).close()
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "place"
    made.mkdir()
    return made


def refused(path: Path, *reads: Path, writes: tuple[Path, ...] = ()) -> str:
    """The sentence; what was there is there, byte for byte."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UserError) as caught:
        outputs.write_report(path, {}, reads, writes)
    assert str(caught.value).startswith(str(path))
    assert (path.read_bytes() if path.is_file() else b"") == before
    return str(caught.value)


@pytest.mark.parametrize("kind", ["itself", "link", "hard link", "link to a link", "through a linked folder"])
def test_what_is_read_is_not_written_over(place: Path, kind: str) -> None:
    text, out = place / "a.txt", place / "out"
    text.write_text("علی", encoding="utf-8")
    match kind:
        case "itself":
            out = text
        case "link":
            out.symlink_to(text)
        case "hard link":
            os.link(text, out)
        case "link to a link":
            (place / "between").symlink_to(text)
            out.symlink_to(place / "between")
        case _:
            (place / "folder").symlink_to(place)
            out = place / "folder" / "a.txt"
    assert "is read for this" in refused(out, text)
    assert "is read for this" in refused(out, place)
    assert text.read_text(encoding="utf-8") == "علی"


def test_link_in_a_folder_that_is_read_leads_to_what_is_read(place: Path, tmp_path: Path) -> None:
    text = tmp_path / "elsewhere.txt"
    text.write_text("علی", encoding="utf-8")
    (place / "a.txt").symlink_to(text)
    assert "is read for this" in refused(text, place)


@pytest.mark.parametrize("suffix", sidecars.ALL)
@pytest.mark.parametrize("there", [True, False])
def test_files_beside_a_project_are_none_to_write(closed: Path, suffix: str, there: bool) -> None:
    beside = closed.with_name(closed.name + suffix)
    if there:
        beside.write_bytes(b"changes")
        os.link(beside, second := closed.parent / "second")
        assert "belongs to the project p.db" in refused(second, closed)
    assert "belongs to the project p.db" in refused(beside, closed)
    assert "belongs to the project p.db" in refused(beside)
    assert there == beside.exists()


def test_no_project_is_written_over_by_whatever_name(closed: Path, place: Path) -> None:
    os.link(closed, place / "o.config.xml")
    (place / "broken.nishan").write_bytes(b"damaged from the first byte")
    assert "is a project" in refused(closed)
    assert "is a project" in refused(place / "o.config.xml")
    assert "is a project" in refused(place / "broken.nishan")


def test_open_project_is_none_to_write(closed: Path, place: Path) -> None:
    with Project.open(closed):
        os.link(closed, place / "a.json")
        assert "open here" in refused(place / "a.json")
        assert "belongs to the project" in refused(closed.with_name("p.db-wal"))


@pytest.mark.parametrize("kind", ["a folder", "a named pipe", "a socket", "a device"])
def test_what_is_no_file_is_none_to_write(place: Path, kind: str) -> None:
    path = place / "out"
    match kind:
        case "a folder":
            path.mkdir()
        case "a named pipe":
            os.mkfifo(path)
        case "a socket":
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(str(path))
        case _:
            path = Path(os.devnull)
    assert f"this is {kind}" in refused(path)


def test_two_outputs_are_two_files(place: Path) -> None:
    (place / "link").symlink_to(place)
    for name in ("o.json", "O.JSON", "link/o.json"):
        assert "o.json is to be written there" in refused(place / name, writes=(place / "o.json",))
    assert "lies in the folder data" in refused(place / "data" / "train.jsonl", writes=(place / "data",))


def test_report_replaces_what_is_nobodys_input_and_only_that_name(place: Path) -> None:
    old, other = place / "report.json", place / "other"
    old.write_text("old", encoding="utf-8")
    os.link(old, other)
    (place / "link").symlink_to(old)
    outputs.write_report(place / "link", {"name": "\udcff"}, [place / "a.txt"])
    assert old.read_text(encoding="utf-8") == '{\n "name": "\ufffd"\n}\n'
    assert other.read_text(encoding="utf-8") == "old"
    assert (place / "link").is_symlink()
    assert strays(place) == []


def test_report_that_cannot_be_written_is_told(place: Path) -> None:
    assert "the report cannot be written" in refused(place / "none" / "report.json")
    (place / "file").touch()
    assert "the report cannot be written" in refused(place / "file" / "report.json")


@pytest.mark.parametrize("suffix", [sidecars.WAL, sidecars.JOURNAL])
def test_new_project_is_not_made_beside_what_another_left(place: Path, suffix: str) -> None:
    (place / f"p.nishan{suffix}").write_bytes(b"changes")
    with pytest.raises(UserError, match="was left by another project"):
        Project.create(place / "p.nishan")
    assert [path.name for path in place.iterdir()] == [f"p.nishan{suffix}"]


def test_new_project_is_no_sidecar_of_another(closed: Path) -> None:
    with pytest.raises(UserError, match="belongs to the project"):
        Project.create(closed.with_name("p.db-wal"))
    Project.open(closed).close()


def test_folder_with_a_project_in_it_is_not_replaced(closed: Path) -> None:
    with pytest.raises(UserError, match="a project lies in this folder"):
        outputs.refuse_folder(closed.parent)
