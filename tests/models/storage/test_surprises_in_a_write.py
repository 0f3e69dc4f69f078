"""What another program does in the midst of a write, after the last look, is noticed by the next gesture."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from models.base.entities import Edit, Effort
from models.base.errors import DiskRefused
from models.checks import check
from models.project.pending import PendingWrites
from models.project.project import Project
from models.storage import upkeep, watch
from models.storage.opening import Opening
from models.storage.tables.rows import now
from tests.models.helpers import make_span, names
from tests.models.storage.test_upkeep import DRIVES, IN_PLACE, SHARED, Surprise, patched, path, spans, stranger

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


@pytest.mark.parametrize("theirs", ["of a colleague", "another project"])
@DRIVES
def test_gestures_wait_beside_what_another_program_put_there(path: Path, how: Opening, theirs: str) -> None:
    """Their project has other rows under the same numbers, or none: nothing is written into it, be it in memory."""
    other = path.with_name("theirs.nishan")
    if theirs == "of a colleague":
        shutil.copy(path, other)
    with Project.open(other) if other.exists() else Project.create(other, []) as project:
        for number in range(9):
            project.annotator(f"theirs {number}")
            if theirs == "of a colleague":
                article = project.article_rows(project.annotators()[0].id)[0].id
                project.put(Edit(spans=(make_span(project, article, number, number + 3),)), "label")
    with Project.open(path, how) as project:
        article = project.article_rows(project.annotator("me").id)[0].id
        edits = [Edit(spans=(make_span(project, article, 20, 20 + size),)) for size in (1, 2, 3)]
        project.put(edits[0], "label")
        before, pending = path.read_bytes(), PendingWrites(project)
        path.write_bytes(other.read_bytes())
        for edit in edits[1:]:
            pending.put(edit, "label", Effort(), now())
        assert (len(pending), pending.retry()) == (2, False)
        assert path.read_bytes() == other.read_bytes()
        path.write_bytes(before)
        assert pending.retry()
    with Project.open(path) as project:
        assert spans(project) == 3
        assert check(project) == []
