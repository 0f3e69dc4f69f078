"""The user's data folder, which holds what belongs to no project: settings, log, sample, backups."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder(named: Path | None = None) -> Path:
    """Return the folder `named` by --data-dir, or the user's own below Qt's GenericDataLocation; it may not exist."""
    return named.absolute() if named else _data_home() / "nishan"


def backups_folder(named: Path | None = None) -> Path:
    """Return the folder of the backups of all projects, in the data folder."""
    return data_folder(named) / "backups"


def _data_home() -> Path:
    # Not by platformdirs: it follows XDG_DATA_HOME on macOS and ignores LOCALAPPDATA on Windows, so that some users'
    # backups and settings would be elsewhere; its import takes 13 ms of a start.
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"
