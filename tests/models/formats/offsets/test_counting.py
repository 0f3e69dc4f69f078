"""What the spans of a file count, found from the file: the right places come back, or the doubt is told."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.report import Report
from models.formats.support.counting import Counting, unit_of_tokens
from models.formats.support.offsets.ways import WAYS, Ends, Way, placer
from models.formats.support.options import Offsets, ReadOptions
from models.formats.support.source import SourceFile
from models.text.offsets import clean
from tests.models.formats.offsets.test_quotations import laid_out

WORDS = ("کراچی", "لاہور", "آصف", "ا\u0653صف", "😀😀", "رسولؐ", "پنجاب", "میں", "کتاب", "👨\u200d👩\u200d👧", "علیؓ")
GAPS = (" ", " ", "\n", "\r\n")
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=3, max_size=15)
EMOJI = "😀😀 کراچی میں آصف لاہور آیا"


def counting(options: ReadOptions | None = None) -> Counting:
    return Counting(SourceFile(Path("a.jsonl"), Report(), options=options or ReadOptions()))


def counted_so(text: str, way: Way, edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Edges in code points as a tool has them that counts in some way."""
    place = placer(text, way)
    offsets: dict[int, int] = {}
    for offset in range(4 * len(text) + 2):
        offsets.setdefault(place(offset), offset)
    return [(offsets[start], offsets[end]) for start, end in edges if start in offsets and end in offsets]


def taken(text: str, edges: list[tuple[int, int]], one: Counting, quotes: list[str] | None = None) -> list[str]:
    """The words at the places that spans are put at."""
    cleaned = clean(text, "t")
    places = one.stretches(text, cleaned, edges, one.source.at(1), quotes or ())
    return [cleaned.text[place[0] : place[1]] if place else "-" for place in places]


def notes(one: Counting) -> list[str]:
    one.note()
    return [note.what for note in one.source.report.notes]


@given(texts, st.sampled_from(WAYS), st.data())
def test_words_come_back_from_every_way_of_counting_or_the_doubt_is_told(
    parts: list[tuple[str, str]], way: Way, data: st.DataObject
) -> None:
    text, places = laid_out([(word, "\n" if way.ends is Ends.TWO else gap) for word, gap in parts])
    chosen = sorted(data.draw(st.sets(st.sampled_from(places), min_size=1)))
    edges = counted_so(text, way, [place for place in chosen if "😀" not in text[place[0] : place[1]]])
    words = [text[placer(text, way)(start) : placer(text, way)(end)] for start, end in edges]
    one = counting()
    found = taken(text, edges, one)
    ends = {edge for place in places for edge in place}
    chances = sum((start in ends) + (end in ends) for start, end in edges)
    by_chance = chances == 2 * len(edges) or (chances > 0 and len(edges) < 4)  # too little to tell
    assert found == words or notes(one) or by_chance


@given(texts, st.sampled_from(WAYS), st.data())
def test_quoted_words_come_back_from_every_way_of_counting(
    parts: list[tuple[str, str]], way: Way, data: st.DataObject
) -> None:
    text, places = laid_out(parts)
    edges = counted_so(text, way, sorted(data.draw(st.sets(st.sampled_from(places), min_size=1))))
    words = [text[placer(text, way)(start) : placer(text, way)(end)] for start, end in edges]
    one = counting()
    found = taken(text, edges, one, words)
    assert found == words or notes(one)
    assert all(got in (word, "-") for got, word in zip(found, words, strict=True)) or "two places" in str(notes(one))


@given(texts, st.data())
def test_code_points_stay_what_they_are_and_nothing_is_told(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text, places = laid_out(parts)
    chosen = sorted(data.draw(st.sets(st.sampled_from(places), min_size=1)))
    chosen = [place for place in chosen if not any(char in text[place[0] : place[1]] for char in "😀👨")]
    one = counting()
    assert taken(text, chosen, one) == [text[start:end] for start, end in chosen]
    assert notes(one) == []


def test_one_record_is_enough_where_nothing_fits_as_code_points() -> None:
    one = counting()
    assert taken(EMOJI, [(5, 10), (19, 24)], one) == ["کراچی", "لاہور"]
    assert notes(one) == [
        "offsets count UTF-16 units, not code points: so fit 4 of the 4 edges of spans that differ, as code points 0; "
        "taken so in 1 record"
    ]


@pytest.mark.parametrize("unit", Offsets)
def test_choice_of_a_person_wins_and_is_not_doubted(unit: Offsets) -> None:
    one = counting(ReadOptions(offsets=unit))
    place = placer(EMOJI, Way(unit))
    assert taken(EMOJI, [(5, 10)], one) == [EMOJI[place(5) : place(10)] if place(5) < place(10) else "-"]
    assert all("offsets count UTF-16 units, not" not in what for what in notes(one))


def test_first_look_decides_for_records_that_show_nothing_and_those_against_it_are_told() -> None:
    records = [("😀 ابپتٹ", [(4, 6)]), (EMOJI, [(5, 10), (19, 24)]), (EMOJI, [(5, 10)]), (EMOJI, [(3, 8), (17, 22)])]
    records += [(EMOJI, [(5, 10), (19, 24)])] * 16
    one = counting()
    one.first_look(lambda quiet: (taken(text, edges, quiet) for text, edges in records))
    found = [taken(text, edges, one) for text, edges in records]
    assert found[0] == ["بپ"]
    assert found[3] != ["کراچی", "لاہور"]
    assert [what for what in notes(one) if "not count" in what or "against" in what] == [
        "1 record does not count as the others do (line 1); look at their spans"
    ]


def test_mixed_file_is_placed_record_by_record_and_told() -> None:
    records = [(EMOJI, [(5, 10), (19, 24)]), (EMOJI, [(3, 8), (17, 22)])] * 3
    one = counting()
    one.first_look(lambda quiet: (taken(text, edges, quiet) for text, edges in records))
    assert [taken(text, edges, one) for text, edges in records] == [["کراچی", "لاہور"]] * 6
    assert any("taken so in 3 records" in what for what in notes(one))


def test_names_that_end_inside_words_do_not_turn_a_file() -> None:
    text = "😀 سلیمکو بلایا۔ پاکستانیوں نے کراچیمیں"
    one = counting()
    assert taken(text, [(2, 6), (16, 23), (30, 35)], one) == ["سلیم", "پاکستان", "کراچی"]
    assert notes(one) == []


def test_quotations_elsewhere_are_taken_there_counted_and_named() -> None:
    text = "پہلی سطر\r\nلاہور شہر\r\nکراچی شہر\r\nملتان۔"
    one = counting()
    found = taken(text, [(9, 14), (19, 24), (0, 5)], one, ["لاہور", "کراچی", "پہلی"])
    assert found == ["لاہور", "کراچی", "پہلی"]
    assert notes(one) == [
        "offsets count code points with every line end as one, not code points: so fit 4 of the 4 edges of spans that "
        "differ, as code points 0; taken so in 1 record",
        "1 span was taken where the quotation stands, not at the offsets (blanks around it: 1): line 1 [0, 5)",
    ]


def test_quotation_at_two_places_is_left_as_given_or_left_out() -> None:
    one = counting()
    assert taken("کراچی ا کراچی", [(4, 9), (40, 45)], one, ["کراچی", "ملتان"]) == ["ی ا ک", "-"]
    assert notes(one)[0] == (
        "the span [4, 9) quotes 'کراچی', which stands at two places equally near; left at its offsets, look at it"
    )


def test_first_look_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.formats.support.counting._FIRST_RECORDS", 5)
    one, asked = counting(), []

    def articles(quiet: Counting) -> object:
        for number in islice(range(10**9), 10**9):
            asked.append(number)
            yield taken(EMOJI, [(5, 10)], quiet)

    one.first_look(articles)  # type: ignore[arg-type]
    assert len(asked) == 5


@pytest.mark.parametrize("unit", Offsets)
def test_tokens_tell_what_their_record_counts(unit: Offsets) -> None:
    words = [(3, 8), (9, 12), (17, 22)]
    tokens = [
        {"text": EMOJI[start:end], "start": first, "end": last}
        for (start, end), (first, last) in zip(words, counted_so(EMOJI, Way(unit), words), strict=True)
    ]
    assert unit_of_tokens(EMOJI, tokens) is (Offsets.CODEPOINTS if unit is Offsets.GRAPHEMES else unit)
    assert unit_of_tokens(EMOJI, [{"text": "x", "start": 0, "end": None}]) is None
    assert unit_of_tokens(EMOJI, None) is None
