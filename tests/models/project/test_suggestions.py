"""What is suggested in an article, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import AnnotatorId, ArticleId, LabelId, Rejection, Span, Suggestion
from models.project.suggestions import (
    changes,
    in_order,
    offered,
    open_still,
    repeat_steps,
    together,
    usual_label,
)
from models.text.offsets import ceil_edge, floor_edge, grapheme_edges
from models.text.text_index import TextIndex
from tests.models.text.plain_search import plain_matches

PERSON, PLACE = LabelId(1), LabelId(2)
WORDS = ("پاکستان", "پا کستان", "طالبان", "تحریک", "ا\u0653صف", "آصف", "علیؓ", "علی", "، ", "۔\n", "😀", "2023ء", "2023")
texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


def span(start: int, end: int, label: LabelId = PERSON, **more: Any) -> Span:
    return Span(f"{start} {end} {label}", ArticleId(1), AnnotatorId(1), start, end, label, **more)


def of(text: str, words: str, label: LabelId = PERSON, nth: int = 0, **more: str) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return span(start, start + len(words), label, **more)


def no(suggestion: Suggestion) -> Rejection:
    return Rejection(ArticleId(1), AnnotatorId(1), suggestion.start, suggestion.end, suggestion.label)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(texts.filter(bool))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20), st.sampled_from([PERSON, PLACE]))
    spans = []
    for start, length, label in draw(st.lists(places, max_size=6)):
        spans.append(span(floor_edge(text, start), ceil_edge(text, min(start + length, len(text))), label))
    return text, list({found.uid: found for found in spans}.values())


def repeats(text: TextIndex, spans: Sequence[Span], rejections: Sequence[Rejection] = ()) -> list[Suggestion]:
    steps = repeat_steps(text, spans, rejections)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return list(end.value)


def overlaps(one: Suggestion | Span, other: Suggestion | Span) -> bool:
    return one.start < other.end and one.end > other.start


@given(annotated())
def test_suggestions_are_free_matches_of_labelled_strings_on_grapheme_edges(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    found = repeats(TextIndex(text), spans)
    edges = set(grapheme_edges(text))
    labelled = {(text[own.start : own.end], own.label) for own in spans}
    places = {
        (start, end, label)
        for wanted, label in labelled
        for start, end in plain_matches(text, wanted, whole_words=True)
    }
    for number, one in enumerate(found):
        assert not any(overlaps(one, own) for own in spans)
        assert not any(overlaps(one, other) for other in found[number + 1 :])
        assert (one.start, one.end, one.label) in places
        assert {one.start, one.end} <= edges
    assert found == sorted(found, key=lambda one: one.start)


@given(annotated(), st.integers(0, 50))
def test_rejecting_one_takes_that_one_away_and_no_other(case: tuple[str, list[Span]], which: int) -> None:
    text, spans = case
    found = repeats(TextIndex(text), spans)
    if not found:
        return
    gone = found[which % len(found)]
    after = repeats(TextIndex(text), spans, [no(gone)])
    assert set(found) - set(after) == {gone}
    assert all(overlaps(new, gone) for new in set(after) - set(found)), "what was inside the longer one may show"


@given(annotated(), st.integers(0, 50))
def test_accepting_one_takes_it_away_and_leaves_the_rest(case: tuple[str, list[Span]], which: int) -> None:
    text, spans = case
    keyed = TextIndex(text)
    found = repeats(keyed, spans)
    if not found:
        return
    gone = found[which % len(found)]
    assert set(repeats(keyed, [*spans, span(gone.start, gone.end, gone.label)])) <= set(found) - {gone}


def test_the_longer_string_wins_and_the_shorter_shows_where_it_stands_alone() -> None:
    text = "تحریک طالبان پاکستان نے پاکستان میں۔ تحریک طالبان پاکستان۔ پاکستان"
    spans = [of(text, "تحریک طالبان پاکستان", PERSON), of(text, "پاکستان", PLACE)]
    found = repeats(TextIndex(text), spans)
    assert [(text[one.start : one.end], one.label) for one in found] == [
        ("پاکستان", PLACE),
        ("تحریک طالبان پاکستان", PERSON),
        ("پاکستان", PLACE),
    ]


def test_of_two_labels_the_more_frequent_is_suggested_and_of_equals_the_latest() -> None:
    text = "علی علی علی علی"
    one = of(text, "علی", PERSON, 0, updated_at="2026-01-02")
    two = of(text, "علی", PLACE, 1, updated_at="2026-01-01")
    keyed = TextIndex(text)
    assert {found.label for found in repeats(keyed, [one, two])} == {PERSON}
    assert {found.label for found in repeats(keyed, [one, replace(two, updated_at="2026-01-03")])} == {PLACE}
    three = of(text, "علی", PLACE, 2, updated_at="2025-01-01")
    assert {found.label for found in repeats(keyed, [one, two, three])} == {PLACE}


def test_other_spellings_are_repeats() -> None:
    text = "ا\u0653صف كراچی اور آصف کراچي"
    found = repeats(TextIndex(text), [of(text, "آصف"), of(text, "كراچی", PLACE)])
    assert [text[one.start : one.end] for one in found] == ["ا\u0653صف", "کراچي"]


def test_a_span_of_signs_alone_suggests_nothing() -> None:
    text = "ایک، دو، تین"
    assert repeats(TextIndex(text), [of(text, "،")]) == []


def test_spans_of_suggesters_show_until_accepted_or_rejected() -> None:
    text = "علی کراچی میں"
    theirs = [("names", of(text, "علی")), ("names", of(text, "کراچی", PLACE)), ("other", of(text, "کراچی", PLACE))]
    both = offered(theirs, [])
    assert both == [Suggestion(0, 3, PERSON, "names"), Suggestion(4, 9, PLACE, "names")]
    assert offered(theirs, [span(0, 9, PERSON)]) == both[1:], "a larger one of that label has it"
    assert offered(theirs, [span(0, 3, PLACE)]) == both, "another label does not"
    assert offered(theirs, [], [no(both[1])]) == both[:1]


def test_what_two_suggest_is_suggested_once_in_reading_order() -> None:
    twice = Suggestion(4, 9, PLACE, "names")
    found = together([replace(twice, by="repeat")], [twice, Suggestion(0, 3, PERSON, "names")])
    assert [(one.start, one.by) for one in found] == [(0, "names"), (4, "repeat")]


def test_a_large_article_is_looked_through_in_many_steps() -> None:
    text = "کراچی اور لاہور۔ " * 3_000
    steps = sum(1 for _ in repeat_steps(TextIndex(text), [of(text, "لاہور")]))
    assert steps > 30


some = st.lists(
    st.builds(Suggestion, st.integers(0, 40), st.integers(41, 44), st.sampled_from([PERSON, PLACE]), st.just("repeat")),
    unique=True,
    max_size=30,
).map(lambda found: sorted(found, key=in_order))


@given(some, some)
def test_changes_make_the_one_into_the_other_and_what_goes_goes_first(
    before: list[Suggestion], now: list[Suggestion]
) -> None:
    there = dict.fromkeys(before)
    came = False
    for gone, new in changes(there, now):
        assert not (gone and came)
        came = came or bool(new)
        for each in gone:
            del there[each]
        assert not set(new) & set(there)
        there |= dict.fromkeys(new)
    assert set(there) == set(now)


def test_thousands_of_changes_come_in_portions() -> None:
    many = [Suggestion(start, start + 1, PERSON, "repeat") for start in range(5_000)]
    assert max(len(gone) + len(new) for gone, new in changes({}, many)) <= 200


def test_a_span_overtakes_repeats_under_it_and_of_others_those_with_its_label() -> None:
    text = "علی کراچی"
    both = [Suggestion(0, 3, PLACE, "repeat"), Suggestion(0, 3, PERSON, "names"), Suggestion(0, 3, PLACE, "names")]
    assert open_still(both, [of(text, "علی", PERSON)]) == [both[2]]
    assert open_still(both, [of(text, "کراچی", PERSON)]) == both


def test_the_usual_label_of_a_string_is_that_of_its_other_spellings_too() -> None:
    text = "آصف ا\u0653صف آصف"
    spans = [of(text, "آصف", PERSON), of(text, "ا\u0653صف", PLACE), of(text, "آصف", PLACE, 1)]
    keyed = TextIndex(text)
    assert usual_label(keyed, spans, "آصف") == PLACE
    assert usual_label(keyed, spans, "علی") is None
    assert usual_label(keyed, spans, "،") is None
