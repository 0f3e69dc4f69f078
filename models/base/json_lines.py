"""JSON that stays one line wherever a reader splits lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

_ENDS = {character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}
_BETWEEN = '","'
_TABLE = str.maketrans(_ENDS)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
json_of = json.encoder.encode_basestring
"""Returns a text as JSON, as it is written without `ensure_ascii`."""


def one_line(text: str) -> str:
    """Return JSON with U+0085, U+2028 and U+2029 escaped: `str.splitlines` and others end a line there.

    They can only stand in strings of it, and JSON itself escapes all further characters that end lines.
    """
    # Looking for three characters takes a tenth of the time of translating, and nearly no text has them.
    if "\u2028" in text or "\u2029" in text or "\x85" in text:
        return text.translate(_TABLE)
    return text


def list_of_words(words: Sequence[str]) -> str:
    """Return texts as a list in JSON: all at once where no text holds a space and none is empty, as of tokens."""
    whole = " ".join(words)
    if whole.count(" ") != len(words) - 1 or not all(words):
        return _encode([*words])
    return f"[{json_of(whole).replace(' ', _BETWEEN)}]"


def list_of_numbers(numbers: list[int]) -> str:
    """Return whole numbers as a list in JSON, which Python prints but for its spaces."""
    return str(numbers).replace(" ", "")


def line_of(record: dict[str, Any], between: str = "", rest: dict[str, Any] | None = None) -> str:
    """Return a record as one line of JSON, with its line end.

    `between` is JSON that stands between its fields and those of `rest`, with a comma before each of its own; `record`
    is not empty then.
    """
    whole = _encode(record)
    if between or rest:
        whole = f"{whole[:-1]}{between}{f',{_encode(rest)[1:]}' if rest else '}'}"
    return one_line(whole) + "\n"
