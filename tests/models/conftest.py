"""A project to work in, and articles to put into it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.base.entities import ArticleId
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.models.helpers import put

AddText = Callable[..., ArticleId]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.nishan", seed_labels(), "guide") as made:
        yield made


@pytest.fixture
def add_text(project: Project, tmp_path: Path) -> AddText:
    """Import a text as a file of its own, byte for byte, and give the article's id."""

    def add(text: str | bytes, name: str = "article.txt") -> ArticleId:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        import_files(project, [file])
        return ArticleId(project.value("SELECT max(id) FROM article"))

    return add


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where backups of all projects go; not there yet."""
    return tmp_path / "data" / "backups"


@pytest.fixture
def filled(project: Project, add_text: AddText) -> Project:
    """The project with an article and two spans."""
    article = add_text("لاہور میں بارش ہوئی" * 200)
    put(project, article, (0, 5, "LOCATION"), (6, 9, "DATE"))
    return project


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def closed(tmp_path: Path, temporary: Path) -> Path:
    """A project that nobody has open, in a folder of its own."""
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "p.nishan"
    Project.create(path, seed_labels(), "guide").close()
    return path
