"""Text about bugs, without paths of the annotator's. What only a bug needs is imported when there is one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Hashable
from pathlib import Path, PurePath

from PySide6.QtCore import qVersion

_ROOT = Path(__file__).resolve().parents[2]


def version() -> str:
    """Return the version in pyproject.toml, or `unknown`."""
    import tomllib  # noqa: PLC0415

    try:
        data = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(data["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "unknown"


def machine() -> str:
    """Return the versions of the program, Qt and Python, and the platform, on one line."""
    import platform  # noqa: PLC0415

    python = platform.python_version()
    return f"Nishan {version()}, Qt {qVersion()}, Python {python}, {platform.system()} {platform.release()}"


def details(message: str, error: BaseException | None = None) -> str:
    """Return what a report consists of: the message, the traceback of a bug, the versions."""
    parts = [message, trace(error) if error is not None else "", machine()]
    return "\n\n".join(part for part in parts if part) + "\n"


def trace(error: BaseException) -> str:
    """Return the traceback of a bug, with paths that are relative to the program or to site-packages."""
    import traceback  # noqa: PLC0415

    lines = ["Traceback (most recent call last):"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {_short(frame.filename)}, line {frame.lineno}, in {frame.name}")
        lines += [f"    {frame.line}"] if frame.line else []
    return "\n".join([*lines, named(error)])


def named(error: BaseException) -> str:
    """Return the type and the message of an exception on one line."""
    return f"{type(error).__name__}: {' '.join(said(error).split())}".removesuffix(": ")


def said(error: BaseException) -> str:
    """Return the message of an exception, without what Qt's binding puts before it on its way through each event."""
    import re  # noqa: PLC0415

    return re.sub(r"^(?:Error calling Python override of [\w:]+\(\): )+", "", str(error))


def _short(file: str) -> str:
    path = PurePath(file)
    if path.is_relative_to(_ROOT) and not path.is_relative_to(sys.prefix):
        return path.relative_to(_ROOT).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return PurePath(*parts[parts.index("site-packages") + 1 :]).as_posix()
    return path.name


def without_folders(text: str) -> str:
    """Return `text` with the paths of Python's `File "…"` lines shortened as in `trace`."""
    import re  # noqa: PLC0415

    return re.sub(r'File "([^"]+)"', lambda match: f'File "{_short(match[1])}"', text)


def raised_at(error: BaseException) -> Hashable:
    """Return a key that is equal for two exceptions of one type that the same line raised."""
    import traceback  # noqa: PLC0415

    frames = traceback.extract_tb(error.__traceback__)
    return (type(error), frames[-1].filename, frames[-1].lineno) if frames else named(error)


class RepeatCounter:
    """Counts repeated events, so that a bug at every painting does not fill the log."""

    def __init__(self) -> None:
        self._counts: Counter[Hashable] = Counter()

    def count(self, key: Hashable) -> int:
        """Count an event, and return how often it has happened if that is a power of ten, else 0."""
        self._counts[key] += 1
        count = self._counts[key]
        return count if str(count).strip("0") == "1" else 0
