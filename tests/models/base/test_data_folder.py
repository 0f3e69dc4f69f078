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
