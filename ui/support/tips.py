"""Plain-text tooltips: Qt renders foreign text that looks like HTML, and loads the images in it."""

from __future__ import annotations

from textwrap import wrap

from models.base.unprintable import sentence

_MAX_LINE = 2_000  # characters of a line of the text
_WIDTH = 120  # characters of a line on the screen


def tip(text: str) -> str:
    """Return a tooltip that shows `text` line by line, with marks for invisible characters, escaped where needed."""
    lines = [sentence(line, _MAX_LINE) for line in text.split("\n")]
    shown = "\n".join("\n".join(wrap(line, _WIDTH)) if len(line) > _WIDTH else line for line in lines)
    if "<" not in shown and "&" not in shown:
        return shown
    from html import escape  # noqa: PLC0415 - seldom needed

    return f'<div style="white-space: pre-wrap">{escape(shown)}</div>'
