"""The names that numbers of a column stand for, as Hugging Face keeps them: in the table, or in files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.base import json_text
from models.formats.support.any_json.card_classes import chosen_config, classes_in_card
from models.storage.disk import regular

ClassNames = Mapping[str, tuple[str, ...]]
"""Column (`ner_tags`), or column and field (`spans.label`), -> the name of each number from 0."""
_MOST = 4 * 1024 * 1024
_INFOS = ("dataset_infos.json", "dataset_info.json")


def of_features(features: Any) -> dict[str, tuple[str, ...]]:
    """Return what the `features` of a dataset say."""
    if not isinstance(features, dict):
        return {}
    return {place: names for column, given in features.items() for place, names in _classes(given, str(column))}


def _classes(given: Any, place: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the place and the names of each ClassLabel in a feature: alone, in a list, or in fields."""
    while True:
        if isinstance(given, list) and given:
            given = given[0]
        elif isinstance(given, dict) and isinstance(given.get("_type"), str) and "feature" in given:
            given = given["feature"]
        else:
            break
    if not isinstance(given, dict):
        return
    names = given.get("names")
    if given.get("_type") == "ClassLabel" and isinstance(names, list):
        yield place, tuple(map(str, names))
    elif "_type" not in given or isinstance(given["_type"], dict):
        for name, inner in given.items():
            if "." not in place:
                yield from _classes(inner, f"{place}.{name}")


def of_metadata(metadata: Mapping[bytes, bytes] | None) -> dict[str, tuple[str, ...]]:
    """Return what the metadata of a table's schema say."""
    found = _parsed((metadata or {}).get(b"huggingface", b"").decode("utf-8", "replace"))
    return of_features(found.get("info", {}).get("features")) if isinstance(found.get("info", {}), dict) else {}


def beside(path: Path) -> dict[str, tuple[str, ...]]:
    """Return what README.md, dataset_infos.json or dataset_info.json say, beside a table or a folder or two above."""
    for folder in path.absolute().parents[:3]:
        for name in _INFOS:
            if found := _of_infos(_parsed(_text(folder / name)), path):
                return found
        if found := classes_in_card(_text(folder / "README.md"), path):
            return found
    return {}


def _text(path: Path) -> str:
    try:
        with regular.open_regular(path) as file:
            return file.read(_MOST).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json_text.parse(text) if text.strip() else {}
    except json_text.NotJson:
        return {}
    return found if isinstance(found, dict) else {}


def _of_infos(found: dict[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    """Return the names of one configuration: the only one, or the one whose name stands in the path."""
    if "features" in found:
        return of_features(found["features"])
    configs = {name: info for name, info in found.items() if isinstance(info, dict) and "features" in info}
    chosen = chosen_config(list(configs), path)
    return of_features(configs[chosen]["features"]) if chosen else {}
