"""How spans are told to a screen reader: as words, and as attributes of the text."""

from __future__ import annotations

from ui.article.spoken import Spoken, attributes


def spoken(label: str, *, note: str = "", unsure: bool = False, suggested: bool = False, whose: str = "") -> Spoken:
    return Spoken(label, 0, 4, label, note, unsure, suggested, whose)


def test_words_hold_what_the_painting_shows_and_nothing_more() -> None:
    assert spoken("PERSON").words == "PERSON"
    assert spoken("PERSON", unsure=True, note="نوٹ").words == "PERSON, unsure, note: نوٹ"
    assert spoken("DATE", suggested=True).words == "DATE, suggested"
    assert spoken("DATE", whose="sana").words == "DATE, of sana"


def test_a_long_note_is_said_in_part_and_told_whole() -> None:
    long = spoken("PERSON", note="x" * 5_000)
    assert len(long.words) < 200
    assert len(attributes([long])["note"]) == 5_000


def test_attributes_of_several_say_of_which_they_hold() -> None:
    told = attributes([spoken("ORG", unsure=True), spoken("PERSON", suggested=True), spoken("DATE", whose="sana")])
    assert told == {
        "label": "ORG; PERSON; DATE",
        "unsure": "ORG",
        "suggested": "PERSON",
        "layer": "sana",
        "underline": "single",
    }
    assert attributes([spoken("ORG", unsure=True)])["unsure"] == "true"
    assert attributes([]) == {}
