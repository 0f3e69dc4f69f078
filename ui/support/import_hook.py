"""PySide's hook in Python's imports: what it costs a start, and how it is taken out."""

from __future__ import annotations

import builtins


def take_out() -> None:
    """Load PySide, and let later imports go past its hook.

    The hook reads the source of each module that is imported, some 160 at a start, to see whether that module may
    ask for snake_case names (`from __feature__ import snake_case`). None here does.
    """
    import PySide6.QtCore  # noqa: F401, PLC0415 - which puts the hook in

    ours = getattr(builtins, "__orig_import__", None)
    if ours is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
        builtins.__import__ = ours  # else somebody's hook lies above it, a profiler's say, and stays
