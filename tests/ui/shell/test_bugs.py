"""Bugs are logged, told once and survived; a report about them names no folder of the person's."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, qWarning
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.base.errors import UserError
from ui.shell.crash_hooks import CrashHooks
from ui.support import bug_report
from ui.support.log import LOG, LogFile

ROOT = Path(__file__).parents[3]


class Hooks(CrashHooks):
    told_: list[tuple[str, str]]


@pytest.fixture
def hooks(qtbot: QtBot, tmp_path: Path) -> Iterator[Hooks]:
    before = sys.excepthook, threading.excepthook
    hooks = Hooks(tmp_path)
    hooks.install()
    hooks.told_ = []
    hooks.crashed.connect(lambda text, details: hooks.told_.append((text, details)))
    yield hooks
    hooks.uninstall()
    sys.excepthook, threading.excepthook = before


def log(folder: Path) -> str:
    return (folder / "nishan.log").read_text(encoding="utf-8")


def raise_one(text: str = "میرا bug") -> None:
    raise ValueError(text)


def caught(text: str = "میرا bug") -> BaseException:
    try:
        raise_one(text)
    except ValueError as error:
        return error
    raise AssertionError


def strike(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def test_bug_is_in_the_log_with_its_place_and_told_with_details(hooks: Hooks, tmp_path: Path) -> None:
    strike(caught())
    assert "ValueError: میرا bug" in log(tmp_path)
    assert "in raise_one" in log(tmp_path)
    ((text, details),) = hooks.told_
    assert "ValueError: میرا bug" in text
    assert "tests/ui/shell/test_bugs.py, line" in details
    assert f"Nishan {bug_report.version()}" in details


def test_what_a_person_can_act_on_is_told_in_its_own_words(hooks: Hooks) -> None:
    strike(UserError("p.nishan: the project is damaged; restore a backup."))
    ((text, _),) = hooks.told_
    assert text == "p.nishan: the project is damaged; restore a backup."


def test_what_a_person_can_act_on_is_no_bug_on_the_terminal(hooks: Hooks, capsys: pytest.CaptureFixture[str]) -> None:
    strike(UserError("p.nishan: was changed by another program."))
    assert capsys.readouterr().err == "p.nishan: was changed by another program.\n"


def test_what_qt_puts_before_an_error_on_its_way_is_not_shown(hooks: Hooks, qtbot: QtBot) -> None:
    class Failing(QWidget):
        def event(self, event: QEvent) -> bool:
            if event.type() is QEvent.Type.User:
                raise UserError("p.nishan: was changed by another program.")
            return super().event(event)

    widget = Failing()
    qtbot.addWidget(widget)
    try:
        QApplication.sendEvent(widget, QEvent(QEvent.Type.User))
    except UserError as error:
        strike(error)
    ((text, details),) = hooks.told_
    assert text == "p.nishan: was changed by another program."
    assert "override" not in details


def test_details_name_no_folder(hooks: Hooks, tmp_path: Path) -> None:
    strike(caught())
    ((_, details),) = hooks.told_
    for folder in (tmp_path, Path.cwd(), Path.home(), Path(sys.prefix)):
        assert str(folder) + "/" not in details


def test_bug_at_every_painting_is_told_once_and_counted_in_the_log(hooks: Hooks, tmp_path: Path) -> None:
    for number in range(250):
        strike(caught(f"painting {number}"))
    assert len(hooks.told_) == 1
    assert log(tmp_path).count("Traceback") == 1
    assert "100 times now" in log(tmp_path)
    assert len(log(tmp_path).splitlines()) < 20


def test_bug_that_comes_back_after_a_quiet_minute_is_told_again(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr("ui.shell.crash_hooks.time.monotonic", lambda: moment)
    strike(caught())
    moment += 59
    strike(caught())
    assert len(hooks.told_) == 1
    moment += 2
    strike(caught())
    assert len(hooks.told_) == 2


def test_two_different_bugs_are_both_told(hooks: Hooks) -> None:
    strike(caught())
    strike(KeyError("another place"))
    assert len(hooks.told_) == 2


def test_bug_of_another_thread_is_told(hooks: Hooks, qtbot: QtBot) -> None:
    thread = threading.Thread(target=raise_one)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(hooks.told_) == 1)


def test_what_qt_complains_about_is_logged_and_counted(
    hooks: Hooks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(20):
        qWarning("a complaint")
    assert not list(tmp_path.glob("nishan.log")), "a start is not kept waiting by what can wait"
    hooks._log.wake()
    assert log(tmp_path).count("Qt: a complaint") == 2
    assert "Qt: a complaint (10 times)" in log(tmp_path)
    assert "a complaint" in capsys.readouterr().err


def test_log_turns_over_and_keeps_few_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.support.log._MAX_BYTES", 2000)
    handler = LogFile(tmp_path)
    handler.wake()
    for number in range(300):
        handler.emit(logging.makeLogRecord({"msg": f"line {number}", "levelno": logging.ERROR, "levelname": "ERROR"}))
    handler.close()
    assert len(list(tmp_path.glob("nishan.log*"))) == 4
    assert "line 299" in log(tmp_path)
    assert all(file.stat().st_size <= 2100 for file in tmp_path.glob("nishan.log*"))


def test_log_that_cannot_be_written_is_no_bug_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hooks = CrashHooks(tmp_path / "missing")
    hooks.install()
    LOG.error("lost")
    hooks.uninstall()
    assert capsys.readouterr().err == ""


def test_what_waits_is_written_before_the_error_that_follows_it_and_dropped_without_one(tmp_path: Path) -> None:
    for level in (logging.INFO, logging.ERROR):
        handler = LogFile(tmp_path)
        for each in (logging.WARNING, level):
            handler.emit(logging.makeLogRecord({"msg": f"of level {each}", "levelno": each}))
        handler.close()
        handler.emit(logging.makeLogRecord({"msg": "too late", "levelno": logging.ERROR}))
        assert (tmp_path / "nishan.log").exists() == (level == logging.ERROR)
    first, *rest = (line.partition(" None ")[2] or line for line in log(tmp_path).splitlines())
    assert "INFO Nishan" in first
    assert rest == ["of level 30", "of level 40"]


SESSION = """
import faulthandler, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.shell.crash_hooks import CrashHooks

application, hooks = QCoreApplication([]), CrashHooks(Path(sys.argv[1]))
hooks.install()
if sys.argv[2:]:
    faulthandler._sigabrt()
hooks.uninstall()
"""


def session(folder: Path, *crash: str) -> int:
    return subprocess.run([sys.executable, "-c", SESSION, folder, *crash], cwd=ROOT, check=False).returncode


def test_crash_of_the_interpreter_leaves_its_stacks_which_the_next_session_moves_to_the_log(tmp_path: Path) -> None:
    crashed = tmp_path / "nishan-crash.log"
    assert session(tmp_path) == 0
    assert not list(tmp_path.iterdir()), "a session without errors leaves no file"
    assert session(tmp_path, "crash") != 0
    assert "Fatal Python error" in crashed.read_text(encoding="utf-8")
    assert session(tmp_path) == 0
    assert not crashed.exists()
    assert "Fatal Python error" in log(tmp_path)


def test_crash_file_in_the_log_names_no_folder_of_the_person_s() -> None:
    text = f'  File "{ROOT / "ui/shell/app.py"}", line 3 in run'
    assert bug_report.without_folders(text) == '  File "ui/shell/app.py", line 3 in run'


def test_nothing_is_written_while_nothing_goes_wrong(hooks: Hooks, tmp_path: Path) -> None:
    assert LOG.handlers
    assert not list(tmp_path.glob("nishan.log*"))
