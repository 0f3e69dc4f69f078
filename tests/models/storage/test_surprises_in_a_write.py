"""What another program does in the midst of a write, after the last look, is noticed by the next gesture."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from models.base.errors import DiskRefused
from models.checks import check
from models.project.project import Project
from models.storage import upkeep, watch
from models.storage.opening import Opening
from tests.models.helpers import names
from tests.models.storage.test_upkeep import DRIVES, IN_PLACE, SHARED, Surprise, patched, path, stranger

__all__ = ["path"]  # a fixture
# Not a copy or a longer file, which the write under way makes whole again.
IN_THE_MIDST = {name: IN_PLACE[name] for name in ("cp text", "truncate", "empty")} | {"patch": patched}


def surprised_at(project: Project, statement: str, surprise: Callable[[], object]) -> None:
    """Let another program strike once, as soon as the connection begins such a statement: after the last look."""
    struck: list[str] = []

    def heard(sql: str) -> None:
        if sql.startswith(statement) and not struck:
            struck.append(sql)
            surprise()

    project._conn.set_trace_callback(heard)


@pytest.mark.parametrize("surprise", IN_PLACE.values(), ids=[*IN_PLACE])
@DRIVES
def test_surprise_between_the_look_and_the_commit_is_told_by_the_next_gesture(
    path: Path, surprise: Surprise, how: Opening
) -> None:
    """Nobody can prevent it. With a log the gesture is there, and closing keeps it; without one, nothing is mixed."""
    project = Project.open(path, how)
    project.annotator("me")
    surprised_at(project, "COMMIT", lambda: surprise(path))
    project.annotator("and me")
    theirs = stranger(path)
    with pytest.raises(DiskRefused, match="changed by another program"):
        project.annotator("and I")
    assert project.is_at_risk
    kept = project.close()
    assert stranger(path) == theirs
    if how is not SHARED:
        assert kept is not None
        with Project.open(kept) as found:
            assert names(found)[-2:] == ["me", "and me"]
            assert check(found) == []


@pytest.mark.parametrize("surprise", IN_THE_MIDST.values(), ids=[*IN_THE_MIDST])
@pytest.mark.parametrize("most", [32_000_000, 0], ids=["", "of a large project"])
def test_surprise_while_the_log_is_folded_in_is_noticed(
    path: Path, monkeypatch: pytest.MonkeyPatch, surprise: Surprise, most: int
) -> None:
    monkeypatch.setattr(upkeep, "_FRAMES", 10)
    monkeypatch.setattr(watch, "_MOST", most)
    project = Project.open(path)
    surprised_at(project, "PRAGMA wal_checkpoint", lambda: surprise(path))
    for number in range(10):  # the log is folded in after some of them
        with suppress(DiskRefused):
            project.annotator(f"{number}")
    assert project.is_changed_outside or (most == 0 and surprise is patched)  # whose pages are not kept
    written = names(project) if most else []
    kept = project.close()
    if most:
        assert kept is not None
        with Project.open(kept) as found:
            assert names(found) == written
            assert check(found) == []


@pytest.mark.parametrize("surprise", [IN_PLACE["truncate"], IN_PLACE["empty"], IN_PLACE["cp text"]])
@DRIVES
def test_what_closing_says_is_kept_is_there(path: Path, surprise: Surprise, how: Opening) -> None:
    project = Project.open(path, how)
    project.annotator("me")
    surprise(path)
    kept = project.close()
    assert kept is None if how is SHARED else kept is not None and kept.exists()
