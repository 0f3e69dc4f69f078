"""The names that numbers stand for: labels of a dataset, from the file itself or from what lies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.base import json_text
from models.base.errors import UserError
from models.base.presence import is_file
from models.formats.support.any_json.card_classes import classes_in_card
from models.formats.support.any_json.items import is_number, number
from models.formats.support.any_json.names import plain
from models.formats.support.source import SourceFile

BESIDE = (
    *("features.json", "dataset_info.json", "dataset_infos.json", "id2label.json", "label2id.json", "tag2id.json"),
    *("labels.json", "label_config.json", "label.json", "label_list.json", "label_names.json", "config.json"),
    *("README.md", "labels.txt"),
)
"""Files that may hold names, in the order in which they are asked."""
_LISTS = (
    "names",
    "labelnames",
    "labellist",
    "classes",
    "id2label",
    "label2id",
    "labels",
    "tag2id",
    "id2tag",
    "tagset",
    "nertags",
)
_MOST = 4 * 1024 * 1024

Names = dict[int, str]


def given_names(parts: tuple[str, ...]) -> Names:
    """Return the names that a person gave, in order, from 0: one a part, or several with commas between."""
    return dict(enumerate(name.strip() for part in parts for name in re.split("[,،]", part) if name.strip()))


def names_for(field: str, around: dict[str, Any], source: SourceFile) -> tuple[Names, str]:
    """Return the names of a field's numbers and where they were found; none when nothing says them."""
    if names := _in(around, field):
        return names, "the file"
    for folder in (source.path.parent, source.path.parent.parent):
        for name in BESIDE:
            path = folder / name
            if path != source.path and is_file(path):
                try:
                    text = SourceFile(path, source.report).text(_MOST)
                except UserError:
                    continue
                if names := _of_text(text, path, source.path, field):
                    return names, path.name
    return {}, ""


def _of_text(text: str, beside: Path, path: Path, field: str) -> Names:
    """Return the names of a field of the file `path` that the text of one beside it says."""
    if beside.suffix == ".txt":
        lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
        return dict(enumerate(line for line in lines if line))
    if beside.suffix == ".md":
        own = field.rpartition(".")[2]
        known = classes_in_card(text, path).items()
        return dict(enumerate(next((names for place, names in known if place.rpartition(".")[2] == own), ())))
    try:
        return _in(json_text.parse(text.removeprefix("\ufeff")), field)
    except json_text.NotJson:
        return {}


def _in(found: Any, field: str) -> Names:
    """Return the names that stand under the field itself, else any that a known name announces."""
    own = [value for name, value in _walk(found, 0) if name == field.rpartition(".")[2]]
    for value in own:
        if names := next((n for name, v in _walk(value, 0) if plain(name) in _LISTS and (n := _as_names(v))), None):
            return names
        if names := _as_names(value):
            return names
    if names := _as_names(found):
        return names
    return next((n for name, v in _walk(found, 0) if plain(name) in _LISTS and (n := _as_names(v))), {})


def _walk(found: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > 8:
        return
    if isinstance(found, dict):
        for name, value in found.items():
            yield name, value
            yield from _walk(value, depth + 1)
    elif isinstance(found, list):
        for value in found[:200]:
            yield from _walk(value, depth + 1)


def _as_names(value: Any) -> Names:
    if isinstance(value, list) and len(value) > 1 and all(isinstance(name, str) and name for name in value):
        return dict(enumerate(value))
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return _of_objects(value)
    if not isinstance(value, dict) or not value:
        return {}
    if all(is_number(key) and isinstance(name, str) for key, name in value.items()):
        return {int(key): name for key, name in value.items()}
    if all(is_number(at) and not isinstance(at, str) for at in value.values()):
        return {number(at): name for name, at in value.items()}
    return {}


def _of_objects(value: list[dict[str, Any]]) -> Names:
    """Return the names of labels with ids of their own, as doccano's configuration has them."""
    names: Names = {}
    for one in value:
        name = one.get("text", one.get("name", one.get("label")))
        if not is_number(one.get("id")) or not isinstance(name, str):
            return {}
        names[int(number(one["id"]))] = name
    return names
