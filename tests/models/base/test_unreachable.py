"""What lies in a folder or on a drive that cannot be reached is told from what is gone, in time."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path

import pytest

from models.base.presence import Seen, answers, identities, look, plain
from tests.models.helpers import without_rights


def test_file_that_is_gone_is_told_from_one_that_cannot_be_reached(tmp_path: Path) -> None:
    (there := tmp_path / "a.nishan").touch()
    (lost := tmp_path / "link.nishan").symlink_to(tmp_path / "drive" / "a.nishan")
    gone, away = tmp_path / "b.nishan", tmp_path / "drive" / "a.nishan"
    assert look([there, gone, away, lost]) == {
        there: Seen.THERE,
        gone: Seen.GONE,
        away: Seen.UNREACHABLE,
        lost: Seen.UNREACHABLE,
    }
    assert look([there / "b", tmp_path / ("x" * 300), Path("a\0b")]) == {
        there / "b": Seen.UNREACHABLE,
        tmp_path / ("x" * 300): Seen.UNREACHABLE,
        Path("a\0b"): Seen.UNREACHABLE,
    }


def test_folder_that_may_not_be_entered_cannot_be_reached(tmp_path: Path) -> None:
    (closed := tmp_path / "closed").mkdir()
    (inside := closed / "p.nishan").touch()
    closed.chmod(0o000)
    try:
        with without_rights():
            assert look([inside]) == {inside: Seen.UNREACHABLE}
            assert plain(inside) == inside
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize("code", ["EACCES", "EIO", "ESTALE", "ENOTCONN", "ELOOP", "ETIMEDOUT"])
def test_error_of_a_drive_is_no_exception(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(getattr(errno, code), code)

    monkeypatch.setattr(Path, "stat", fail)
    path = tmp_path / "p.nishan"
    assert look([path]) == {path: Seen.UNREACHABLE}
    assert answers(path, 1)
    assert len(identities([path])) == 1


def test_drive_that_does_not_answer_is_waited_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hung, there = tmp_path / "a.nishan", tmp_path / "b.nishan"
    there.touch()
    back, stat = threading.Event(), Path.stat

    def wait(path: Path) -> os.stat_result:
        if path == hung:
            back.wait(30)
        return stat(path)

    monkeypatch.setattr(Path, "stat", wait)
    assert look([hung, there], 0.1) == {hung: Seen.UNREACHABLE, there: Seen.THERE}
    began = time.monotonic()
    assert not answers(hung, 20)
    assert identities([hung], 20) == {hung: hung}
    assert time.monotonic() - began < 10, "nobody waits for it again"
    back.set()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(5)
    assert look([hung]) == {hung: Seen.GONE}


def test_names_of_one_file_are_one(tmp_path: Path) -> None:
    (folder := tmp_path / "a").mkdir()
    (there := folder / "p.nishan").touch()
    (link := tmp_path / "l.nishan").symlink_to(there)
    (linked := tmp_path / "b").symlink_to(folder)
    names = [there, link, linked / "p.nishan", folder / ".." / "a" / "p.nishan"]
    assert len(set(identities(names).values())) == 1
    gone = [linked / "gone.nishan", folder / "gone.nishan"]
    assert len(set(identities([*gone, there]).values())) == 2
    assert plain(names[-1]) == there
    assert plain(link) == link, "the name that the person has given it"
    (elsewhere := tmp_path / "deep" / "c").mkdir(parents=True)
    (turn := tmp_path / "turn").symlink_to(elsewhere)
    (elsewhere.parent / "p.nishan").touch()
    assert plain(turn / ".." / "p.nishan") == elsewhere.parent / "p.nishan", "not beside the link"
