"""After an unexpected end the project is looked through beside the work: a quiet line, a loud one for damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.backups import backing_up
from models.base.errors import Damaged
from models.project.project import Project
from models.storage import page_copy
from tests.models.checks.test_damaged_rows import damage
from tests.models.storage.looking.killed import ARTICLES, forge, kill_while_labelling, make
from tests.selection import one_in
from tests.ui.backed import label, made
from tests.ui.conftest import OpenWindow
from ui.shell.window import Window


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "p.nishan"
    make(path)
    return path


@pytest.fixture
def path(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed project of many pages, which are copied a few at a time."""
    monkeypatch.setattr(page_copy, "PAGES", 4)
    return Path(shutil.copy(base, tmp_path))


def looked(window: Window, qtbot: QtBot) -> None:
    """Begin the look, and wait until it is over."""
    with qtbot.waitSignal(window.backups.scheduler.ended, timeout=20_000):
        window.backups.scheduler.soon.start(0)
    qtbot.waitUntil(lambda: not window.backups.scheduler.at_work)


def told(window: Window) -> str:
    return " | ".join(message.text for message in window.messages._queue)


def test_line_is_there_while_the_project_is_looked_through_and_labelling_goes_on(
    path: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    kill_while_labelling(path)
    window = open_window(path)
    line = window.backups.look_line
    assert not line.isVisible()
    window.backups.scheduler.soon.start(0)
    qtbot.waitUntil(line.isVisible)
    assert line.text().startswith("Looking through the project after an unexpected end: ")
    label(window, "لاہور")
    with qtbot.waitSignal(window.backups.scheduler.looked_through, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: not line.isVisible())
    assert window._status.text() == "the project is sound, though the last session ended unexpectedly"
    assert told(window) == ""
    assert not window.session.project.owes_look
    (backup,) = made(window)
    with Project.open(backup.path) as copy:
        assert not copy.owes_look


def test_after_a_clean_end_there_is_no_line(path: Path, open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(path)
    looked(window, qtbot)
    assert window.backups.look_line.text() == ""
    assert window._status.text() == ""


def test_look_that_was_left_by_closing_is_done_by_the_next_window(
    path: Path, open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_while_labelling(path)
    with monkeypatch.context() as slow:
        slow.setattr(page_copy, "NAP", 0.1)
        window = open_window(path)
        window.backups.scheduler.soon.start(0)
        qtbot.waitUntil(window.backups.look_line.isVisible)
        window.close()
    assert not [*window.backups.scheduler.root.glob("*/*")]
    window = open_window(path)
    looked(window, qtbot)
    assert "the project is sound" in window._status.text()
    assert not window.session.project.owes_look
    assert len(made(window)) == 1


DAMAGES = {
    "an index": lambda path: forge(path, 1),
    "a text": lambda path: damage(path, "UPDATE article SET text = 'x' || text WHERE id = 1"),
}


@pytest.mark.parametrize("what", one_in(3, DAMAGES))
def test_damage_in_what_was_not_touched_is_told_after_a_while_and_at_the_next_start(
    path: Path, open_window: OpenWindow, qtbot: QtBot, what: str
) -> None:
    DAMAGES[what](path)
    kill_while_labelling(path, 0)
    window = open_window(path)
    assert told(window) == ""
    looked(window, qtbot)
    assert "the project is damaged (" in told(window)
    assert "look for the last good one in Project, Backups" in told(window)
    assert window._status.text() == "the last session ended unexpectedly, and the project is damaged"
    assert not window.backups.look_line.isVisible()
    window.close()
    if what == "an index":
        with pytest.raises(Damaged, match="index span_layer"):
            Project.open(path)
    else:
        window = open_window(path)
        looked(window, qtbot)
        assert "the text of article 1" in told(window)


def test_damaged_row_that_was_touched_is_told_as_the_window_stands(
    path: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    damage(path, f"UPDATE span SET note = 'y' WHERE id = (SELECT min(id) FROM span WHERE article_id = {ARTICLES})")
    kill_while_labelling(path)
    window = open_window(path)
    assert "The last session ended unexpectedly. Damaged: " in told(window)
    assert "PERSON of sana" in told(window)
    assert "recover what is sound into a new project" in told(window)


def test_where_no_copy_can_be_made_the_look_stays_owed_and_that_is_told(
    path: Path, open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_while_labelling(path)
    monkeypatch.setattr(backing_up, "_ROOM", 1 << 62)
    window = open_window(path)
    looked(window, qtbot)
    assert "no backup could be made" in told(window)
    assert "Nor was all of it looked at after its unexpected end" in told(window)
    assert window.session.project.owes_look
    assert not window.backups.look_line.isVisible()
