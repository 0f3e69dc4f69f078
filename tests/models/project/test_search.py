"""What stands around a match, on one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.project.search import context
from models.text.offsets import grapheme_edges
from tests.models.text.plain_search import SMALL


@given(SMALL, st.data(), st.integers(0, 12))
def test_context_is_one_line_whose_outer_ends_are_grapheme_edges(text: str, data: st.DataObject, width: int) -> None:
    edges = grapheme_edges(text)
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    before, match, after = context(text, start, end, width)
    assert not any(sign in before + match + after for sign in "\n\u2028\t")
    assert (start - len(before)) in edges
    assert (end + len(after)) in edges
    assert len(before) <= width
    assert len(after) <= width
    assert match == text[start:end].replace("\n", " ").replace("\u2028", " ")


def test_context_holds_what_stands_around_the_match() -> None:
    assert context("آج لاہور\nمیں بارش", 3, 8, 5) == ("آج ", "لاہور", " میں ")
