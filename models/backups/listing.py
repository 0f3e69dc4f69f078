"""The backups that there are: `<data folder>/backups/<project uid>/<UTC time>-<reason>.nishan`.

Each has a JSON file of the same name beside it with what was counted in it, so that a list of them opens none.
"""

from __future__ import annotations

import os
import re
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from models.base import json_text
from models.base.errors import Foreign
from models.storage.disk import regular
from models.storage.sqlite_connections import connect_read_only

TIME = "%Y%m%d-%H%M%S"
_MOST = 1 << 20  # bytes of a JSON file
_NAME = re.compile(r"(\d{8}-\d{6}-\d{3})-([a-z]+)\.nishan")


class Reason(StrEnum):
    """Why a backup was made."""

    OPENING = "opening"
    WORK = "work"
    MIGRATION = "migration"
    IMPORT = "import"
    MERGE = "merge"
    DELETE = "delete"
    RESTORE = "restore"
    ASKED = "asked"

    @property
    def words(self) -> str:
        """For people."""
        return _WORDS[self]


_WORDS = {
    Reason.OPENING: "after opening",
    Reason.WORK: "while working",
    Reason.MIGRATION: "before the file was brought up to date",
    Reason.IMPORT: "before an import",
    Reason.MERGE: "before a merge",
    Reason.DELETE: "before much was deleted",
    Reason.RESTORE: "before another was restored",
    Reason.ASKED: "by hand",
}


def readable(count: int) -> str:
    """Format a number of bytes: `120 KB`, `3.4 MB`."""
    return f"{count / 1000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


@dataclass(frozen=True, slots=True)
class Contents:
    """What was counted in a backup. `rows` are all rows of a table, deleted ones included; the others only live ones.

    `project` is the project's path; `mark` identifies its state; `damage` is what is wrong.
    """

    project: str
    mark: str
    articles: int
    spans: int
    labels: int
    rows: dict[str, int] = field(default_factory=dict)
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup; `at` is UTC, `size` bytes. `contents` are None when its JSON file is missing.

    `fell`: it was just made, and the project has fewer rows than in the backup before.
    """

    path: Path
    at: datetime
    reason: Reason
    size: int
    contents: Contents | None
    fell: bool = field(default=False, compare=False)

    @property
    def is_sound(self) -> bool:
        """Whether it was checked and no damage was found."""
        return self.contents is not None and not self.contents.damage


def folder_of(root: Path, uid: str) -> Path:
    """Return the folder of a project's backups; what is no uid becomes a name that stays below `root`."""
    try:
        return root / str(uuid.UUID(uid))
    except ValueError:
        return root / sha256(uid.encode()).hexdigest()[:32]


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups in a project's folder, the newest first."""
    try:
        found = [_backup(path) for path in folder.iterdir()]
    except OSError:
        return []
    return sorted((backup for backup in found if backup), key=lambda backup: backup.path.name, reverse=True)


def _backup(path: Path) -> Backup | None:
    matched = _NAME.fullmatch(path.name)
    try:
        if matched is None:
            return None
        stamp, reason = matched.groups()
        at = datetime.strptime(f"{stamp}000", f"{TIME}-%f").replace(tzinfo=UTC)
        found = path.lstat()
        return None if regular.kind(found.st_mode) else Backup(path, at, Reason(reason), found.st_size, _contents(path))
    except (OSError, ValueError):
        return None


def _contents(path: Path) -> Contents | None:
    try:
        with regular.open_regular(notes_of(path), follow=False) as file:
            values = json_text.parse(file.read(_MOST).decode())
        found = Contents(**{known.name: values[known.name] for known in fields(Contents)})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if _makes_sense(found) else None


def _makes_sense(found: Contents) -> bool:
    """Whether the values have their types: another program may have written the file."""
    texts = (found.project, found.mark, found.damage)
    numbers = [found.articles, found.spans, found.labels]
    if not isinstance(found.rows, dict) or not all(isinstance(text, str) for text in texts):
        return False
    return all(isinstance(number, int) for number in [*numbers, *found.rows.values()])


def notes_of(path: Path) -> Path:
    """Return the path of a backup's JSON file."""
    return path.with_suffix(".json")


def folder_for(root: Path, project: Path) -> Path | None:
    """Return the folder of a project's backups; None without any. For a project that is not open here."""
    uid = _uid_in(project)
    if uid:
        folder = folder_of(root, uid)
        return folder if backups_in(folder) else None
    wanted = os.path.realpath(project)
    newest = [(found[0], folder) for folder in _folders(root) if (found := backups_in(folder))]
    fitting = [
        (backup.at, folder)
        for backup, folder in newest
        if backup.contents and os.path.realpath(backup.contents.project) == wanted
    ]
    return max(fitting)[1] if fitting else None


def _uid_in(project: Path) -> str:
    """Read the uid from a project's file; empty when it cannot be read."""
    try:
        with closing(connect_read_only(project)) as conn:
            (uid,) = conn.execute("SELECT value FROM meta WHERE key = 'uid'").fetchone() or ("",)
            return str(uid)
    except (sqlite3.Error, Foreign):
        return ""


def all_backups(root: Path) -> list[Backup]:
    """Return the backups of all projects, the newest first."""
    found = [backup for folder in _folders(root) for backup in backups_in(folder)]
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def _folders(root: Path) -> list[Path]:
    try:
        return [path for path in root.iterdir() if path.is_dir()]
    except OSError:
        return []
