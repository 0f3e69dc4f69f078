"""A process in a locale of another encoding is in UTF-8 all the same, and so are those that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.project.project import Project
from tests.ui.locales import can_make_locales, surroundings
from ui.cli import utf8

ROOT = Path(__file__).resolve().parents[3]
NAME = "پہلا منصوبہ.nishan"
LATIN = ["en_US.ISO-8859-1", "tr_TR.ISO-8859-9", "ru_RU.KOI8-R"]
needs_locales = pytest.mark.skipif(not can_make_locales(), reason="no locale can be made here")


@needs_locales
@pytest.mark.parametrize("locale", LATIN)
def test_names_of_files_are_utf_8_in_every_locale(locale: str, tmp_path: Path) -> None:
    environ = surroundings(locale, tmp_path / "locales")
    asked = [sys.executable, "-c", "import sys; print(sys.getfilesystemencoding())"]
    assert subprocess.run(asked, env=environ, capture_output=True, text=True, check=True).stdout != "utf-8\n"
    made = subprocess.run(
        [sys.executable, "main.py", "new", tmp_path / NAME],
        cwd=ROOT, env=environ, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    assert f"made {tmp_path / NAME} with 7 labels" in made.stdout
    Project.open(tmp_path / NAME).close()


_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.shell import app
def look():
    print(*(each.windowTitle() for each in QApplication.topLevelWidgets() if each.isVisible()))
    QApplication.closeAllWindows()
settle = app.settle
app.settle = lambda: (settle(), look())
import runpy
sys.argv = ["main.py", *sys.argv[1:]]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@needs_locales
def test_sample_is_made_and_named_in_a_locale_of_another_encoding(tmp_path: Path) -> None:
    environ = surroundings(LATIN[0], tmp_path / "locales") | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    shown = subprocess.run(
        [sys.executable, "-c", _WINDOW, "--data-dir", tmp_path / "data"],
        cwd=ROOT, env=environ, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "پہلا منصوبہ" in shown.stdout
    assert "Traceback" not in shown.stderr
    assert (tmp_path / "data" / NAME).exists()


def test_process_begins_anew_once_and_with_its_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, arguments: begun.append(arguments))
    utf8.begin_anew_in_utf8()
    assert not begun, "this one is in UTF-8"
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")
    monkeypatch.setattr(sys, "orig_argv", ["python", "-B", "main.py", "a.nishan"])
    utf8.begin_anew_in_utf8()
    assert begun == [[sys.executable, "-X", "utf8", "-B", "main.py", "a.nishan"]]
    monkeypatch.setattr(sys, "_xoptions", {"utf8": "0"})
    utf8.begin_anew_in_utf8()
    assert len(begun) == 1, "it has begun anew, or somebody wants it otherwise"


def test_process_that_cannot_begin_anew_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "execv", refuse)
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    utf8.begin_anew_in_utf8()
