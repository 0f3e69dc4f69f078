"""The dataset formats: every module here with a `FORMAT` is one, found by its presence."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from models.errors import UserError
from models.formats.base import Format as Format


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, by key."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return tuple(sorted((m.FORMAT for m in modules if hasattr(m, "FORMAT")), key=lambda found: str(found.key)))


def readers() -> tuple[Format, ...]:
    """The formats that can be imported."""
    return tuple(found for found in all_formats() if found.read)


def writers() -> tuple[Format, ...]:
    """The formats that can be exported."""
    return tuple(found for found in all_formats() if found.write)


def named(key: str, among: tuple[Format, ...]) -> Format:
    """The format of that key. Raises UserError naming those there are."""
    for found in among:
        if found.key == key:
            return found
    raise UserError(f"{key}: no such format here; choose {' or '.join(found.key for found in among)}.")


def for_path(path: Path) -> Format | None:
    """The format that a file's name tells; None when it tells none."""
    return next((found for found in readers() if path.suffix.lower() in found.suffixes), None)
