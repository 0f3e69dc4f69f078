"""Tokens and sentences found piece by piece are those that one pass of the pattern over the text finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.labels.templates import seed_articles
from models.text import tokens as module
from models.text.tokens import columns, sentences, tokens, tokens_and_sentences, words
from tests.models.text.test_urdu_words import PROSE
from tests.selection import examples

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["ایم۔کیو۔ایم", "کہا۔", "U.S.", "a@b.co", "https://t.co/a.", "$9M", "۔", ".", "؟!", "”", "3.5"]
        ),
        st.sampled_from([*" \n\u00a0\x1c\u2028\t\u200c\u200d\ufeff-’b_آ\u0653", "  ", "😀\u200d👩"]),
    ),
    max_size=30,
).map("".join)
NASTY = st.one_of(PROSE, PIECES)


def at_once(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, bool]]:
    """The tokens by the pattern alone."""
    found = module._pattern().finditer(text, start, len(text) if end is None else end)
    return [(match.start(), match.end(), match.lastgroup == "word") for match in found]


def ends_one_by_one(text: str) -> list[int]:
    """Where sentences end, every token looked at in turn."""
    ends: list[int] = []
    done = previous = 0
    for start, end, is_word in at_once(text):
        if start < done:
            continue
        line_end = text.rfind("\n", max(previous, done), start)
        if previous > done and line_end >= 0:
            done = line_end + 1
            ends.append(done)
        if module._is_stop(text, start, end, is_word):
            done = module._end_of_stop(text, end)
            ends.append(done)
        previous = end
    return ends


def sentences_one_by_one(text: str) -> list[tuple[int, int]]:
    edges = sorted({0, *ends_one_by_one(text), len(text)})
    return list(pairwise(edges))


def check(text: str) -> None:
    found = at_once(text)
    assert list(tokens(text)) == found
    assert sentences(text) == sentences_one_by_one(text)
    cut = columns(text)
    assert list(zip(cut.starts, cut.ends, strict=True)) == [(start, end) for start, end, _ in found]
    assert cut.texts == [text[start:end] for start, end, _ in found]
    befores = {sum(start < end for start, _, _ in found) for _, end in sentences_one_by_one(text)}
    assert cut.sentences == sorted(befores - {0})
    assert tokens_and_sentences(text) == (cut, sentences(text))


@pytest.mark.slow
@settings(max_examples=examples(1500), deadline=None)
@given(NASTY)
def test_pieces_give_what_the_whole_text_gives(text: str) -> None:
    check(text)


@pytest.mark.slow
@settings(max_examples=examples(800), deadline=None)
@given(NASTY, st.integers(0, 40), st.integers(0, 40))
def test_part_of_a_text_gives_what_the_pattern_gives(text: str, one: int, other: int) -> None:
    start, end = min(one, other, len(text)), min(max(one, other), len(text))
    assert list(tokens(text, start, end)) == at_once(text, start, end)
    assert list(tokens(text, start)) == at_once(text, start)


def test_seed_articles_give_the_same() -> None:
    for file in seed_articles():
        check(file.read_text(encoding="utf-8"))


def test_pieces_are_forgotten_when_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_PIECES", 10)
    module._PIECES.clear()
    assert len(words(" ".join(f"ب{number}" for number in range(95)))) == 95
    assert len(module._PIECES) <= 10
    assert words("ب" * 100) == [(0, 100)]
    assert "ب" * 100 not in module._PIECES


@given(NASTY)
@settings(max_examples=examples(300), deadline=None)
def test_where_no_single_space_follows_a_token_is_told(text: str) -> None:
    found = columns(text)
    nexts = [*found.starts[1:], len(text)]
    single = [text[end:start] == " " for end, start in zip(found.ends, nexts, strict=False)]
    assert {number for number, is_single in enumerate(single) if not is_single} <= {*found.gaps}
    assert list(found.gaps) == sorted(found.gaps)
    assert all(0 <= number < len(found.texts) for number in found.gaps)
