"""Find out whether another process has a project locked, without connecting to it.

SQLite locks bytes of the file, far behind what is in it: byte `_RESERVED` for whoever writes, the bytes after it for
everybody, exclusively by a process that has the project open. (https://sqlite.org/src/file/src/os.h)
"""

from __future__ import annotations

import errno
import importlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from models.base.presence import exists
from models.storage.disk import patience, regular
from models.storage.disk.sidecars import SQLITE, real_file, sidecar
from models.storage.sqlite_connections import uri_of

SHARED_LOCK = 0x40000002, 510  # the bytes of everybody: first byte, length
_RESERVED = SHARED_LOCK[0] - 1
_LENGTH = SHARED_LOCK[1] + 1
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


def is_locked(path: Path) -> bool:
    """Whether another process has the file locked; False for one that cannot be read.

    For a file that this process does not have open: closing it here would drop its locks.
    """
    for name, held in (("fcntl", _held_on_posix), ("msvcrt", _held_on_windows)):
        with suppress(ImportError):
            module = importlib.import_module(name)
            return _asked(path, module, held)
    return _refuses_readers(path)


def _asked(path: Path, module: Any, held: Callable[[Any, int], bool]) -> bool:
    try:
        file = regular.open_regular(path, buffering=0)
    except OSError:
        return False
    with file, suppress(OSError):
        return held(module, file.fileno())
    return False


def _held_on_posix(fcntl: Any, handle: int) -> bool:
    try:
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, _LENGTH, _RESERVED)
    except OSError as error:
        return error.errno in _TAKEN
    return False


def _held_on_windows(msvcrt: Any, handle: int) -> bool:
    """Whether the bytes cannot be locked; they are let go of at once."""
    os.lseek(handle, _RESERVED, os.SEEK_SET)
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, _LENGTH)
    except OSError as error:
        return error.errno in _TAKEN
    os.lseek(handle, _RESERVED, os.SEEK_SET)
    msvcrt.locking(handle, msvcrt.LK_UNLCK, _LENGTH)
    return False


def _refuses_readers(path: Path) -> bool:
    """Whether SQLite is refused to read, on a system without either module; what it puts beside the file goes."""
    made = [beside for suffix in SQLITE if not exists(beside := sidecar(path, suffix))]
    try:
        conn = sqlite3.connect(f"{uri_of(real_file(path))}?mode=ro", uri=True, timeout=0)
        with closing(conn):
            conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    for beside in made:
        patience.remove(beside)
    return False
