"""Connect to a SQLite file, to write or only to read: below `Connection` and its lock."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TypeVar
from urllib.parse import quote

from models.base.errors import error_text
from models.storage.disk import regular
from models.storage.disk.sidecars import real_file
from models.storage.tables import foreign

_T = TypeVar("_T")


def connect(path: Path, *, timeout: float = 5.0) -> sqlite3.Connection:
    """Connect to an existing file, to read and write; `timeout` is in seconds. Raises sqlite3.Error."""
    return _connect(path, "mode=rw", timeout)


def connect_read_only(path: Path, *, schema_only: bool = False) -> sqlite3.Connection:
    """Connect to a file that nobody writes, without a lock or a sidecar.

    Raises Foreign when its schema is not the usual one, unless that alone is to be read (`schema_only`); and
    sqlite3.Error, also for no database.
    """
    conn = _connect(path, "mode=ro&immutable=1")
    try:
        harden(conn)
        if not schema_only:
            foreign.refuse(conn, path)
    except BaseException:
        conn.close()
        raise
    return conn


def _connect(path: Path, parameters: str, timeout: float = 5.0) -> sqlite3.Connection:
    real = real_file(path)
    _refuse_odd(real)
    uri = uri_of(real)
    conn = sqlite3.connect(f"{uri}?{parameters}", uri=True, timeout=timeout, check_same_thread=False)
    if sys.platform == "darwin":  # where a file that is synced is in the drive's cache, which a loss of power empties
        conn.execute("PRAGMA fullfsync = ON")
        conn.execute("PRAGMA checkpoint_fullfsync = ON")
    return conn


def uri_of(path: PurePath) -> str:
    r"""Return an absolute path as a URI without parameters, as SQLite reads them.

    A path of Windows to another machine, \\server\share, keeps both its slashes behind an empty authority: SQLite
    refuses `file://server/share`, which `Path.as_uri` makes of it.
    """
    posix = path.as_posix()
    return "file://" + quote(os.fsencode(posix if posix.startswith("/") else f"/{posix}"), safe="/:~")


def _refuse_odd(path: Path) -> None:
    """Raise OperationalError for what SQLite would wait for or read without an end; also for what cannot be seen."""
    try:
        what = regular.kind(path.stat().st_mode)
    except OSError as error:
        raise sqlite3.OperationalError(f"unable to open database file: {error_text(error)}") from error
    if what:
        raise sqlite3.OperationalError(f"it is {what}, not a file")


def harden(conn: sqlite3.Connection) -> None:
    """Let a connection distrust what is in the file, enforce foreign keys and keep temporary tables off the disk."""
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.execute("PRAGMA temp_store = MEMORY")


def whatever_the_text(conn: sqlite3.Connection, read: Callable[[], _T]) -> _T:
    """Read; where a text is no UTF-8 any more, one row must not hide all others: read it as well as can be."""
    try:
        return read()
    except sqlite3.OperationalError as error:
        if "decode to UTF-8" not in str(error):
            raise
    usual = conn.text_factory
    conn.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        return read()
    finally:
        conn.text_factory = usual
