"""A new project is made whole, or nothing of it is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.entities import Scope
from models.base.errors import Cancelled, UserError
from models.importing.new_project import make_project, refuse_name
from models.labels.templates import FOLDER, seed_labels, templates
from models.labels.toml_file import read_labels
from models.project.project import Project


def inside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_project_has_its_labels_guidelines_and_articles(tmp_path: Path, articles: Path) -> None:
    path = tmp_path / "پہلا کام.nishan"
    report = make_project(path, seed_labels(), "# رہنما", [articles], annotator="sana")
    assert report.articles == 3
    with Project.open(path) as project:
        assert [label.name for label in project.labels()] == [label.name for label in seed_labels()]
        assert project.guidelines() == "# رہنما"
        assert project.value("SELECT count(*) FROM article") == 3
    assert inside(tmp_path) == ["articles", "پہلا کام.nishan"], "no draft, no log and no note is left"


def test_bad_article_is_left_out_and_named(tmp_path: Path, articles: Path) -> None:
    (articles / "4.txt").write_bytes("شہر\n".encode() + b"\xa4")
    report = make_project(tmp_path / "new.nishan", seed_labels(), "", [articles])
    assert str(report).startswith("1 file LEFT OUT; 3 articles")
    assert report.notes[0].where.endswith("4.txt, line 2")


def test_bad_articles_alone_leave_nothing_and_the_error_names_the_first(tmp_path: Path, articles: Path) -> None:
    for file in articles.iterdir():
        file.write_bytes("شہر\n".encode() + b"\xa4")
    with pytest.raises(UserError, match=r"1\.txt, line 2: .*; nor could any of 2 others be read"):
        make_project(tmp_path / "new.nishan", seed_labels(), "", [articles])
    assert inside(tmp_path) == ["articles"]


def test_cancelled_making_leaves_nothing(tmp_path: Path, articles: Path) -> None:
    def stop(_done: int, _whole: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_project(tmp_path / "new.nishan", (), "", [articles], progress=stop)
    assert inside(tmp_path) == ["articles"]


def test_bug_during_the_import_leaves_nothing(tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("models.importing.new_project.import_files", broken)
    with pytest.raises(RuntimeError):
        make_project(tmp_path / "new.nishan", (), "", [articles])
    assert inside(tmp_path) == ["articles"]


def test_name_in_use_is_refused_and_the_file_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "شہر.nishan"
    path.write_text("something else", encoding="utf-8")
    with pytest.raises(UserError, match=r"شہر\.nishan: there is a file of that name"):
        make_project(path)
    assert path.read_text(encoding="utf-8") == "something else"


def test_name_taken_while_the_import_runs_is_refused_and_that_file_stays(tmp_path: Path, articles: Path) -> None:
    path = tmp_path / "new.nishan"

    def taken(_done: int, _whole: int) -> None:
        path.write_text("quicker", encoding="utf-8")

    with pytest.raises(UserError) as caught:
        make_project(path, (), "", [articles], progress=taken)
    assert str(caught.value).startswith(f"{path}: another program just made")
    assert path.read_text(encoding="utf-8") == "quicker"
    assert inside(tmp_path) == ["articles", "new.nishan"]


def test_folder_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing: there is no such folder"):
        refuse_name(tmp_path / "missing" / "new.nishan")


def test_name_too_long_for_the_disk_is_told_without_the_draft_s(tmp_path: Path) -> None:
    path = tmp_path / f"{'م' * 200}.nishan"
    with pytest.raises(UserError) as caught:
        make_project(path)
    assert str(caught.value).startswith(str(path))
    assert inside(tmp_path) == []


def test_every_template_has_a_title_and_labels_that_can_be_read() -> None:
    found = templates()
    assert found[0].path == FOLDER / "labels.toml"
    assert len(found) == len({template.title for template in found}) >= 2
    assert [label.name for label in read_labels(found[1].path)] == ["PERSON", "LOCATION", "ORGANIZATION"]
    assert all(read_labels(template.path) for template in found)
    assert {label.scope for label in read_labels(found[2].path)} == set(Scope)
    assert all(template.title != template.path.stem for template in found)
