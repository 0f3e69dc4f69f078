"""Where a boundary may stand: never between a letter and its sign."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text.offsets import ceil_edge, floor_edge, grapheme_edges, next_edge, previous_edge
from tests.selection import examples

MIXED = st.text(
    st.one_of(
        st.sampled_from("ابہیےکم ۔،\n\r a1.\u00a0"),
        st.sampled_from("\u0653\u0654\u0670\u0610\u0651\u0301\u093f"),  # signs
        st.sampled_from("\u0600\u0601\u06dd\u08e2"),  # number signs that join the character after them
        st.sampled_from("\u200c\u200d\u200e\ufeff"),
        st.sampled_from("👩💻👍🏽🇵🇰❤\ufe0f"),
        st.characters(min_codepoint=0x0600, max_codepoint=0x08FF),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


def all_edges(text: str) -> list[int]:
    """The reference: the whole text cut into graphemes, no shortcuts."""
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


@settings(max_examples=examples(500))
@given(MIXED)
def test_edges_are_those_of_the_whole_text(text: str) -> None:
    edges = all_edges(text)
    assert grapheme_edges(text) == edges
    for index in range(len(text) + 1):
        assert floor_edge(text, index) == edges[bisect_right(edges, index) - 1]
        assert ceil_edge(text, index) == edges[bisect_left(edges, index)]


@given(MIXED)
def test_steps_go_from_edge_to_edge(text: str) -> None:
    edges = all_edges(text)
    forward, back = [0], [len(text)]
    while forward[-1] < len(text):
        forward.append(next_edge(text, forward[-1]))
    while back[-1] > 0:
        back.append(previous_edge(text, back[-1]))
    assert forward == edges
    assert back[::-1] == edges


def test_fast_path_never_differs_for_a_pair() -> None:
    for code in (*range(0x20, 0x7F), *range(0x0600, 0x0780), 0xA0, 0x200D, 0x2019, 0x1F44D):
        for other in "ا\u0653\u0600۔ \n\u200dپ\u06dd👍":
            for text in (chr(code) + other, other + chr(code)):
                assert (floor_edge(text, 1) == 1) == (1 in all_edges(text)), [f"{ord(c):04X}" for c in text]


@pytest.mark.parametrize("word", ["رسولؐ", "علیؓ", "ا\u0653", "محکمہ\u0654"])
def test_letter_keeps_its_sign(word: str) -> None:
    inside = len(word) - 1
    assert (floor_edge(word, inside), ceil_edge(word, inside)) == (len(word) - 2, len(word))


def test_emoji_of_several_characters_is_one() -> None:
    text = "ا👩‍💻ب"
    assert [floor_edge(text, index) for index in range(len(text) + 1)] == [0, 1, 1, 1, 4, 5]


def test_offsets_outside_the_text_are_pulled_in() -> None:
    assert (floor_edge("اب", -3), ceil_edge("اب", 9), next_edge("اب", 2), previous_edge("اب", 0)) == (0, 2, 2, 0)


def test_edges_deep_in_a_long_paragraph_are_right() -> None:
    text = "ا\u0653ب " * 5_000
    for index in (9_998, 10_001, 10_002, 10_003):
        edges = all_edges(text)
        assert floor_edge(text, index) == edges[bisect_right(edges, index) - 1]
