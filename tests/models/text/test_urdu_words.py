"""Words, tokens and sentences of Urdu as it stands on news sites."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text.tokens import sentences, tokens, words
from models.text.urdu import snap_to_words, word_after, word_at, word_before
from tests.selection import examples

PROSE = st.text(
    st.one_of(
        st.sampled_from("ابکہے۔؟!.،”“)( \n\t\u00a0\u2028\x1c\x85"),
        st.sampled_from("\u0653\u0670\u200c\u200d\u200e\ufeff😀👩"),
        st.sampled_from("$9Ma@#:/_'-3۳"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@settings(max_examples=examples(500))
@given(PROSE)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text
    assert all(split(text))


@settings(max_examples=examples(500))
@given(PROSE)
def test_tokens_hold_no_white_space_and_come_in_order(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert not any(character.isspace() for character in text[token.start : token.end])
        last = token.end


@settings(max_examples=examples(300))
@given(PROSE)
def test_walking_by_words_meets_every_word(text: str) -> None:
    found = words(text)
    for position in range(len(text) + 1):
        assert word_after(text, position) == next((end for _, end in found if end > position), len(text))
        starts = [start for start, _ in found if start < position]
        assert word_before(text, position) == (starts[-1] if starts else 0)


@settings(max_examples=examples(300))
@given(PROSE, st.integers(0, 40), st.integers(0, 40))
def test_snapped_stretch_is_whole_words(text: str, one: int, other: int) -> None:
    start, end = min(one, other, len(text)), min(max(one, other), len(text))
    touched = [word for word in words(text) if word[0] < end and word[1] > start]
    assert snap_to_words(text, start, end) == ((touched[0][0], touched[-1][1]) if touched else None)


def test_double_click_leaves_the_full_stop_out() -> None:
    text = "ملاقات کی۔"
    assert {word_at(text, position) for position in (7, 8, 9)} == {(7, 9)}
    assert word_at(text, 10) is None


def test_caret_beside_a_word_takes_it() -> None:
    assert word_at("اب جد", 2) == (0, 2)
    assert word_at("اب😀جد", 3) == (3, 5)


def test_drag_over_punctuation_keeps_only_the_words() -> None:
    text = "(لاہور، کراچی)"
    assert snap_to_words(text, 3, 10) == (1, 13)
    assert snap_to_words(text, 6, 8) is None


def test_snapping_in_a_very_long_line_sees_the_whole_word() -> None:
    text = "لاہور " * 2_000
    assert snap_to_words(text, 6_002, 6_003) == (6_000, 6_005)
    assert word_at(text, 6_002) == (6_000, 6_005)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X/@ForeignOfficePk", ["X", "@ForeignOfficePk"]),
        ("@AsifDurrani20، اور", ["@AsifDurrani20", "اور"]),
        ("دیکھیں https://t.co/aB1، اور", ["دیکھیں", "https://t.co/aB1", "اور"]),
        ("https://t.co/aB1.", ["https://t.co/aB1"]),
        ("$9M", ["$9M"]),
        ("18سالہ 2023ء 3.5", ["18سالہ", "2023ء", "3.5"]),
        ("ایم۔کیو۔ایم کے", ["ایم۔کیو۔ایم", "کے"]),
        ("رسولؐ علیؓ اعلیٰ", ["رسولؐ", "علیؓ", "اعلیٰ"]),
        ("ا\u0653صف", ["ا\u0653صف"]),
        ("۔ ، ؟", []),
    ],
)
def test_word_is_what_a_reader_takes_for_one(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_comma_is_a_token_of_its_own() -> None:
    text = "@AsifDurrani20، اور"
    assert [text[t.start : t.end] for t in tokens(text)] == ["@AsifDurrani20", "،", "اور"]
    assert [t.is_word for t in tokens(text)] == [True, False, True]


def test_step_back_from_within_a_handle_goes_to_its_start() -> None:
    assert [word_before("اب @Foo", position) for position in (4, 5, 7)] == [3, 3, 3]


def test_step_back_from_within_an_acronym_goes_to_its_start() -> None:
    assert {word_before("ایم۔کیو۔ایم", position) for position in range(1, 12)} == {0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ایم۔کیو۔ایم کے رہنما نے کہا۔", ["ایم۔کیو۔ایم کے رہنما نے کہا۔"]),
        ("ہے۔اس نے", ["ہے۔", "اس نے"]),
        ("جی۔ شکریہ۔ آپ کیسے ہیں؟", ["جی۔ ", "شکریہ۔ ", "آپ کیسے ہیں؟"]),
        ("کہا۔” پھر", ["کہا۔” ", "پھر"]),
        ("ایک\nدو", ["ایک\n", "دو"]),
        ("رقم 3.5 ہے. بس", ["رقم 3.5 ہے. ", "بس"]),
        ("کیا؟! ہاں", ["کیا؟! ", "ہاں"]),
        ("", []),
    ],
)
def test_sentence_ends_where_a_reader_stops(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_acronym_of_a_party_is_one_word_of_eleven() -> None:
    assert words("ایم۔کیو۔ایم کے رہنما نے کہا۔")[0] == (0, 11)


@pytest.mark.parametrize("space", list("\n\t\x0b\x1c\x85\u2028\u00a0 "))
@pytest.mark.parametrize("before", ["😀\u200d", "https://t.co", "۔", "ا\u200c"])
def test_token_ends_before_white_space(before: str, space: str) -> None:
    text = f"{before}{space}ب"
    found = [text[t.start : t.end] for t in tokens(text)]
    assert found[-1] == "ب"
    assert space not in "".join(found)
