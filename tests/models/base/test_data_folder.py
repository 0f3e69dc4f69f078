"""The data folder is the same for the window, which has Qt, and for commands, which do not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from models.base.data_folder import backups_folder, data_folder

_ASK = (
    "from PySide6.QtCore import QStandardPaths as S;print(S.writableLocation(S.StandardLocation.GenericDataLocation))"
)


@pytest.mark.parametrize("given", [None, "", "relative/place", "/tmp/اردو data"])
def test_it_is_where_qt_says(given: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if given is not None:
        monkeypatch.setenv("XDG_DATA_HOME", given)
    told = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True, env=os.environ)
    assert data_folder() == Path(told.stdout.strip()) / "nishan"


def test_it_is_where_qt_says_here() -> None:
    generic = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    assert data_folder() == Path(generic) / "nishan"


def test_a_data_folder_that_was_named_holds_the_backups() -> None:
    assert backups_folder(Path("/somewhere")) == Path("/somewhere/backups")
    assert backups_folder() == data_folder() / "backups"


@pytest.mark.parametrize(
    ("system", "place"),
    [("linux", ".local/share"), ("darwin", "Library/Application Support"), ("win32", "AppData/Local")],
)
def test_usual_place_of_each_system(system: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", system)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name)
    assert data_folder() == tmp_path / place / "nishan"


@pytest.mark.parametrize(
    ("system", "variable"), [("linux", "XDG_DATA_HOME"), ("win32", "LOCALAPPDATA"), ("darwin", "")]
)
def test_variable_of_one_system_counts_on_no_other(
    system: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert data_folder().is_relative_to(tmp_path / (variable or "home"))
