"""A plain search over the match key of a whole text, to compare with, and texts in which it finds something."""

from __future__ import annotations

from hypothesis import strategies as st

from models.text.offsets import ceil_edge, floor_edge
from models.text.urdu import match_key, match_text

SMALL = st.text(
    st.sampled_from("ابپیي\u0670\u064e\u0301\u0654ہ\n\u2028 ۔1aß\ufefb\u200cﷺ😀"), max_size=60
)  # few letters, so that needles are met


def plain_matches(text: str, wanted: str, *, whole_words: bool = False) -> list[tuple[int, int]]:
    """Every stretch whose key is that of `wanted`, in order, not overlapping, grown to whole graphemes."""
    key, needle = match_key(text), match_text(wanted)
    found = []
    at = key.key.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        wanted_here = not (whole_words and (_is_in_word(key.key, at) or _is_in_word(key.key, end)))
        if wanted_here:
            found.append((floor_edge(text, key.starts[at]), ceil_edge(text, key.ends[end - 1])))
        at = key.key.find(needle, end if wanted_here else at + 1)
    return found


def _is_in_word(key: str, index: int) -> bool:
    return 0 < index < len(key) and key[index - 1].isalnum() and key[index].isalnum()
