"""Long work between events: in short slices, given up for other work, ended when the project closes."""

from __future__ import annotations

import time
from collections.abc import Generator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.base.errors import UserError
from ui.shell.window import Window
from ui.tasks.slices import Slices


def slow(pieces: int, seconds: float = 0.002) -> Generator[int, None, str]:
    for piece in range(pieces):
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            pass
        yield piece
    return "end"


def test_events_come_between_slices_and_the_end_is_told(window: Window, qtbot: QtBot) -> None:
    work = Slices(window, window.session)
    seen: list[int] = []
    ends: list[str] = []
    work.start(slow(20), ends.append, seen.append)
    assert work.at_work
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))
    assert len(seen) < 20, "not all at once"
    qtbot.waitUntil(lambda: bool(ends))
    assert (seen, ends, work.at_work) == (list(range(20)), ["end"], False)


def test_other_work_takes_its_place_and_finish_is_bounded(window: Window) -> None:
    work, ends = Slices(window, window.session), []
    work.start(slow(1_000), lambda _: ends.append("first"))
    assert not work.finish(0.004)
    work.start(slow(2), lambda _: ends.append("second"))
    assert work.finish()
    assert ends == ["second"]


def test_work_that_fails_is_over_and_has_no_result(window: Window) -> None:
    """A read that a changed file refuses, say: the generator is at its end then, which is not the end of its work."""
    work = Slices(window, window.session)
    ends: list[str] = []

    def failing() -> Generator[int, None, str]:
        yield 1
        raise UserError("p.nishan: was changed.")

    work.start(failing(), ends.append)
    with pytest.raises(UserError, match="was changed"):
        work.finish()
    assert not work.at_work
    assert work.finish()
    assert ends == []


def test_work_ends_when_the_project_closes(window: Window) -> None:
    work = Slices(window, window.session)
    ends: list[str] = []
    work.start(slow(5), ends.append)
    window.close()
    assert not work.at_work
    assert ends == []


def test_slices_wait_while_their_widget_may_not_be_used(window: Window, qtbot: QtBot) -> None:
    """A job has the project then, and whoever asks it something stands still until the job ends."""
    done: list[object] = []
    owner = QWidget(window)
    slices = Slices(owner, window.session)
    window.setEnabled(False)
    slices.start(iter((1, 2)), done.append)
    QTest.qWait(30)
    assert done == []
    window.setEnabled(True)
    qtbot.waitUntil(lambda: done == [None])
