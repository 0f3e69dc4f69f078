"""YAML at the head of a dataset card, by which Hugging Face `datasets` knows files and features. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from models.base import yaml_text
from models.base.entities import Label
from models.formats.support.names import UniqueNames
from models.formats.support.options import Scheme

COPIES = "for-datasets"
"""The folder beside a card where a copy is that `datasets` loads; an import of the dataset passes it over."""


def class_names(labels: Iterable[Label], scheme: Scheme) -> list[str]:
    """Return the names of the tags by their numbers, which stay while labels are only added."""
    prefixes = "BIES" if scheme is Scheme.IOBES else "BI"
    return ["O", *(f"{prefix}-{label.name}" for label in labels for prefix in prefixes)]


def configs(paths: Mapping[str, str], reading: Iterable[str] = ()) -> list[str]:
    """Return the lines that say which files (a path or pattern below the card) are which split.

    `datasets` takes names of splits without hyphens alone; what no other split is called stands for such a one.
    `reading`: lines that say how files are read.
    """
    lines = ["configs:", "- config_name: default", "  data_files:"]
    names = UniqueNames()
    called = {split: names.take(re.sub(r"\W", "_", split)) for split in sorted(paths, key=lambda split: "-" in split)}
    for split, path in paths.items():
        lines += [f"  - split: {yaml_text.name(called[split])}", f"    path: {yaml_text.name(path)}"]
    return [*lines, *(f"  {line}" for line in reading)]


def plain(name: str, kind: str) -> list[str]:
    """Return the lines of a feature with one value, of an Arrow type ("string", "int64")."""
    return [f"  - name: {name}", f"    dtype: {kind}"]


def listed(name: str, kind: str) -> list[str]:
    """Return the lines of a feature with a list of values."""
    return [f"  - name: {name}", f"    sequence: {kind}"]


def tags(name: str, names: Iterable[str]) -> list[str]:
    """Return the lines of a feature with a list of tags, whose names they stand for by number (ClassLabel)."""
    return [f"  - name: {name}", "    sequence:", *_classes(names)]


def label(name: str, names: Iterable[str]) -> list[str]:
    """Return the lines of a feature with one of several names (ClassLabel)."""
    return [f"  - name: {name}", "    dtype:", *_classes(names)]


def _classes(names: Iterable[str]) -> list[str]:
    numbered = [f"          '{number}': {yaml_text.quoted(name)}" for number, name in enumerate(names)]
    return ["      class_label:", "        names:", *numbered]


def records(name: str, fields: Mapping[str, str]) -> list[str]:
    """Return the lines of a feature with a list of records, field -> type."""
    lines = [f"  - name: {name}", "    list:"]
    for one, kind in fields.items():
        lines += [f"    - name: {one}", f"      dtype: {kind}"]
    return lines
