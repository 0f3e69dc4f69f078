"""Bidirectional text: Urdu and English names in English sentences, and paths whose parts stay in order."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from models.base.data_folder import home_folder
from models.base.entities import Label
from models.base.unprintable import file_name, marked

_LONGEST, _LONGEST_LABEL = 120, 40  # characters of a name; a file may bring one of any length


shown_name = file_name
"""Return the name of a folder or file, with its suffix on the right whatever the direction of the name."""

LRM, LRI, RLI, FSI, PDI = "\u200e", "\u2066", "\u2067", "\u2068", "\u2069"


def shortened(text: str, most: int = _LONGEST) -> str:
    """Return text cut off after so many characters, with an ellipsis for the rest."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def shown_text(text: str) -> str:
    """Return a name on one line, cut off, with invisible and reordering characters as marks such as ⟦RLO⟧."""
    return marked(shortened(text))


def isolated(text: str) -> str:
    """Return `shown_text` in a bidi isolate, so that it and the text around it keep their own directions."""
    return f"{FSI}{shown_text(text)}{PDI}"


def named(text: str) -> str:
    """Return a name for an English sentence: `isolated`, but for plain ASCII, which keeps its place there."""
    return shown_text(text) if text.isascii() else isolated(text)


def as_in_article(text: str) -> str:
    """Return words of an article in an isolate with its direction: from right to left where there is an Urdu letter.

    The first letter does not decide: an article does not turn around for a "BBC" either.
    """
    urdu = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return f"{RLI if urdu else LRI}{text}{PDI}"


_PIECE = r"[\u0590-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+"
_RUN = re.compile(f"{_PIECE}(?:[ \u200c\u200d]+{_PIECE})*")
_APART = re.compile("([\u2066-\u2068][^\u2069]*\u2069)")


def pieces_apart(text: str) -> str:
    """Return an English sentence with each run of Urdu words in an isolate, where it names things as they came.

    The parts of a path, or names with a comma between them, then keep their order. Isolates that are there stay.
    """
    if text.isascii():
        return text
    parts = _APART.split(text)
    return "".join(part if at % 2 else _RUN.sub(f"{FSI}\\g<0>{PDI}", part) for at, part in enumerate(parts))


def without_isolates(text: str) -> str:
    """Return a sentence without the isolates of its names, to be stored."""
    return text.replace(FSI, "").replace(PDI, "")


_TURNING = str.maketrans("", "", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def as_spoken(text: str) -> str:
    """Return a text for the ear: without the signs that only turn the reading direction, which voices spell out."""
    return text if text.isascii() else text.translate(_TURNING)


def shown_label(label: Label, between: str = " ") -> str:
    """Return the name and the Urdu name of a label on one line, each set apart."""
    return between.join(named(shortened(name, _LONGEST_LABEL)) for name in (label.name, label.urdu_name) if name)


def shown_path(path: Path) -> str:
    """Return a path from left to right, each part in its own direction, with the home folder as `~`."""
    home = home_folder()
    if home is not None and path != home and path.is_relative_to(home):
        path = Path("~") / path.relative_to(home)
    first, *rest = path.parts or ("",)
    parts = [first.rstrip("/\\") if rest else first, *(shown_name(part) for part in rest)]
    return LRM + "/".join(parts)
