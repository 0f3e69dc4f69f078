"""Open regular files for reading: no pipe, device or socket, and no project that is open in this process.

A pipe blocks until somebody writes to it and a device may never end. Closing a second handle to the file of the open
project would drop the POSIX locks of its connection, so this module remembers which files those are.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from models.base.errors import UserError

MOST = 32 * 1024 * 1024
"""The most bytes that are read as one whole."""
_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_open_here: dict[Path, tuple[int, int]] = {}


class NotRegularError(OSError):
    """What has the name is no regular file; `strerror` says what it is."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(errno.EINVAL, what, str(path))


def kind(mode: int) -> str:
    """Return what a mode of `stat` says: "a folder", "a device", ...; empty for a regular file."""
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "something else than a file")


def hold(project: Path) -> None:
    """Remember that this process has opened a project, whose file must not be opened otherwise. Raises OSError."""
    found = project.stat()
    _open_here[project] = found.st_dev, found.st_ino


def let_go(project: Path) -> None:
    """Forget a project that is closed."""
    _open_here.pop(project, None)


def open_here() -> tuple[Path, ...]:
    """Return the projects that this process has open, by the names by which it has opened them."""
    return tuple(_open_here)


def is_ours(path: Path) -> bool:
    """Whether `path` is the file of a project that this process has open, by whatever name."""
    try:
        found = path.stat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) in _open_here.values()


def refuse_ours(path: Path) -> None:
    """Raise UserError for a project that this process has open: reading it as a file would drop its locks."""
    if is_ours(path):
        raise UserError(f"{path}: this is the project that is open here; choose another file.")


def open_regular(path: Path, *, follow: bool = True, buffering: int = -1) -> BinaryIO:
    """Open a file to read its bytes, at once. `follow`: a link is taken for what it leads to, else refused.

    Raises UserError for a project that is open here, NotRegularError and other OSErrors.
    """
    refuse_ours(path)
    _check(path, path.stat() if follow else path.lstat())  # opening some devices alone does something
    handle = os.open(path, _FLAGS | (0 if follow else _NOFOLLOW))
    try:
        found = os.fstat(handle)
        _check(path, found)
        if not found.st_size:
            _refuse_made_up(path, handle)
        return os.fdopen(handle, "rb", buffering)
    except BaseException:
        os.close(handle)
        raise


def read_whole(path: Path, most: int = MOST) -> bytes:
    """Return the bytes of a file. Raises UserError and OSError as `open_regular`, also for more than `most` bytes."""
    with open_regular(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most >> 20} MB", str(path))
    return data


def _check(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if what := kind(found.st_mode):
        raise NotRegularError(path, f"it is {what}, not a file; leave it out")


def _refuse_made_up(path: Path, handle: int) -> None:
    """Raise NotRegularError for a file of /proc and its like: called empty, it has bytes or blocks."""
    try:
        has_more = bool(os.read(handle, 1))
    except BlockingIOError:
        has_more = True
    if has_more and not os.fstat(handle).st_size:
        raise NotRegularError(path, "the system makes it up as it is read; copy it to a file first")
    os.lseek(handle, 0, os.SEEK_SET)
