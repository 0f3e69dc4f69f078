"""Each rule finds what it is for, and leaves alone what is right."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.assist.consistency import CheckedArticle, Finding, Rule, check, check_steps
from models.assist.sentences import Stretch
from models.base.entities import ArticleId


def article(number: int, text: str, *labelled: tuple[str, str]) -> CheckedArticle:
    """An article with these words labelled, each where it first stands after the one before."""
    spans, at = [], 0
    for words, label in labelled:
        start = text.index(words, at)
        at = start + len(words)
        spans.append(Stretch(start, at, label))
    return CheckedArticle(ArticleId(number), text, spans)


def of(found: Iterable[Finding], rule: Rule) -> list[tuple[str, str, int]]:
    return [(each.text, each.wanted, len(each.places)) for each in found if each.rule is rule]


def test_one_label_against_a_clear_majority_is_that_places_fault() -> None:
    usual = [article(n, "لاہور میں", ("لاہور", "LOCATION")) for n in range(4)]
    odd = article(9, "آج لاہور میں", ("لاہور", "PERSON"))
    (found,) = check([*usual, odd])
    assert (found.rule, found.wanted) == (Rule.OTHER_LABEL, "LOCATION")
    ((place,),) = [found.places]
    assert (place.article, place.start, place.label) == (9, 3, "PERSON")


def test_without_a_majority_the_string_is_shown_with_all_its_places() -> None:
    found = check(
        [
            article(1, "جنگ پڑھا", ("جنگ", "ORGANIZATION")),
            article(2, "جنگ ہوئی", ("جنگ", "EVENT")),
            article(3, "جنگ چھپا", ("جنگ", "ORGANIZATION")),
        ]
    )
    assert of(found, Rule.SEVERAL_LABELS) == [("جنگ", "ORGANIZATION", 3)]


@pytest.mark.parametrize(
    ("words", "labelled", "bare", "rule"),
    [
        ("لاہور", 4, 1, Rule.UNLABELLED),
        ("نیو یارک", 2, 1, Rule.UNLABELLED_WORDS),
        ("لاہور", 2, 1, Rule.UNLABELLED_WORD),
        ("لاہور", 1, 3, None),
    ],
)
def test_repeats_without_a_label_are_found_by_how_often_they_have_one(
    words: str, labelled: int, bare: int, rule: Rule | None
) -> None:
    every = [article(n, f"{words} گئے", (words, "LOCATION")) for n in range(labelled)]
    every += [article(50 + n, f"وہ {words} گئے") for n in range(bare)]
    found = check(every)
    assert [each.rule for each in found] == ([rule] if rule else [])
    assert all(place.start == 3 and place.label == "" for each in found for place in each.places)


def test_repeats_match_however_they_are_spelt_and_the_longer_string_has_the_place() -> None:
    every = [article(n, "کراچی گئے", ("کراچی", "LOCATION")) for n in range(4)]
    every += [article(9 + n, "کراچی بندرگاہ گئے", ("کراچی بندرگاہ", "LOCATION")) for n in range(4)]
    found = check([*every, article(20, "وہ كراچي گئے"), article(21, "وہ کراچی بندرگاہ گئے")])
    assert of(found, Rule.UNLABELLED) == [("کراچی", "LOCATION", 1), ("کراچی بندرگاہ", "LOCATION", 1)]


def test_a_word_of_a_label_of_numbers_is_not_missed() -> None:
    every = [article(n, f"{n} روپے", (str(n), "NUMBER")) for n in range(20, 30)]
    every += [article(40 + n, "دو آدمی", ("دو", "NUMBER")) for n in range(4)]
    assert check([*every, article(60, "دو آدمی")]) == []


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("لاہور۔", Rule.EDGE),
        ("،لاہور", Rule.EDGE),
        ("“لاہور", Rule.BRACKET),
        ("لاہور (پنجاب", Rule.BRACKET),
        ("لاہور (پنجاب)", None),
        ("(لاہور)", None),
        ("U.S.", None),
        ("ایک دو تین چار، پانچ چھ سات آٹھ نو", Rule.LIST),
        ("لاہور، پنجاب", None),
        ("۔", None),
    ],
)
def test_edges_and_insides_of_spans(words: str, rule: Rule | None) -> None:
    found = check([article(1, f"وہ {words} تھا", (words, "LOCATION"))])
    assert [each.rule for each in found] == ([rule] if rule else [])


_WORDS = st.lists(st.sampled_from(["لاہور", "خان", "نیو", "یارک", "۔", "5", "(", "،"]), max_size=12)


@given(st.lists(st.tuples(_WORDS, st.integers(0, 11), st.integers(1, 3), st.sampled_from("AB")), max_size=6))
def test_every_place_lies_in_its_article_and_no_bare_one_touches_a_span(
    drawn: list[tuple[list[str], int, int, str]],
) -> None:
    every = []
    for number, (words, first, count, label) in enumerate(drawn):
        spans = [(" ".join(words[first : first + count]), label)] if words[first : first + count] else []
        text = " ".join(words)
        start = len(" ".join(words[:first])) + (1 if first else 0)
        stretches = [Stretch(start, start + len(spans[0][0]), label)] if spans else []
        every.append(CheckedArticle(ArticleId(number), text, stretches))
    texts = {each.id: each for each in every}
    for finding in check(every):
        for place in finding.places:
            whole = texts[place.article]
            assert 0 <= place.start < place.end <= len(whole.text)
            if not place.label:
                assert not any(span.start < place.end and place.start < span.end for span in whole.spans)


def test_steps_come_article_by_article() -> None:
    steps = check_steps(article(n, "لاہور۔", ("لاہور۔", "LOCATION")) for n in range(3))
    assert [len(next(steps)) for _ in range(3)] == [1, 1, 1]
