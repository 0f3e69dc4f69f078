"""What the program is called by whoever types a command."""

from __future__ import annotations

import sys
from pathlib import Path

_NAMES = ("nishan", "nishan-cli")  # of the installed and of the frozen program


def command_name() -> str:
    """Return what a person types before a command: the name of the installed or frozen program, else `main.py`."""
    frozen = bool(getattr(sys, "frozen", False))
    called = Path(sys.executable if frozen else next(iter(sys.argv), "")).stem.lower()
    if called in _NAMES:
        return called
    return _NAMES[0] if frozen else "main.py"
