"""Bidirectional text: Urdu and English names in English sentences, and paths whose parts stay in order."""

from __future__ import annotations

from pathlib import Path

from models.base.entities import Label
from models.base.unprintable import file_name, marked

shown_text = marked
"""Return a name on one line, with invisible and reordering characters replaced by marks such as ⟦RLO⟧."""

shown_name = file_name
"""Return the name of a folder or file, with its suffix on the right whatever the direction of the name."""

LRM, FSI, PDI = "\u200e", "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Return `shown_text` in a bidi isolate, so that it and the text around it keep their own directions."""
    return f"{FSI}{marked(text)}{PDI}"


def shown_label(label: Label) -> str:
    """Return the name and the Urdu name of a label on one line."""
    return f"{marked(label.name)} {marked(label.urdu_name)}".strip()


def shown_path(path: Path) -> str:
    """Return a path from left to right, each part in its own direction, with the home folder as `~`."""
    home = Path.home()
    if path != home and path.is_relative_to(home):
        path = Path("~") / path.relative_to(home)
    first, *rest = path.parts or ("",)
    parts = [first.rstrip("/\\") if rest else first, *(shown_name(part) for part in rest)]
    return LRM + "/".join(parts)
