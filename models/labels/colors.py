"""The colours of labels: a palette whose colours stay apart, also for the colour-blind, and patterns beside them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum

# Told apart by usual and by colour-blind eyes: with and without green-blindness any two are 22 and more apart in
# CIE Lab, and each has a contrast of 3:1 with light paper. Found by search, with the first three given.
PALETTE = ("#1f77b4", "#27803a", "#d62728", "#b17bbe", "#e67300", "#4e5678", "#3e2dd2", "#be7b88", "#255a45", "#0069d2")
# More of them, each as far from all before it as can be: 14 and more. A pattern tells them from those, too.
STRIPED = ("#0000ff", "#002d78", "#0f3c00", "#e14bff", "#ff5a69", "#870f00", "#2d0f96", "#0f00d2", "#c32d87", "#2d2d5a")
DOTTED = ("#4b69ff", "#003c3c", "#ff4bb4", "#3c3cff", "#780087", "#d269e1", "#692da5", "#5a785a", "#003c1e", "#2d5a2d")
COLORS = (*PALETTE, *STRIPED, *DOTTED)
NEAR = 12.0  # distance under which two colours are hard to tell apart
# Deuteranopia, by far the commonest: Machado, Oliveira and Fernandes 2009, on linear RGB.
_DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_TO_XYZ = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0178, 0.1095, 0.8728))  # by D65 white = 1
_Triple = tuple[float, float, float]


class Pattern(IntEnum):
    """What is drawn over a colour that has neighbours."""

    PLAIN = 0
    STRIPES = 1
    DOTS = 2


def pattern(color: str) -> Pattern:
    """Return the pattern that goes with a colour (`#rrggbb`); plain for those that the palette does not have."""
    return _PATTERNS.get(color, Pattern.PLAIN)


_PATTERNS = dict.fromkeys(STRIPED, Pattern.STRIPES) | dict.fromkeys(DOTTED, Pattern.DOTS)


def free_color(taken: Iterable[str], first: int = 0) -> str:
    """Return a palette colour, the `first`th or the next that none of `taken` is near to, else the least used."""
    counts = Counter(taken)
    strange = [color for color in counts if color not in _OF_PALETTE]
    first %= len(COLORS)
    for color in (*COLORS[first:], *COLORS[:first]):
        if color not in counts and all(distance(color, other) >= NEAR for other in strange):
            return color
    return min(COLORS, key=lambda color: counts[color])


_OF_PALETTE = frozenset(COLORS)


def distance(one: str, other: str) -> float:
    """Return the distance of two colours (`#rrggbb`) in CIE Lab, to normal or deuteranope eyes, whichever is less."""
    pairs = [(_linear(one), _linear(other))]
    pairs.append((_times(_DEUTERANOPIA, pairs[0][0]), _times(_DEUTERANOPIA, pairs[0][1])))
    return min(math.dist(_lab(first), _lab(second)) for first, second in pairs)


def linear(part: float) -> float:
    """Return the linear value of a component of an sRGB colour; both are 0 to 1."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


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
