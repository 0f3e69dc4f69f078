"""Suggestions that learn from what was labelled. Every module here with a `SUGGESTER` is one, found by its presence."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from models.assist.base import SuggesterKind


@cache
def suggesters() -> tuple[SuggesterKind, ...]:
    """Return the kinds of suggesters whose libraries are there, the one that is asked first first."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    kinds = [module.SUGGESTER for module in modules if hasattr(module, "SUGGESTER")]
    return tuple(sorted((kind for kind in kinds if not kind.missing()), key=lambda kind: kind.rank))
