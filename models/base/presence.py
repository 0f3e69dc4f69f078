"""Look whether a file is there; where that cannot be seen, it is not, and whoever then opens it says why.

`Path.exists` and its like raise for a name that is too long, and for a folder that this user may not enter.
"""

from __future__ import annotations

import os
from pathlib import Path


def exists(path: Path) -> bool:
    """Return whether something is at `path`, links followed, as far as can be seen."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def is_file(path: Path) -> bool:
    """Return whether a regular file is at `path`, links followed, as far as can be seen."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Return whether a folder is at `path`, links followed, as far as can be seen."""
    return os.path.isdir(path)  # noqa: PTH112
