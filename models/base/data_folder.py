"""The user's data folder, which holds what belongs to no project: settings, log, sample, backups.

It is its owner's alone, as texts and names are in it: folders have the rights 0700, files 0600, whatever the umask.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from models.base.errors import UserError, error_text
from models.base.presence import is_folder

OWNER = 0o700
SAMPLE_NAME = "پہلا منصوبہ.nishan"
_OURS = ("settings.ini", "nishan.log", "nishan-crash.log", "backups", "learned")
"""What the program itself makes there; a log that was rotated has a number behind its name."""


def data_folder(named: Path | None = None) -> Path:
    """Return the folder `named` by --data-dir, or the user's own below Qt's GenericDataLocation; it may not exist.

    Raises UserError where there is neither.
    """
    return named.absolute() if named else _data_home() / "nishan"


def backups_folder(named: Path | None = None) -> Path:
    """Return the folder of the backups of all projects, in the data folder. Raises UserError as `data_folder`."""
    return data_folder(named) / "backups"


def open_learned_folder(named: Path | None = None) -> Path:
    """Return the folder of what is learned from projects, made when it is missing, for its owner alone.

    Raises UserError as `open_data_folder`.
    """
    folder = open_data_folder(named) / "learned"
    try:
        make_private_folder(folder)
    except OSError as error:
        raise UserError(f"{folder}: what is learned cannot be kept there ({error_text(error)}).") from error
    return folder


def home_folder() -> Path | None:
    """Return the user's home folder; None for a user who has none, such as a container's."""
    with suppress(RuntimeError, KeyError, OSError):
        home = Path.home()
        if home.is_absolute():
            return home
        import pwd  # noqa: PLC0415 - not on Windows, where a home is never relative

        given = Path(pwd.getpwuid(os.getuid()).pw_dir)
        return given if given.is_absolute() else None
    return None


def open_data_folder(named: Path | None = None) -> Path:
    """Return `data_folder`, made when it is missing, for its owner alone. Raises UserError when it cannot be made."""
    folder = data_folder(named)
    try:
        make_private_folder(folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "permission denied")
    except OSError as error:
        raise UserError(
            f"{folder}: the folder for settings and backups cannot be used ({error_text(error)}); "
            "name another one with --data-dir."
        ) from error
    _tighten_ours(folder)
    return folder


def make_private_folder(folder: Path) -> None:
    """Make a folder for its owner alone; one that is there stays as it is, as do those above. Raises OSError."""
    if not is_folder(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(OWNER, exist_ok=True)
        tighten(folder)  # a umask can only take away, and may have taken the owner's rights


def make_private_file(path: Path) -> None:
    """Make an empty file for its owner alone, before something is written into it. Raises OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
    tighten(path)


def tighten(path: Path) -> None:
    """Take the rights of all others away from a file or folder of this user; links are not followed."""
    if os.name != "posix":
        return
    with suppress(OSError):  # gone, or on a drive without rights
        found = path.lstat()
        wanted = OWNER if stat.S_ISDIR(found.st_mode) else 0o600
        plain = stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)
        if plain and found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) != wanted:
            path.chmod(wanted)


def _tighten_ours(folder: Path) -> None:
    """Tighten what an earlier version, or another umask, has left open to others."""
    if folder.name == "nishan" or _holds_only_ours(folder):
        tighten(folder)
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.startswith(_OURS):
                tighten(path)
    for folder_of_one in _inside(folder / "backups"):
        tighten(folder_of_one)
        for path in _inside(folder_of_one):
            tighten(path)


def _holds_only_ours(folder: Path) -> bool:
    """Whether a folder that somebody named is used for nothing else, so that nobody else needs to see into it."""
    return all(path.name.startswith((*_OURS, SAMPLE_NAME)) for path in _inside(folder))


def _inside(folder: Path) -> list[Path]:
    with suppress(OSError):
        if not folder.is_symlink():
            return [*folder.iterdir()]
    return []


def _data_home() -> Path:
    # Not by platformdirs: it follows XDG_DATA_HOME on macOS and ignores LOCALAPPDATA on Windows, so that some users'
    # backups and settings would be elsewhere; its import takes 13 ms of a start.
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else _home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return _home() / "Library" / "Application Support"
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else _home() / ".local" / "share"


def _home() -> Path:
    home = home_folder()
    if home is None:
        raise UserError("This user has no home folder for settings and backups; name a folder with --data-dir.")
    return home
