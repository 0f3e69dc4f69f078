"""Tooltips that say what is in them: Qt takes foreign words that look like HTML for it, and fetches their pictures."""

from __future__ import annotations

from html import escape

from models.base.unprintable import sentence

_LONGEST = 2_000  # characters of a line


def tip(text: str) -> str:
    """`text` as a tooltip shows it, line by line, with marks for what is hidden, and never as HTML."""
    said = "\n".join(sentence(line, _LONGEST) for line in text.split("\n"))
    if "<" not in said and "&" not in said:
        return said
    return f'<div style="white-space: pre-wrap">{escape(said)}</div>'
