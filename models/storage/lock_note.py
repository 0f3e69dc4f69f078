"""The lock note: a small file beside a project that names the process which has it open, for messages only.

SQLite's own exclusive lock decides.
"""

from __future__ import annotations

import getpass
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from models.base import json_text
from models.base.uids import new_uid
from models.storage.disk import atomic, patience, regular
from models.storage.disk.sidecars import LOCK, open_sidecar, sidecar

MARK = 16  # characters
_PROCESS = new_uid()
_MOST = 4096  # bytes of a note


def host_name() -> str:
    """Return the name of this machine, as `platform.node` does, which takes long to load."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import platform  # noqa: PLC0415

    return platform.node()


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
        return self.host == host_name()

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
        with open_sidecar(project, LOCK) as file:
            return LockOwner(**json_text.parse(file.read(_MOST).decode()))
    except (OSError, ValueError, TypeError):
        return None


def claim(project: Path) -> None:
    """Write the note that this process has `project` open; without the right to write, write none."""
    regular.hold(project)
    owner = LockOwner(login_name(), host_name(), os.getpid(), f"{datetime.now():%Y-%m-%d %H:%M}", _PROCESS)
    note = sidecar(project, LOCK)
    with suppress(OSError):
        if _may_be_replaced(note):
            _put(note, json.dumps(asdict(owner)))


def _may_be_replaced(note: Path) -> bool:
    """Whether there is nothing, a note, or only one more name of a file that keeps its others. Raises OSError."""
    try:
        found = note.lstat()
    except FileNotFoundError:
        return True
    if regular.kind(found.st_mode):
        return note.is_symlink()
    if found.st_nlink > 1:
        return True
    with regular.open_regular(note, follow=False) as file:
        return file.read(1) in (b"", b"{") and found.st_size <= _MOST


def _put(note: Path, text: str) -> None:
    """Write a new file and give it the note's name: what a link leads to is not touched. Raises OSError."""
    draft = atomic.draft_path(note)
    try:
        with draft.open("x", encoding="utf-8") as file:
            file.write(text)
        patience.replace(draft, note)
    finally:
        with suppress(OSError):
            patience.remove(draft)


def release(project: Path) -> None:
    """Remove this process's note: the project is closed."""
    regular.let_go(project)
    owner = owner_of(project)
    if owner is not None and owner.is_us:
        patience.remove(sidecar(project, LOCK))
