"""Where a file or folder is made until it is whole, and how it takes the place of another.

It has a hidden name beside its own: a process that dies leaves that, which is nothing to anybody, and a later one
removes it.
"""

from __future__ import annotations

import re
import shutil
import time
import uuid
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"\.[0-9a-f]{32}\.(tmp|nishan)(-wal|-shm|-journal|\.lock)?")
_OLD = 24 * 3600  # seconds after which nobody works on it any more
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


def draft_path(path: Path, suffix: str = ".tmp") -> Path:
    """A free hidden name in the folder of `path`; what processes that died have left there is removed."""
    _sweep(path.parent)
    return path.with_name(f".{uuid.uuid4().hex}{suffix}")


def _sweep(folder: Path) -> None:
    with suppress(OSError):  # whoever then writes there is told why it cannot be
        for left in folder.iterdir():
            if _NAME.fullmatch(left.name) and _is_old(left):
                _remove(left)


def _is_old(left: Path) -> bool:
    with suppress(OSError):
        newest = max(path.stat().st_mtime for path in (left, *left.rglob("*")))
        return time.time() - newest > _OLD
    return False  # somebody is removing it


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        with suppress(OSError):
            left.unlink()


def take_place(new: Path, old: Path) -> None:
    """Give `new` the name of the folder `old`, which is removed. Raises OSError; then `old` is as it was.

    Both have the same parent's parent at most, so that they are on one drive. In one step where the system can; else
    `old` has a name of its own for a moment, which a person finds should the process die in it.
    """
    if _exchange(new, old):
        shutil.rmtree(new, ignore_errors=True)
        return
    aside = old.with_name(f"{old.name} (before {uuid.uuid4().hex[:8]})")
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Give two folders each other's names in one step; False where the system or the drive cannot."""
    import ctypes  # noqa: PLC0415 - no part of a start

    paths = str(one.absolute()).encode(), str(other.absolute()).encode()
    ways = {  # of Linux, and of macOS
        "renameat2": (_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE),
        "renamex_np": (*paths, _RENAME_SWAP),
    }
    try:
        system = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows
        return False
    return any(hasattr(system, name) and getattr(system, name)(*arguments) == 0 for name, arguments in ways.items())
