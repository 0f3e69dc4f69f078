"""Import sqlite-utils without pandas and numpy, which it loads where they are installed, for types that no project has.

They are installed beside the program for people who work with Parquet, and take half a second and 90 MB.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder


class _Hiding(MetaPathFinder):
    """Says of some modules that they are not installed, to the thread that made it; others import them as ever."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names, self._thread = names, threading.get_ident()

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        """Return nothing for all others, which the next finder is asked for. Raises ModuleNotFoundError."""
        if fullname in self._names and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Let imports of this thread not find modules; nothing is left of that afterwards, nor do loaded ones go away."""
    finder = _Hiding(frozenset(names))
    sys.meta_path = [finder, *sys.meta_path]  # a new list: other threads may be looking through the old one
    try:
        yield
    finally:
        sys.meta_path = [one for one in sys.meta_path if one is not finder]


with hidden("pandas", "numpy"):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]
