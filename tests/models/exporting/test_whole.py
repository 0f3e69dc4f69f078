"""An export appears whole or not at all, and never in place of something good."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.errors import Cancelled, UserError
from models.exporting import rows
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.importing.run import import_files
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import contents, put, strays, without_rights


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A good file of an earlier export, in a folder of its own."""
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "out.jsonl"
    file.write_bytes(b"good")
    return file


@pytest.mark.parametrize("stop", [Cancelled, RuntimeError, OSError(28, "No space left on device")])
def test_export_that_stops_half_way_keeps_the_file_before(
    project: Project, add_text: AddText, out: Path, stop: OSError | type[Exception]
) -> None:
    for number in range(3):
        put(project, add_text(f"علی {number}", f"{number}.txt"), (0, 3, "PERSON"))

    def progress(done: int, _whole: int) -> None:
        if done:
            raise stop

    expected = UserError if isinstance(stop, OSError) else stop
    with pytest.raises(expected):
        export(project, out, ExportPlan("jsonl"), progress)
    assert out.read_bytes() == b"good"
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


def test_export_replaces_the_file_before(project: Project, add_text: AddText, out: Path) -> None:
    add_text("علی")
    export(project, out, ExportPlan("jsonl"))
    assert out.read_bytes().startswith(b'{"id":"article.txt"')
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("name", ["none/out.jsonl", "file/out.jsonl", "folder", "x" * 300])
def test_place_where_no_file_can_be_is_refused(project: Project, tmp_path: Path, name: str) -> None:
    place = tmp_path / "place"
    (place / "folder").mkdir(parents=True)
    (place / "file").write_bytes(b"mine")
    with pytest.raises(UserError, match=r"the file cannot be written|this is a folder"):
        export(project, place / name, ExportPlan("jsonl"))
    assert sorted(path.name for path in place.iterdir()) == ["file", "folder"]
    assert (place / "file").read_bytes() == b"mine"


def test_long_name_that_the_disk_allows_is_written(project: Project, tmp_path: Path) -> None:
    out = tmp_path / ("ا" * 120 + ".jsonl")
    export(project, out, ExportPlan("jsonl"))
    assert out.exists()


def test_folder_without_rights_is_refused(project: Project, out: Path) -> None:
    folders = [out.parent, *out.parents][:4]
    modes = {path: path.stat().st_mode for path in folders}
    for path in folders:
        path.chmod(0o755)
    try:
        for mode in (0o555, 0):
            out.parent.chmod(mode)
            with without_rights(), pytest.raises(UserError, match=r"cannot be written \(permission denied\)"):
                export(project, out, ExportPlan("jsonl"))
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    assert out.read_bytes() == b"good"
    assert strays(out.parent) == []


@pytest.mark.parametrize("link", ["", "link.nishan"])
def test_export_never_replaces_the_project_itself(
    project: Project, add_text: AddText, tmp_path: Path, link: str
) -> None:
    add_text("علی")
    out = project.path
    if link:
        out = tmp_path / link
        out.symlink_to(project.path)
    with pytest.raises(UserError, match="this is the project itself"):
        export(project, out, ExportPlan("jsonl"))
    assert project.path.read_bytes().startswith(b"SQLite format 3\0")


def test_export_changes_nothing_in_the_project(project: Project, add_text: AddText, tmp_path: Path) -> None:
    put(project, add_text("علی"), (0, 3, "PERSON"))
    before = contents(project)
    for key in ("jsonl", "conll2003"):
        export(project, tmp_path / key, ExportPlan(key))
    assert contents(project) == before


def test_articles_of_several_batches_come_once_and_in_order(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_BATCH", 3)
    file = tmp_path / "many.jsonl"
    span = '"layers":[{"annotator":"me","spans":[{"start":0,"end":1,"label":"PERSON"}]}]'
    file.write_text("".join(f'{{"id":"{n}","text":"{n}",{span}}}\n' for n in range(10)))
    import_files(project, [file])
    seen: list[tuple[int, int]] = []
    report = export(
        project, tmp_path / "out", ExportPlan("jsonl"), progress=lambda done, whole: seen.append((done, whole))
    )
    lines = (tmp_path / "out").read_text().splitlines()
    assert [line[: line.index(",")] for line in lines] == [f'{{"id":"{n}"' for n in range(10)]
    assert all('"label":"PERSON"' in line for line in lines)
    assert (report.articles, report.spans) == (10, 10)
    assert (seen[0], seen[-1]) == ((0, 10), (10, 10))
