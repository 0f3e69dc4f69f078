"""The colours that labels get: apart from each other, beside whatever colours there are."""

from __future__ import annotations

from itertools import combinations

from models.labels.colors import COLORS, NEAR, PALETTE, Pattern, distance, free_color, pattern


def test_twenty_five_labels_differ_in_colour_and_near_ones_in_pattern_too() -> None:
    taken = list[str]()
    for _ in range(25):
        taken.append(free_color(taken))
    for one, other in combinations(taken, 2):
        assert distance(one, other) > NEAR
        assert distance(one, other) > 20 or {pattern(one), pattern(other)} != {Pattern.PLAIN}


def test_the_palette_is_plain_and_each_shade_has_a_pattern() -> None:
    assert {pattern(color) for color in PALETTE} == {Pattern.PLAIN}
    assert all(pattern(color) for color in COLORS[len(PALETTE) :])


def test_a_colour_near_to_a_chosen_one_is_passed_over() -> None:
    assert free_color(["#2078b5"]) == PALETTE[1]
    assert free_color([]) == PALETTE[0]
    assert free_color(COLORS) == PALETTE[0]
    assert free_color((*COLORS, PALETTE[0])) == PALETTE[1]
