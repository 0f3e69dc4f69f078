"""How sure a suggestion is: the score of its suggester, made a probability by what was right and wrong before.

Platt's scaling with one more input, whether another suggester says the same: three numbers, found by Newton's method.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LEAST, _MOST = 50, 600  # decisions: with fewer nothing is learned from them, and older ones are forgotten
_DOUBT = 1.0  # taken from the log-odds while nothing is learned
_ROUNDS, _PRIOR = 25, 1.0  # of Newton's method; the pull towards the score as it is
_LEAST_STEP, _CLOSE = 1e-4, 1e-6
_SURE = 1e-4  # no score is surer

Numbers = tuple[float, float, float]
_USUAL: Numbers = (1.0, 0.0, 0.0)


class Decision(NamedTuple):
    """A suggestion that was decided: its score, what other suggesters say of it (+1, -1, 0), whether it is right."""

    score: float
    agreement: int
    right: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability = 1 / (1 + e^-(slope x log-odds of the score + weight x agreement + offset))."""

    slope: float = 1.0
    weight: float = 0.0
    offset: float = -_DOUBT

    def confidence(self, score: float, agreement: int) -> float:
        """Return how likely a suggestion is right, 0 to 1."""
        return _chance(self.slope * _odds(score) + self.weight * agreement + self.offset)


def fitted(decisions: Sequence[Decision]) -> Calibration:
    """Return the calibration that fits the last decisions; the cautious one where there are few."""
    last = decisions[-_MOST:]
    if len(last) < _LEAST or len({each.right for each in last}) < 2:
        return Calibration()
    rows = [(_odds(each.score), float(each.agreement), 1.0) for each in last]
    right = [each.right for each in last]
    found = _USUAL
    for _ in range(_ROUNDS):
        step, share = _newton(rows, right, found), 1.0
        now = _fit(rows, right, found)
        while share > _LEAST_STEP and _fit(rows, right, _moved(found, step, share)) < now:
            share /= 2  # too far: Newton's method overshoots where scores are all alike
        found = _moved(found, step, share)
        if share <= _LEAST_STEP or max(map(abs, step)) < _CLOSE:
            break
    return Calibration(*found)


def _newton(rows: Sequence[Numbers], right: Sequence[bool], found: Numbers) -> Numbers:
    """Return the step towards the numbers that fit best."""
    slopes = [_PRIOR * (usual - now) for usual, now in zip(_USUAL, found, strict=True)]
    bends = [[_PRIOR * (a == b) for b in range(3)] for a in range(3)]
    for row, is_right in zip(rows, right, strict=True):
        chance = _chance(_dot(row, found))
        for a in range(3):
            slopes[a] += (is_right - chance) * row[a]
            for b in range(3):
                bends[a][b] += chance * (1 - chance) * row[a] * row[b]
    return _solved(bends, slopes)


def _fit(rows: Sequence[Numbers], right: Sequence[bool], found: Numbers) -> float:
    """Return how well numbers fit: the log-likelihood of what was right, less the pull towards the usual ones."""
    pull = sum((usual - now) ** 2 for usual, now in zip(_USUAL, found, strict=True)) * _PRIOR / 2
    chances = (_chance(_dot(row, found)) for row in rows)
    return sum(math.log(chance if yes else 1 - chance) for chance, yes in zip(chances, right, strict=True)) - pull


def _moved(found: Numbers, step: Numbers, share: float) -> Numbers:
    one, other, third = (x + y * share for x, y in zip(found, step, strict=True))
    return one, other, third


def _dot(one: Numbers, other: Numbers) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def _odds(score: float) -> float:
    score = min(max(score, _SURE), 1 - _SURE)
    return math.log(score / (1 - score))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -20.0), 20.0)))


def _solved(rows: list[list[float]], right: list[float]) -> Numbers:
    """Solve three equations by elimination; the prior keeps them apart."""
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for at in range(3):
        pivot = max(range(at, 3), key=lambda row: abs(table[row][at]))
        table[at], table[pivot] = table[pivot], table[at]
        for row in range(3):
            if row != at:
                by = table[row][at] / table[at][at]
                table[row] = [x - by * y for x, y in zip(table[row], table[at], strict=True)]
    one, other, third = (table[at][3] / table[at][at] for at in range(3))
    return one, other, third
