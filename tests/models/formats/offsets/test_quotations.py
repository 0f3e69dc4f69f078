"""Quotations that are not at their offsets: found again after random damage, or said to be uncertain."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.base.unprintable import HIDDEN
from models.formats.support.offsets.quotations import Quotations, alike, loose

WORDS = (
    "کراچی",
    "لاہور",
    "آصف",
    "ا\u0653صف",
    "😀",
    "رسولؐ",
    "جامعہ پنجاب",
    "میں",
    "کا\u00a0ہے",
    "ا",
    "2023ء",
    "سلیم\u200cکو",
)
GAPS = (" ", "\n", "\r\n", "  ", "\u00a0", "، ")
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=1, max_size=25)


def laid_out(parts: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
    """A text of words, and where each of them is."""
    text, places = "", []
    for word, gap in parts:
        places.append((len(text), len(text) + len(word)))
        text += word + gap
    return text, places


@given(texts, st.data())
def test_quotation_near_its_offsets_comes_back_or_is_told_to_be_at_two_places(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    text, places = laid_out(parts)
    start, end = data.draw(st.sampled_from(places))
    quoted = text[start:end]
    off = data.draw(st.integers(-4, 4))
    found = Quotations(text).find(start + off, end + off, quoted)
    assert found is not None
    assert alike(text[found.start : found.end], quoted)
    here = [at for at in range(len(text)) if text.startswith(quoted, at)]
    nearer = [at for at in here if abs(at - start - off) < abs(off)]
    if not nearer and not found.ambiguous:
        assert text[found.start : found.end] == quoted
        assert abs(found.start - start - off) <= abs(off)
    if len(here) == 1:
        assert found == (start, end, False)


@given(texts, st.data())
@example([("آصف", " ")], None)
def test_what_tools_write_otherwise_is_found_all_the_same(
    parts: list[tuple[str, str]], data: st.DataObject | None
) -> None:
    text, places = laid_out(parts)
    start, end = data.draw(st.sampled_from(places)) if data else places[0]
    forms = [
        unicodedata.normalize("NFC", text[start:end]),
        unicodedata.normalize("NFD", text[start:end]),
        text[start:end].replace("\u00a0", " "),
        text[start:end].replace("\u200c", ""),
    ]
    for form in forms:
        found = Quotations(text).find(start + 1, end + 1, form)
        assert found is not None
        assert alike(text[found.start : found.end], form)


@pytest.mark.parametrize(
    ("text", "given_edges", "quoted", "found"),
    [
        ("ملاقات کی۔", (0, 11), "ملاقات کی۔", (0, 10, False)),  # inclusive and beyond the text
        ("الف کراچی ب", (4, 8), "کراچی", (4, 9, False)),  # the last character itself
        ("الف  کراچی", (4, 9), "کراچی", (5, 10, False)),
        ("الف کراچی میں کراچی", (6, 11), "کراچی", (4, 9, False)),
        ("کراچی ا کراچی", (4, 9), "کراچی", (0, 5, True)),  # four places from either
        ("کراچیx کراچی", (4, 9), "کراچی", (7, 12, False)),
        ("ب ایا ب", (2, 3), "ی", (3, 4, False)),
        ("ا\u0653صف نے", (0, 3), "آصف", (0, 4, False)),
        ("الف\nب", (0, 4), "الف\\nب", (0, 5, False)),
    ],
)
def test_nearest_place_is_taken(
    text: str, given_edges: tuple[int, int], quoted: str, found: tuple[int, int, bool]
) -> None:
    assert Quotations(text).find(*given_edges, quoted) == found


def test_shift_of_the_spans_before_is_followed() -> None:
    text = "کراچی " * 10
    assert Quotations(text).find(6, 11, "کراچی", 12) == (18, 23, False)


def test_far_away_only_what_stands_nowhere_else_is_taken() -> None:
    text = "کراچی" + " ا" * 200 + " لاہور" + " ا" * 200 + " کراچی" + " ا" * 100
    assert Quotations(text).find(0, 5, "لاہور") == (406, 411, False)
    assert Quotations(text).find(200, 205, "کراچی") is None
    assert Quotations(text).find(5, 6, "ملتان") is None


def test_blanks_around_a_quotation_are_not_taken_along() -> None:
    quotations = Quotations(" کراچی  ")
    assert quotations.fits(0, 8, "کراچی")
    assert quotations.trimmed(0, 8, "کراچی") == (1, 6)
    assert quotations.trimmed(0, 8, " کراچی") == (0, 6)


@given(
    st.text("ا\u0653\u0670 \n😀\u200c", max_size=30),
    st.text("ا\u0653 😀\\n", min_size=1, max_size=8),
    st.integers(-5, 40),
)
def test_whatever_is_found_is_what_is_quoted(text: str, quoted: str, start: int) -> None:
    found = Quotations(text).find(start, start + len(quoted), quoted)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert alike(text[found.start : found.end], quoted)


def test_part_of_a_word_is_taken_beside_its_offsets_only() -> None:
    text = "یہ خبر لاہوریوں نے سنی"
    at = text.index("ہور")
    assert Quotations(text).find(at - 3, at, "ہور") == (at, at + 3, False)
    assert Quotations(text).find(0, 3, "ہور") is None


@given(st.text() | texts.map(lambda parts: "".join(word + gap for word, gap in parts)))
def test_quotations_are_compared_without_white_space_and_hidden_characters(text: str) -> None:
    hidden = frozenset(HIDDEN) | frozenset("\ufeff\u200b\u200c\u200d\u2060")
    kept = [char for char in unicodedata.normalize("NFD", text) if not char.isspace() and char not in hidden]
    assert loose(text) == "".join(kept)
