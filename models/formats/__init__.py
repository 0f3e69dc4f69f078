"""The dataset formats: every module here, and in the groups, with a `FORMAT` is one, found by its presence."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from models.base.errors import UserError
from models.formats.support.base import Format as Format
from models.formats.support.source import Head

_GROUPS = ("documents", "records", "columns")


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format, by key."""
    folders = [__name__, *(f"{__name__}.{group}" for group in _GROUPS)]
    paths = [(folder, importlib.import_module(folder).__path__) for folder in folders]
    names = [f"{folder}.{module.name}" for folder, path in paths for module in pkgutil.iter_modules(path)]
    modules = [importlib.import_module(name) for name in names]
    return tuple(sorted((m.FORMAT for m in modules if hasattr(m, "FORMAT")), key=lambda found: str(found.key)))


def readers() -> tuple[Format, ...]:
    """Return the formats that can be imported."""
    return tuple(found for found in all_formats() if found.read)


def writers() -> tuple[Format, ...]:
    """Return the formats that can be exported."""
    return tuple(found for found in all_formats() if found.write)


def named(key: str, among: tuple[Format, ...]) -> Format:
    """Return the format of that key. Raises UserError naming those there are."""
    for found in among:
        if found.key == key:
            return found
    raise UserError(f"{key}: no such format here; choose {' or '.join(found.key for found in among)}.")


def suffixes() -> tuple[str, ...]:
    """Return every suffix that a file to import may have, once each."""
    return tuple(dict.fromkeys(suffix for reader in readers() for suffix in reader.suffixes))


def detect(path: Path, encoding: str = "") -> tuple[Format, str] | None:
    """Return the format of a file, by what is in it and by its name, and why; None when nothing tells it."""
    return told_by(Head.of(path, encoding))


def told_by(head: Head) -> tuple[Format, str] | None:
    """Return the same for the beginning of a file."""
    for found in sorted(readers(), key=lambda reader: -reader.rank):
        if found.sniff and (why := found.sniff(head)):
            return found, why
    by_name = [found for found in readers() if found.by_name and head.suffix in found.suffixes]
    if by_name:
        return max(by_name, key=lambda found: found.rank), f"its name ends in {head.suffix}"
    return None
