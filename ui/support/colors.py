"""Checks of a label's colour: its contrast with the paper, and its distance from other labels for the colour-blind."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtGui import QColor

from models.base.entities import Label
from models.labels.toml_file import PALETTE
from ui.support.bidi import isolated, shortened
from ui.support.theme import DARK, LIGHT, contrast, linear

_WORDS = ("blue", "green", "red", "lilac", "orange", "slate", "indigo", "rose", "pine green", "azure")
NAMES = dict(zip(PALETTE, _WORDS, strict=True))
_LONGEST = 40  # characters of a name in a warning
_MIN_DISTANCE = 12.0  # distance in CIE Lab; the closest two of the palette are 22 apart
# Deuteranopia, by far the commonest: Machado, Oliveira and Fernandes 2009, on linear RGB.
_DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_TO_XYZ = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0178, 0.1095, 0.8728))  # by D65 white = 1
_Triple = tuple[float, float, float]


def warning(color: str, others: Iterable[Label]) -> str:
    """Return what is wrong with a colour, in a sentence or two; empty when nothing is."""
    sentences = [
        f"A line in it is faint on {name} paper; there it is drawn {how}."
        for theme, name, how in ((LIGHT, "light", "darker"), (DARK, "dark", "lighter"))
        if contrast(QColor(color), QColor(theme.paper)) < 3
    ]
    near = min(others, key=lambda label: distance(color, label.color), default=None)
    if near is not None and distance(color, near.color) < _MIN_DISTANCE:
        sentences.append(f"It is hard to tell from the colour of {isolated(shortened(near.name, _LONGEST))}.")
    return " ".join(sentences)


def distance(one: str, other: str) -> float:
    """Return the distance of two colours (`#rrggbb`) in CIE Lab, to normal or deuteranope eyes, whichever is less."""
    pairs = [(_linear(one), _linear(other))]
    pairs.append((_times(_DEUTERANOPIA, pairs[0][0]), _times(_DEUTERANOPIA, pairs[0][1])))
    return min(math.dist(_lab(first), _lab(second)) for first, second in pairs)


def _linear(color: str) -> _Triple:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return linear(red), linear(green), linear(blue)


def _times(matrix: tuple[_Triple, _Triple, _Triple], value: _Triple) -> _Triple:
    first, second, third = (sum(a * b for a, b in zip(row, value, strict=True)) for row in matrix)
    return first, second, third


def _lab(value: _Triple) -> _Triple:
    def root(part: float) -> float:
        return float(part ** (1 / 3)) if part > 0.008856 else 7.787 * part + 16 / 116

    x, y, z = (root(max(part, 0.0)) for part in _times(_TO_XYZ, value))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
