"""A text made ready to be searched finds what a plain search finds, in short steps."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import text_index
from models.text.offsets import grapheme_edges
from models.text.text_index import TextIndex
from models.text.urdu import match_key
from tests.models.text.plain_search import SMALL, plain_matches
from tests.models.text.test_urdu_keys import URDU
from tests.selection import examples

LETTERS = "اآبپ کیيكـ۔، \n\u00a0\u0653\u0654\u0670ؑ\u200c12۳😀eé_-ﻻﷺ"
texts = st.text(st.sampled_from(LETTERS), max_size=60)


@given(texts, texts.filter(lambda wanted: len(wanted) < 8), st.sampled_from([1, 5, 2_000]))
def test_matches_are_those_of_a_plain_search_wherever_the_text_is_cut(text: str, wanted: str, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_index, "_BLOCK", block)
        found = TextIndex(text)
        if not found.needle(wanted):
            assert found.matches(wanted) == []
            return
        assert found.matches(wanted) == plain_matches(text, wanted, whole_words=True)
        edges = set(grapheme_edges(text))
        assert all(start in edges and end in edges for start, end in found.matches(wanted))


@given(texts)
def test_the_key_is_the_texts_key_and_the_work_ends(text: str) -> None:
    found = TextIndex(text)
    while found.step():
        pass
    assert found.key == match_key(text).key
    assert not found.step()


def test_both_spellings_are_one_string() -> None:
    text = "ا\u0653صف درانی اور آصف درانی"
    assert TextIndex(text).matches("آصف درانی") == [(0, 10), (15, 24)]


def test_a_match_inside_a_word_is_none() -> None:
    assert TextIndex("سلیمکو سلیم، سلیم").matches("سلیم") == [(7, 11), (13, 17)]


def test_signs_alone_are_no_string() -> None:
    assert TextIndex("ایک، دو، تین").matches("،") == []


def test_work_is_done_in_many_short_steps_and_a_search_does_what_is_left() -> None:
    text = "کراچی اور لاہور۔ " * 2_000
    found = TextIndex(text)
    steps = sum(1 for _ in iter(found.step, False))
    assert steps > len(text) / text_index._BLOCK
    fresh = TextIndex(text)
    fresh.step()
    assert len(fresh.matches("لاہور")) == 2_000


# --- a single search ----------------------------------------------------------------------------------------------


def find(text: str, wanted: str, *, whole_words: bool = False) -> list[tuple[int, int]]:
    return list(TextIndex(text).find(wanted, whole_words=whole_words))


@settings(max_examples=examples(400))
@given(st.one_of(SMALL, URDU), st.data(), st.booleans(), st.integers(1, 12))
def test_find_is_a_search_over_the_key_of_the_whole_text(
    text: str, data: st.DataObject, whole: bool, block: int
) -> None:
    start = data.draw(st.integers(0, len(text)))
    wanted = data.draw(st.one_of(st.just(text[start : start + data.draw(st.integers(0, 6))]), SMALL))
    expected = plain_matches(text, wanted, whole_words=whole)
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


def test_only_blocks_with_a_match_are_mapped_back() -> None:
    text = "پاکستان میں بارش ہوئی۔\n" * 20_000 + "لاہور"

    def seconds(work: object) -> float:
        begin = time.perf_counter()
        assert callable(work)
        assert work() == [(len(text) - 5, len(text))]
        return time.perf_counter() - begin

    fast = min(seconds(lambda: find(text, "لاہور")) for _ in range(3))
    assert fast * 2 < seconds(lambda: plain_matches(text, "لاہور"))
