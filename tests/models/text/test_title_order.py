"""Titles are sorted as a reader of Urdu looks for them."""

from __future__ import annotations

from models.text.title_order import title_key


def test_urdu_follows_its_alphabet_and_not_the_code_points() -> None:
    titles = ["ے", "آم", "بات", "پانی", "تالا", "ٹماٹر", "چاند", "ڈول", "ژالہ", "کتاب", "گھر", "نام", "ہاتھ", "یاد"]
    assert sorted(titles, key=title_key) == [*titles[1:], titles[0]]


def test_letters_of_other_keyboards_and_vowel_marks_make_no_difference() -> None:
    assert title_key("كِتاب ي") == title_key("کتاب ی")


def test_numbers_go_by_their_value_in_any_digits() -> None:
    assert sorted(["خبر 10", "خبر ۹", "خبر ١١"], key=title_key) == ["خبر ۹", "خبر 10", "خبر ١١"]


def test_signs_do_not_count_and_titles_without_letters_are_last() -> None:
    assert title_key("«خبر»") == title_key("خبر")
    assert sorted(["", "!!", "یاد", "b", "A"], key=title_key) == ["A", "b", "یاد", "", "!!"]


def test_letters_with_a_hamza_stand_with_those_that_bear_it() -> None:
    assert title_key("مسئلہ مؤرخ أردو خانۂ آرائۓ") == title_key("مسیلہ مورخ اردو خانہ آرایے")
