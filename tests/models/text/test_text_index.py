"""A text made ready to be searched finds what a plain search finds, in short steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import text_index
from models.text.offsets import ceil_edge, floor_edge, grapheme_edges
from models.text.text_index import TextIndex
from models.text.urdu import match_key, matches

LETTERS = "اآبپ کیيكـ۔، \n\u00a0\u0653\u0654\u0670ؑ\u200c12۳😀eé_-ﻻﷺ"
texts = st.text(st.sampled_from(LETTERS), max_size=60)


@given(texts, texts.filter(lambda wanted: len(wanted) < 8), st.sampled_from([1, 5, 2_000]))
def test_places_are_those_of_a_plain_search_wherever_the_text_is_cut(text: str, wanted: str, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_index, "_BLOCK", block)
        found = TextIndex(text)
        if not found.needle(wanted):
            assert found.places(wanted) == []
            return
        plain = matches(match_key(text), wanted, whole_words=True)
        assert found.places(wanted) == [(floor_edge(text, start), ceil_edge(text, end)) for start, end in plain]
        edges = set(grapheme_edges(text))
        assert all(start in edges and end in edges for start, end in found.places(wanted))


@given(texts)
def test_the_key_is_the_texts_key_and_the_work_ends(text: str) -> None:
    found = TextIndex(text)
    while found.step():
        pass
    assert found.key == match_key(text).key
    assert not found.step()


def test_both_spellings_are_one_string() -> None:
    text = "ا\u0653صف درانی اور آصف درانی"
    assert TextIndex(text).places("آصف درانی") == [(0, 10), (15, 24)]


def test_a_place_inside_a_word_is_none() -> None:
    assert TextIndex("سلیمکو سلیم، سلیم").places("سلیم") == [(7, 11), (13, 17)]


def test_signs_alone_are_no_string() -> None:
    assert TextIndex("ایک، دو، تین").places("،") == []


def test_work_is_done_in_many_short_steps_and_a_search_does_what_is_left() -> None:
    text = "کراچی اور لاہور۔ " * 2_000
    found = TextIndex(text)
    steps = sum(1 for _ in iter(found.step, False))
    assert steps > len(text) / text_index._BLOCK
    fresh = TextIndex(text)
    fresh.step()
    assert len(fresh.places("لاہور")) == 2_000
