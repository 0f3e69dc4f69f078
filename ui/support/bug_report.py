"""Bugs as text: for the log, and for a report that tells nothing about the person's folders.

What only a bug needs is imported when there is one.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Hashable
from pathlib import Path, PurePath

from PySide6.QtCore import qVersion

_ROOT = Path(__file__).resolve().parents[2]


def version() -> str:
    """The version of this program, as pyproject.toml says it."""
    import tomllib  # noqa: PLC0415

    try:
        data = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(data["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "unknown"


def machine() -> str:
    """Versions and platform, a line."""
    import platform  # noqa: PLC0415

    python = platform.python_version()
    return f"Nishan {version()}, Qt {qVersion()}, Python {python}, {platform.system()} {platform.release()}"


def details(message: str, error: BaseException | None = None) -> str:
    """What goes along with a report: the message, where a bug happened, the versions. No folder of the person's."""
    parts = [message, trace(error) if error is not None else "", machine()]
    return "\n\n".join(part for part in parts if part) + "\n"


def trace(error: BaseException) -> str:
    """The traceback of a bug; files by their place in the program, not on the disk."""
    import traceback  # noqa: PLC0415

    lines = ["Traceback (most recent call last):"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {_short(frame.filename)}, line {frame.lineno}, in {frame.name}")
        lines += [f"    {frame.line}"] if frame.line else []
    return "\n".join([*lines, named(error)])


def named(error: BaseException) -> str:
    """`ValueError: what it says`, on one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")


def _short(file: str) -> str:
    path = PurePath(file)
    if path.is_relative_to(_ROOT) and not path.is_relative_to(sys.prefix):
        return path.relative_to(_ROOT).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return PurePath(*parts[parts.index("site-packages") + 1 :]).as_posix()
    return path.name


def place(error: BaseException) -> Hashable:
    """What makes two bugs the same one: its kind and the line where it arose."""
    import traceback  # noqa: PLC0415

    frames = traceback.extract_tb(error.__traceback__)
    return (type(error), frames[-1].filename, frames[-1].lineno) if frames else named(error)


class Repeats:
    """Counts what happens again and again, so that a bug at every painting does not fill the log."""

    def __init__(self) -> None:
        self._counts: Counter[Hashable] = Counter()

    def again(self, key: Hashable) -> int:
        """How often it has happened now, or 0 when that is not worth a line: told are 1, 10, 100, …"""
        self._counts[key] += 1
        count = self._counts[key]
        return count if set(str(count)) <= {"0", "1"} and str(count).count("1") == 1 else 0
