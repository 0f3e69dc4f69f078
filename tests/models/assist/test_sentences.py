"""Spans become tags and come back: on any text, with any spans at the edges of words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.assist.sentences import Stretch, outermost, runs, sentences_of, stretches, tagged

_TEXTS = st.text(st.sampled_from("لاہورکی۔ 😀\n،a1\u200c\u064b"), max_size=80)


@given(_TEXTS, st.data())
def test_spans_at_the_edges_of_tokens_come_back(text: str, data: st.DataObject) -> None:
    spans = []
    for sentence in sentences_of(text):
        at = 0
        while at < len(sentence) and data.draw(st.booleans()):
            end = data.draw(st.integers(at + 1, len(sentence)))
            label = data.draw(st.sampled_from(("PERSON", "LOCATION")))
            spans.append(Stretch(sentence.starts[at], sentence.ends[end - 1], label))
            at = end
    back = [each for one in tagged(sentences_of(text), spans) for each in stretches(one.sentence, one.tags)]
    assert back == spans


@given(_TEXTS)
def test_tokens_of_sentences_lie_in_the_text_in_order(text: str) -> None:
    places = [place for each in sentences_of(text) for place in zip(each.starts, each.ends, strict=True)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_of_overlapping_spans_the_longer_stays() -> None:
    inner, outer, other = Stretch(2, 4, "PERSON"), Stretch(0, 6, "ORGANIZATION"), Stretch(8, 9, "DATE")
    assert outermost([inner, outer, other]) == [outer, other]
    assert outermost([Stretch(0, 3, "A"), Stretch(2, 8, "B")]) == [Stretch(2, 8, "B")]


def test_tags_that_begin_inside_are_spans_too() -> None:
    assert list(runs(["I-A", "I-A", "O", "B-A", "B-A", "I-B"])) == [(0, 2, "A"), (3, 4, "A"), (4, 5, "A"), (5, 6, "B")]


def test_a_run_without_stops_is_cut() -> None:
    assert [len(each) for each in sentences_of("لفظ " * 250)] == [120, 120, 10]
