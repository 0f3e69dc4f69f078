"""Hidden characters are found, and named where they sit at a span's edge."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.unprintable import HIDDEN
from models.text.offsets import hidden_at_edges, hidden_in


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("لاہور", ""),
        ("\u00a0لاہور", "NBSP (U+00A0, no-break space) at the start"),
        ("لاہور\u200c", "ZWNJ (U+200C, zero-width non-joiner) at the end"),
        (
            "\ufeffلاہور\u200f",
            "BOM (U+FEFF, zero-width no-break space) at the start, RLM (U+200F, right-to-left mark) at the end",
        ),
        ("لا\u200cہور", ""),
        ("\u200b", "ZWSP (U+200B, zero-width space) at the start"),
        ("", ""),
    ],
)
def test_hidden_characters_at_a_spans_edges_are_named(text: str, said: str) -> None:
    assert hidden_at_edges(f"ا{text}\u200dب", 1, 1 + len(text)) == said


def test_every_character_that_nobody_sees_is_known() -> None:
    formats = {chr(c) for c in range(0x2000, 0x2070) if unicodedata.category(chr(c)) in ("Cf", "Zl", "Zp")}
    assert formats - set("\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f") <= set(HIDDEN)


@given(st.text("اب \u00a0\u200c\u2069😀"), st.data())
def test_all_hidden_characters_of_a_stretch_are_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert hidden_in(text, start, end) == [i for i in range(start, end) if text[i] in HIDDEN]
