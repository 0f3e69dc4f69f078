"""labels.toml: the labels that a project starts with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from models.corpus import Label
from models.errors import UserError
from models.text import clean, decode

# Okabe and Ito's colours, darkened where a chip needs it, then further hues: told apart by colour-blind eyes.
PALETTE = ("#1f77b4", "#27803a", "#d62728", "#8e5bb5", "#b8860b", "#0f8b8d", "#a0527a", "#5b6b7b", "#c2571a", "#3d5a99")
_FIELDS = {"name", "urdu_name", "short", "color", "key", "description"}


def read_labels(path: Path) -> tuple[Label, ...]:
    """Read `[[label]]` tables with name, urdu_name, short, color, key and description.

    Raises UserError naming the file, the label and what to correct.
    """
    try:
        text = clean(decode(path.read_bytes(), str(path)), str(path)).text
    except OSError as error:
        raise UserError(f"{path}: the labels cannot be read ({error.strerror}).") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: not valid TOML: {error}.") from error
    rows = data.get("label")
    if not isinstance(rows, list) or not rows:
        raise UserError(f"{path}: holds no [[label]]; write one with at least a name.")
    labels = tuple(_label(row, index, path) for index, row in enumerate(rows))
    _refuse_twins([label.name for label in labels], "name", path)
    _refuse_twins([label.key for label in labels if label.key], "key", path)
    return labels


def _label(row: Any, index: int, path: Path) -> Label:
    where = f"{path}, label {index + 1}"
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise UserError(f"{where}: every field must be text in quotes.")
    if unknown := set(row) - _FIELDS:
        raise UserError(f"{where}: unknown field {sorted(unknown)[0]!r}; known are {', '.join(sorted(_FIELDS))}.")
    row = {"color": PALETTE[index % len(PALETTE)]} | row
    if not row.get("name", "").strip() or "\n" in row["name"]:
        raise UserError(f"{where}: a label needs a name on one line.")
    if not is_color(row["color"].lower()):
        raise UserError(f"{where}: the color {row['color']!r} is not of the form '#1f77b4'.")
    if len(row.get("key", "")) > 1:
        raise UserError(f"{where}: the key {row['key']!r} must be one character.")
    return Label(**row | {"color": row["color"].lower()})


def _refuse_twins(values: list[str], what: str, path: Path) -> None:
    for value in values:
        if values.count(value) > 1:
            raise UserError(f"{path}: two labels have the {what} {value!r}; give each its own.")


def is_color(value: str) -> bool:
    """Whether `value` is `#rrggbb` in lower case."""
    return re.fullmatch(r"#[0-9a-f]{6}", value) is not None


def new_label(name: str, count: int) -> Label:
    """A label that a file uses and the project lacks, the `count` + 1st of the project."""
    return Label(name=name, color=PALETTE[count % len(PALETTE)])
