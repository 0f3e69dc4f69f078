"""Make a file or folder whole or not at all: write a draft, bring it to the disk, then publish it under its name.

A draft has a hidden name in the same folder. A process that dies leaves it, and a later one removes it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.base.uids import new_digits, new_uid
from models.storage.disk import patience, sidecars

_NAME = re.compile(rf"\.[0-9a-f]{{32}}\.(tmp|json|nishan)({'|'.join(map(re.escape, sidecars.ALL))})?")
_ABANDONED = 24 * 3600  # seconds without a change after which no process works on a draft any more
REFUSALS = (errno.EACCES, errno.EPERM, errno.EROFS)
"""The errors of a place that cannot be written by this user, whatever is tried again; a full disk is none of them."""
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


def draft_path(path: Path, suffix: str = ".tmp") -> Path:
    """Return a free hidden name in the folder of `path`, after removing the abandoned drafts there."""
    remove_abandoned(path.parent)
    return path.with_name(f".{new_digits()}{suffix}")


@contextmanager
def draft_of(path: Path, suffix: str = ".tmp") -> Iterator[Path]:
    """Yield the draft's path for a file to be made at `path`; at the end the draft and its sidecars are removed."""
    draft = draft_path(path, suffix)
    try:
        yield draft
    finally:
        sidecars.remove_project(draft)


def takes_files(folder: Path) -> bool:
    """Whether files can be made in a folder, found by making one: what the system says of its rights may be wrong."""
    trial = folder / f".{new_digits()}.tmp"
    try:
        trial.touch(exist_ok=False)
    except OSError as error:
        return error.errno not in REFUSALS
    with suppress(OSError):  # a later draft removes it
        patience.remove(trial)
    return True


def remove_abandoned(folder: Path) -> None:
    """Remove the drafts that processes which died have left in a folder, as far as they can be removed."""
    with suppress(OSError), os.scandir(folder) as entries:  # whoever then writes there is told why it cannot be
        drafts = [folder / entry.name for entry in entries if _NAME.fullmatch(entry.name)]  # no `Path` for each file
        for left in drafts:
            with suppress(OSError):  # another process removes it, too
                if time.time() - _last_change(left) > _ABANDONED:
                    shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()


def _last_change(left: Path) -> float:
    return max(path.stat().st_mtime for path in (left, *left.rglob("*")))


def sync_file(path: str | Path) -> None:
    """Wait until a file's content is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDWR)  # Windows syncs only what is open for writing
    try:
        if not _sync_through(handle):
            os.fsync(handle)
    finally:
        os.close(handle)


def _sync_through(handle: int) -> bool:
    """Wait until the drive itself has written a file, which `fsync` of macOS does not; False where that is unknown."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - POSIX only

        with suppress(AttributeError, OSError):  # most network drives refuse
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return True
    return False


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk, where the system can sync a folder. Raises OSError."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network drives refuse
            os.fsync(handle)
    finally:
        os.close(handle)


def publish(draft: Path, path: Path) -> None:
    """Rename a finished draft to `path`, never over another file. Raises FileExistsError or another OSError.

    With a hard link, which fails where there is a file. The draft's own name may stay for the caller to remove.
    """
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the caller's check beforehand has to do
        patience.rename(draft, path)


def replace_folder(new: Path, old: Path) -> None:
    """Rename the folder `new` to `old` and remove what `old` was. Raises OSError; then `old` is unchanged.

    Both are on one drive. In one step where the system can; otherwise `old` has another visible name for a moment,
    under which a person finds it should the process die then.
    """
    if _exchange(new, old):
        shutil.rmtree(new, ignore_errors=True)
        return
    aside = old.with_name(f"{old.name} (before {new_uid()[:8]})")
    patience.rename(old, aside)
    try:
        patience.rename(new, old)
    except OSError:
        patience.rename(aside, old)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders in one step; False where the system or the drive cannot."""
    import ctypes  # noqa: PLC0415 - no part of a start

    paths = os.fsencode(one.absolute()), os.fsencode(other.absolute())
    calls = {  # of Linux, and of macOS
        "renameat2": (_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE),
        "renamex_np": (*paths, _RENAME_SWAP),
    }
    try:
        system = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows
        return False
    return any(hasattr(system, name) and getattr(system, name)(*arguments) == 0 for name, arguments in calls.items())
