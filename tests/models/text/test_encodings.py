"""Bytes as text: what a mark says, what a person says, and what is only proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.errors import UserError
from models.text.encodings import decode, propose

URDU = "لاہور، کراچی اور پشاور میں بارش ہوئی۔ عوام نے خوشی منائی اور حکومت نے امداد کا اعلان کیا۔"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_every_text_with_a_mark_is_read_as_it_was(text: str) -> None:
    for encoding, mark in (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-32-le", b"\xff\xfe\0\0")):
        if not (encoding == "utf-16-le" and text.startswith("\0")):  # those bytes are the mark of UTF-32
            assert decode(mark + text.encode(encoding), "here") == "\ufeff" + text


def test_what_a_person_chose_goes_before_the_usual() -> None:
    assert decode("ابو".encode("cp1256"), "here", "windows-1256") == "ابو"
    with pytest.raises(UserError, match=r"here, line 2: not CP1252; .+ or save the file as UTF-8"):
        decode(b"a\n\x81", "here", "cp1252")


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13"])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(UserError, match=f"{name}: no such encoding here"):
        decode(b"a", "here", name)


def test_an_encoding_is_proposed_that_reads_the_file() -> None:
    arabic = URDU.replace("ی", "ي").replace("ک", "ك").replace("ہ", "ه").replace("۔", ".").replace("ے", "ي")
    data = arabic.encode("cp1256")
    proposed = propose(data)
    assert proposed
    assert data.decode(proposed)


def test_short_windows_text_is_not_taken_for_utf16() -> None:
    assert propose("سلام پاکستان".encode("cp1256")) == "cp1256"
    assert propose("لاہور\tO\n".encode("utf-16-be")) == "utf-16-be"
