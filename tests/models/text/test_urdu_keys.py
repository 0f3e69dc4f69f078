"""Match keys: what counts as the same word, and the way back to the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text.text_index import TextIndex
from models.text.urdu import match_key, match_text
from tests.selection import examples

URDU = st.text(
    st.one_of(
        st.sampled_from("ابپتیيىےکكہهھۂۀەؤئآأںل"),
        st.sampled_from("\u0653\u0654\u0670\u0651\u064e\u0610\u0301"),
        st.sampled_from("ﷺﷲﻣﻴﮟﻻﻵﺅﻙ"),
        st.sampled_from(" \t\n\u00a0\u200c\u200d\u200b\ufeff۔،123۱٣aAß😀"),
    ),
    max_size=30,
)
ANY = st.text(st.one_of(st.sampled_from("ا\u0653\u0301\u200dß\u1e9e"), st.characters(exclude_categories=["Cs"])))


def found(text: str, wanted: str, *, whole_words: bool = False) -> list[tuple[int, int]]:
    return list(TextIndex(text).find(wanted, whole_words=whole_words))


@settings(max_examples=examples(300))
@given(st.one_of(URDU, ANY))
def test_pieces_are_the_text_and_the_key(text: str) -> None:
    key = match_key(text)
    assert len(key.starts) == len(key.ends) == len(key.key)
    done, made = 0, ""
    for start, end in dict.fromkeys(zip(key.starts, key.ends, strict=True)):
        assert done <= start < end
        assert match_text(text[done:start]) == "", "what has no piece has no key"
        made += match_text(text[start:end])
        done = end
    assert match_text(text[done:]) == ""
    assert made == key.key


@settings(max_examples=examples(500))
@given(st.one_of(URDU, ANY))
def test_fast_key_is_the_mapped_key(text: str) -> None:
    assert match_text(text) == match_key(text).key


@settings(max_examples=examples(300))
@given(URDU.filter(lambda text: "\u0301" not in text))
def test_key_of_a_key_is_itself(text: str) -> None:
    assert match_text(match_text(text)) == match_text(text)


@settings(max_examples=examples(300))
@given(URDU)
def test_composition_makes_no_difference(text: str) -> None:
    assert match_text(unicodedata.normalize("NFD", text)) == match_text(unicodedata.normalize("NFC", text))


@given(URDU, URDU, URDU)
def test_every_match_reads_like_what_was_looked_for(before: str, wanted: str, after: str) -> None:
    text = f"{before} {wanted} {after}"
    for start, end in found(text, wanted):
        assert match_text(wanted) in match_text(text[start:end])
    assert bool(found(text, wanted)) == bool(match_text(wanted))


def test_decomposed_madda_has_the_key_of_the_composed() -> None:
    text = "ا\u0653صف درانی نے"
    assert text[0:10] == "ا\u0653صف درانی"
    assert match_text(text[0:10]) == "آصف درانی"
    assert found(text + " آصف درانی", "آصف درانی") == [(0, 10), (14, 23)]
    assert found(text + " آصف درانی", text[0:10]) == [(0, 10), (14, 23)]


def test_khari_zabar_is_not_in_the_key() -> None:
    key = match_key("اعلیٰ عدالت")
    assert (len("اعلیٰ عدالت"), len(key.key)) == (11, 10)
    assert found("اعلیٰ عدالت", "اعلی عدالت") == [(0, 11)]


def test_arabic_letters_are_found_by_their_urdu_ones() -> None:
    text = "\u0643راچ\u064a میں"
    assert found(text, "کراچی") == [(0, 5)]
    assert found("کراچی", text[0:5]) == [(0, 5)]


def test_match_that_ends_in_a_ligature_takes_all_of_it() -> None:
    assert found("پا\ufefb", "پال") == [(0, 3)]
    assert match_text("پا\ufefb") == "پالا"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\ufee3\ufef4\ufb9f", "میں"),
        ("راو\u0654نڈ", "راؤنڈ"),
        ("محکمہ\u0654", "محکمۂ"),
        ("محکم\u06c0", "محکمۂ"),
        ("\u06d5", "\u06c1"),
        ("کوئی", "کوی\u0654ی"),
        ("۱۲۳", "١٢٣"),
        ("۱۲۳", "123"),
        ("افواج\u00a0پاکستان", "افواج پاکستان"),
        ("نہ\u200cیں", "نہیں"),
        ("حسین\u0611", "حسین"),
        ("UNHCR", "unhcr"),
    ],
)
def test_what_reads_alike_has_one_key(one: str, other: str) -> None:
    assert match_text(one) == match_text(other)


@pytest.mark.parametrize(("one", "other"), [("ہے", "ھے"), ("نہ", "نے"), ("آپ", "اپ"), ("کا", "کی"), ("ﷺ", "صلی")])
def test_what_reads_otherwise_has_another_key(one: str, other: str) -> None:
    assert match_text(one) != match_text(other)


def test_honorific_sign_is_not_spelled_out() -> None:
    assert match_text("محمد ﷺ") == "محمد ﷺ"


def test_whole_words_leaves_parts_of_words_out() -> None:
    text = "پاکستانی پاکستان، پاکستان"
    assert found(text, "پاکستان", whole_words=True) == [(9, 16), (18, 25)]
    assert len(found(text, "پاکستان")) == 3


def test_matches_do_not_overlap() -> None:
    assert found("ااااا", "اا") == [(0, 2), (2, 4)]


def test_nothing_is_found_for_nothing() -> None:
    assert found("اب", "") == []
    assert found("اب", "\u064e") == []
