"""Text in YAML as every reader of it takes it: as text, and in one line."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def quoted(text: str) -> str:
    """Return a text in YAML's double quotes; signs that YAML does not take, or takes for a line's end, escaped."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def name(text: str) -> str:
    """Return a text bare where that is text in YAML, else in quotes: `no` is none, but a truth value."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT else quoted(text)
