"""Rename and remove files that another program has open for a moment.

Windows refuses that while a virus scanner, an indexer, a synchroniser or a viewer reads the file (errors 5, 32 and 33),
mostly for some milliseconds. Whatever gets a name or loses one goes through here: about a second is waited.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")
_WAITS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.2, 0.25, 0.25)  # seconds between the tries: a second together


def replace(path: Path, to: Path) -> None:
    """Rename a file to `to`, over a file that has the name. Raises OSError after about a second of refusals."""
    patiently(lambda: path.replace(to))


def rename(path: Path, to: Path) -> None:
    """Rename a file or folder to a free name. Raises OSError, a PermissionError after about a second of refusals."""
    patiently(lambda: path.rename(to))


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises OSError, a PermissionError after about a second of refusals."""
    patiently(lambda: path.unlink(missing_ok=True))


def patiently(action: Callable[[], _T]) -> _T:
    """Return what `action` returns; it is called again while it raises PermissionError, for about a second."""
    for wait in _WAITS:
        try:
            return action()
        except PermissionError:
            time.sleep(wait)
    return action()
