"""Finding in one text, the same as a search over the whole text's key but fast; snippets on one line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.project.search import SearchText, context, find
from models.text.offsets import grapheme_edges
from models.text.urdu import match_key, matches
from tests.models.text.test_urdu_keys import URDU

SMALL = st.text(
    st.sampled_from("ابپیي\u0670\u064e\u0301\u0654ہ\n\u2028 ۔1aß\ufefb\u200cﷺ😀"), max_size=60
)  # few letters, so that needles are met


@settings(max_examples=400)
@given(st.one_of(SMALL, URDU), st.data(), st.booleans(), st.integers(1, 12))
def test_find_is_a_search_over_the_key_of_the_whole_text(
    text: str, data: st.DataObject, whole: bool, block: int
) -> None:
    start = data.draw(st.integers(0, len(text)))
    wanted = data.draw(st.one_of(st.just(text[start : start + data.draw(st.integers(0, 6))]), SMALL))
    expected = list(matches(match_key(text), wanted, whole_words=whole))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.text.text_index._BLOCK", block)  # many blocks in a short text
        assert find(text, wanted, whole_words=whole) == expected


def test_needle_over_a_line_end_is_found_wherever_the_text_is_cut() -> None:
    line = "لاہور میں بارش ہوئی۔ " * 90
    text = f"{line}کراچ\u064a\nاعلیٰ {line}"
    at = len(line)
    assert find(text, "کراچی\nاعلی") == [(at, at + 11)]


def test_letters_and_diacritics_of_either_spelling_are_found() -> None:
    text = "كراچي میں ا\u0653صف، اعلیٰ عدالت"
    assert find(text, "کراچی") == [(0, 5)]
    assert find(text, "آصف") == [(10, 14)]
    assert find(text, "اعلی عدالت") == [(16, 27)]


def test_key_of_a_search_text_refuses_an_empty_range() -> None:
    with pytest.raises(IndexError):
        SearchText("اب").span(1, 1)


def test_only_what_is_hit_is_mapped_back() -> None:
    text = "پاکستان میں بارش ہوئی۔\n" * 20_000 + "لاہور"

    def seconds(work: object) -> float:
        begin = time.perf_counter()
        assert callable(work)
        assert work() == [(len(text) - 5, len(text))]
        return time.perf_counter() - begin

    fast = min(seconds(lambda: find(text, "لاہور")) for _ in range(3))
    assert fast * 2 < seconds(lambda: list(matches(match_key(text), "لاہور")))


@given(SMALL, st.data(), st.integers(0, 12))
def test_context_is_one_line_whose_outer_ends_are_grapheme_edges(text: str, data: st.DataObject, width: int) -> None:
    edges = grapheme_edges(text)
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    before, hit, after = context(text, start, end, width)
    assert not any(sign in before + hit + after for sign in "\n\u2028\t")
    assert (start - len(before)) in edges
    assert (end + len(after)) in edges
    assert len(before) <= width
    assert len(after) <= width
    assert hit == text[start:end].replace("\n", " ").replace("\u2028", " ")


def test_context_holds_what_stands_around_the_hit() -> None:
    assert context("آج لاہور\nمیں بارش", 3, 8, 5) == ("آج ", "لاہور", " میں ")
