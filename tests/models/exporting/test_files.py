"""A dataset has its name when it is whole; until then what was there before is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.errors import UserError
from models.exporting.files import Draft
from models.storage.disk import atomic
from tests.models.helpers import strays


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "place"
    made.mkdir()
    return made


def draft(out: Path, *, folder: bool = False, replace: bool = False) -> Draft:
    return Draft(out, out.parent / "p.nishan", folder=folder, replace=replace)


def publish(made: Draft) -> None:
    with made:
        (made.path / "b").write_text("new")
        made.publish()


def full_folder(place: Path) -> Path:
    old = place / "out"
    old.mkdir()
    (old / "a").write_text("old")
    return old


def test_files_of_one_dataset_appear_together_the_main_one_last(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real = Path.replace

    def replace(self: Path, to: Path) -> Path:
        order.append(self.name)
        return real(self, to)

    monkeypatch.setattr(Path, "replace", replace)
    with draft(place / "b.json") as made:
        made.path.write_text("main")
        for beside in ("a.xml", "z.xml"):
            made.path.with_name(beside).write_text("beside")
        made.publish()
    assert order[-1] == "b.json"
    assert sorted(file.name for file in place.iterdir()) == ["a.xml", "b.json", "z.xml"]


@pytest.mark.parametrize("folder", [False, True])
def test_what_is_not_published_leaves_nothing(place: Path, folder: bool) -> None:
    with draft(place / "out", folder=folder) as made:
        (made.path / "a" if folder else made.path).write_text("half")
    assert [*place.iterdir()] == []


def test_folder_is_replaced_whole(place: Path) -> None:
    full_folder(place)
    with draft(place / "out", folder=True, replace=True) as made:
        (made.path / "b").write_text("new")
        made.publish()
    assert [file.name for file in (place / "out").iterdir()] == ["b"]
    assert strays(place) == []


def test_folder_that_was_there_stays_when_the_new_one_cannot_take_its_name(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, real = full_folder(place), Path.rename

    def rename(self: Path, to: Path) -> Path:
        if to == old and self.name == "out":
            raise PermissionError(13, "Permission denied")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(atomic, "_exchange", lambda *_: False)
    with pytest.raises(UserError, match=r"out: the folder cannot be written \(permission denied\)"):
        publish(draft(old, folder=True, replace=True))
    assert [file.read_text() for file in old.iterdir()] == ["old"]
    assert strays(place) == []


def test_empty_folder_may_be_used(place: Path) -> None:
    (place / "out").mkdir()
    with draft(place / "out", folder=True) as made:
        (made.path / "a").write_text("new")
        made.publish()
    assert (place / "out" / "a").read_text() == "new"


@pytest.mark.parametrize(
    ("folder", "there", "says"),
    [
        (True, "file", "this is a file, and the dataset is a folder"),
        (False, "folder", "this is a folder, and the dataset is a file"),
        (True, "full", "the folder is not empty; choose a new one"),
        (False, "p.nishan", "this is the project itself"),
    ],
)
def test_place_that_is_taken_is_refused_before_anything_is_written(
    place: Path, folder: bool, there: str, says: str
) -> None:
    (place / "file").write_text("mine")
    (place / "p.nishan").write_text("project")
    (place / "folder").mkdir()
    (place / "full").mkdir()
    (place / "full" / "a").write_text("mine")
    before = sorted(place.rglob("*"))
    with pytest.raises(UserError, match=says):
        draft(place / there, folder=folder)
    assert sorted(place.rglob("*")) == before


def test_folder_that_another_export_fills_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Draft(out, tmp_path / "p", folder=True) as draft:
        (draft.path / "mine").touch()
        out.mkdir()
        (out / "theirs").touch()
        with pytest.raises(UserError, match="the folder is not empty"):
            draft.publish()
    assert [file.name for file in out.iterdir()] == ["theirs"]
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
