"""The suggestions of several suggesters as one: the first one's, and where it finds nothing, the next one's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.assist.base import Found, Suggester
from models.assist.calibration import Calibration
from models.assist.sentences import Sentence


class Candidate(NamedTuple):
    """A span with whose it is (a suggester's key), and what the others say of it: the same 1, another 0 for nothing."""

    found: Found
    by: str
    agreement: int


class Offer(NamedTuple):
    """A stretch `[start, end)` (code points) to suggest: its label, how sure it is (0 to 1), who says so."""

    start: int
    end: int
    label: str
    confidence: float
    by: str


def candidates(suggesters: Sequence[tuple[str, Suggester]], sentence: Sentence) -> list[Candidate]:
    """Return what suggesters find in a sentence, in order; where two contradict each other, neither is believed.

    They contradict where they give words that overlap another label: a quarter of such are right.
    """
    each = [(key, suggester.suggest(sentence)) for key, suggester in suggesters]
    kept: list[Candidate] = []
    for number, (key, finds) in enumerate(each):
        others = [other for place, (_, some) in enumerate(each) if place != number for other in some]
        for found in finds:
            over = [other for other in others if other.overlaps(found)]
            if any(other.label != found.label for other in over) or any(found.overlaps(one.found) for one in kept):
                continue
            same = any(other[:2] == found[:2] for other in over)
            kept.append(Candidate(found, key, 1 if same else -1 if over else 0))
    return sorted(kept, key=lambda candidate: candidate.found.first)


def offers(
    suggesters: Sequence[tuple[str, Suggester]],
    calibrations: dict[str, Calibration],
    sentence: Sentence,
    least: float = 0.0,
) -> list[Offer]:
    """Return what to suggest in a sentence, of this confidence at least."""
    made = []
    for found, by, agreement in candidates(suggesters, sentence):
        confidence = calibrations.get(by, Calibration()).confidence(found.score, agreement)
        if confidence >= least:
            start, end = sentence.starts[found.first], sentence.ends[found.end - 1]
            made.append(Offer(start, end, found.label, confidence, by))
    return made
