"""Names of classes in the YAML at the head of a dataset card, as Hugging Face `datasets` writes them."""

from __future__ import annotations

import re
from pathlib import Path

from models.base import json_text

_LINE = re.compile(r"( *)(- +)?(?:(['\"]?)([^'\":#]+)\3:)?\s*(.*)")


def chosen_config(names: list[str], path: Path) -> str:
    """Return the configuration whose name stands in the path of a file, or the first; empty without any."""
    parts = {*path.absolute().parts[-4:], path.stem.partition("-")[0], path.stem}
    return next((name for name in names if name in parts), names[0] if names else "")


def classes_in_card(text: str, path: Path) -> dict[str, tuple[str, ...]]:
    """Return the names in the YAML at the head of a dataset card; only its `features` are understood here."""
    head = re.match(r"---\s*\n(.*?)\n---", text, re.DOTALL)
    configs: dict[str, dict[str, list[str]]] = {}
    config, column, field, names_at, column_at = "", "", "", -1, -1
    for line in head[1].split("\n") if head else ():
        found = _LINE.fullmatch(line.rstrip())
        if not found or not line.strip():
            continue
        indent, key, value = len(found[1]), (found[4] or "").strip(), _bare(found[5])
        if names_at >= 0:
            if indent > names_at or (indent == names_at and found[2] and not key):
                configs.setdefault(config, {}).setdefault(column + field, []).append(value)
                continue
            names_at = -1
        if key == "config_name":
            config = value
        elif key == "name" and found[2]:
            deeper = column_at >= 0 and indent > column_at
            column, field, column_at = (column, f".{value}", column_at) if deeper else (value, "", indent)
        elif key == "names":
            names_at = indent
        elif key in {"splits", "configs"}:
            column_at = -1
    chosen = chosen_config(list(configs), path)
    return {place: tuple(names) for place, names in configs.get(chosen, {}).items() if place}


def _bare(value: str) -> str:
    """Return a YAML scalar without its quotes."""
    value = value.strip()
    if value[:1] == '"' == value[-1:] and len(value) > 1:
        try:
            return str(json_text.parse(value))
        except json_text.NotJson:
            return value[1:-1]
    return value[1:-1].replace("''", "'") if value[:1] == "'" == value[-1:] and len(value) > 1 else value
