"""Gestures that the disk refuses: they wait, are seen, and reach the file when it takes them again."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from models.base.entities import AnnotatorId, ArticleId, Edit, Effort, LabelId, Span
from models.base.errors import Damaged, DiskRefused, UserError
from models.checks import check
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.pending import PendingWrites, Step
from models.project.project import Project
from models.storage.disk.volumes import Drive
from models.storage.opening import Opening
from tests.disks import files_may_not_grow_past, fill, tiny_disk

AT = "2026-11-24T10:00:00.000+00:00"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    with tiny_disk(tmp_path / "small") as folder:
        yield folder


def make(folder: Path) -> Path:
    path = folder / "p.nishan"
    with Project.create(path, seed_labels()) as project:
        import_files(project, seed_articles())
        project.annotator("sana")
    return path


def span(number: int) -> Span:
    uid = str(UUID(int=number, version=4))
    return Span(uid, ArticleId(1), AnnotatorId(1), number % 500, number % 500 + 5, note="ن" * 2000, label=LabelId(3))


def putting(edit: Edit) -> Step:
    return lambda project: project.put(edit, "label", at=AT)


def put(unsaved: PendingWrites, *spans: Span) -> bool:
    edit = Edit(spans=spans)
    return unsaved.run(putting(edit), edit)


def layer(project: Project) -> set[str]:
    return {found.uid for found in project.spans(ArticleId(1), AnnotatorId(1))}


def wal(path: Path) -> int:
    return path.with_name(path.name + "-wal").stat().st_size


def events(project: Project) -> list[tuple[object, ...]]:
    return project.rows("SELECT at, gesture, annotator_id, article_id, object, before, after FROM event ORDER BY id")


def test_a_full_disk_takes_no_gesture_and_loses_none(small: Path) -> None:
    path = make(small)
    with Project.open(path) as project:
        me = project.annotator("sana")
        assert me.id == 1
        unsaved = PendingWrites(project)
        assert put(unsaved, span(0))
        filler = fill(small)
        number = 1
        while put(unsaved, span(number)):
            number += 1
        for more in range(number + 1, number + 300):
            assert not put(unsaved, span(more))
        every = {span(of).uid for of in range(number + 300)}
        assert layer(project) == every
        assert "full" in unsaved.reason
        assert not unsaved.retry()
        assert layer(project) == every
        filler.unlink()
        assert unsaved.retry()
        assert layer(project) == every
    with Project.open(path) as project:
        assert layer(project) == every
        assert check(project) == []
        assert project.value("SELECT count(*) FROM event WHERE gesture = 'label'") == len(every)


def test_a_disk_with_a_little_room_takes_what_fits(small: Path) -> None:
    path = make(small)
    with Project.open(path) as project:
        unsaved = PendingWrites(project)
        filler = fill(small)
        made = 0
        while len(unsaved) < 400:
            put(unsaved, span(made))
            made += 1
        with filler.open("rb+") as file:
            file.truncate(filler.stat().st_size - 300_000)
        assert not unsaved.retry()
        assert 0 < len(unsaved) < 400
        assert len(layer(project)) == made
        kept = len(unsaved)
        unsaved.give_up()
        assert len(layer(project)) == made - kept


def test_what_a_full_disk_refused_is_saved_elsewhere(small: Path, tmp_path: Path) -> None:
    path = make(small)
    with Project.open(path) as project:
        unsaved = PendingWrites(project)
        fill(small)
        number = 0
        while put(unsaved, span(number)) or number < 50:
            number += 1
        with pytest.raises(UserError, match="cannot be made"):
            unsaved.save_to(small / "there.nishan")
        assert len(unsaved)
        assert len(layer(project)) == number + 1
        unsaved.save_to(tmp_path / "elsewhere.nishan")
        assert not unsaved
    with Project.open(tmp_path / "elsewhere.nishan") as copy:
        assert layer(copy) == {span(of).uid for of in range(number + 1)}
        assert check(copy) == []
    assert [file.name for file in small.iterdir() if file.suffix == ".tmp"] == []


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_an_io_error_loses_no_gesture(tmp_path: Path, journal: str) -> None:
    path = make(tmp_path)
    drive = Drive(service="Dropbox" if journal == "delete" else "")
    with Project.open(path, Opening(drive)) as project:
        unsaved = PendingWrites(project)
        assert put(unsaved, span(0))
        size = wal(path) if journal == "wal" else 4096
        with files_may_not_grow_past(size):
            assert not put(unsaved, span(1))
            assert not put(unsaved, *(span(number) for number in range(2, 600)))
            assert not unsaved.retry()
            assert "refuses" in unsaved.reason
            assert len(layer(project)) == 600
        assert unsaved.retry()
        assert project.value("PRAGMA journal_mode") == journal
    with Project.open(path) as project:
        assert len(layer(project)) == 600
        assert check(project) == []


def test_nothing_else_is_written_while_something_waits(tmp_path: Path) -> None:
    path = make(tmp_path)
    with Project.open(path) as project:
        unsaved = PendingWrites(project)
        assert put(unsaved, span(0))
        with files_may_not_grow_past(wal(path)):
            assert not put(unsaved, span(1))
            with pytest.raises(UserError, match="not saved yet"):
                import_files(project, seed_articles())
            with pytest.raises(UserError, match="not saved yet"):
                project.annotator("another")
            assert not put(unsaved, span(2))
        assert unsaved.retry()
        assert len(layer(project)) == 3


def test_a_gesture_that_can_never_be_written_waits_for_nothing(tmp_path: Path) -> None:
    path = make(tmp_path)
    with Project.open(path) as project:
        unsaved = PendingWrites(project)
        outside = Edit(spans=(replace(span(1), start=10**6, end=10**6 + 1),))
        with pytest.raises(ValueError, match="does not lie"):
            unsaved.run(putting(outside), outside)
        assert not unsaved
        assert put(unsaved, span(0))
        with files_may_not_grow_past(wal(path)):
            assert not put(unsaved, span(1))
            with pytest.raises(ValueError, match="does not lie"):
                unsaved.run(putting(outside), outside)
            assert len(unsaved) == 1
        assert unsaved.retry()


@pytest.mark.parametrize("seed", range(8))
def test_a_disk_that_comes_and_goes_leaves_the_same_project_as_one_that_never_failed(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path = make(tmp_path)
    plain = tmp_path / "plain.nishan"
    with Project.open(path) as project:
        project.copy_to(plain)
    with Project.open(path) as project, Project.open(plain) as never_failed:
        unsaved = PendingWrites(project)
        put(unsaved, span(0))
        never_failed.put(Edit(spans=(span(0),)), "label", at=AT)
        for _ in range(6):
            made = [replace(span(rng.randrange(12)), deleted=rng.random() < 0.4) for _ in range(rng.randrange(1, 6))]
            edits = [Edit(spans=(one,)) for one in made]
            with files_may_not_grow_past(wal(path) if rng.random() < 0.6 else 2**30):
                for edit in edits:
                    assert unsaved.run(putting(edit), edit) == (not unsaved)
            for edit in edits:
                never_failed.put(edit, "label", at=AT)
            assert layer(project) == layer(never_failed)
            if rng.random() < 0.7:
                assert unsaved.retry()
        assert unsaved.retry()
        assert events(project) == events(never_failed)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
@pytest.mark.parametrize("replaced", [False, True])
def test_what_is_written_to_a_project_that_lost_its_name_waits(tmp_path: Path, replaced: bool) -> None:
    path = make(tmp_path)
    with Project.open(path) as project:
        unsaved = PendingWrites(project)
        assert put(unsaved, span(0))
        path.rename(tmp_path / "moved.nishan")
        if replaced:
            path.write_bytes(b"of another program")
        assert not put(unsaved, span(1))
        assert "was moved" in unsaved.reason
        assert layer(project) == {span(0).uid, span(1).uid}
        unsaved.save_to(tmp_path / "all.nishan")
        assert put(unsaved, span(2)) is False
        (tmp_path / "moved.nishan").replace(path)
        assert unsaved.retry()
    for file, spans in ((path, {0, 2}), (tmp_path / "all.nishan", {0, 1})):
        with Project.open(file) as project:
            assert layer(project) == {span(number).uid for number in spans}
            assert check(project) == []


def test_a_drive_that_cannot_even_be_read_keeps_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path)
    with Project.open(path) as project:
        unsaved = PendingWrites(project)
        put(unsaved, span(0))
        gone = DiskRefused("the drive is gone", "The drive is gone.")

        def refuse(*_: object, **__: object) -> None:
            raise gone

        with monkeypatch.context() as away:
            away.setattr(Project, "put", refuse)
            away.setattr(Project, "begin_in_memory", refuse)
            assert not put(unsaved, span(1))
            assert not put(unsaved, replace(span(0), deleted=True))
            assert not unsaved.retry()
            with pytest.raises(UserError, match="not saved yet"):
                project.annotator("of an import")
            shown = unsaved.put(Edit(spans=(span(2),)), "label", Effort(), AT)
            assert shown.spans == (span(2),), "what was written last is told without being read"
        assert unsaved.retry()
        assert layer(project) == {span(1).uid, span(2).uid}


class Failing:
    """A connection on which one statement fails, as of a drive that was pulled out."""

    def __init__(self, conn: sqlite3.Connection, start: str) -> None:
        self._conn, self.start = conn, start

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if self.start and sql.startswith(self.start):
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error
        return self._conn.execute(sql, *parameters)


@pytest.mark.parametrize("start", ["BEGIN IMMEDIATE", "SELECT 1 FROM"])
def test_a_shared_drive_that_comes_back_is_written_with_its_journal_and_its_lock(tmp_path: Path, start: str) -> None:
    with Project.open(make(tmp_path), Opening(Drive(network="nfs4"))) as project:
        conn = project._conn
        project._conn = failing = Failing(conn, start)  # type: ignore[assignment]
        with pytest.raises(DiskRefused):
            project.begin_in_memory()
        project.rollback_memory()
        failing.start = ""
        project.annotator("another")
        modes = [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "locking_mode")]
        assert modes == ["delete", "exclusive"]


def test_a_place_that_does_not_take_everything_has_no_project_then(tmp_path: Path) -> None:
    path, other = make(tmp_path), tmp_path / "other.nishan"
    with Project.open(path) as project:
        unsaved = PendingWrites(project)

        def refused_there(written: Project) -> None:
            if written is not project or not written._holds_memory:
                raise DiskRefused("full", "full")

        assert not unsaved.run(refused_there)
        assert not put(unsaved, span(1))
        with pytest.raises(DiskRefused):
            unsaved.save_to(other)
        assert [*tmp_path.glob("other*")] == []
        assert len(unsaved) == 2
        assert layer(project) == {span(1).uid}


def test_trying_again_in_vain_for_another_reason_keeps_what_waits_in_sight(tmp_path: Path) -> None:
    with Project.open(make(tmp_path)) as project:
        unsaved = PendingWrites(project)
        errors = [DiskRefused("full", "full"), None, Damaged("damaged")]

        def fails_now_and_then(_: Project) -> None:
            if errors and (error := errors.pop(0)):
                raise error

        assert not unsaved.run(fails_now_and_then)
        assert not put(unsaved, span(1))
        with pytest.raises(Damaged):
            unsaved.retry()
        assert len(unsaved) == 2
        assert layer(project) == {span(1).uid}
        assert unsaved.retry()
        assert layer(project) == {span(1).uid}
