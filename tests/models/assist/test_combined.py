"""Two suggesters speak as one: the second where the first is silent, neither where they contradict each other."""

from __future__ import annotations

from models.assist.base import Found
from models.assist.calibration import Calibration
from models.assist.combined import candidates, offers
from models.assist.sentences import Sentence, sentences_of

(SENTENCE,) = sentences_of("ایک دو تین چار پانچ")


class Says:
    def __init__(self, *found: Found) -> None:
        self._found = list(found)

    def suggest(self, _sentence: Sentence) -> list[Found]:
        return self._found


def test_the_first_is_believed_and_the_second_fills_its_gaps() -> None:
    first, second = Says(Found(0, 2, "A", 0.9)), Says(Found(1, 2, "A", 1.0), Found(3, 4, "B", 0.8))
    found = candidates([("first", first), ("second", second)], SENTENCE)
    assert [(each.found[:3], each.by, each.agreement) for each in found] == [
        ((0, 2, "A"), "first", -1),
        ((3, 4, "B"), "second", 0),
    ]


def test_what_both_say_is_surer() -> None:
    both = [("first", Says(Found(0, 1, "A", 0.9))), ("second", Says(Found(0, 1, "A", 1.0)))]
    (found,) = candidates(both, SENTENCE)
    assert (found.by, found.agreement) == ("first", 1)
    sure = Calibration(1, 1, 0)
    assert sure.confidence(0.9, found.agreement) > sure.confidence(0.9, 0)


def test_contradictions_are_hidden() -> None:
    both = [("first", Says(Found(0, 2, "A", 0.9))), ("second", Says(Found(1, 3, "B", 1.0)))]
    assert candidates(both, SENTENCE) == []


def test_offers_are_stretches_of_the_text_above_the_threshold() -> None:
    one = [("first", Says(Found(0, 2, "A", 0.9), Found(3, 4, "B", 0.2)))]
    (offer,) = offers(one, {"first": Calibration(1, 0, 0)}, SENTENCE, 0.5)
    assert (offer.start, offer.end, offer.label, offer.by) == (0, 6, "A", "first")
