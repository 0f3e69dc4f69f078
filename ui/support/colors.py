"""Checks of a label's colour: its contrast with the paper, and its distance from other labels for the colour-blind."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor

from models.base.entities import Label
from models.labels.colors import COLORS, NEAR, Pattern, distance, pattern
from ui.support.bidi import isolated, shortened
from ui.support.theme import DARK, LIGHT, contrast

_WORDS = (
    *("blue", "green", "red", "lilac", "orange", "slate", "indigo", "rose", "pine green", "azure"),
    *("pure blue", "navy", "dark green", "violet", "coral", "brick", "dark indigo", "royal blue", "magenta", "ink"),
    *("cornflower", "dark teal", "pink", "iris", "plum", "orchid", "purple", "sage", "forest", "fern"),
)
_WITH = {Pattern.PLAIN: "", Pattern.STRIPES: ", striped", Pattern.DOTS: ", dotted"}
NAMES = {color: word + _WITH[pattern(color)] for color, word in zip(COLORS, _WORDS, strict=True)}
_LONGEST = 40  # characters of a name in a warning


def warning(color: str, others: Iterable[Label]) -> str:
    """Return what is wrong with a colour, in a sentence or two; empty when nothing is."""
    sentences = [
        f"A line in it is faint on {name} paper; there it is drawn {how}."
        for theme, name, how in ((LIGHT, "light", "darker"), (DARK, "dark", "lighter"))
        if contrast(QColor(color), QColor(theme.paper)) < 3
    ]
    near = min(others, key=lambda label: distance(color, label.color), default=None)
    if near is not None and distance(color, near.color) < NEAR:
        sentences.append(f"It is hard to tell from the colour of {isolated(shortened(near.name, _LONGEST))}.")
    return " ".join(sentences)
