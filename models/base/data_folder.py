"""Where the program keeps what is a person's and no project's: settings, log, sample, backups."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The person's data folder, whether it is there or not: Qt's GenericDataLocation, without Qt."""
    return _data_home() / "nishan"


def backups_folder(data: Path | None = None) -> Path:
    """The backups of all projects, in the person's data folder or the one given by --data-dir."""
    return (data.absolute() if data else data_folder()) / "backups"


def _data_home() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"
