"""The open project is no file to read or to write over: SQLite's locks end when it is closed as one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.exporting.files import Draft
from models.formats.support.source import Head
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.labels import toml_file
from models.project.project import Project
from tests.models.helpers import ROOT

_LOOK = """
import sys
from pathlib import Path
from models.storage.opening import is_locked
print(is_locked(Path(sys.argv[1])))
"""


def is_locked(path: Path) -> bool:
    """As another process sees it."""
    look = subprocess.run([sys.executable, "-c", _LOOK, path], cwd=ROOT, check=True, capture_output=True, text=True)
    return look.stdout == "True\n"


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a lock as long as the file is open")


@pytest.mark.parametrize("plan", [ImportPlan(), ImportPlan(format_key="text")])
def test_importing_the_folder_that_it_lies_in_leaves_its_lock(
    project: Project, tmp_path: Path, plan: ImportPlan
) -> None:
    (tmp_path / "a.txt").write_text("لاہور", encoding="utf-8")
    assert import_files(project, [tmp_path], plan).articles == 1
    assert is_locked(project.path)


@pytest.mark.parametrize("name", ["p.nishan", "link.txt"])
def test_it_is_refused_as_a_file_by_whatever_name(project: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "link.txt").symlink_to(project.path)
    path = tmp_path / name
    for read in (lambda: import_files(project, [path]), lambda: Head.of(path), lambda: toml_file.read_labels(path)):
        with pytest.raises(UserError, match="open here"):
            read()
    assert is_locked(project.path)


def test_labels_are_not_written_over_it(project: Project) -> None:
    size = project.path.stat().st_size
    with pytest.raises(UserError, match="open here"):
        toml_file.write_labels(project.labels(), project.path)
    assert project.path.stat().st_size == size
    assert is_locked(project.path)


def test_no_dataset_takes_the_place_of_the_folder_that_it_lies_in(project: Project, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path.parent):
        with pytest.raises(UserError, match="the project lies in this folder"):
            Draft(folder, project.path, folder=True, replace=True)
