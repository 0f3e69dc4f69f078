"""Confidences are as often right as they say, whatever scores a suggester gives."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.assist.calibration import Calibration, Decision, fitted


def error(calibration: Calibration, decisions: list[Decision]) -> float:
    """The expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for each in decisions:
        confidence = calibration.confidence(each.score, each.agreement)
        bins.setdefault(min(int(confidence * 10), 9), []).append((confidence, each.right))
    gaps = [abs(sum(c for c, _ in some) - sum(r for _, r in some)) for some in bins.values()]
    return sum(gaps) / len(decisions)


@pytest.mark.parametrize("seed", range(4))
def test_scores_that_are_too_sure_are_made_true(seed: int) -> None:
    draw = random.Random(seed)

    def decisions(count: int) -> list[Decision]:
        made = []
        for _ in range(count):
            truth = draw.betavariate(4, 1)
            made.append(Decision(truth**0.3, draw.choice((-1, 0, 1)), draw.random() < truth))
        return made

    raw, learned, unseen = Calibration(1, 0, 0), fitted(decisions(500)), decisions(3000)
    assert error(learned, unseen) < error(raw, unseen) / 2
    assert error(learned, unseen) < 0.05


def test_few_decisions_teach_caution_alone() -> None:
    few = [Decision(0.9, 0, right=True)] * 40
    assert fitted(few) == Calibration()
    assert Calibration().confidence(0.9, 0) < 0.9


@given(
    st.lists(
        st.builds(Decision, st.floats(0, 1), st.sampled_from((-1, 0, 1)), st.booleans()), min_size=50, max_size=120
    )
)
def test_any_decisions_give_confidences_between_nothing_and_all(decisions: list[Decision]) -> None:
    calibration = fitted(decisions)
    assert abs(calibration.slope) < 50
    assert all(0 <= calibration.confidence(each.score, each.agreement) <= 1 for each in decisions)


def test_scores_that_are_all_alike_do_not_run_away() -> None:
    """Newton's method alone leaves all bounds here."""
    alike = [Decision(0.9999, 0, right=number % 10 > 0) for number in range(200)]
    assert fitted(alike).confidence(0.9999, 0) == pytest.approx(0.9, abs=0.03)
