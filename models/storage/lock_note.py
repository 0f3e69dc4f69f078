"""Who has a project open: a small file beside it, for the message only.

SQLite's own exclusive lock decides. This file names the owner, and it keeps a process from looking
into a file that it has open itself: closing such a look would drop the locks of its connection.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from models.base.errors import UserError

_PROCESS = str(uuid.uuid4())
_ours: dict[Path, tuple[int, int]] = {}  # the files that this process has open, whatever becomes of its notes


@dataclass(frozen=True, slots=True)
class LockOwner:
    """The process that has a project open. `process` is unique to one run of the program."""

    user: str
    host: str
    pid: int
    since: str
    process: str

    @property
    def is_us(self) -> bool:
        """Whether this very process has the project open."""
        return self.process == _PROCESS

    @property
    def is_here(self) -> bool:
        """Whether it is a process of this machine; then the lock tells whether it is still there."""
        return self.host == platform.node()

    @property
    def may_be_raised(self) -> bool:
        """Whether it can be a window of this very person on this machine."""
        return self.is_here and self.user == login_name()

    def __str__(self) -> str:
        return f"{self.user} on {self.host} since {self.since}"


def login_name() -> str:
    """The name of whoever is logged in; what a layer is called until somebody says otherwise."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user without a name
        return "annotator"


def _file(project: Path) -> Path:
    project = Path(os.path.realpath(project))  # one note a file, by whatever name it is opened
    return project.with_name(project.name + ".lock")


def owner_of(project: Path) -> LockOwner | None:
    """Who says to have `project` open; None when nobody does or the note cannot be read."""
    try:
        return LockOwner(**json.loads(_file(project).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_ours(project: Path) -> bool:
    """Whether this process has the file of `project` open, by whatever name; then nothing may look into it."""
    try:
        stat = project.stat()
    except OSError:
        return False
    return (stat.st_dev, stat.st_ino) in _ours.values()


def refuse_ours(path: Path) -> None:
    """Raise UserError for a project that this process has open: reading it as a file would drop its locks."""
    if is_ours(path):
        raise UserError(f"{path}: this is the project that is open here; choose another file.")


def claim(project: Path) -> None:
    """Leave the note that this process has `project` open; without the right to write, leave none."""
    stat = project.stat()
    _ours[project] = stat.st_dev, stat.st_ino
    owner = LockOwner(login_name(), platform.node(), os.getpid(), f"{datetime.now():%Y-%m-%d %H:%M}", _PROCESS)
    try:
        _file(project).write_text(json.dumps(asdict(owner)), encoding="utf-8")
    except OSError:
        return


def release(project: Path) -> None:
    """Take this process's note away; the project is closed."""
    _ours.pop(project, None)
    owner = owner_of(project)
    if owner is not None and owner.is_us:
        _file(project).unlink(missing_ok=True)
