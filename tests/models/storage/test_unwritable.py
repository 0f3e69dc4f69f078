"""Projects on what cannot be written are read where they are, or from a copy; nothing near them is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.base.errors import NotWritable
from models.checks import check
from models.project.project import Project
from models.project.read_only import open_read_only, open_to_read
from tests.models.helpers import ROOT, crash, names
from tests.models.project.test_read_only import state
from tests.models.storage.unwritable import WAYS


@pytest.mark.parametrize("way", WAYS)
def test_project_that_cannot_be_written_is_read_where_it_is(closed: Path, temporary: Path, way: type) -> None:
    with Project.open(closed) as project:
        project.annotator("زینب")
    before = state(closed)
    with way(closed.parent):
        with pytest.raises(NotWritable, match="cannot be written"):
            Project.open(closed)
        with open_to_read(closed, pytest.fail) as project:
            assert project.read_only
            assert project.as_of is None
            assert names(project) == ["زینب"]
            assert check(project) == []
            assert list(temporary.iterdir()) == []
    assert state(closed) == before


@pytest.mark.parametrize("way", WAYS)
def test_what_a_crash_left_where_nothing_can_be_written_is_read_from_a_copy(
    closed: Path, temporary: Path, way: type
) -> None:
    crash(closed, "زینب bilal")
    before = state(closed)
    with way(closed.parent), open_read_only(closed) as project:
        assert names(project) == ["زینب", "bilal"]
        assert len(list(temporary.iterdir())) == 1
    assert state(closed) == before
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("way", WAYS)
def test_project_of_version_1_that_cannot_be_written_is_read(closed: Path, way: type) -> None:
    shutil.copy(ROOT / "tests" / "data" / "project_v1.nishan", closed)
    before = state(closed)
    with way(closed.parent), open_read_only(closed) as project:
        assert names(project) == ["زینب", "bilal"]
        assert project.article_rows(project.annotators()[0].id)[0].spans == 2
    assert state(closed) == before
