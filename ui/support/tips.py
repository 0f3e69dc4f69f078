"""Plain-text tooltips: Qt renders foreign text that looks like HTML, and loads the images in it."""

from __future__ import annotations

from html import escape

from models.base.unprintable import sentence

_MAX_LINE = 2_000  # characters of a line


def tip(text: str) -> str:
    """Return a tooltip that shows `text` line by line, with marks for invisible characters, escaped where needed."""
    shown = "\n".join(sentence(line, _MAX_LINE) for line in text.split("\n"))
    if "<" not in shown and "&" not in shown:
        return shown
    return f'<div style="white-space: pre-wrap">{escape(shown)}</div>'
