"""What a dataset says, in pieces that can be compared: each span, each text, each layer's remarks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Content = dict[str, set[str]]
"""What each article's record says, by its id; "labels" has the label set."""
_WHEN = ("updated_at", "rev")  # of a row that came from the history


def content(path: Path, *, when: bool = True) -> Content:
    """The pieces of a dataset of JSON lines. `when`: with the times and revisions of spans."""
    found: Content = {}
    for line in path.read_bytes().split(b"\n"):
        if line.strip():
            record = json.loads(line)
            found.setdefault("labels", set()).update(map(_plain, record.pop("labels", ())))
            layers = record.pop("layers", ())
            pieces = found.setdefault(str(record.get("id")), set())
            pieces.add(_plain(record))
            for layer in layers:
                spans = layer.pop("spans", ())
                who = layer["annotator"]
                pieces |= {f"{who} {name} {_plain(value)}" for name, value in layer.items() if name != "annotator"}
                pieces |= {f"{who} span {_plain(_timeless(span) if not when else span)}" for span in spans}
    return found


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _timeless(span: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in span.items() if name not in _WHEN}


def difference(found: Content, sound: Content) -> tuple[list[str], list[str]]:
    """What is there and should not be, and what is missing."""
    made = [piece for key, pieces in found.items() for piece in pieces - sound.get(key, set())]
    missing = [piece for key, pieces in sound.items() for piece in pieces - found.get(key, set())]
    return sorted(made), sorted(missing)
