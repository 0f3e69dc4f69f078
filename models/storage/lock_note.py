"""The lock note: a small file beside a project that names the process which has it open, for messages only.

SQLite's own exclusive lock decides. This module also remembers which files this process has open, so that it reads
none of them by other means: closing a second handle to such a file would drop the locks of its connection.
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

from models.base import json_text
from models.base.errors import UserError
from models.storage import patience
from models.storage.sidecars import LOCK, sidecar

MARK = 16  # characters
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

    @property
    def mark(self) -> str:
        """The part of the tokens that this process gives (see `tokens`)."""
        return self.process.replace("-", "")[:MARK]

    def __str__(self) -> str:
        return f"{self.user} on {self.host} since {self.since}"


def login_name() -> str:
    """Return the user's login name, which names a layer until another name is given."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user without a name
        return "annotator"


def own_mark() -> str:
    """Return the mark of this very process."""
    return _PROCESS.replace("-", "")[:MARK]


def owner_of(project: Path) -> LockOwner | None:
    """Return the owner that the note names; None without a note, or when it cannot be read."""
    try:
        return LockOwner(**json_text.parse(sidecar(project, LOCK).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_ours(project: Path) -> bool:
    """Whether this process has the file of `project` open, by whatever name; then nothing else may read it."""
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
    """Write the note that this process has `project` open; without the right to write, write none."""
    stat = project.stat()
    _ours[project] = stat.st_dev, stat.st_ino
    owner = LockOwner(login_name(), platform.node(), os.getpid(), f"{datetime.now():%Y-%m-%d %H:%M}", _PROCESS)
    try:
        sidecar(project, LOCK).write_text(json.dumps(asdict(owner)), encoding="utf-8")
    except OSError:
        return


def release(project: Path) -> None:
    """Remove this process's note: the project is closed."""
    _ours.pop(project, None)
    owner = owner_of(project)
    if owner is not None and owner.is_us:
        patience.remove(sidecar(project, LOCK))
