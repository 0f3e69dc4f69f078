"""Code points and UTF-16 units, and what import may change."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.errors import UserError
from models.text.encodings import decode
from models.text.offsets import Utf16Map, clean

# Surrogates are no text: clean() refuses them before anything is stored.
TEXT = st.text(st.one_of(st.sampled_from("اب\u0653😀𐍈 \n\r\ufeff"), st.characters(exclude_categories=["Cs"])))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXT)
def test_every_code_point_has_its_place_in_utf16(text: str) -> None:
    places = Utf16Map(text)
    assert [places.to_utf16(i) for i in range(len(text) + 1)] == [units(text[:i]) for i in range(len(text) + 1)]
    assert places.all_to_utf16(list(range(len(text) + 1))) == [units(text[:i]) for i in range(len(text) + 1)]
    assert places.utf16_length == units(text)


@given(TEXT)
def test_every_utf16_unit_has_its_place_in_code_points(text: str) -> None:
    places = Utf16Map(text)
    starts = [units(text[:i]) for i in range(len(text) + 1)]
    for unit in range(units(text) + 1):
        # The last character that begins at or before the unit: inside a pair that is the pair's own.
        assert places.to_points(unit) == max(i for i, start in enumerate(starts) if start <= unit)


def test_middle_of_a_surrogate_pair_rounds_down() -> None:
    assert [Utf16Map("a😀b").to_points(unit) for unit in range(5)] == [0, 1, 1, 2, 3]


@given(TEXT)
def test_clean_changes_only_line_ends_and_one_mark(text: str) -> None:
    text = text.replace("\0", "")
    cleaned = clean(text, "here")
    assert cleaned.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert ("bom" in cleaned.changes) == text.startswith("\ufeff")
    assert bool({"crlf", "cr"} & set(cleaned.changes)) == ("\r" in text)


@given(TEXT)
def test_place_follows_every_offset_into_the_stored_text(text: str) -> None:
    text = text.replace("\0", "")
    cleaned = clean(text, "here")
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # between CR and LF: there is no such place afterwards
        before = text[:offset]
        assert cleaned.place(offset) == len(before.removeprefix("\ufeff").replace("\r\n", "\n"))


def test_offset_after_crlf_moves_by_one_for_each_line() -> None:
    cleaned = clean("\ufeffالف\r\nلاہور\r\n", "here")
    assert cleaned.text == "الف\nلاہور\n"
    assert cleaned.changes == ("bom", "crlf")
    assert cleaned.text[cleaned.place(6) : cleaned.place(11)] == "لاہور"


def test_lone_cr_becomes_lf_without_moving_anything() -> None:
    cleaned = clean("الف\rب", "here")
    assert (cleaned.text, cleaned.changes, cleaned.removed) == ("الف\nب", ("cr",), ())


def test_mark_in_mid_text_stays() -> None:
    cleaned = clean("لا\ufeffہور", "here")
    assert (cleaned.text, cleaned.changes) == ("لا\ufeffہور", ())


@pytest.mark.parametrize(
    ("text", "says"),
    [("اب\0", "here: character 3 is NUL"), ("ا\ud83d", r"here: character 2 is half of a surrogate pair \(U\+D83D\)")],
)
def test_what_is_no_text_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        clean(text, "here")


@pytest.mark.parametrize(
    "data",
    [
        "لاہور😀".encode(),
        codecs.BOM_UTF8 + "لاہور😀".encode(),
        codecs.BOM_UTF16_LE + "لاہور😀".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "لاہور😀".encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with BOM", "utf-16-le", "utf-16-be"],
)
def test_encodings_that_name_themselves_are_read(data: bytes) -> None:
    assert clean(decode(data, "here"), "here").text == "لاہور😀"


def test_bytes_that_are_no_utf8_are_refused_with_their_line() -> None:
    with pytest.raises(UserError, match=r"^here, line 3: not UTF-8; .* or save the file as UTF-8"):
        decode(b"ab\n\n\xffcd", "here")


def test_utf16_cut_in_half_is_refused() -> None:
    with pytest.raises(UserError, match="not UTF-16-LE"):
        decode(codecs.BOM_UTF16_LE + "لاہور".encode("utf-16-le")[:-1], "here")
