"""What another program does to the file of an open project is noticed before anything more is called saved."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from models.base.entities import Edit
from models.base.errors import DiskRefused, UserError
from models.checks import check
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.pending import PendingWrites
from models.project.project import Project
from models.project.read_only import open_read_only
from models.storage import project_file, upkeep, watch
from models.storage.disk.volumes import Drive
from models.storage.opening import Opening
from models.storage.page_copy import CopySource
from tests.models.helpers import make_span, names

Surprise = Callable[[Path], object]
SHARED = Opening(Drive(service="Dropbox"))
DRIVES = pytest.mark.parametrize("how", [Opening(), SHARED], ids=["with log", "without log"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with an older copy of it beside it."""
    path = tmp_path / "p.nishan"
    with Project.create(path, seed_labels()) as project:
        import_files(project, seed_articles())
    shutil.copy(path, tmp_path / "old.nishan")
    with Project.open(path) as project:
        for number in range(30):
            project.annotator(f"before {number}")
    return path


def old(path: Path) -> bytes:
    return path.with_name("old.nishan").read_bytes()


def patched(path: Path) -> None:
    """Another program writes a page in the middle; size and header stay."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 8192 * 4096)
        file.write(b"x" * 4096)


def replaced(path: Path) -> None:
    shutil.copy(path.with_name("old.nishan"), path.with_name("new.nishan"))
    path.with_name("new.nishan").replace(path)


IN_PLACE: dict[str, Surprise] = {
    "cp old": lambda path: path.write_bytes(old(path)),
    "cp text": lambda path: path.write_text("no project"),
    "truncate": lambda path: os.truncate(path, 4096),
    "empty": lambda path: os.truncate(path, 0),
    "append": lambda path: path.write_bytes(path.read_bytes() + b"x"),
}
BY_NAME: dict[str, Surprise] = {
    "replace": replaced,
    "same bytes by rename": lambda path: Path(shutil.copy(path, path.with_name("same"))).replace(path),
    "remove": lambda path: path.unlink(),
    "move": lambda path: path.rename(path.with_name("moved.nishan")),
}
WITH_LOG: dict[str, Surprise] = IN_PLACE | BY_NAME | {"patch": patched}
HARMLESS: dict[str, Surprise] = {
    "touch": lambda path: path.touch(),
    "touch the log": lambda path: path.with_name("p.nishan-wal").touch(),
    "other times": lambda path: os.utime(path, (1, 1)),
    "cp same": lambda path: path.write_bytes(path.read_bytes()),
    "chmod": lambda path: path.chmod(0o640),
    "back again": lambda path: (data := path.read_bytes(), path.write_bytes(b""), path.write_bytes(data)),
}
SURPRISES = pytest.mark.parametrize("surprise", WITH_LOG.values(), ids=[*WITH_LOG])


def stranger(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def spans(project: Project) -> int:
    found: int = project.value("SELECT count(*) FROM span WHERE deleted = 0 AND note = ''")
    return found


@SURPRISES
@pytest.mark.parametrize("when", ["idle", "between gestures", "while some wait"])
def test_every_gesture_is_saved_elsewhere_and_the_strangers_file_is_left_alone(
    path: Path, surprise: Surprise, when: str
) -> None:
    with Project.open(path) as project:
        project.annotator("me")
        before, pending = spans(project), PendingWrites(project)
        article = project.article_rows(project.annotators()[0].id)[0].id
        edits = [Edit(spans=(make_span(project, article, 9, 9 + size),)) for size in (1, 2, 3, 4)]

        def put(edit: Edit) -> bool:
            return pending.run(lambda into: into.put(edit, "label"), edit)

        if when != "idle":
            assert put(edits[0])
        surprise(path)
        theirs = stranger(path)
        for edit in edits[1:] if when != "idle" else edits:
            assert not put(edit)
        if when == "while some wait" and path.exists():
            path.write_bytes(theirs := b"and once more")
        assert "while it is open" in pending.reason
        assert not pending.retry()
        pending.save_to(path.with_name("elsewhere.nishan"))
        assert not project.is_at_risk
    with Project.open(path.with_name("elsewhere.nishan")) as copy:
        assert spans(copy) == before + 4
        assert len(names(copy)) > 30
        assert check(copy) == []
    assert stranger(path) == theirs
    assert not [found.name for found in path.parent.iterdir() if "as it was" in found.name or "-wal" in found.name]


@SURPRISES
def test_closing_keeps_what_was_saved_and_leaves_the_strangers_file_alone(path: Path, surprise: Surprise) -> None:
    project = Project.open(path)
    project.annotator("me")
    surprise(path)
    theirs = stranger(path)
    kept = project.close()
    assert stranger(path) == theirs
    assert kept is not None
    assert kept.name.startswith("p (as it was open here, ")
    with Project.open(kept) as found:
        assert names(found)[-1] == "me"
        assert check(found) == []
    assert not path.with_name("p.nishan-wal").exists()


@SURPRISES
def test_closing_a_project_that_nobody_wrote_to_leaves_nothing(path: Path, surprise: Surprise) -> None:
    project = Project.open(path)
    surprise(path)
    theirs, listed = stranger(path), {found.name for found in path.parent.iterdir()}
    assert project.close() is None
    assert stranger(path) == theirs
    assert {found.name for found in path.parent.iterdir()} <= listed


@pytest.mark.parametrize("surprise", HARMLESS.values(), ids=[*HARMLESS])
@DRIVES
def test_what_changes_no_content_is_no_surprise(path: Path, surprise: Surprise, how: Opening) -> None:
    with Project.open(path, how) as project:
        project.annotator("me")
        if how is SHARED and "log" in str(surprise.__code__.co_consts):
            return
        surprise(path)
        project.annotator("and me")
        surprise(path)
    with Project.open(path) as project:
        assert names(project)[-2:] == ["me", "and me"]
        assert check(project) == []


@pytest.mark.parametrize("surprise", (IN_PLACE | BY_NAME).values(), ids=[*IN_PLACE, *BY_NAME])
def test_without_a_log_it_is_noticed_and_nothing_is_mixed(path: Path, surprise: Surprise) -> None:
    project = Project.open(path, SHARED)
    project.annotator("me")
    surprise(path)
    theirs = stranger(path)
    with pytest.raises(DiskRefused, match="so this was not saved"):
        project.annotator("and me")
    with suppress(UserError):
        project.copy_to(path.with_name("elsewhere.nishan"))
    if path.with_name("elsewhere.nishan").exists():
        with Project.open(path.with_name("elsewhere.nishan")) as copy:
            assert names(copy)[-1] == "me"
            assert check(copy) == []
    project.close()
    assert stranger(path) == theirs


@DRIVES
def test_surprise_in_the_midst_of_a_gesture_undoes_it(path: Path, how: Opening) -> None:
    with Project.open(path, how) as project:
        project.annotator("me")

        def write_and_be_surprised() -> None:
            with project.transaction():
                project.put_row("meta", {"key": "x", "value": "y"})
                path.write_bytes(old(path))

        with pytest.raises(DiskRefused, match="changed by another program"):
            write_and_be_surprised()
        project.forget_changes()
    assert path.read_bytes() == old(path)


@DRIVES
def test_large_transaction_of_our_own_is_no_surprise(path: Path, how: Opening) -> None:
    """There is not enough memory for its pages: they are in the log, or in the file, before the commit."""
    with Project.open(path, how) as project:
        for undone in (True, False):
            try:
                with project.transaction():
                    for number in range(60):
                        project.put_row("meta", {"key": f"{number}", "value": "x" * 100_000})
                        project.rows("SELECT count(*) FROM span")
                    if undone:
                        raise KeyError
            except KeyError:
                continue
        project.annotator("me")
    with Project.open(path) as project:
        assert project.value("SELECT count(*) FROM meta WHERE length(value) = 100000") == 60
        assert names(project)[-1] == "me"


def test_log_is_folded_in_when_it_is_long_and_gestures_are_not_slowed_after_an_import(path: Path) -> None:
    with Project.open(path) as project:
        log = path.with_name("p.nishan-wal")
        with project.transaction():
            for number in range(100):
                project.put_row("meta", {"key": f"{number}", "value": "x" * 100_000})
        assert path.stat().st_size > 10_000_000
        project.annotator("me")
        after = path.stat().st_mtime_ns
        for number in range(10):
            project.annotator(f"{number}")
        assert path.stat().st_mtime_ns == after
        assert log.stat().st_size < 4_200_000


def fill_log(project: Project) -> None:
    """Write as many transactions as a log holds nearly, and too few for it to be folded in."""
    for number in range(7):
        with project.transaction():
            project.put_row("meta", {"key": f"full {number}", "value": "x" * 400_000})


def test_long_log_is_folded_in_ahead_so_that_no_gesture_has_to(path: Path) -> None:
    with Project.open(path) as project:
        before = path.read_bytes()
        project.annotator("me")
        project.fold_in_ahead()
        assert path.read_bytes() == before  # a short one stays
        for round_ in range(3):  # in later rounds the log is as large as ever, and begins anew
            fill_log(project)
            assert path.read_bytes() == before
            project.fold_in_ahead()
            assert (before := path.read_bytes()).count(b"x") > 2_800_000
            project.fold_in_ahead()
            project.annotator(f"after {round_}")
            project.fold_in_ahead()
            assert path.read_bytes() == before
    with Project.open(path) as project:
        assert names(project)[-1] == "after 2"
        assert not check(project)


@SURPRISES
def test_log_is_not_folded_in_ahead_into_a_strangers_file(path: Path, surprise: Surprise) -> None:
    with Project.open(path) as project:
        fill_log(project)
        surprise(path)
        before = stranger(path)
        project.fold_in_ahead()
        assert stranger(path) == before
        project.forget_changes()


def test_log_is_not_folded_in_ahead_while_a_transaction_or_another_thread_has_the_project(path: Path) -> None:
    with Project.open(path) as project:
        fill_log(project)
        before = path.read_bytes()
        with project.transaction():
            project.add_row("annotator", {"id": 99, "uid": "u", "name": "n", "kind": "person", "created_at": "now"})
            project.fold_in_ahead()
            beside = threading.Thread(target=project.fold_in_ahead)  # which must not wait
            beside.start()
            beside.join(10)
            assert not beside.is_alive()
        project.begin_in_memory()
        project.fold_in_ahead()
        assert path.read_bytes() == before
        project.rollback_memory()
        project.fold_in_ahead()
        assert path.read_bytes() != before


def test_project_without_a_log_or_that_is_only_read_has_nothing_to_fold_in(path: Path) -> None:
    with Project.open(path, SHARED) as project:
        fill_log(project)
        project.fold_in_ahead()
    before = path.read_bytes()
    with open_read_only(path) as project:
        project.fold_in_ahead()
    assert path.read_bytes() == before


def test_log_that_lost_its_name_gets_a_new_file(path: Path) -> None:
    with Project.open(path) as project:
        project.annotator("me")
        path.with_name("p.nishan-wal").unlink()
        project.annotator("and me")
        assert path.with_name("p.nishan-wal").exists()
        path.with_name("p.nishan-wal").rename(path.with_name("x"))
        project.annotator("and I")
    with Project.open(path) as project:
        assert names(project)[-3:] == ["me", "and me", "and I"]


@pytest.mark.parametrize("surprise", [IN_PLACE["cp text"], IN_PLACE["truncate"], IN_PLACE["empty"]])
def test_read_that_fails_says_that_it_is_the_strangers_doing(path: Path, surprise: Surprise) -> None:
    with Project.open(path) as project:
        surprise(path)
        with pytest.raises(DiskRefused, match=r"changed by another program .* cannot be read; put it back") as caught:
            project.article_rows(project.annotators()[0].id)
        assert "not saved" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"x" * 100, None])
def test_log_that_another_program_overwrote_is_not_folded_in(path: Path, data: bytes | None) -> None:
    log = path.with_name("p.nishan-wal")
    with Project.open(path) as project:
        for number in range(20):
            project.annotator(f"me {number}")
        log.write_bytes(log.read_bytes()[:-5000] + b"x" * 5000 if data is None else data)
        before = path.read_bytes()
        with pytest.raises(DiskRefused, match="changed by another program"):
            project.annotator("and me")
        project.forget_changes()
    assert path.read_bytes() == before


def test_no_backup_is_made_of_a_mixture(path: Path, root: Path) -> None:
    from models.backups.backing_up import back_up
    from models.backups.listing import Reason

    with Project.open(path) as project:
        path.write_bytes(old(path))
        with pytest.raises(UserError):
            back_up(project.source(), root, Reason.ASKED)
    assert not [*root.rglob("*.nishan")]


def test_no_dataset_is_made_of_a_mixture(path: Path) -> None:
    from models.exporting.plan import ExportPlan
    from models.exporting.run import export

    out = path.with_name("o.jsonl")
    with Project.open(path) as project:
        path.write_bytes(old(path))
        with pytest.raises(DiskRefused, match="changed by another program"):
            export(project, out, ExportPlan(format_key="jsonl"))
    assert not out.exists()


def test_what_cannot_be_copied_whole_is_not_copied(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_MOST", 0)  # as in a project that is too large to be kept in memory
    with Project.open(path) as project:
        project.annotator("me")
        path.write_bytes(old(path))
        with pytest.raises(UserError, match="go back to a backup"):
            project.copy_to(path.with_name("elsewhere.nishan"))
        kept = project.close()
    assert path.read_bytes() == old(path)
    assert kept is not None
    assert kept.name.endswith(".nishan-wal")
    assert "changes not saved" in kept.name


@pytest.mark.parametrize("renames", [True, False], ids=["", "and the file cannot be renamed"])
def test_log_that_can_be_kept_nowhere_stays(path: Path, monkeypatch: pytest.MonkeyPatch, renames: bool) -> None:
    def refuse(_path: Path, _to: Path) -> None:
        raise PermissionError(13, "it is open")

    monkeypatch.setattr(upkeep.Upkeep, "_keep", lambda _self: None)
    if not renames:
        monkeypatch.setattr(Path, "rename", refuse)
    with Project.open(path) as project:
        project.annotator("me")
        path.write_bytes(old(path))
    assert path.read_bytes() == old(path)
    assert path.with_name("p.nishan-wal").stat().st_size > 0


def test_block_that_ends_says_where_it_was_kept(path: Path) -> None:
    def write_and_lose() -> None:
        with Project.open(path) as project:
            project.annotator("me")
            path.write_bytes(old(path))

    with pytest.raises(UserError, match=r"was changed by another program .* kept as p \(as it was open here, "):
        write_and_lose()


def test_gestures_cost_no_look_at_the_content(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(path) as project:
        project.annotator("me")
        monkeypatch.setattr(watch.Watch, "_has_same_content", lambda _self: pytest.fail("read"))
        for number in range(20):
            project.annotator(f"{number}")


def test_a_copy_is_not_taken_for_changed_while_the_log_is_folded_in(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, folding = threading.Event(), threading.Event()
    copy, settle = project_file.copy, watch.Watch.settle_folded

    def copy_first(source: CopySource, draft: Path) -> str:
        damage = copy(source, draft)
        copied.set()
        assert folding.wait(10)
        return damage

    def settle_later(self: watch.Watch, *given: sqlite3.Connection, whole: bool) -> None:
        folding.set()
        time.sleep(0.2)  # the file has what the log had, and nobody has noted it yet
        settle(self, *given, whole=whole)

    monkeypatch.setattr(upkeep, "_AHEAD", 0)
    monkeypatch.setattr(project_file, "copy", copy_first)
    monkeypatch.setattr(watch.Watch, "settle_folded", settle_later)
    told: list[Exception] = []

    def make_copy() -> None:
        try:
            project.copy_to(tmp_path / "copy.nishan")
        except UserError as error:
            told.append(error)

    with Project.open(path) as project:
        project.annotator("somebody")
        copying = threading.Thread(target=make_copy)
        copying.start()
        assert copied.wait(10)
        project.fold_in_ahead()
        copying.join()
        assert told == []
    with Project.open(tmp_path / "copy.nishan") as made:
        assert made.annotator_named("somebody") is not None
        assert check(made) == []
