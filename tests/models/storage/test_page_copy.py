"""Copies of a project, and stopping what looks them through."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from models.base.errors import Cancelled
from models.storage.page_copy import CopySource, stoppable


def test_a_single_long_step_of_sqlite_is_stopped_too(tmp_path: Path) -> None:
    """`integrity_check` reads the whole file in one step, some seconds for a gigabyte."""
    within, asked = threading.Event(), threading.Event()

    def step() -> int:
        within.set()
        return asked.wait(10)

    def progress(_done: int, _whole: int) -> None:
        if within.is_set():
            asked.set()
            raise Cancelled

    with closing(sqlite3.connect(tmp_path / "a.db", check_same_thread=False)) as conn:
        conn.create_function("step", 0, step)
        with pytest.raises(Cancelled), stoppable(CopySource(tmp_path / "a.db", conn), progress):
            conn.execute("SELECT step()").fetchall()
        assert asked.is_set()


def test_what_is_not_stopped_runs_to_its_end(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        with stoppable(CopySource(tmp_path / "a.db", conn), lambda _done, _whole: None):
            assert conn.execute("SELECT 7").fetchall() == [(7,)]
        with pytest.raises(sqlite3.OperationalError), stoppable(CopySource(tmp_path / "a.db", conn), lambda *_: None):
            conn.execute("SELECT * FROM nothing")
