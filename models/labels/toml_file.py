"""labels.toml: labels of a project in a file of their own, to start from and to hand on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.base.entities import Label, Scope
from models.base.errors import UserError, error_text
from models.labels.colors import COLORS, free_color
from models.storage import outputs
from models.storage.disk import regular
from models.text.encodings import decode
from models.text.offsets import clean

_FIELDS = ("name", "urdu_name", "short", "color", "key", "scope", "choice", "description", "examples")
Fields = dict[str, str]
"""What a file says of one label, checked; a field that it does not name is not there."""


def read_labels(path: Path) -> tuple[Label, ...]:
    """Read `[[label]]` tables; only `name` is needed. Raises UserError naming file, label and what to correct."""
    return tuple(merged((), read_fields(path)))


def label_from(row: Fields, index: int) -> Label:
    """Return the label that a file describes, `index` + 1st of its kind."""
    given: dict[str, Any] = {"color": COLORS[index % len(COLORS)]} | row
    return Label(**given | {"scope": Scope(row.get("scope", Scope.SPAN))})


def read_fields(path: Path) -> tuple[Fields, ...]:
    """Return what a labels.toml says of each label, and no more. Raises UserError as `read_labels` does."""
    try:
        text = clean(decode(regular.read_whole(path), str(path)), str(path)).text
    except OSError as error:
        raise UserError(f"{path}: the labels cannot be read ({error_text(error)}).") from error
    import tomllib  # noqa: PLC0415 - no part of a start

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: not valid TOML: {error}.") from error
    except RecursionError as error:
        raise UserError(f"{path}: not valid labels: brackets are nested too deep; a label is one [[label]].") from error
    rows = data.get("label")
    if not isinstance(rows, list) or not rows:
        raise UserError(f"{path}: holds no [[label]]; write one with at least a name.")
    fields = tuple(_fields(row, index, path) for index, row in enumerate(rows))
    _refuse_twins([row["name"] for row in fields], "name", path)
    _refuse_twins([row["key"] for row in fields if row.get("key")], "key", path)
    return fields


def _fields(row: Any, index: int, path: Path) -> Fields:
    where = f"{path}, label {index + 1}"
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise UserError(f"{where}: every field must be text in quotes.")
    if unknown := set(row) - set(_FIELDS):
        raise UserError(f"{where}: unknown field {sorted(unknown)[0]!r}; known are {', '.join(sorted(_FIELDS))}.")
    if not row.get("name", "").strip() or "\n" in row["name"]:
        raise UserError(f"{where}: a label needs a name on one line.")
    color = row.get("color", COLORS[0]).lower()
    if not is_color(color):
        raise UserError(f"{where}: the color {row['color']!r} is not of the form '#1f77b4'.")
    if len(row.get("key", "")) > 1:
        raise UserError(f"{where}: the key {row['key']!r} must be one character.")
    if row.get("scope", "span") not in list(Scope):
        raise UserError(f"{where}: the scope {row['scope']!r} must be 'span' or 'article'.")
    return row | ({"color": color} if "color" in row else {})


def _refuse_twins(values: list[str], what: str, path: Path) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise UserError(f"{path}: two labels have the {what} {value!r}; give each its own.")


def is_color(value: str) -> bool:
    """Return whether `value` is `#rrggbb` in lower case."""
    return re.fullmatch(r"#[0-9a-f]{6}", value) is not None


def new_label(name: str, count: int, scope: Scope = Scope.SPAN, taken: Iterable[str] = ()) -> Label:
    """Return a label that a file uses and the project lacks, the `count` + 1st, in a colour that is none of `taken`."""
    return Label(name=name, color=free_color(taken, count), scope=scope)


def merged(present: Iterable[Label], rows: Iterable[Fields]) -> list[Label]:
    """Labels as a file makes them: those of the same name become what it says, the others are new (`id` 0).

    Of a label that is there, what the file does not speak of stays, and so does its `scope`.
    """
    there, rows = {label.name: label for label in present}, tuple(rows)
    taken = [*(label.color for label in there.values()), *(row["color"] for row in rows if "color" in row)]
    found: list[Label] = []
    for index, row in enumerate(rows):
        known = there.get(row["name"])
        found.append(
            replace(known, **{name: value for name, value in row.items() if name != "scope"})  # type: ignore[arg-type]
            if known
            else label_from({"color": free_color(taken, len(there) + index)} | row, index)
        )
        taken.append(found[-1].color)
    return found


def write_labels(labels: Iterable[Label], path: Path) -> None:
    """Write labels as `read_labels` reads them; usual values are left out. Raises UserError."""
    usual = Label("")
    tables = []
    for label in labels:
        values = {name: str(getattr(label, name)) for name in _FIELDS}
        kept = {name: value for name, value in values.items() if name == "color" or value != getattr(usual, name)}
        tables.append("\n".join(["[[label]]", *(f"{name} = {_quoted(value)}" for name, value in kept.items())]))
    outputs.write_text("the labels", path, "\n\n".join(tables) + "\n")


def _quoted(text: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's, but for U+007F; several lines stay lines."""
    lines = [json.dumps(line, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f") for line in text.split("\n")]
    return f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'
