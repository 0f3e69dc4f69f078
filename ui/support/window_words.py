"""Sentences of the models in the words of the window: where they name an option of a command, its place in a dialog."""

from __future__ import annotations

import re

_PLACES = {
    "annotator-from": "Spans go to",
    "annotator": "Spans go to",
    "column": "Read as",
    "field": "Read as",
    "element": "Read as",
    "layer": "Read as",
    "offsets": "Offsets count",
    "encoding": "Encoding",
    "format": "Format",
    "cut": "Long texts",
}
_FLAG = rf"--({'|'.join(_PLACES)})\b"
_PARTS = r"\w+=[^\s,;.)]*(?:(?:, | and )\w+=[^\s,;.)]*)*"
_VERBS = "says|keeps|reads|takes"
_RULES = (
    (re.compile(r"--annotator-from (.+?): no record"), lambda found: f"“{found[1]}”: no record"),
    (re.compile(rf"{_FLAG} \S+ (?:reads|takes) it"), lambda found: f"choose it under {_place(found[1])}"),
    (re.compile(rf"{_FLAG}(?: or {_FLAG})?(?: \S+)? (?={_VERBS})"), lambda found: f"{_place(found[1])} "),
    (re.compile(rf": {_FLAG} "), lambda found: f", choose under {_place(found[1])}: "),
    (re.compile(rf"(?:,| with)? {_FLAG}(?: (?:{_PARTS}|[^\s,;.)]+))?"), lambda found: f" under {_place(found[1])}"),
    (re.compile(r"( under “[^”]+”) or\1"), lambda found: found[1]),
)


def in_window(text: str) -> str:
    """Return a sentence with places of the import dialog for options of commands; any other one as it is."""
    if "--" in text:
        for pattern, said in _RULES:
            text = pattern.sub(said, text)
    return text


def _place(flag: str) -> str:
    return f"“{_PLACES[flag]}”"
