"""A few typed letters find the name that a person means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.support.fuzzy import rank

NAMES = ["Next article", "Next span", "New project", "Note", "Import a folder", "Skip, and on to the next", "Open"]


def first(typed: str) -> str:
    ranked = [(found, name) for name in NAMES if (found := rank(typed, name)) is not None]
    return min(ranked, key=lambda each: each[0])[1] if ranked else ""


def test_starts_of_words_come_before_letters_inside() -> None:
    assert first("np") == "New project"
    assert first("ns") == "Next span"
    assert first("folder") == "Import a folder"
    assert first("NEXT S") == "Next span"
    assert first("not") == "Note"
    assert first("zz") == ""


def test_letters_out_of_order_are_no_match() -> None:
    assert rank("pn", "New project") is None
    assert rank("شخص", "PERSON شخص") is not None


letters = st.text(alphabet="abنشان ", max_size=12)


@given(letters, letters)
def test_a_match_is_exactly_a_subsequence(typed: str, name: str) -> None:
    rest = iter(name)
    within = all(letter in rest for letter in "".join(typed.split()))
    assert (rank(typed, name) is not None) == within


@given(letters, letters, letters)
def test_a_piece_of_the_name_is_always_found_and_its_start_best(before: str, piece: str, after: str) -> None:
    assert rank(piece, before + piece + after) is not None
    assert rank(piece, piece.lstrip() + after) == 0 or not piece.strip() or piece.split() != [piece.strip()]
