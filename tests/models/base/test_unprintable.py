"""Names as they are shown: nothing in them is hidden, and nothing moves what stands around them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.errors import UserError
from models.base.unprintable import file_name, hidden_named, marked, sentence

CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize(
    "character", [*CONTROLS, *"\u200b\u2060\ufeff\u00ad\x1b\x07\x9b\n\r\u2028\u2029\u3164\U000e0041"]
)
def test_what_cannot_be_seen_gets_a_mark(character: str) -> None:
    shown = marked(f"علی{character}b")
    assert character not in shown
    assert shown.startswith("علی\u27e6")
    assert shown.endswith("\u27e7b")


def test_a_mark_is_named() -> None:
    assert marked("a\u202eb\x1b[2J") == "a\u27e6RLO\u27e7b\u27e6ESC\u27e7[2J"
    assert hidden_named("x\u202e\u202e\x07") == ("RLO (U+202E, right-to-left override)", "U+0007")


@pytest.mark.parametrize(
    "name", ["PERSON", "شخص", "وزیر\u200cاعظم", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "é a\u00a0b", "رسولؐ", ""]
)
def test_a_usual_name_is_shown_as_it_is(name: str) -> None:
    assert marked(name) == name
    assert not hidden_named(name)


def test_a_file_keeps_its_suffix_on_the_right() -> None:
    assert file_name("لاہور.nishan") == "\u2068لاہور\u2069.nishan"
    assert file_name("لاہور (damaged, 2026).nishan") == "\u2066لاہور (damaged, 2026)\u2069.nishan"
    assert sentence(file_name("لاہور (damaged)")) == file_name("لاہور (damaged)")  # as the message bar shows it
    assert file_name("a\u202eb") == "\u2068a\u27e6RLO\u27e7b\u2069"


def test_joiners_that_join_nothing_are_marked() -> None:
    assert marked("\u200cعلی\u200c") == "\u27e6ZWNJ\u27e7علی\u27e6ZWNJ\u27e7"
    assert marked("a\u200d\u200db").count("\u27e6") == 1


@given(st.text(max_size=40))
def test_no_string_has_a_control_left(text: str) -> None:
    shown = marked(text)
    assert all(unicodedata.category(each) not in ("Cc", "Cs") for each in shown)
    assert not set(shown) & set(CONTROLS)
    assert marked(shown) == shown


def test_an_error_is_one_line_whatever_it_names() -> None:
    said = str(UserError("a\nb.txt: \x1b]0;x\x07 is \u202egnorw; choose another."))
    assert said == "a\u27e6LF\u27e7b.txt: \u27e6ESC\u27e7]0;x\u27e607\u27e7 is \u27e6RLO\u27e7gnorw; choose another."


def test_an_error_names_the_file_and_the_way_out_however_long_what_it_names_is() -> None:
    said = str(UserError(f"x.csv: the column {'y' * 100_000} is unknown; choose another."))
    assert len(said) < 1_100
    assert said.startswith("x.csv: ")
    assert said.endswith("; choose another.")


def test_a_sentence_keeps_the_isolates_that_it_set_and_no_other() -> None:
    assert sentence("\u2068علی\u2069 is there") == "\u2068علی\u2069 is there"
    assert sentence("\u2068a\u202eb\u2069 and \u2069") == "\u2068a\u27e6RLO\u27e7b\u2069 and \u27e6PDI\u27e7"


def test_isolates_inside_isolates_stay_and_single_ones_are_marked() -> None:
    inside = "\u2068Days: \u20687 دسمبر\u2069, too\u2069"
    assert sentence(inside) == inside
    assert "\u2069" not in sentence("Days\u2069: 7 دسمبر")
    assert sentence("\u2068\u2068دن\u2069").count("\u2068") == 1
    assert "\u2067" not in sentence("\u2067دن\u2069")


@pytest.mark.parametrize("before", range(480, 520))
def test_a_sentence_that_is_cut_inside_an_isolate_has_no_lone_end_of_one(before: int) -> None:
    name = "\u2068\u2066دن\u2069 7 دسمبر\u2069"
    for text in ("x" * before + name + "y" * 900, "x" * 900 + name + "y" * before):
        cut = sentence(text)
        assert sum(map(cut.count, "\u2066\u2068")) == cut.count("\u2069")
        assert "\u27e6" not in sentence(cut, 2_000), "told again, nothing of it is odd"
