"""Names of either direction in English sentences, and paths whose parts stay in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.base.unprintable import file_name, marked

if TYPE_CHECKING:
    from models.base.entities import Label

shown_text = marked
"""A name as one line shows it: what cannot be seen in it, or reorders its neighbours, is a mark such as ⟦RLO⟧."""

shown_name = file_name
"""A folder or file; its suffix stays on its right, whatever the name's direction."""

LRM, FSI, PDI = "\u200e", "\u2068", "\u2069"


def isolated(text: str) -> str:
    """`text` as `shown_text` has it, so that it and what stands around it keep their own directions."""
    return f"{FSI}{marked(text)}{PDI}"


def shown_label(label: Label) -> str:
    """A label by its name and its Urdu one, on one line."""
    return f"{marked(label.name)} {marked(label.urdu_name)}".strip()


def shown_path(path: Path) -> str:
    """A path from left to right, each part in its own direction; the person's own folder as `~`."""
    home = Path.home()
    if path != home and path.is_relative_to(home):
        path = Path("~") / path.relative_to(home)
    first, *rest = path.parts or ("",)
    parts = [first.rstrip("/\\") if rest else first, *(shown_name(part) for part in rest)]
    return LRM + "/".join(parts)
