"""Look whether a file is there; where that cannot be seen, it is not, and whoever then opens it says why.

`Path.exists` and its like raise for a name that is too long, and for a folder that this user may not enter.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from enum import Enum, auto
from pathlib import Path
from typing import TypeVar

PATIENCE = 1.0  # seconds in which a drive has to answer
_asked: dict[Path, threading.Thread] = {}  # those that are not answered: nobody waits for such a drive twice
_T = TypeVar("_T")


class Seen(Enum):
    """What a look for a file finds."""

    THERE = auto()
    GONE = auto()  # its folder is there, and it is not
    UNREACHABLE = auto()  # nor can its folder be seen, or the drive does not answer


def exists(path: Path) -> bool:
    """Return whether something is at `path`, links followed, as far as can be seen."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def is_file(path: Path) -> bool:
    """Return whether a regular file is at `path`, links followed, as far as can be seen."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Return whether a folder is at `path`, links followed, as far as can be seen."""
    return os.path.isdir(path)  # noqa: PTH112


def look(paths: Iterable[Path], patience: float = PATIENCE) -> dict[Path, Seen]:
    """Look for files that may be on drives which do not answer; so many seconds, then they are unreachable."""
    paths = tuple(paths)
    return dict.fromkeys(paths, Seen.UNREACHABLE) | _ask(paths, _seen, patience)


def answers(path: Path, patience: float) -> bool:
    """Return whether the drive of a file answers in so many seconds, whatever it says."""
    return path in _ask([path], _seen, patience)


def identities(paths: Iterable[Path], patience: float = PATIENCE) -> dict[Path, Hashable]:
    """Return what the names of one file have in common: the file, or where links lead when it is not there."""
    paths = tuple(paths)
    return {path: path for path in paths} | _ask(paths, _identity, patience)


def plain(path: Path) -> Path:
    """Return a path without `..` that leads to the same file."""
    short = Path(os.path.normpath(path.absolute()))
    return short if _identity(short) == _identity(path) else Path(os.path.realpath(path))


def _seen(path: Path) -> Seen:
    try:
        return Seen.THERE if stat.S_ISREG(path.stat().st_mode) else Seen.GONE
    except (FileNotFoundError, NotADirectoryError):
        folder = os.path.dirname(os.path.realpath(path))  # noqa: PTH120
        return Seen.GONE if is_folder(Path(folder)) else Seen.UNREACHABLE
    except (OSError, ValueError):
        return Seen.UNREACHABLE


def _identity(path: Path) -> Hashable:
    try:
        found = path.stat()
        if found.st_ino:  # some drives have no numbers
            return found.st_dev, found.st_ino
    except (OSError, ValueError):
        pass
    try:
        return os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):
        return os.path.normcase(path)


def _ask(paths: Iterable[Path], question: Callable[[Path], _T], patience: float) -> dict[Path, _T]:
    """Ask about each path on a thread of its own, and return the answers that came in time."""
    answers = dict[Path, _T]()

    def answer(path: Path) -> None:
        found = question(path)
        answers[path] = found
        _asked.pop(path, None)

    asking = []
    for path in dict.fromkeys(paths):
        if path not in _asked:
            _asked[path] = thread = threading.Thread(target=answer, args=(path,), daemon=True)
            thread.start()
            asking.append(thread)
    until = time.monotonic() + patience
    for thread in asking:
        thread.join(max(0.0, until - time.monotonic()))
    return answers.copy()
