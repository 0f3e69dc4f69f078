"""Work in a second process: what it returns, when it is not there, and that it never outlives the first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.base.beside import Beside, Unavailable
from models.base.errors import Cancelled
from tests.models.helpers import ROOT

HERE = __name__


def halves(*words: str) -> list[str]:
    return [word[: len(word) // 2] for word in words]


def long(size: str) -> str:
    return "لا" * int(size)


def broken() -> None:
    raise ValueError("broken")


def sleeps(seconds: str, file: str) -> None:
    time.sleep(float(seconds))
    Path(file).write_text("woke up", encoding="ascii")


def test_what_a_function_returns_in_another_process_comes_back() -> None:
    with Beside(f"{HERE}:halves", "لاہور کراچی", "ab", is_polite=True) as other:
        assert other.result() == ["لاہور", "a"]


def test_more_than_a_pipe_holds_comes_back() -> None:
    with Beside(f"{HERE}:long", "200000") as other:
        assert other.result() == "لا" * 200_000


@pytest.mark.parametrize("name", ["broken", "nothing_of_that_name"])
def test_function_that_fails_is_told_without_a_traceback(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    with Beside(f"{HERE}:{name}") as other, pytest.raises(Unavailable):
        other.result()
    assert capfd.readouterr() == ("", "")


def test_program_that_is_one_file_has_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with Beside(f"{HERE}:halves", "ab") as other, pytest.raises(Unavailable):
        other.result()


@pytest.mark.parametrize("python", [None, "", "no python", "a\0b", ".", "/dev/null"])
def test_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch, python: str | None) -> None:
    monkeypatch.setattr(sys, "executable", python)
    with Beside(f"{HERE}:halves", "ab") as other, pytest.raises(Unavailable):
        other.result()


@pytest.mark.parametrize("said", ["", "usage: another program", "[1, ", "[1] [2]"])
def test_answer_of_something_else_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str) -> None:
    other_program = tmp_path / "python"
    other_program.write_text(f"#!/bin/sh\necho '{said}'\n", encoding="ascii")
    other_program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(other_program))
    with Beside(f"{HERE}:halves", "ab") as other, pytest.raises(Unavailable):
        other.result()


def prints(word: str) -> str:
    sys.stdout.write("a library says something\n")
    os.write(1, b"and so does one in C\n")
    return word


def test_what_else_is_printed_in_the_other_process_is_no_part_of_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with Beside(f"{HERE}:prints", "لاہور") as other:
        assert other.result() == "لاہور"
    assert capfd.readouterr() == ("", "")


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_process_that_is_killed_is_told() -> None:
    with Beside(f"{HERE}:killed") as other, pytest.raises(Unavailable):
        other.result()


def test_cancelling_ends_it_at_once(tmp_path: Path) -> None:
    def cancel() -> None:
        raise Cancelled

    begin = time.monotonic()
    with pytest.raises(Cancelled), Beside(f"{HERE}:sleeps", "60", str(tmp_path / "late")) as other:
        other.result(cancel)
    assert time.monotonic() - begin < 30


def test_it_ends_with_the_process_that_asked(tmp_path: Path) -> None:
    late = tmp_path / "late"
    code = f"import os; from models.base.beside import Beside; Beside('{HERE}:sleeps', '2', {str(late)!r}); os._exit(3)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 3
    time.sleep(4)
    assert not late.exists()
