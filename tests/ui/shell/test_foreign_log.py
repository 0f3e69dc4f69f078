"""A log of another copy of the project beside it: the window asks, and keeps both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.project.project import Project
from tests.models.helpers import crash, names
from tests.ui.conftest import Started
from ui.shell.app import App


@pytest.fixture
def asked(started: Started, project_file: Path) -> App:
    """The program started on a colleague's copy that was put in the place of a project that had crashed."""
    colleagues = Path(shutil.copy(project_file, project_file.with_name("colleagues.nishan")))
    with Project.open(colleagues) as project:
        project.annotator("there")
    crash(project_file)
    colleagues.replace(project_file)
    app = started()
    app.start(project_file)
    return app


def test_it_is_asked_and_nothing_is_touched(asked: App, project_file: Path) -> None:
    assert asked.window is None
    bar = asked.bar()
    assert bar is not None
    (message,) = bar._queue
    assert "changes of another copy of it" in message.text
    assert "put it back" in message.text
    assert project_file.with_name("test.nishan-wal").exists()
    bar.close_message()
    assert project_file.with_name("test.nishan-wal").exists()


def test_this_copy_opens_and_the_changes_are_kept(asked: App, project_file: Path) -> None:
    bar = asked.bar()
    assert bar is not None
    (message,) = bar._queue
    ((_, take),) = message.offers
    take()
    assert asked.window is not None
    assert "there" in names(asked.window.session.project)
    (kept,) = project_file.parent.glob("test (changes of another copy*-wal")
    bar = asked.bar()
    assert bar is not None
    assert kept.name in bar._queue[-1].text.replace("\u2068", "").replace("\u2069", "").replace("\u200e", "")
